-- here_at: « Je suis là »; late_until: « J'ai du retard », until when. prepared_by is an associate. Whoever has arrived
-- is closed by itself at close_by, everything back on the shelf.
ALTER TABLE reservation ADD COLUMN here_at BIGINT;
ALTER TABLE reservation ADD COLUMN late_until BIGINT;
ALTER TABLE reservation ADD COLUMN prepared_by TEXT;
ALTER TABLE reservation ADD COLUMN close_by BIGINT;
UPDATE reservation SET close_by = keep_until + 172800000 WHERE status = 'arrived';
CREATE INDEX reservation_arrived ON reservation (status, close_by);

-- What an associate did, with what was before: enough to take it back. line_id is the piece it was about, pieces is a
-- JSON object of line ids to their statuses.
CREATE TABLE reservation_step (
    id TEXT PRIMARY KEY,
    reservation_id TEXT NOT NULL,
    step TEXT NOT NULL,
    line_id TEXT,
    at BIGINT NOT NULL,
    associate_id TEXT NOT NULL,
    status TEXT NOT NULL,
    ready_at BIGINT,
    staging_place TEXT,
    prepared_by TEXT,
    pieces TEXT NOT NULL,
    undone_at BIGINT
);
CREATE INDEX reservation_step_reservation ON reservation_step (reservation_id, at);

-- It had to close, and promises nothing until then. Imports leave it alone.
ALTER TABLE store ADD COLUMN closed_until BIGINT;

-- One who left keeps a name in the audit trail.
ALTER TABLE associate ADD COLUMN removed_at BIGINT;
CREATE INDEX audit_store ON audit (store_id, at);
