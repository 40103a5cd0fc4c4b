-- The tree over the entries: full tiles of 256 hashes, written with the entry that fills them and never changed. What
-- stands to the right of them is computed when asked for. `root` is the next hash of the level above.
CREATE TABLE tiles (
    level BIGINT NOT NULL,
    position BIGINT NOT NULL,
    root BYTEA NOT NULL CHECK (length(root) = 32),
    hashes BYTEA NOT NULL CHECK (length(hashes) = 8192),
    PRIMARY KEY (level, position)
);

-- Every checkpoint that was signed: published ones can't be taken back.
CREATE TABLE checkpoints (
    size BIGINT NOT NULL PRIMARY KEY,
    root BYTEA NOT NULL CHECK (length(root) = 32),
    note TEXT NOT NULL,
    signed_at BIGINT NOT NULL
);

CREATE FUNCTION kept_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was signed, and the tiles below it, never change and are never removed';
END $$;
CREATE TRIGGER tiles_kept BEFORE UPDATE OR DELETE ON tiles FOR EACH ROW EXECUTE FUNCTION kept_for_good();
CREATE TRIGGER tiles_never_emptied BEFORE TRUNCATE ON tiles FOR EACH STATEMENT EXECUTE FUNCTION kept_for_good();
CREATE TRIGGER checkpoints_kept BEFORE UPDATE OR DELETE ON checkpoints FOR EACH ROW EXECUTE FUNCTION kept_for_good();
CREATE TRIGGER checkpoints_never_emptied BEFORE TRUNCATE ON checkpoints
FOR EACH STATEMENT EXECUTE FUNCTION kept_for_good();

-- What others attest of a checkpoint: signature lines of witnesses (kind 0), time stamps of authorities (kind 1, base64).
CREATE TABLE attestations (
    size BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    name TEXT NOT NULL,
    attestation TEXT NOT NULL,
    attested_at BIGINT NOT NULL,
    PRIMARY KEY (size, kind, name)
);
