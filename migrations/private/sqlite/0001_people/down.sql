-- Whom a handle means must not be forgotten: there is no way back from the first migration.
SELECT RAISE(ABORT, 'the private store is never removed');
