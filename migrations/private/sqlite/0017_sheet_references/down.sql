DROP TABLE sheet_references;
