//! Taking the whole of a receipt back.

use contract::error::ErrorCode;

use super::{credit, stock};
use crate::{
    app::App,
    db::{
        self, Tx,
        receipt::{ReceiptRow, VOID, VOIDED},
        stock::Hold,
    },
    domain::{
        invoice,
        refusal::{Outcome, refuse},
        secret,
    },
};

/// A void of a sale at a moment, without a number.
pub fn row_of(sale: &ReceiptRow, at: i64) -> ReceiptRow {
    ReceiptRow {
        id: secret::new_id(),
        number: String::new(),
        body_hash: String::new(),
        kind: VOID.to_string(),
        voids: Some(sale.number.clone()),
        status: VOIDED.to_string(),
        name: None,
        email: None,
        total: 0,
        occurred_at: at,
        received_at: at,
        claimed_at: None,
        subject_id: None,
        ..sale.clone()
    }
}

/// What the void did to the stock. A sale that was voided before it came has its invoice and its credit note too: books
/// look the same in whatever order receipts arrive.
pub async fn take_back(tx: &mut Tx, app: &App, sale: &ReceiptRow, void: &ReceiptRow) -> Outcome<Vec<Hold>> {
    // A return that is placed at the same moment waits, and finds a sale that was taken back.
    db::purchase::queue(tx, &sale.id).await?;
    if !db::return_line::gone(tx, &sale.id).await?.is_empty() {
        return Err(refuse(ErrorCode::WrongStatus, "something of this receipt went back, or is on its way"));
    }
    if !db::receipt::set_voided(tx, &sale.id).await? {
        return Err(refuse(ErrorCode::WrongStatus, "this receipt was taken back before"));
    }
    let moved = stock::take_back(tx, sale, void).await?;
    credit::give_back(tx, &sale.id).await?;
    invoice::take_back(tx, app, &sale.id, &void.id).await?;
    Ok(moved)
}
