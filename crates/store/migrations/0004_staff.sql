-- Since when a member of staff is kept out; none while they may log in.
ALTER TABLE staff ADD COLUMN disabled_at TIMESTAMPTZ;
