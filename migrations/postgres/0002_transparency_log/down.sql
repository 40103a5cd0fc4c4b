-- An acknowledged entry never goes: there is no way back from the first migration.
DO $$ BEGIN RAISE EXCEPTION 'the log is never removed'; END $$;
