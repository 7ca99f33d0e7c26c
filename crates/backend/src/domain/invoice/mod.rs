//! Invoices: written in the transaction of what they are about, before its outbox rows. Nothing but those rows may be
//! locked after them.

mod archive;
mod company;
mod content;
mod pdf;
mod read;
mod table;
mod write;

use contract::invoice::{Invoice, InvoiceKind, InvoiceReference, Payment};

pub use archive::{archive, progress};
pub use company::name_company;
pub use pdf::{File, file, kept};
pub use read::{find, mail};
pub use table::archive_name;

use super::refusal::{Outcome, not_found};
use crate::{
    app::App,
    db::{self, Tx, invoice::InvoiceRow},
};

/// A part of a line that is paid back.
pub struct CreditLine {
    /// Of the purchase.
    pub line_id: String,
    pub quantity: u32,
    /// VAT included.
    pub amount: i64,
}

/// Writes the invoice of a purchase that was bought; nothing if it has one. What was brought back at the till in
/// exchange gets a credit note of its own.
pub async fn issue(tx: &mut Tx, app: &App, purchase_id: &str) -> Outcome<()> {
    if db::invoice::is_issued(tx, purchase_id).await? {
        return Ok(());
    }
    let sale = content::Sale::load(tx, app, purchase_id).await?;
    for part in sale.parts() {
        write::write(tx, app, &sale.series, part, purchase_id).await?;
    }
    Ok(())
}

/// Writes the credit note of the whole of a purchase that a till took back; nothing if it has none to correct. What an
/// exchange credited is invoiced again.
pub async fn take_back(tx: &mut Tx, app: &App, purchase_id: &str, subject_id: &str) -> Outcome<()> {
    for row in db::invoice::lock_current(tx, purchase_id).await? {
        if !db::invoice::is_corrected(tx, &row.id).await? {
            reverse(tx, app, row, subject_id).await?;
        }
    }
    Ok(())
}

/// Writes the opposite of an invoice or a credit note.
async fn reverse(tx: &mut Tx, app: &App, row: InvoiceRow, subject_id: &str) -> Outcome<()> {
    let zone = content::zone_of(tx, app, &row.purchase_id).await?;
    let opposite = Invoice {
        kind: match row.content.kind {
            InvoiceKind::Invoice => InvoiceKind::CreditNote,
            InvoiceKind::CreditNote => InvoiceKind::Invoice,
        },
        corrects: Some(reference(&row.content)),
        sold_on: content::day(app.clock.now(), &zone),
        ..row.content
    };
    db::invoice::set_replaced(tx, &row.id, app.clock.now()).await?;
    write::write(tx, app, &row.series, opposite, subject_id).await
}

fn reference(corrected: &Invoice) -> InvoiceReference {
    InvoiceReference {
        id: corrected.id.clone(),
        number: corrected.number.clone(),
        issued_on: corrected.issued_on.clone(),
    }
}

/// Writes the credit note of lines that are paid back; `subject_id` is the return.
pub async fn credit(
    tx: &mut Tx,
    app: &App,
    purchase_id: &str,
    subject_id: &str,
    lines: &[CreditLine],
    payments: &[Payment],
) -> Outcome<()> {
    if lines.is_empty() {
        return Ok(());
    }
    // What was handed over before there were invoices gets its own first.
    issue(tx, app, purchase_id).await?;
    let corrected = current(tx, purchase_id).await?.ok_or_else(|| not_found("invoice to correct"))?;
    let sold = db::purchase::lines(tx, purchase_id).await?;
    let mut note = corrected.content.clone();
    note.lines.clear();
    for credited in lines {
        let line = sold.iter().find(|line| line.id == credited.line_id).ok_or_else(|| not_found("line"))?;
        note.lines.push(content::line(line, credited.quantity, credited.amount, &note.total.currency));
    }
    let zone = content::zone_of(tx, app, purchase_id).await?;
    note.kind = InvoiceKind::CreditNote;
    note.corrects = Some(reference(&corrected.content));
    note.sold_on = content::day(app.clock.now(), &zone);
    note.payments = payments.to_vec();
    if db::invoice::is_of_gift(tx, subject_id).await? {
        // Its bearer does not learn from it who bought the gift.
        note.buyer = content::unnamed(&note.seller.country);
    }
    ::invoice::amounts(&mut note);
    write::write(tx, app, &corrected.series, note, subject_id).await
}

/// The invoice that a credit note corrects now, locked. Who waited for another transaction that replaced it finds the
/// new one at the second look.
async fn current(tx: &mut Tx, purchase_id: &str) -> Outcome<Option<InvoiceRow>> {
    for _ in 0..2 {
        let rows = db::invoice::lock_current(tx, purchase_id).await?;
        if let Some(row) = rows.into_iter().find(|row| row.content.kind == InvoiceKind::Invoice) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}
