-- The lines of an order as the view purchase_line asks for them, and returns by the address of who announced them.
CREATE INDEX order_line_order ON order_line (order_id, position);
CREATE INDEX return_request_email_key ON return_request (LOWER(email));
-- What ended is forgotten.
CREATE INDEX session_end ON session (expires_at);
CREATE INDEX desk_session_end ON desk_session (expires_at);
