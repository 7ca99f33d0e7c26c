//! Announcing a return.

use std::collections::HashSet;

use contract::{
    error::ErrorCode,
    language::Language,
    newtypes::Invalid,
    return_request::{
        PlaceReturn, PlaceReturnLine, PlacedReturn, RefundWay, ReturnBy, ReturnChange, ReturnKind,
        ReturnStatus,
    },
};

use super::{Goods, Moved, load, not_returnable, publish, view};
use crate::{
    app::App,
    db::{
        self, Tx, gift_receipt::GiftReceiptRow, purchase::PurchaseLineRow, return_line::ReturnLineRow,
        return_request::ReturnRow,
    },
    domain::{
        attempt,
        clock::timestamp,
        gift_receipt,
        idempotency::{self, Key},
        law,
        order::{Caller, check_access},
        pass,
        refusal::{Outcome, Refusal, invalid, refuse},
        secret, session,
    },
};

/// Return numbers are drawn until one is free; a second draw is rare.
const DRAWS: u32 = 20;

/// A placed return, with the secret of a session that was made for it.
pub struct Placed {
    pub placed: PlacedReturn,
    pub new_token: Option<String>,
}

/// Who wants to bring what back, and how.
pub struct Wish<'a> {
    pub kind: ReturnKind,
    pub gift: Option<&'a GiftReceiptRow>,
    pub lines: &'a [PlaceReturnLine],
    pub by: ReturnBy,
    pub way: RefundWay,
    pub name: Option<String>,
    pub email: Option<String>,
    pub language: Language,
    /// Of the network; empty when an associate writes it.
    pub address: String,
}

/// Announces a return, or answers the one that the same key announced before.
pub async fn place(app: &App, caller: &Caller<'_>, request: &PlaceReturn) -> Outcome<Placed> {
    let mut tx = app.db.write().await?;
    let (id, is_new) = match idempotency::claim(&mut tx, "returns", caller, request, app.clock.now()).await? {
        Key::Made(id) => (id, false),
        Key::New { scope } => {
            let id = new(&mut tx, app, caller, request).await?;
            idempotency::made(&mut tx, &scope, caller, &id).await?;
            (id, true)
        }
    };
    let change = is_new.then_some(ReturnChange::Status);
    placed(tx, app, caller, &id, change).await
}

/// Lets the caller see a return, tells of it if it is new, and commits.
pub async fn placed(
    mut tx: Tx,
    app: &App,
    caller: &Caller<'_>,
    id: &str,
    change: Option<ReturnChange>,
) -> Outcome<Placed> {
    let now = app.clock.now();
    let opened = session::open(&mut tx, caller.session, now).await?;
    session::grant(&mut tx, &opened, id).await?;
    let link_token = session::mint_link(&mut tx, id, now).await?;
    let row = load(&mut tx, id).await?;
    if let Some(change) = change {
        publish(&mut tx, app, &row, change, Moved::default()).await?;
    }
    let return_request = view(&mut tx, app, row).await?;
    tx.commit().await?;
    if change.is_some() {
        app.ring().await;
    }
    Ok(Placed { placed: PlacedReturn { return_request, link_token }, new_token: opened.new_token })
}

async fn new(tx: &mut Tx, app: &App, caller: &Caller<'_>, request: &PlaceReturn) -> Outcome<String> {
    if let Some(id) = &request.purchase_id {
        check_access(tx, app, caller.session, id, "purchase").await?;
    }
    if request.gift_token.is_some() && request.email.is_none() {
        return Err(invalid("email", Invalid::Required));
    }
    if request.by == ReturnBy::Post && !app.retailer.returns.by_post {
        return Err(invalid("by", Invalid::OutOfRange));
    }
    let (goods, gift) =
        brought(tx, app, request.purchase_id.as_deref(), request.gift_token.as_deref()).await?;
    let email = request.email.as_ref().map(|email| email.as_str().to_string());
    if let Some(email) = &email {
        // Letters of ours must not fill somebody else's inbox.
        attempt::spend(tx, app, &format!("returns {}", email.to_lowercase()), &attempt::RETURNS).await?;
    }
    let is_gift = gift.is_some();
    let wish = Wish {
        kind: ReturnKind::Goodwill,
        gift: gift.as_ref(),
        lines: &request.lines,
        by: request.by,
        way: if is_gift { RefundWay::StoreCredit } else { request.way },
        name: goods.purchase.name.clone().filter(|_| !is_gift),
        email: email.or_else(|| goods.purchase.email.clone()),
        language: request.language,
        address: caller.address.to_string(),
    };
    insert(tx, app, &goods, &wish).await
}

/// What is brought back, while nothing else of it goes back: a purchase, or what of one a gift receipt names.
pub async fn brought(
    tx: &mut Tx,
    app: &App,
    purchase_id: Option<&str>,
    gift_token: Option<&str>,
) -> Outcome<(Goods, Option<GiftReceiptRow>)> {
    let (id, gift) = match (purchase_id, gift_token) {
        (Some(id), None) => (id.to_string(), None),
        (None, Some(token)) => {
            let gift = gift_receipt::of_token(tx, app, token).await?;
            (gift.purchase_id.clone(), Some(gift))
        }
        _ => return Err(invalid("purchase_id", Invalid::Required)),
    };
    let goods = Goods::queue(tx, &id).await?;
    check_in_time(app, &goods)?;
    Ok((goods, gift))
}

