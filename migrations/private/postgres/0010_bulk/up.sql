-- Bank statements, and what donors asked to be told. None of it is ever in the log.

-- Numbers that nobody else has, by what they are for.
CREATE TABLE secrets (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Accounts by a hash of their number with a secret. `funds` are ids with spaces between; `mapping` is JSON.
CREATE TABLE bank_accounts (
    id BIGINT NOT NULL PRIMARY KEY,
    organisation TEXT NOT NULL,
    label TEXT NOT NULL,
    masked TEXT NOT NULL,
    number_hash BYTEA NOT NULL UNIQUE,
    currency TEXT NOT NULL,
    funds TEXT NOT NULL,
    mapping TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Statements. Balances in the minor unit, days as text.
CREATE TABLE bank_statements (
    id BIGINT NOT NULL PRIMARY KEY,
    account BIGINT NOT NULL REFERENCES bank_accounts (id),
    bank_id TEXT NOT NULL,
    file_hash BYTEA NOT NULL,
    opening_minor BIGINT,
    opening_on TEXT,
    closing_minor BIGINT,
    closing_on TEXT,
    unbooked BIGINT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    UNIQUE (account, file_hash, bank_id)
);

-- Lines: `body` is JSON, `seq` the entry that a person said the line is.
CREATE TABLE bank_lines (
    statement BIGINT NOT NULL REFERENCES bank_statements (id),
    place BIGINT NOT NULL,
    idempotency TEXT NOT NULL,
    body TEXT NOT NULL,
    seq BIGINT,
    PRIMARY KEY (statement, place)
);
CREATE INDEX bank_lines_by_key ON bank_lines (idempotency);

-- Sheets that somebody looks at before they are recorded. `steps` is JSON.
CREATE TABLE sheets (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    steps TEXT NOT NULL,
    person BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    recorded_at BIGINT
);

-- What a donor asked: by the key that the gift's entry has or will have.
CREATE TABLE contacts (
    id BIGINT NOT NULL PRIMARY KEY,
    idempotency TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL,
    follow BIGINT NOT NULL,
    gift BIGINT,
    secret TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    stopped_at BIGINT,
    UNIQUE (idempotency, address)
);
CREATE INDEX contacts_by_gift ON contacts (gift);

-- Mail that is to go out. An entry is told to an address once.
CREATE TABLE outbox (
    id BIGINT NOT NULL PRIMARY KEY,
    contact BIGINT NOT NULL REFERENCES contacts (id),
    entry BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('receipt', 'notice')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'stopped')),
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    done_at BIGINT,
    problem TEXT NOT NULL,
    UNIQUE (entry, contact)
);
CREATE INDEX outbox_by_state ON outbox (state, due_at);

-- The first entry that was not looked at for mail.
CREATE TABLE mail_cursor (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    next BIGINT NOT NULL
);
