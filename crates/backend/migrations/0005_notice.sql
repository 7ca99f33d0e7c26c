-- What the shopper was told beforehand: reminded_of is the slot_from, warned_of the keep_until or collect_by that it was
-- about. When that moment moves, there is something new to tell.
ALTER TABLE reservation ADD COLUMN reminded_of BIGINT;
ALTER TABLE reservation ADD COLUMN warned_of BIGINT;
ALTER TABLE pickup ADD COLUMN warned_of BIGINT;
CREATE INDEX reservation_slot ON reservation (status, slot_from);

-- What a mail is about: a pickup, a reservation, or nothing of these.
ALTER TABLE mail ADD COLUMN subject_id TEXT;
CREATE INDEX mail_subject ON mail (subject_id, outbox_number);

-- The one key by which browsers know the shop. pkcs8 is its secret, base32.
CREATE TABLE push_key (
    id BIGINT PRIMARY KEY,
    pkcs8 TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
-- A browser that wants to be told of what its session may see. p256dh and auth are its keys, base64url.
CREATE TABLE push_subscription (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX push_subscription_endpoint ON push_subscription (endpoint);
CREATE INDEX push_subscription_session ON push_subscription (token_hash);
-- One piece of news for each outbox row and subscription, at most once. status: queued, sent, dead.
CREATE TABLE push (
    id TEXT PRIMARY KEY,
    outbox_number BIGINT NOT NULL,
    subscription_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    urgency TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX push_once ON push (outbox_number, subscription_id);
CREATE INDEX push_due ON push (status, next_try_at);
