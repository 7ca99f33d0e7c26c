-- What a shopper who is signed in looked at lately, so that the next device shows it too: one row a product, a few weeks.
-- sku is the variant that was chosen, if any was. Guests have none.
CREATE TABLE recent (
    account_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    sku TEXT,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, product_id)
);
CREATE INDEX recent_age ON recent (seen_at);
-- A flag: 0 keeps nothing in recent.
ALTER TABLE account ADD COLUMN keeps_recents BIGINT NOT NULL DEFAULT 1;

-- A browser hands over what it is at to another one, which brings the secret of token_hash, once and soon. account_id is
-- who was signed in when it was offered: whoever signs out meanwhile hands over nothing. path is a page of the app.
CREATE TABLE handoff (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL,
    session_id TEXT NOT NULL,
    account_id TEXT,
    store_id TEXT,
    path TEXT NOT NULL,
    browser TEXT,
    system TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    taken_at BIGINT,
    ended_at BIGINT
);
CREATE UNIQUE INDEX handoff_token ON handoff (token_hash);
CREATE INDEX handoff_session ON handoff (session_id);
CREATE INDEX handoff_age ON handoff (created_at);
