-- A sale at a till, or of pieces that were tried on. till and number name it in its store; body_hash tells a repetition
-- from another content. kind: sale, void (takes back the receipt whose number is voids; it may come before it).
-- status: bought, voided. email and name are what the till knew; claimed_at: whoever scanned its QR code has it.
-- subject_id: the reservation or the return that a sale at the desk was written for.
CREATE TABLE receipt (
    id TEXT PRIMARY KEY,
    store_id TEXT NOT NULL,
    till TEXT NOT NULL,
    number TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    voids TEXT,
    status TEXT NOT NULL,
    name TEXT,
    email TEXT,
    language TEXT NOT NULL,
    currency TEXT NOT NULL,
    total BIGINT NOT NULL,
    occurred_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    claimed_at BIGINT,
    subject_id TEXT
);
CREATE UNIQUE INDEX receipt_name ON receipt (store_id, till, number);
CREATE INDEX receipt_subject ON receipt (subject_id);
CREATE INDEX receipt_number ON receipt (number);
CREATE INDEX receipt_voids ON receipt (store_id, till, voids);
CREATE INDEX receipt_email_key ON receipt (LOWER(email));

-- As it was sold. A negative quantity was brought back at the till. discount is off the whole line.
CREATE TABLE receipt_line (
    id TEXT PRIMARY KEY,
    receipt_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    sku TEXT,
    gtin TEXT,
    product_slug TEXT,
    name TEXT NOT NULL,
    colour TEXT,
    size TEXT,
    picture_id TEXT,
    quantity BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    discount BIGINT NOT NULL,
    vat_rate BIGINT NOT NULL
);
CREATE INDEX receipt_line_receipt ON receipt_line (receipt_id, position);

CREATE TABLE receipt_payment (
    receipt_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    method TEXT NOT NULL,
    amount BIGINT NOT NULL,
    reference TEXT,
    PRIMARY KEY (receipt_id, position)
);

-- Tills scan GTINs.
CREATE INDEX variant_gtin ON variant (gtin);

