DROP TABLE mail_cursor;
DROP TABLE outbox;
DROP TABLE contacts;
DROP TABLE sheets;
DROP TABLE bank_lines;
DROP TABLE bank_statements;
DROP TABLE bank_accounts;
DROP TABLE secrets;
