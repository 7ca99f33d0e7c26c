//! Reservations and their pieces.

use contract::{
    language::Language,
    reservation::{ReservationLineStatus, ReservationStatus},
};

use super::{Result, Row, Tx};
use crate::args;

pub struct ReservationRow {
    pub id: String,
    pub number: String,
    pub store_id: String,
    pub status: ReservationStatus,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub note: Option<String>,
    pub language: Language,
    pub currency: String,
    pub address: String,
    pub slot_from: i64,
    pub slot_until: i64,
    pub keep_until: i64,
    pub requested_at: i64,
    pub ready_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub staging_place: Option<String>,
    pub here_at: Option<i64>,
    pub late_until: Option<i64>,
    /// The associate who began to prepare it.
    pub prepared_by: Option<String>,
    /// Once the shopper has arrived: when it is closed by itself.
    pub close_by: Option<i64>,
}

pub struct ReservationLineRow {
    pub id: String,
    pub sku: String,
    pub product_slug: String,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture_id: Option<String>,
    pub price: i64,
    pub vat_rate: u32,
    pub status: ReservationLineStatus,
}

const COLUMNS: &str = "id, number, store_id, status, name, email, phone, note, language, currency, address, \
                       slot_from, slot_until, keep_until, requested_at, ready_at, ended_at, staging_place, \
                       here_at, late_until, prepared_by, close_by";
/// The statuses that hold stock.
const LIVE: &str = "('requested', 'preparing', 'ready', 'arrived')";
/// The statuses that end by themselves.
const EXPIRES: &str = "('requested', 'preparing', 'ready')";

fn read(row: &Row) -> Result<ReservationRow> {
    Ok(ReservationRow {
        id: row.text("id")?,
        number: row.text("number")?,
        store_id: row.text("store_id")?,
        status: row.one_of("status", ReservationStatus::from_text)?,
        name: row.text("name")?,
        email: row.text("email")?,
        phone: row.opt_text("phone")?,
        note: row.opt_text("note")?,
        language: row.one_of("language", Language::from_tag)?,
        currency: row.text("currency")?,
        address: row.text("address")?,
        slot_from: row.int("slot_from")?,
        slot_until: row.int("slot_until")?,
        keep_until: row.int("keep_until")?,
        requested_at: row.int("requested_at")?,
        ready_at: row.opt_int("ready_at")?,
        ended_at: row.opt_int("ended_at")?,
        staging_place: row.opt_text("staging_place")?,
        here_at: row.opt_int("here_at")?,
        late_until: row.opt_int("late_until")?,
        prepared_by: row.opt_text("prepared_by")?,
        close_by: row.opt_int("close_by")?,
    })
}

/// False when the number is taken.
pub async fn insert(tx: &mut Tx, reservation: &ReservationRow) -> Result<bool> {
    let sql = format!(
        "INSERT INTO reservation ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
         $15, $16, $17, $18, $19, $20, $21, $22) ON CONFLICT DO NOTHING"
    );
    let args = args![
        &reservation.id,
        &reservation.number,
        &reservation.store_id,
        reservation.status.as_str(),
        &reservation.name,
        &reservation.email,
        reservation.phone.as_deref(),
        reservation.note.as_deref(),
        reservation.language.tag(),
        &reservation.currency,
        &reservation.address,
        reservation.slot_from,
        reservation.slot_until,
        reservation.keep_until,
        reservation.requested_at,
        reservation.ready_at,
        reservation.ended_at,
        reservation.staging_place.as_deref(),
        reservation.here_at,
        reservation.late_until,
        reservation.prepared_by.as_deref(),
        reservation.close_by,
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

/// Reads a reservation that is about to change: whoever else changes it waits until this transaction has ended.
pub async fn lock(tx: &mut Tx, id: &str) -> Result<Option<ReservationRow>> {
    let sql = format!("UPDATE reservation SET status = status WHERE id = $1 RETURNING {COLUMNS}");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<ReservationRow>> {
    let sql = format!("SELECT {COLUMNS} FROM reservation WHERE id = $1");
    tx.row(sql, args![id]).await?.as_ref().map(read).transpose()
}

/// A store's live reservations by slot, then those that ended since a moment.
pub async fn of_store(tx: &mut Tx, store_id: &str, ended_since: i64) -> Result<Vec<ReservationRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM reservation WHERE store_id = $1 AND (status IN {LIVE} OR ended_at >= $2) \
         ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, slot_from, id"
    );
    tx.rows(sql, args![store_id, ended_since]).await?.iter().map(read).collect()
}

/// Reservations whose time is over: nobody came, or nobody closed them.
pub async fn overdue(tx: &mut Tx, now: i64, limit: i64) -> Result<Vec<ReservationRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM reservation WHERE (status IN {EXPIRES} AND keep_until <= $1) \
         OR (status = 'arrived' AND close_by <= $1) ORDER BY keep_until LIMIT $2"
    );
    tx.rows(sql, args![now, limit]).await?.iter().map(read).collect()
}

