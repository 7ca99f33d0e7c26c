//! Invoices for whoever may see their purchase.

use contract::{
    invoice::{EmailInvoice, Invoice},
    newtypes::Invalid,
};

use crate::{
    app::App,
    db::{self, Tx, invoice::InvoiceRow},
    domain::{
        attempt::{self, Limit},
        clock::HOUR,
        order::check_access,
        outbox::{self, Mailing},
        refusal::{Outcome, invalid, not_found},
    },
};

/// Nobody's inbox is filled with invoices.
const LIMIT: Limit = Limit { tries: 5, window: HOUR };

/// The invoice, for a session that may see its purchase. Others can't tell it from one that does not exist. That of a
/// gift that was brought back is for who brought it.
pub async fn visible(tx: &mut Tx, app: &App, session: Option<&str>, id: &str) -> Outcome<InvoiceRow> {
    let row = db::invoice::find(tx, id).await?.ok_or_else(|| not_found("invoice"))?;
    let is_of_gift = db::invoice::is_of_gift(tx, &row.subject_id).await?;
    let subject_id = if is_of_gift { &row.subject_id } else { &row.purchase_id };
    check_access(tx, app, session, subject_id, "invoice").await?;
    Ok(row)
}

pub async fn find(app: &App, session: Option<&str>, id: &str) -> Outcome<Invoice> {
    let mut tx = app.db.read().await?;
    Ok(visible(&mut tx, app, session, id).await?.content)
}

/// Queues the mail that brings the invoice, to the address of its buyer or to another one.
pub async fn mail(app: &App, session: Option<&str>, id: &str, request: &EmailInvoice) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let row = visible(&mut tx, app, session, id).await?;
    let asked = request.email.as_ref().map(|email| email.as_str().to_string());
    let recipient = asked.or(row.content.buyer.email).ok_or_else(|| invalid("email", Invalid::Required))?;
    attempt::spend(&mut tx, app, &format!("invoice {}", row.purchase_id), &LIMIT).await?;
    let mailing = Mailing::Invoice { invoice_id: row.id, recipient };
    outbox::ask_for_mails(&mut tx, app.clock.now(), vec![mailing]).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(())
}
