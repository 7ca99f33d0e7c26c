//! Receipts as tills send them: late, repeated, in any order; each goes in or is refused by itself.

use contract::{
    error::ErrorCode,
    event::Event,
    language::Language,
    pos::{PosKind, PosReceipt, PostedOutcome, PostedReceipt, PostedReceipts},
};

use super::{changed, check::check, credit, goods, insert_content, owner, stock, void};
use crate::{
    app::App,
    db::{
        self, Tx,
        receipt::{BOUGHT, PaymentRow, ReceiptRow, SALE, VOID, VOIDED},
        till_key::TillKey,
    },
    domain::{
        account::about,
        availability, invoice,
        outbox::{self, Entry},
        refusal::{Outcome, Refusal, refuse},
        secret,
    },
};

/// How many come in one request.
pub const MAX_RECEIPTS: usize = 500;

/// Takes receipts in; those that could not even be read stay refused.
pub async fn post(app: &App, till: &TillKey, receipts: Vec<Outcome<PosReceipt>>) -> Outcome<PostedReceipts> {
    let mut items = Vec::new();
    for (index, receipt) in (0..).zip(receipts) {
        let posted = match receipt {
            Ok(receipt) => once(app, till, &receipt).await,
            Err(refusal) => Err(refusal),
        };
        match answer(app, index, posted) {
            Ok(item) => items.push(item),
            Err(failure) => {
                // What came before is in, and is answered as repeated when the till tries again.
                app.ring().await;
                return Err(failure);
            }
        }
    }
    app.ring().await;
    Ok(PostedReceipts { items })
}

fn answer(app: &App, index: u32, posted: Outcome<(PostedOutcome, ReceiptRow)>) -> Outcome<PostedReceipt> {
    let (outcome, row) = match posted {
        Ok(posted) => posted,
        Err(Refusal::Failure(failure)) => return Err(Refusal::Failure(failure)),
        Err(Refusal::Problem(mut problem)) => {
            let base = format!("receipts/{index}");
            let field = problem.field.take();
            problem.field = Some(field.map_or(base.clone(), |field| format!("{base}/{field}")));
            return Ok(PostedReceipt {
                index,
                outcome: PostedOutcome::Refused,
                problem: Some(*problem),
                id: None,
                claim_url: None,
            });
        }
    };
    let claim_url = match row.kind == SALE {
        true => Some(claim_url(app, &row)?),
        false => None,
    };
    Ok(PostedReceipt { index, outcome, problem: None, id: Some(row.id), claim_url })
}

/// What the paper shows as a QR code, as `src/paths.rs` of the shopper's app spells it; the token is in the fragment.
fn claim_url(app: &App, row: &ReceiptRow) -> Outcome<String> {
    let token = app.signer.sign(&row.id, &row.store_id)?;
    Ok(format!("{}/{}/receipts/claim#{token}", app.settings.public_url, row.language.tag()))
}

async fn once(app: &App, till: &TillKey, receipt: &PosReceipt) -> Outcome<(PostedOutcome, ReceiptRow)> {
    let occurred_at = check(app, receipt)?;
    let now = app.clock.now();
    let row = ReceiptRow {
        id: secret::new_id(),
        store_id: till.store_id.clone(),
        till: receipt.till.clone(),
        number: receipt.number.clone(),
        body_hash: secret::hash(&serde_json::to_string(receipt)?),
        kind: SALE.to_string(),
        voids: receipt.voids.clone(),
        status: BOUGHT.to_string(),
        name: None,
        email: None,
        language: language(app, receipt),
        currency: app.retailer.currency.clone(),
        total: receipt.total.as_ref().map_or(0, |total| total.amount),
        occurred_at,
        received_at: now,
        claimed_at: None,
        subject_id: None,
    };
    let mut tx = app.db.write().await?;
    // A sale and its void that come at once must see each other.
    db::attempt::queue(&mut tx, &format!("till {} {}", row.store_id, row.till), now).await?;
    if let Some(known) = db::receipt::named(&mut tx, &row.store_id, &row.till, &row.number).await? {
        return match known.body_hash == row.body_hash {
            true => Ok((PostedOutcome::Repeated, known)),
            false => {
                let title = "a receipt of this till and number came before with another content";
                Err(refuse(ErrorCode::ReceiptMismatch, title).of_field("number"))
            }
        };
    }
    let (row, entries) = match receipt.kind {
        PosKind::Sale => sell(&mut tx, app, receipt, row).await?,
        PosKind::Void => take_back(&mut tx, app, row).await?,
    };
    outbox::publish(&mut tx, now, entries).await?;
    tx.commit().await?;
    Ok((PostedOutcome::Created, row))
}

fn language(app: &App, receipt: &PosReceipt) -> Language {
    let spoken = receipt.language.filter(|language| app.retailer.languages.contains(language));
    spoken.unwrap_or(app.retailer.default_language)
}

async fn sell(
    tx: &mut Tx,
    app: &App,
    receipt: &PosReceipt,
    mut row: ReceiptRow,
) -> Outcome<(ReceiptRow, Vec<Entry>)> {
    let lines = goods::resolve(tx, app, &row.store_id, row.language, &receipt.lines).await?;
    let owner = owner::of(tx, receipt.customer.as_ref()).await?;
    row.name = owner.name;
    row.email = owner.email;
    let payments = receipt.payments.iter().map(|payment| PaymentRow {
        method: payment.method,
        amount: payment.amount.amount,
        reference: payment.reference.clone(),
    });
    let payments: Vec<PaymentRow> = payments.collect();
    db::receipt::insert(tx, &row).await?;
    insert_content(tx, &row.id, &lines, &payments).await?;
    let moved = stock::sell(tx, &row, &lines).await?;
    credit::spend(tx, &payments, row.occurred_at).await?;
    let mut entries = vec![changed(&row.id)];
    if let Some(account) = &owner.account {
        db::account::grant(tx, &account.id, &row.id).await?;
        entries.push(about(&account.id, Event::AccountChanged));
    }
    invoice::issue(tx, app, &row.id).await?;
    if let Some(early) = db::receipt::void_of(tx, &row.store_id, &row.till, &row.number).await? {
        void::take_back(tx, app, &row, &early).await?;
        row.status = VOIDED.to_string();
    }
    entries.extend(availability::changed(tx, app, &moved).await?);
    Ok((row, entries))
}

/// A void takes back what it names, or waits for it.
async fn take_back(tx: &mut Tx, app: &App, mut row: ReceiptRow) -> Outcome<(ReceiptRow, Vec<Entry>)> {
    row.kind = VOID.to_string();
    row.status = VOIDED.to_string();
    let voids = row.voids.clone().unwrap_or_default();
    let no = |title: &str| Err(refuse(ErrorCode::WrongStatus, title).of_field("voids"));
    if db::receipt::void_of(tx, &row.store_id, &row.till, &voids).await?.is_some() {
        return no("another receipt took it back before");
    }
    let sale = db::receipt::named(tx, &row.store_id, &row.till, &voids).await?;
    if sale.as_ref().is_some_and(|sale| sale.kind == VOID) {
        return no("that receipt is a void itself");
    }
    db::receipt::insert(tx, &row).await?;
    let mut entries = Vec::new();
    if let Some(sale) = sale {
        let moved = void::take_back(tx, app, &sale, &row).await?;
        entries.push(changed(&sale.id));
        entries.extend(availability::changed(tx, app, &moved).await?);
    }
    Ok((row, entries))
}
