-- Donors follow a gift from its public page.

-- Whether the address was typed on a public page and its reader has not said yes.
ALTER TABLE contacts ADD COLUMN unconfirmed INTEGER NOT NULL DEFAULT 0;

-- A letter may also ask whether its reader wants to follow.
CREATE TABLE outbox_with_questions (
    id INTEGER NOT NULL PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contacts (id),
    entry INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('receipt', 'notice', 'question')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'stopped')),
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    done_at INTEGER,
    problem TEXT NOT NULL
) STRICT;
INSERT INTO outbox_with_questions SELECT * FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_with_questions RENAME TO outbox;
CREATE INDEX outbox_by_state ON outbox (state, due_at);
-- An entry is told to an address once; the question may be asked again.
CREATE UNIQUE INDEX outbox_told_once ON outbox (entry, contact) WHERE kind <> 'question';
CREATE INDEX outbox_by_contact ON outbox (contact);

-- Gifts that are recorded anew in place of others: the key that the new entry has or will have, and the gift until then.
CREATE TABLE corrected_gifts (
    idempotency TEXT NOT NULL PRIMARY KEY,
    gift INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
