ALTER TABLE bank_statements DROP COLUMN file_name;
