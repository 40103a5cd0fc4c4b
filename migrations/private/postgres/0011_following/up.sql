-- Donors follow a gift from its public page.

-- Whether the address was typed on a public page and its reader has not said yes.
ALTER TABLE contacts ADD COLUMN unconfirmed BIGINT NOT NULL DEFAULT 0;

-- A letter may also ask whether its reader wants to follow.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('receipt', 'notice', 'question'));
ALTER TABLE outbox DROP CONSTRAINT outbox_entry_contact_key;
-- An entry is told to an address once; the question may be asked again.
CREATE UNIQUE INDEX outbox_told_once ON outbox (entry, contact) WHERE kind <> 'question';
CREATE INDEX outbox_by_contact ON outbox (contact);

-- Gifts that are recorded anew in place of others: the key that the new entry has or will have, and the gift until then.
CREATE TABLE corrected_gifts (
    idempotency TEXT NOT NULL PRIMARY KEY,
    gift BIGINT NOT NULL
);
