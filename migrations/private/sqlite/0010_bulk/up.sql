-- Bank statements, and what donors asked to be told. None of it is ever in the log.

-- Numbers that nobody else has, by what they are for.
CREATE TABLE secrets (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Accounts by a hash of their number with a secret. `funds` are ids with spaces between; `mapping` is JSON.
CREATE TABLE bank_accounts (
    id INTEGER NOT NULL PRIMARY KEY,
    organisation TEXT NOT NULL,
    label TEXT NOT NULL,
    masked TEXT NOT NULL,
    number_hash BLOB NOT NULL UNIQUE,
    currency TEXT NOT NULL,
    funds TEXT NOT NULL,
    mapping TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Statements. Balances in the minor unit, days as text.
CREATE TABLE bank_statements (
    id INTEGER NOT NULL PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES bank_accounts (id),
    bank_id TEXT NOT NULL,
    file_hash BLOB NOT NULL,
    opening_minor INTEGER,
    opening_on TEXT,
    closing_minor INTEGER,
    closing_on TEXT,
    unbooked INTEGER NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at INTEGER NOT NULL,
    UNIQUE (account, file_hash, bank_id)
) STRICT;

-- Lines: `body` is JSON, `seq` the entry that a person said the line is.
CREATE TABLE bank_lines (
    statement INTEGER NOT NULL REFERENCES bank_statements (id),
    place INTEGER NOT NULL,
    idempotency TEXT NOT NULL,
    body TEXT NOT NULL,
    seq INTEGER,
    PRIMARY KEY (statement, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_lines_by_key ON bank_lines (idempotency);

-- Sheets that somebody looks at before they are recorded. `steps` is JSON.
CREATE TABLE sheets (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    steps TEXT NOT NULL,
    person INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    recorded_at INTEGER
) STRICT;

-- What a donor asked: by the key that the gift's entry has or will have.
CREATE TABLE contacts (
    id INTEGER NOT NULL PRIMARY KEY,
    idempotency TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL,
    follow INTEGER NOT NULL,
    gift INTEGER,
    secret TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    stopped_at INTEGER,
    UNIQUE (idempotency, address)
) STRICT;
CREATE INDEX contacts_by_gift ON contacts (gift);

-- Mail that is to go out. An entry is told to an address once.
CREATE TABLE outbox (
    id INTEGER NOT NULL PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contacts (id),
    entry INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('receipt', 'notice')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'stopped')),
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    done_at INTEGER,
    problem TEXT NOT NULL,
    UNIQUE (entry, contact)
) STRICT;
CREATE INDEX outbox_by_state ON outbox (state, due_at);

-- The first entry that was not looked at for mail.
CREATE TABLE mail_cursor (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    next INTEGER NOT NULL
) STRICT;
