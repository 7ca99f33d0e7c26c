//! What receipts move in the ledger, always in SKU order.

use super::DESK;
use crate::{
    db::{
        self, Tx,
        receipt::{ReceiptLineRow, ReceiptRow},
        stock::{Hold, Late},
    },
    domain::refusal::Outcome,
};

/// What was sold leaves the store, what was brought back is there again; answers what moved, where the store lists it.
pub async fn sell(tx: &mut Tx, receipt: &ReceiptRow, lines: &[ReceiptLineRow]) -> Outcome<Vec<Hold>> {
    let mut units: Vec<(&str, i64)> =
        lines.iter().filter_map(|line| Some((line.sku.as_deref()?, line.quantity))).collect();
    units.sort_unstable();
    let mut moved = Moved::default();
    for (sku, quantity) in units {
        let kind = if quantity > 0 { "sale" } else { "return" };
        moved.write(tx, receipt, sku, kind, -quantity).await?;
    }
    Ok(moved.0)
}

/// The opposite of what a sale moved, at the time of its void.
pub async fn take_back(tx: &mut Tx, sale: &ReceiptRow, void: &ReceiptRow) -> Outcome<Vec<Hold>> {
    let mut moved = Moved::default();
    let done = db::stock::of_receipt(tx, &sale.id, &sale.store_id, sale.occurred_at).await?;
    for movement in done {
        moved.write(tx, void, &movement.sku, &movement.kind, -movement.quantity).await?;
    }
    Ok(moved.0)
}

#[derive(Default)]
struct Moved(Vec<Hold>);

impl Moved {
    async fn write(
        &mut self,
        tx: &mut Tx,
        receipt: &ReceiptRow,
        sku: &str,
        kind: &str,
        quantity: i64,
    ) -> Outcome<()> {
        let late = Late {
            sku,
            store_id: &receipt.store_id,
            kind,
            quantity,
            reference: &receipt.id,
            occurred_at: receipt.occurred_at,
            is_live: receipt.till == DESK,
        };
        let is_listed = db::stock::moved_late(tx, &late).await?;
        if is_listed && self.0.last().is_none_or(|last| last.sku != sku) {
            self.0.push(Hold { sku: sku.to_string(), store_id: receipt.store_id.clone(), quantity });
        }
        Ok(())
    }
}
