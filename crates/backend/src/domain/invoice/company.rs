//! Naming the company that buys, before and after the invoice is written.

use contract::{
    error::ErrorCode,
    event::Event,
    invoice::{Company, InvoiceKind},
    newtypes::Invalid,
    purchase::PurchaseStatus,
};

use super::{content::Sale, issue, reverse, write::write};
use crate::{
    app::App,
    db::{self, Tx, invoice::InvoiceRow},
    domain::{
        attempt::{self, Limit},
        clock::HOUR,
        order::check_access,
        outbox::{self, Entry},
        refusal::{Outcome, invalid, not_found, refuse},
    },
};

const MAX_ADDRESS: usize = 200;
/// Each change after the invoice writes two documents that are kept for ever.
const LIMIT: Limit = Limit { tries: 5, window: HOUR };

/// Names the company for whoever may see the purchase; naming the same one again changes nothing.
pub async fn name_company(
    app: &App,
    session: Option<&str>,
    purchase_id: &str,
    company: &Company,
) -> Outcome<()> {
    let company = Company { address: address(&company.address)?, ..company.clone() };
    let mut tx = app.db.write().await?;
    check_access(&mut tx, app, session, purchase_id, "purchase").await?;
    db::invoice::lock_purchase(&mut tx, purchase_id).await?;
    let purchase = db::purchase::find(&mut tx, purchase_id).await?.ok_or_else(|| not_found("purchase"))?;
    if is_over(purchase.status) {
        return Err(refuse(ErrorCode::WrongStatus, "nothing was bought, so nothing is invoiced"));
    }
    let written = db::invoice::lock_current(&mut tx, purchase_id).await?;
    let invoice = written.into_iter().find(|row| row.content.kind == InvoiceKind::Invoice);
    let named = match &invoice {
        Some(row) => row.content.buyer.company.clone(),
        None => db::invoice::company(&mut tx, purchase_id).await?,
    };
    if named.as_ref() == Some(&company) {
        return Ok(());
    }
    attempt::spend(&mut tx, app, &format!("company {purchase_id}"), &LIMIT).await?;
    db::invoice::set_company(&mut tx, purchase_id, &company, app.clock.now()).await?;
    match invoice {
        Some(row) => replace(&mut tx, app, row).await?,
        None if purchase.status.is_bought() => issue(&mut tx, app, purchase_id).await?,
        None => {}
    }
    let event = Event::PurchaseChanged { purchase_id: purchase_id.to_string() };
    let entry = Entry { event, subject_id: Some(purchase_id.to_string()), store_id: None };
    outbox::publish(&mut tx, app.clock.now(), vec![entry]).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(())
}

/// Takes back the invoice that names another, and writes it anew.
async fn replace(tx: &mut Tx, app: &App, row: InvoiceRow) -> Outcome<()> {
    let purchase_id = row.purchase_id.clone();
    let came_back = db::invoice::has_come_back(tx, &purchase_id).await?;
    if came_back || db::invoice::is_corrected(tx, &row.id).await? {
        return Err(refuse(ErrorCode::WrongStatus, "something of it was brought back, so its invoice stays"));
    }
    let replaced = row.id.clone();
    reverse(tx, app, row, &replaced).await?;
    let sale = Sale::load(tx, app, &purchase_id).await?;
    for part in sale.parts().into_iter().filter(|part| part.kind == InvoiceKind::Invoice) {
        write(tx, app, &sale.series, part, &purchase_id).await?;
    }
    Ok(())
}

fn is_over(status: PurchaseStatus) -> bool {
    matches!(status, PurchaseStatus::Cancelled | PurchaseStatus::Expired | PurchaseStatus::Voided)
}

/// Trimmed; 1 to 200 characters of one line.
fn address(typed: &str) -> Outcome<String> {
    let address = typed.trim();
    let reason = match address.chars().count() {
        0 => Some(Invalid::Required),
        1..=MAX_ADDRESS => address.chars().any(char::is_control).then_some(Invalid::Malformed),
        _ => Some(Invalid::TooLong),
    };
    match reason {
        Some(reason) => Err(invalid("company/address", reason)),
        None => Ok(address.to_string()),
    }
}
