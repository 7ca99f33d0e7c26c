//! The number, the e-invoice and the row: an invoice is written once.

use contract::invoice::Invoice;

use super::content::day;
use crate::{
    app::App,
    db::{self, Tx, invoice::InvoiceRow},
    domain::{mail::say::local, refusal::Outcome, secret},
};

/// Gives a content its id, its number and its day, and writes it down. Numbers and days are of the retailer's time zone
/// whatever that of the store, so that the days of a series follow each other as its numbers do.
pub async fn write(
    tx: &mut Tx,
    app: &App,
    series: &str,
    mut content: Invoice,
    subject_id: &str,
) -> Outcome<()> {
    // Whoever numbers holds the outbox first, so that two who write for two companies each never wait for each other
    // in a circle. Only behind it is the moment read: the days of a series follow each other as its numbers do.
    db::outbox::queue(tx).await?;
    let now = app.clock.now();
    let zone = app.retailer.zone();
    let year = i64::from(local(now, &zone).year());
    content.id = secret::new_id();
    content.issued_on = day(now, &zone);
    let sequence = db::invoice::take_number(tx, series, year).await?;
    content.number = format!("{series}-{year}-{sequence:06}");
    let row = InvoiceRow {
        id: content.id.clone(),
        series: series.to_string(),
        year,
        sequence,
        purchase_id: content.purchase_id.clone(),
        subject_id: subject_id.to_string(),
        xml: ::invoice::xml(&content),
        content,
        issued_at: now,
        replaced_at: None,
    };
    db::invoice::insert(tx, &row).await?;
    Ok(())
}
