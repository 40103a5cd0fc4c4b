-- Whom a handle means must not be forgotten: there is no way back from the first migration.
DO $$ BEGIN RAISE EXCEPTION 'the private store is never removed'; END $$;
