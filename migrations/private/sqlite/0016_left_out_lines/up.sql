-- Lines of statements that somebody left out, by the keys that their entries would have: the same booking in another file
-- is left out, too.
CREATE TABLE left_out_lines (
    idempotency TEXT NOT NULL PRIMARY KEY,
    left_out_by TEXT NOT NULL,
    left_out_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
