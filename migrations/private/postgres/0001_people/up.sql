-- What is nobody else's business: who the staff are, how they log in, what they are about to record. Never in the log,
-- never in its exports; the times are unix milliseconds.

-- Staff. In the log only `organisation/handle` is ever seen.
CREATE TABLE people (
    id BIGINT NOT NULL PRIMARY KEY,
    organisation TEXT NOT NULL,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    -- argon2id, as a PHC string; none until the set-up link was used.
    password TEXT,
    password_changed_at BIGINT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    UNIQUE (organisation, handle)
);

-- Who may do what, where: for a whole organisation, or for one fund or site of it.
CREATE TABLE roles (
    person BIGINT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    organisation TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('organisation', 'fund', 'site')),
    scope_id TEXT NOT NULL,
    PRIMARY KEY (person, role, organisation, scope_kind, scope_id)
);

-- Sessions by the SHA3-256 of their cookie.
CREATE TABLE sessions (
    hash BYTEA NOT NULL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person);

-- One-time links that set a password, by the SHA3-256 of their secret.
CREATE TABLE links (
    hash BYTEA NOT NULL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- Passkeys: the credential's id, and its public key as COSE.
CREATE TABLE passkeys (
    id BYTEA NOT NULL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX passkeys_by_person ON passkeys (person);

-- Tokens of programs, by their SHA3-256. The scope 'all' is that of tokens made on the command line.
CREATE TABLE tokens (
    hash BYTEA NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('all', 'organisation', 'fund', 'site')),
    scope_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    revoked_at BIGINT
);

-- What admins did to people and keys.
CREATE TABLE acts (
    id BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX acts_by_time ON acts (at);
CREATE FUNCTION acts_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an act never changes and is never removed';
END $$;
CREATE TRIGGER acts_never_change BEFORE UPDATE OR DELETE ON acts FOR EACH ROW EXECUTE FUNCTION acts_kept();
CREATE TRIGGER acts_never_emptied BEFORE TRUNCATE ON acts FOR EACH STATEMENT EXECUTE FUNCTION acts_kept();

-- From which amount on an event of a fund waits for a second person; in the fund's minor unit.
CREATE TABLE thresholds (
    fund TEXT NOT NULL,
    event TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (fund, event)
);

-- Events that wait for a second person, or waited. `idempotency` is the key that the entry will have.
CREATE TABLE drafts (
    id BIGINT NOT NULL PRIMARY KEY,
    events TEXT NOT NULL,
    idempotency TEXT NOT NULL,
    organisation TEXT NOT NULL,
    person BIGINT REFERENCES people (id),
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'recorded', 'refused')),
    decider BIGINT REFERENCES people (id),
    decided_by TEXT,
    decided_at BIGINT,
    reason TEXT,
    seq BIGINT
);
CREATE INDEX drafts_by_state ON drafts (state, created_at);

-- Files in the document store, by their SHA3-256. Only what an entry names is public.
CREATE TABLE documents (
    hash BYTEA NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    published_at BIGINT
);
