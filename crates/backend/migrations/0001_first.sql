-- One text for SQLite and PostgreSQL: TEXT and BIGINT only. Ids are UUIDv7 unless the retailer gives them,
-- times are epoch milliseconds, flags 0 or 1, money is minor units of the retailer's currency.

-- The catalogue that readers see. A row of product, variant, store or stock with a higher generation was
-- brought in by an import that has not finished: nobody sees it until the import raises this number.
CREATE TABLE catalogue (
    id BIGINT PRIMARY KEY,
    generation BIGINT NOT NULL,
    imported_at BIGINT
);
INSERT INTO catalogue (id, generation) VALUES (1, 0);

-- Paths of slugs in the default language, joined by '~'.
CREATE TABLE category (
    id TEXT PRIMARY KEY,
    parent_id TEXT,
    position BIGINT NOT NULL
);
CREATE TABLE category_text (
    category_id TEXT NOT NULL,
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (category_id, language)
);

-- What left the feed is withdrawn, never deleted.
CREATE TABLE product (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL,
    brand TEXT,
    category_id TEXT,
    position BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE UNIQUE INDEX product_slug ON product (slug);
CREATE INDEX product_category ON product (category_id);

-- details is a JSON array of {"name", "value"}.
CREATE TABLE product_text (
    product_id TEXT NOT NULL,
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    material TEXT,
    details TEXT NOT NULL,
    PRIMARY KEY (product_id, language)
);

-- pickup_method is buy, reserve or not_supported; vat_rate is in basis points.
CREATE TABLE variant (
    sku TEXT PRIMARY KEY,
    product_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    gtin TEXT,
    pickup_method TEXT NOT NULL,
    price BIGINT NOT NULL,
    sale_price BIGINT,
    sale_from BIGINT,
    sale_until BIGINT,
    vat_rate BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX variant_product ON variant (product_id, position);

CREATE TABLE variant_text (
    sku TEXT NOT NULL,
    language TEXT NOT NULL,
    colour TEXT,
    size TEXT,
    PRIMARY KEY (sku, language)
);

-- widths is a comma-separated ascending list of pixels; colour is #rrggbb.
CREATE TABLE picture (
    id TEXT PRIMARY KEY,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    widths TEXT NOT NULL,
    colour TEXT NOT NULL
);
CREATE TABLE variant_picture (
    sku TEXT NOT NULL,
    position BIGINT NOT NULL,
    picture_id TEXT NOT NULL,
    PRIMARY KEY (sku, position)
);

-- The price one paid on the web from a moment on; the lowest of 30 days is read from here.
CREATE TABLE price_history (
    sku TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    price BIGINT NOT NULL,
    PRIMARY KEY (sku, valid_from)
);

-- latitude and longitude are millionths of a degree. hours is a JSON array of seven days from Monday, each an
-- array of {"from", "until"}, null when the retailer gave none; special_days is a JSON array of {"date", "spells"}.
CREATE TABLE store (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT,
    postal_code TEXT,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    latitude BIGINT,
    longitude BIGINT,
    phone TEXT,
    time_zone TEXT NOT NULL,
    hours TEXT,
    special_days TEXT NOT NULL,
    position BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE UNIQUE INDEX store_slug ON store (slug);

-- on_hand is the sum of the ledger's movements since the first count, null when never counted; held is the sum
-- of the holds that are not released. Available to promise = on_hand - held - safety stock.
-- price is the store's own regular price, null when it is the variant's; pickup_method null is the variant's.
CREATE TABLE stock (
    sku TEXT NOT NULL,
    store_id TEXT NOT NULL,
    on_hand BIGINT,
    held BIGINT NOT NULL,
    counted_at BIGINT,
    price BIGINT,
    pickup_method TEXT,
    aisle TEXT,
    generation BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (sku, store_id)
);
CREATE INDEX stock_store ON stock (store_id, sku);

-- The append-only ledger. kind: count (the correction that a count made), sale, return.
CREATE TABLE stock_movement (
    sku TEXT NOT NULL,
    store_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    occurred_at BIGINT NOT NULL,
    reference TEXT NOT NULL
);
CREATE INDEX stock_movement_stock ON stock_movement (sku, store_id, occurred_at);

CREATE TABLE hold (
    id TEXT PRIMARY KEY,
    pickup_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    store_id TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    released_at BIGINT
);
CREATE INDEX hold_pickup ON hold (pickup_id);

CREATE TABLE cart (
    id TEXT PRIMARY KEY,
    store_id TEXT,
    updated_at BIGINT NOT NULL
);
CREATE TABLE cart_line (
    cart_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (cart_id, sku)
);

-- address is the caller's network address, for the caps.
CREATE TABLE orders (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    channel TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT,
    language TEXT NOT NULL,
    currency TEXT NOT NULL,
    total BIGINT NOT NULL,
    address TEXT NOT NULL,
    placed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX orders_number ON orders (number);
CREATE INDEX orders_email ON orders (email);

-- A guest's private links: each mail mints one, so that no secret is kept.
CREATE TABLE order_link (
    token_hash TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE pickup (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    status TEXT NOT NULL,
    ready_by BIGINT NOT NULL,
    collect_by BIGINT NOT NULL,
    ready_at BIGINT,
    collected_at BIGINT,
    ended_at BIGINT,
    cancelled_by TEXT,
    staging_place TEXT
);
CREATE INDEX pickup_order ON pickup (order_id);
CREATE INDEX pickup_store ON pickup (store_id, status);
CREATE INDEX pickup_live ON pickup (status, collect_by);

-- What was bought is written down as it was: the catalogue may change later.
CREATE TABLE order_line (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    pickup_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    sku TEXT NOT NULL,
    product_slug TEXT NOT NULL,
    name TEXT NOT NULL,
    colour TEXT,
    size TEXT,
    picture_id TEXT,
    quantity BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    vat_rate BIGINT NOT NULL,
    outcome TEXT
);
CREATE INDEX order_line_pickup ON order_line (pickup_id, position);

CREATE TABLE pass (
    id TEXT PRIMARY KEY,
    pickup_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    digits TEXT NOT NULL,
    token TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX pass_pickup ON pass (pickup_id);
CREATE UNIQUE INDEX pass_live_digits ON pass (store_id, digits) WHERE ended_at IS NULL;
CREATE INDEX pass_digits ON pass (digits);

-- seed is the Ed25519 secret, base32.
CREATE TABLE signing_key (
    id TEXT PRIMARY KEY,
    seed TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    cart_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE TABLE session_order (
    token_hash TEXT NOT NULL,
    order_id TEXT NOT NULL,
    PRIMARY KEY (token_hash, order_id)
);

CREATE TABLE associate (
    id TEXT PRIMARY KEY,
    store_id TEXT NOT NULL,
    name TEXT NOT NULL,
    pin_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX associate_store ON associate (store_id);
CREATE TABLE desk_session (
    token_hash TEXT PRIMARY KEY,
    associate_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Failed tries since window_from, wherever something can be guessed.
CREATE TABLE attempt (
    scope TEXT PRIMARY KEY,
    failed BIGINT NOT NULL,
    window_from BIGINT NOT NULL
);

-- Who did what at the desk.
CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    associate_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL
);

-- subject is the id of what the request made; the answer is read from there.
CREATE TABLE idempotency (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    subject TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- Numbers are taken from the counter last in the transaction: they commit in order, so a reader that has seen
-- number n has seen all before it. audience: public, or the order's id; store_id names the desk that hears it.
CREATE TABLE outbox_counter (
    id BIGINT PRIMARY KEY,
    last BIGINT NOT NULL
);
INSERT INTO outbox_counter (id, last) VALUES (1, 0);
CREATE TABLE outbox (
    number BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    order_id TEXT,
    store_id TEXT,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
-- How far each reader of the outbox has come.
CREATE TABLE outbox_reader (
    name TEXT PRIMARY KEY,
    position BIGINT NOT NULL
);

-- One mail for each outbox row and template, at most once. status: queued, sent, dead.
CREATE TABLE mail (
    id TEXT PRIMARY KEY,
    outbox_number BIGINT NOT NULL,
    template TEXT NOT NULL,
    language TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    qr_token TEXT,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE UNIQUE INDEX mail_once ON mail (outbox_number, template);
CREATE INDEX mail_due ON mail (status, next_try_at);
