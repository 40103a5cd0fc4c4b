DROP TABLE corrected_gifts;
DROP INDEX outbox_by_contact;
DROP INDEX outbox_told_once;
DELETE FROM outbox WHERE kind = 'question';
CREATE TABLE outbox_before (
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
INSERT INTO outbox_before SELECT * FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_before RENAME TO outbox;
CREATE INDEX outbox_by_state ON outbox (state, due_at);
ALTER TABLE contacts DROP COLUMN unconfirmed;
