-- An amount that is to be higher, or none at all, waits for a second person itself.
CREATE TABLE threshold_proposals (
    fund TEXT NOT NULL,
    event TEXT NOT NULL,
    amount INTEGER,
    person INTEGER NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at INTEGER NOT NULL,
    PRIMARY KEY (fund, event)
) STRICT, WITHOUT ROWID;
