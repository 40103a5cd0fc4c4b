-- An acknowledged entry never goes: there is no way back from the first migration.
SELECT RAISE(ABORT, 'the log is never removed');
