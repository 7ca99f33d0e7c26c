//! Invoices: written in the transaction of what they are about, before its outbox rows.

use contract::invoice::Payment;

use super::refusal::Outcome;
use crate::{app::App, db::Tx};

/// A part of a line that is paid back.
pub struct CreditLine {
    /// Of the purchase.
    pub line_id: String,
    pub quantity: u32,
    /// VAT included.
    pub amount: i64,
}

/// Writes the invoice of a purchase that was bought; nothing if it has one.
pub async fn issue(_tx: &mut Tx, _app: &App, _purchase_id: &str) -> Outcome<()> {
    Ok(())
}

/// Writes the credit note of the whole of a purchase that a till took back; nothing if it has none to correct.
pub async fn take_back(_tx: &mut Tx, _app: &App, _purchase_id: &str, _subject_id: &str) -> Outcome<()> {
    Ok(())
}

/// Writes the credit note of lines that are paid back; `subject_id` is the return.
pub async fn credit(
    _tx: &mut Tx,
    _app: &App,
    _purchase_id: &str,
    _subject_id: &str,
    _lines: &[CreditLine],
    _payments: &[Payment],
) -> Outcome<()> {
    Ok(())
}
