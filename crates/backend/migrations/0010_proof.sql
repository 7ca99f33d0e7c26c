-- When the session proved an address of its account; it has proven none when it took over from another browser by a handoff.
ALTER TABLE session ADD COLUMN proven_at BIGINT;
UPDATE session SET proven_at = COALESCE(signed_in_at, created_at) WHERE account_id IS NOT NULL;