/// The retailer's own offer stands.
fn check_in_time(app: &App, goods: &Goods) -> Outcome<()> {
    let Some(until) = goods.goodwill_until(app) else {
        return Err(not_returnable("nothing of it may go back, or not yet", 0));
    };
    if app.clock.now() < until {
        return Ok(());
    }
    Err(refuse(ErrorCode::TooLate, "it is too late to bring it back").at(timestamp(until, &goods.zone())))
}

/// Writes a return of a purchase that is queued at; whoever sees the purchase sees it, unless it was a gift.
pub async fn insert(tx: &mut Tx, app: &App, goods: &Goods, wish: &Wish<'_>) -> Outcome<String> {
    let lines = check_lines(tx, goods, wish).await?;
    let row = insert_request(tx, app, goods, wish).await?;
    for (position, line) in (0..).zip(&lines) {
        db::return_line::insert(tx, &row.id, position, line).await?;
    }
    if row.status.is_live() {
        pass::issue(tx, &app.signer, &row.id, "", app.clock.now()).await?;
    }
    if wish.gift.is_none() {
        db::purchase::share(tx, &row.purchase_id, &row.id).await?;
    }
    Ok(row.id)
}

async fn insert_request(tx: &mut Tx, app: &App, goods: &Goods, wish: &Wish<'_>) -> Outcome<ReturnRow> {
    let now = app.clock.now();
    let zone = goods.zone();
    let due_by = law::refund_due(now, &zone);
    let bring_by = law::end_of_day_after(now, app.retailer.returns.bring_days, &zone);
    // Before the goods are handed over there is nothing to bring, and nothing was paid.
    let is_over = goods.received_at().is_none();
    let over = is_over.then_some(now);
    let mut row = ReturnRow {
        id: secret::new_id(),
        number: secret::new_return_number(),
        purchase_id: goods.purchase.id.clone(),
        gift_receipt_id: wish.gift.map(|gift| gift.id.clone()),
        kind: wish.kind,
        status: if is_over { ReturnStatus::Refunded } else { ReturnStatus::Requested },
        by: wish.by,
        way: wish.way,
        refund_amount: is_over.then_some(0),
        store_id: None,
        name: wish.name.clone(),
        email: wish.email.clone(),
        language: wish.language,
        currency: goods.purchase.currency.clone(),
        address: wish.address.clone(),
        requested_at: now,
        // The law gives who withdraws as many days to bring it as the shop has to pay (L221-23).
        bring_by: if wish.kind == ReturnKind::Withdrawal { bring_by.max(due_by) } else { bring_by },
        due_by,
        received_at: None,
        refunded_at: over,
        ended_at: over,
    };
    for _ in 0..DRAWS {
        if db::return_request::insert(tx, &row).await? {
            return Ok(row);
        }
        row.number = secret::new_return_number();
    }
    Err(Refusal::Failure(anyhow::anyhow!("no return number was free")))
}

/// The lines with what they are worth; never more units than were bought and are not gone.
async fn check_lines(tx: &mut Tx, goods: &Goods, wish: &Wish<'_>) -> Outcome<Vec<ReturnLineRow>> {
    if wish.lines.is_empty() {
        return Err(invalid("lines", Invalid::Required));
    }
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    for (position, line) in wish.lines.iter().enumerate() {
        let field = |name: &str| format!("lines/{position}/{name}");
        let is_meant = wish.gift.is_none_or(|gift| gift.line_ids.contains(&line.line_id));
        let bought = goods.line(&line.line_id).filter(|_| is_meant && seen.insert(&line.line_id));
        let bought = bought.ok_or_else(|| invalid(&field("line_id"), Invalid::Malformed))?;
        if line.quantity == 0 {
            return Err(invalid(&field("quantity"), Invalid::OutOfRange));
        }
        let (wanted, left) = (i64::from(line.quantity), goods.left(bought));
        if wanted > left {
            return Err(not_returnable("fewer units of it may still go back", left));
        }
        if !can_be_exchanged(tx, bought, line.exchange_sku.as_deref()).await? {
            return Err(invalid(&field("exchange_sku"), Invalid::Malformed));
        }
        lines.push(ReturnLineRow {
            id: secret::new_id(),
            line_id: line.line_id.clone(),
            quantity: line.quantity,
            amount: if goods.received_at().is_some() { goods.amount(bought, wanted) } else { 0 },
            reason: line.reason,
            condition: line.condition,
            exchange_sku: line.exchange_sku.clone(),
            decision: None,
            refusal: None,
        });
    }
    Ok(lines)
}

/// Nothing is wanted instead, or another variant of the same product.
pub async fn can_be_exchanged(tx: &mut Tx, bought: &PurchaseLineRow, wanted: Option<&str>) -> Outcome<bool> {
    match (&bought.sku, wanted) {
        (_, None) => Ok(true),
        (None, Some(_)) => Ok(false),
        (Some(sku), Some(wanted)) => {
            Ok(db::offer::siblings(tx, sku).await?.iter().any(|sibling| sibling == wanted))
        }
    }
}
