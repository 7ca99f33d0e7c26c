-- Holds, passes, private links and events belong to a pickup, an order or a reservation: to a subject.
ALTER TABLE hold RENAME COLUMN pickup_id TO subject_id;
ALTER TABLE pass RENAME COLUMN pickup_id TO subject_id;
ALTER TABLE order_link RENAME TO private_link;
ALTER TABLE private_link RENAME COLUMN order_id TO subject_id;
ALTER TABLE session_order RENAME TO session_grant;
ALTER TABLE session_grant RENAME COLUMN order_id TO subject_id;
ALTER TABLE outbox RENAME COLUMN order_id TO subject_id;

-- slot_from and slot_until are when the shopper means to come; it is kept until keep_until.
CREATE TABLE reservation (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    store_id TEXT NOT NULL,
    status TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT,
    note TEXT,
    language TEXT NOT NULL,
    currency TEXT NOT NULL,
    address TEXT NOT NULL,
    slot_from BIGINT NOT NULL,
    slot_until BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    requested_at BIGINT NOT NULL,
    ready_at BIGINT,
    ended_at BIGINT,
    staging_place TEXT
);
CREATE UNIQUE INDEX reservation_number ON reservation (number);
CREATE INDEX reservation_email ON reservation (email);
CREATE INDEX reservation_store ON reservation (store_id, status);
CREATE INDEX reservation_live ON reservation (status, keep_until);

-- One piece a row, as it was when it was reserved.
CREATE TABLE reservation_line (
    id TEXT PRIMARY KEY,
    reservation_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    sku TEXT NOT NULL,
    product_slug TEXT NOT NULL,
    name TEXT NOT NULL,
    colour TEXT,
    size TEXT,
    picture_id TEXT,
    price BIGINT NOT NULL,
    vat_rate BIGINT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX reservation_line_reservation ON reservation_line (reservation_id, position);
