-- One person, two histories: an account whose address was proven by another account's owner is part of that one. joined is
-- JSON: what it brought, so that both can be parted again.
ALTER TABLE account ADD COLUMN merged_into TEXT;
ALTER TABLE account ADD COLUMN merged_at BIGINT;
ALTER TABLE account ADD COLUMN joined TEXT;
CREATE INDEX account_merged_into ON account (merged_into);
