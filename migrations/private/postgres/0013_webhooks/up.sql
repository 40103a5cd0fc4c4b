-- Who is told of new entries over HTTP. `next_seq` is the first entry that was not looked at for it: it stands still while
-- nothing is sent there, so that nothing is lost. `filter_words` is a fund's id, or types of events with spaces between.
CREATE TABLE webhooks (
    id BIGINT NOT NULL PRIMARY KEY,
    organisation TEXT NOT NULL,
    url TEXT NOT NULL,
    filter_kind TEXT NOT NULL CHECK (filter_kind IN ('all', 'fund', 'types')),
    filter_words TEXT NOT NULL,
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_until BIGINT,
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'failing', 'gone')),
    next_seq BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- What is to be told, or was. Without an entry it is a test.
CREATE TABLE webhook_deliveries (
    id BIGINT NOT NULL PRIMARY KEY,
    webhook BIGINT NOT NULL REFERENCES webhooks (id),
    entry BIGINT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'failed')),
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    tried_at BIGINT,
    status BIGINT,
    problem TEXT NOT NULL,
    UNIQUE (webhook, entry)
);
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (state, due_at);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, made_at);
