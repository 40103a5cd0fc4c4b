ALTER TABLE drafts DROP COLUMN put_away_at;
