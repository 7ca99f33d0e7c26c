-- When a mail is bound to a moment: what is not delivered by then is given up.
ALTER TABLE mail ADD COLUMN expires_at BIGINT;
