-- What is nobody else's business: who the staff are, how they log in, what they are about to record. Never in the log,
-- never in its exports; the times are unix milliseconds.

-- Staff. In the log only `organisation/handle` is ever seen.
CREATE TABLE people (
    id INTEGER NOT NULL PRIMARY KEY,
    organisation TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    -- argon2id, as a PHC string; none until the set-up link was used.
    password TEXT,
    password_changed_at INTEGER,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER,
    UNIQUE (organisation, handle)
) STRICT;

-- Who may do what, where: for a whole organisation, or for one fund or site of it.
CREATE TABLE roles (
    person INTEGER NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    organisation TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('organisation', 'fund', 'site')),
    scope_id TEXT NOT NULL,
    PRIMARY KEY (person, role, organisation, scope_kind, scope_id)
) STRICT, WITHOUT ROWID;

-- Sessions by the SHA3-256 of their cookie.
CREATE TABLE sessions (
    hash BLOB NOT NULL PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_person ON sessions (person);

-- One-time links that set a password, by the SHA3-256 of their secret.
CREATE TABLE links (
    hash BLOB NOT NULL PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;

-- Passkeys: the credential's id, and its public key as COSE.
CREATE TABLE passkeys (
    id BLOB NOT NULL PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    public_key BLOB NOT NULL,
    sign_count INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX passkeys_by_person ON passkeys (person);

-- Tokens of programs, by their SHA3-256. The scope 'all' is that of tokens made on the command line.
CREATE TABLE tokens (
    hash BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('all', 'organisation', 'fund', 'site')),
    scope_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- What admins did to people and keys.
CREATE TABLE acts (
    id INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX acts_by_time ON acts (at);
CREATE TRIGGER acts_never_change BEFORE UPDATE ON acts BEGIN SELECT RAISE(ABORT, 'an act never changes'); END;
CREATE TRIGGER acts_never_go BEFORE DELETE ON acts BEGIN SELECT RAISE(ABORT, 'an act is never removed'); END;

-- From which amount on an event of a fund waits for a second person; in the fund's minor unit.
CREATE TABLE thresholds (
    fund TEXT NOT NULL,
    event TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (fund, event)
) STRICT, WITHOUT ROWID;

-- Events that wait for a second person, or waited. `idempotency` is the key that the entry will have.
CREATE TABLE drafts (
    id INTEGER NOT NULL PRIMARY KEY,
    events TEXT NOT NULL,
    idempotency TEXT NOT NULL,
    organisation TEXT NOT NULL,
    person INTEGER REFERENCES people (id),
    actor TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'recorded', 'refused')),
    decider INTEGER REFERENCES people (id),
    decided_by TEXT,
    decided_at INTEGER,
    reason TEXT,
    seq INTEGER
) STRICT;
CREATE INDEX drafts_by_state ON drafts (state, created_at);

-- Files in the document store, by their SHA3-256. Only what an entry names is public.
CREATE TABLE documents (
    hash BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at INTEGER NOT NULL,
    published_at INTEGER
) STRICT, WITHOUT ROWID;
