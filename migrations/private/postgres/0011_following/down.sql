DROP TABLE corrected_gifts;
DROP INDEX outbox_by_contact;
DROP INDEX outbox_told_once;
DELETE FROM outbox WHERE kind = 'question';
ALTER TABLE outbox ADD CONSTRAINT outbox_entry_contact_key UNIQUE (entry, contact);
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('receipt', 'notice'));
ALTER TABLE contacts DROP COLUMN unconfirmed;
