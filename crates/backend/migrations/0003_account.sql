-- A shopper on any device, known by an address that was proven. email is as it was typed, email_key in lower case;
-- store_id is "my store"; sizes is a JSON array of texts; notice_back and notice_price are flags.
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT,
    phone TEXT,
    language TEXT NOT NULL,
    store_id TEXT,
    cart_id TEXT,
    sizes TEXT NOT NULL,
    notice_back BIGINT NOT NULL,
    notice_price BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_email ON account (email_key);

CREATE TABLE account_store (
    account_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, store_id)
);

-- Orders and reservations that every session of the account may see.
CREATE TABLE account_grant (
    account_id TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    PRIMARY KEY (account_id, subject_id)
);
CREATE INDEX account_grant_subject ON account_grant (subject_id);
CREATE INDEX session_grant_subject ON session_grant (subject_id);
-- What was ordered or reserved as a guest is found by the address, in any case of letters.
CREATE INDEX orders_email_key ON orders (LOWER(email));
CREATE INDEX reservation_email_key ON reservation (LOWER(email));

-- id is public and stays when the secret changes; who signed in is a guest no more: its cart is the account's.
ALTER TABLE session ADD COLUMN id TEXT;
ALTER TABLE session ADD COLUMN account_id TEXT;
ALTER TABLE session ADD COLUMN signed_in_at BIGINT;
ALTER TABLE session ADD COLUMN last_seen_at BIGINT;
ALTER TABLE session ADD COLUMN browser TEXT;
ALTER TABLE session ADD COLUMN system TEXT;
UPDATE session SET id = 's' || SUBSTR(token_hash, 1, 24);
CREATE UNIQUE INDEX session_id ON session (id);
CREATE INDEX session_account ON session (account_id);

-- A request to sign in. The hashes of the six digits and of the link's secret are there once the mail is written;
-- session_id, browser and system are of the browser that asked. ended_at: a newer request or wrong tries ended it.
CREATE TABLE sign_in (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    browser TEXT,
    system TEXT,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    check_digits TEXT NOT NULL,
    code_hash TEXT,
    token_hash TEXT,
    wrong_tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    approved_at BIGINT,
    used_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX sign_in_session ON sign_in (session_id);
CREATE INDEX sign_in_token ON sign_in (token_hash);
CREATE INDEX sign_in_age ON sign_in (created_at);

-- What a guest brought into an account when it signed in, so that it can be parted again: changes is JSON.
CREATE TABLE account_merge (
    session_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    changes TEXT NOT NULL,
    merged_at BIGINT NOT NULL
);

-- owner_id is an account or a guest's session. seen_price and seen_stores (a JSON array of store ids that had it)
-- are what the shopper saw last.
CREATE TABLE favourite (
    owner_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    seen_price BIGINT NOT NULL,
    seen_stores TEXT NOT NULL,
    PRIMARY KEY (owner_id, sku)
);
CREATE INDEX favourite_sku ON favourite (sku);

-- What was last known of a variant that is somebody's favourite: a change is told once, however many look for it.
CREATE TABLE watched (
    sku TEXT PRIMARY KEY,
    price BIGINT NOT NULL,
    stores TEXT NOT NULL
);