/// How many of a store's reservations wait for their shopper.
pub async fn waiting_in_store(tx: &mut Tx, store_id: &str) -> Result<i64> {
    let sql =
        format!("SELECT COUNT(*) AS value FROM reservation WHERE store_id = $1 AND status IN {EXPIRES}");
    tx.int(sql, args![store_id]).await
}

/// Keeps what a store holds at least until a moment; answers those that wait for their shopper.
pub async fn keep_longer(tx: &mut Tx, store_id: &str, until: i64) -> Result<Vec<ReservationRow>> {
    let sql =
        "UPDATE reservation SET close_by = $2 WHERE store_id = $1 AND status = 'arrived' AND close_by < $2";
    tx.execute(sql, args![store_id, until]).await?;
    let sql = format!(
        "UPDATE reservation SET keep_until = CASE WHEN keep_until < $2 THEN $2 ELSE keep_until END \
         WHERE store_id = $1 AND status IN {EXPIRES} RETURNING {COLUMNS}"
    );
    tx.rows(sql, args![store_id, until]).await?.iter().map(read).collect()
}

/// Live reservations of a person: by e-mail address, in any case of letters.
pub async fn open_of_email(tx: &mut Tx, email: &str) -> Result<i64> {
    let sql = format!(
        "SELECT COUNT(*) AS value FROM reservation WHERE LOWER(email) = LOWER($1) AND status IN {LIVE}"
    );
    tx.int(sql, args![email]).await
}

/// The same in one store.
pub async fn open_of_email_in_store(tx: &mut Tx, email: &str, store_id: &str) -> Result<i64> {
    let sql = format!(
        "SELECT COUNT(*) AS value FROM reservation WHERE LOWER(email) = LOWER($1) AND store_id = $2 \
         AND status IN {LIVE}"
    );
    tx.int(sql, args![email, store_id]).await
}

/// Live reservations of a network address.
pub async fn open_of_address(tx: &mut Tx, address: &str) -> Result<i64> {
    let sql = format!("SELECT COUNT(*) AS value FROM reservation WHERE address = $1 AND status IN {LIVE}");
    tx.int(sql, args![address]).await
}

/// Writes a changed reservation if its status is still `from`: of two at once only one wins.
pub async fn change(tx: &mut Tx, from: ReservationStatus, reservation: &ReservationRow) -> Result<bool> {
    let sql = "UPDATE reservation SET status = $3, ready_at = $4, ended_at = $5, staging_place = $6, slot_from = $7, \
               slot_until = $8, keep_until = $9, here_at = $10, late_until = $11, prepared_by = $12, close_by = $13 \
               WHERE id = $1 AND status = $2";
    let args = args![
        &reservation.id,
        from.as_str(),
        reservation.status.as_str(),
        reservation.ready_at,
        reservation.ended_at,
        reservation.staging_place.as_deref(),
        reservation.slot_from,
        reservation.slot_until,
        reservation.keep_until,
        reservation.here_at,
        reservation.late_until,
        reservation.prepared_by.as_deref(),
        reservation.close_by,
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

pub async fn insert_line(
    tx: &mut Tx,
    reservation_id: &str,
    position: i64,
    line: &ReservationLineRow,
) -> Result<()> {
    let sql = "INSERT INTO reservation_line (id, reservation_id, position, sku, product_slug, name, colour, size, \
               picture_id, price, vat_rate, status) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let args = args![
        &line.id,
        reservation_id,
        position,
        &line.sku,
        &line.product_slug,
        &line.name,
        line.colour.as_deref(),
        line.size.as_deref(),
        line.picture_id.as_deref(),
        line.price,
        line.vat_rate,
        line.status.as_str(),
    ];
    tx.execute(sql, args).await?;
    Ok(())
}

pub async fn lines(tx: &mut Tx, reservation_id: &str) -> Result<Vec<ReservationLineRow>> {
    let sql = "SELECT id, sku, product_slug, name, colour, size, picture_id, price, vat_rate, status \
               FROM reservation_line WHERE reservation_id = $1 ORDER BY position";
    tx.rows(sql, args![reservation_id]).await?.iter().map(read_line).collect()
}

fn read_line(row: &Row) -> Result<ReservationLineRow> {
    Ok(ReservationLineRow {
        id: row.text("id")?,
        sku: row.text("sku")?,
        product_slug: row.text("product_slug")?,
        name: row.text("name")?,
        colour: row.opt_text("colour")?,
        size: row.opt_text("size")?,
        picture_id: row.opt_text("picture_id")?,
        price: row.int("price")?,
        vat_rate: row.u32("vat_rate")?,
        status: row.one_of("status", ReservationLineStatus::from_text)?,
    })
}

/// Writes a piece's status if it is still `from`.
pub async fn change_line(
    tx: &mut Tx,
    line_id: &str,
    from: ReservationLineStatus,
    to: ReservationLineStatus,
) -> Result<bool> {
    let sql = "UPDATE reservation_line SET status = $3 WHERE id = $1 AND status = $2";
    Ok(tx.execute(sql, args![line_id, from.as_str(), to.as_str()]).await? == 1)
}
