-- Who is told of new entries over HTTP. `next_seq` is the first entry that was not looked at for it: it stands still while
-- nothing is sent there, so that nothing is lost. `filter_words` is a fund's id, or types of events with spaces between.
CREATE TABLE webhooks (
    id INTEGER NOT NULL PRIMARY KEY,
    organisation TEXT NOT NULL,
    url TEXT NOT NULL,
    filter_kind TEXT NOT NULL CHECK (filter_kind IN ('all', 'fund', 'types')),
    filter_words TEXT NOT NULL,
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_until INTEGER,
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'failing', 'gone')),
    next_seq INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- What is to be told, or was. Without an entry it is a test.
CREATE TABLE webhook_deliveries (
    id INTEGER NOT NULL PRIMARY KEY,
    webhook INTEGER NOT NULL REFERENCES webhooks (id),
    entry INTEGER,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'failed')),
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    tried_at INTEGER,
    status INTEGER,
    problem TEXT NOT NULL,
    UNIQUE (webhook, entry)
) STRICT;
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (state, due_at);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, made_at);
