-- What the file of a statement was called where it came from; empty for those brought before this was kept.
ALTER TABLE bank_statements ADD COLUMN file_name TEXT NOT NULL DEFAULT '';
