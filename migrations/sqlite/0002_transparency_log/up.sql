-- The tree over the entries: full tiles of 256 hashes, written with the entry that fills them and never changed. What
-- stands to the right of them is computed when asked for. `root` is the next hash of the level above; it comes first, so
-- that reading many of them touches no `hashes`.
CREATE TABLE tiles (
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    root BLOB NOT NULL CHECK (length(root) = 32),
    hashes BLOB NOT NULL CHECK (length(hashes) = 8192),
    PRIMARY KEY (level, position)
) STRICT;
CREATE TRIGGER tiles_never_change BEFORE UPDATE ON tiles BEGIN SELECT RAISE(ABORT, 'a tile never changes'); END;
CREATE TRIGGER tiles_never_go BEFORE DELETE ON tiles BEGIN SELECT RAISE(ABORT, 'a tile is never removed'); END;

-- Every checkpoint that was signed: published ones can't be taken back.
CREATE TABLE checkpoints (
    size INTEGER NOT NULL PRIMARY KEY,
    root BLOB NOT NULL CHECK (length(root) = 32),
    note TEXT NOT NULL,
    signed_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER checkpoints_never_change BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a signed checkpoint never changes'); END;
CREATE TRIGGER checkpoints_never_go BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a signed checkpoint is never removed'); END;

-- What others attest of a checkpoint: signature lines of witnesses (kind 0), time stamps of authorities (kind 1, base64).
CREATE TABLE attestations (
    size INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    attestation TEXT NOT NULL,
    attested_at INTEGER NOT NULL,
    PRIMARY KEY (size, kind, name)
) STRICT, WITHOUT ROWID;
