-- Which entries sheets of gifts made under which reference: a hash of it with its fund and a secret. The key of an entry has
-- its day in it, so that by the key alone the same reference of another day is not found.
CREATE TABLE sheet_references (
    reference TEXT NOT NULL,
    idempotency TEXT NOT NULL,
    PRIMARY KEY (reference, idempotency)
);
