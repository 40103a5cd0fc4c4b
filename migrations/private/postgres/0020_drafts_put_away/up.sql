-- When whoever drafted it put a refused draft away, or sent it anew: it is no longer named on their first page.
ALTER TABLE drafts ADD COLUMN put_away_at BIGINT;