-- The keys by which tills speak to us, hashed.
CREATE TABLE till_key (
    id TEXT PRIMARY KEY,
    store_id TEXT NOT NULL,
    name TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE UNIQUE INDEX till_key_hash ON till_key (key_hash);

-- Thirteen digits that a till scans, and how receipts are wanted: paper, electronic.
ALTER TABLE account ADD COLUMN loyalty_code TEXT;
ALTER TABLE account ADD COLUMN receipt_choice TEXT;
CREATE UNIQUE INDEX account_loyalty_code ON account (loyalty_code);

-- An order or a receipt, seen by the customer. An order has one pickup for now; the first one speaks for it.
CREATE VIEW purchase AS
SELECT o.id, 'order' AS kind, o.number, o.channel, p.status, p.store_id, o.placed_at AS bought_at,
       p.collected_at AS received_at, o.total, o.currency, o.name, o.email, o.language
FROM orders o JOIN pickup p ON p.id = (SELECT MIN(f.id) FROM pickup f WHERE f.order_id = o.id)
UNION ALL
SELECT r.id, 'receipt' AS kind, r.number, 'store' AS channel, r.status, r.store_id, r.occurred_at AS bought_at,
       r.occurred_at AS received_at, r.total, r.currency, r.name, r.email, r.language
FROM receipt r WHERE r.kind = 'sale';

CREATE VIEW purchase_line AS
SELECT l.id, l.order_id AS purchase_id, l.position, l.sku, l.product_slug, l.name, l.colour, l.size, l.picture_id,
       l.quantity, l.unit_price, 0 AS discount, l.vat_rate
FROM order_line l
UNION ALL
SELECT r.id, r.receipt_id AS purchase_id, r.position, r.sku, r.product_slug, r.name, r.colour, r.size, r.picture_id,
       r.quantity, r.unit_price, r.discount, r.vat_rate
FROM receipt_line r;

-- The company that the next invoice of a purchase names: company is JSON.
CREATE TABLE purchase_company (
    purchase_id TEXT PRIMARY KEY,
    company TEXT NOT NULL,
    named_at BIGINT NOT NULL
);

-- The last number of each legal entity and year, taken in the transaction that writes the invoice: no gap, no double.
CREATE TABLE invoice_series (
    series TEXT NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (series, year)
);
-- Written once: content is the JSON that the page, the PDF and the e-invoice are made from, xml is the e-invoice.
-- subject_id: what it was written for, a purchase, a void or a return; corrects_id: the invoice that a credit note corrects.
-- replaced_at is the one thing that is added: a credit note took the whole of it back.
CREATE TABLE invoice (
    id TEXT PRIMARY KEY,
    series TEXT NOT NULL,
    year BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    purchase_id TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    corrects_id TEXT,
    total BIGINT NOT NULL,
    is_business BIGINT NOT NULL,
    content TEXT NOT NULL,
    xml TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    replaced_at BIGINT
);
CREATE UNIQUE INDEX invoice_sequence ON invoice (series, year, sequence);
CREATE UNIQUE INDEX invoice_number ON invoice (number);
CREATE INDEX invoice_purchase ON invoice (purchase_id);
CREATE INDEX invoice_subject ON invoice (subject_id);
-- The PDF as it was first handed out, base64; kept, since another version of the program would write other bytes.
CREATE TABLE invoice_pdf (
    invoice_id TEXT PRIMARY KEY,
    pdf TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- A receipt without prices. lines is a JSON array of ids of the purchase's lines.
CREATE TABLE gift_receipt (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    purchase_id TEXT NOT NULL,
    lines TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX gift_receipt_number ON gift_receipt (number);
CREATE INDEX gift_receipt_purchase ON gift_receipt (purchase_id);

-- kind: withdrawal, goodwill; comes_by: store, post; store_id is of the store that received it. due_by is the last moment
-- for the money. address is of the network, empty when an associate wrote it. refund_way and refund_amount are of what was decided, refund_amount null before that.
CREATE TABLE return_request (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    purchase_id TEXT NOT NULL,
    gift_receipt_id TEXT,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    comes_by TEXT NOT NULL,
    refund_way TEXT NOT NULL,
    refund_amount BIGINT,
    store_id TEXT,
    name TEXT,
    email TEXT,
    language TEXT NOT NULL,
    currency TEXT NOT NULL,
    address TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    bring_by BIGINT NOT NULL,
    due_by BIGINT NOT NULL,
    received_at BIGINT,
    refunded_at BIGINT,
    ended_at BIGINT
);
CREATE UNIQUE INDEX return_request_number ON return_request (number);
CREATE INDEX return_request_purchase ON return_request (purchase_id);
CREATE INDEX return_request_store ON return_request (store_id, status);
CREATE INDEX return_request_live ON return_request (status, bring_by);

-- amount is what is paid back unless the line is refused. It is still counted against what may go back while the request
-- lives and unless the line was refused.
CREATE TABLE return_line (
    id TEXT PRIMARY KEY,
    return_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    line_id TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    reason TEXT NOT NULL,
    condition TEXT NOT NULL,
    exchange_sku TEXT,
    decision TEXT,
    refusal TEXT
);
CREATE INDEX return_line_return ON return_line (return_id, position);
CREATE INDEX return_line_line ON return_line (line_id);

-- Money that the shop owes its bearer, to be spent at any till.
CREATE TABLE store_credit (
    code TEXT PRIMARY KEY,
    return_id TEXT NOT NULL,
    amount BIGINT NOT NULL,
    remaining BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    valid_until BIGINT NOT NULL
);
CREATE UNIQUE INDEX store_credit_return ON store_credit (return_id);

-- A mail may carry an invoice.
ALTER TABLE mail ADD COLUMN invoice_id TEXT;
