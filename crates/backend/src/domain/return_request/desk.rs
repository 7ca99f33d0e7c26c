//! Returns and purchases as associates of any store see them that takes returns.

use contract::{
    desk_sale::{DeskPlaceReturn, DeskPurchase, DeskReturn, DeskReturns, FindPurchase, FoundPurchase},
    error::ErrorCode,
    return_request::{RefundWay, ReturnBy, ReturnChange, ReturnKind},
};

use super::{Goods, Moved, Wish, exchange, insert, load, place::brought, publish, refund, view};
use crate::{
    app::App,
    db::{self, Tx, associate::Associate, return_request::ReturnRow},
    domain::{
        attempt,
        clock::{DAY, timestamp},
        gift_receipt,
        idempotency::{self, Key},
        order::Caller,
        refusal::{Outcome, Refusal, not_found, refuse},
        secret,
    },
};

/// The retailer may have stores that take nothing back.
pub fn check_takes_returns(app: &App, who: &Associate) -> Outcome<()> {
    if app.retailer.returns.stores_without.contains(&who.store_id) {
        return Err(refuse(ErrorCode::Forbidden, "this store takes no returns"));
    }
    Ok(())
}

pub async fn list(app: &App, who: &Associate) -> Outcome<DeskReturns> {
    let mut tx = app.db.read().await?;
    let cursor = db::outbox::last(&mut tx).await?;
    let mut items = Vec::new();
    for row in db::return_request::of_store(&mut tx, &who.store_id, app.clock.now() - DAY).await? {
        items.push(view_at_desk(&mut tx, app, who, row).await?);
    }
    Ok(DeskReturns { items, cursor })
}

/// One that any store may receive, or that this one received.
pub async fn find(app: &App, who: &Associate, id: &str) -> Outcome<DeskReturn> {
    let mut tx = app.db.read().await?;
    let row = load(&mut tx, id).await?;
    check_may_look(&mut tx, app, who, &row).await?;
    view_at_desk(&mut tx, app, who, row).await
}

/// Who scans the code of a return that another store has received is told which one.
pub async fn check_may_look(tx: &mut Tx, app: &App, who: &Associate, row: &ReturnRow) -> Outcome<()> {
    match &row.store_id {
        None => check_takes_returns(app, who),
        Some(id) if *id == who.store_id => Ok(()),
        Some(id) => {
            let name = db::store::find(tx, id).await?.map(|store| store.name).unwrap_or_default();
            Err(refuse(ErrorCode::WrongStore, "another store received it").in_store(&name))
        }
    }
}

/// The return with what could be taken along instead, as long as nobody has received it, and then with how it is paid
/// back.
pub async fn view_at_desk(tx: &mut Tx, app: &App, who: &Associate, row: ReturnRow) -> Outcome<DeskReturn> {
    let exchanges = if row.status.can_receive() {
        let goods = Goods::load(tx, &row.purchase_id).await?;
        let lines = db::return_line::of(tx, &row.id).await?;
        exchange::offered(tx, app, &who.store_id, &goods, &lines).await?
    } else {
        Vec::new()
    };
    let name = row.name.clone().filter(|_| !row.is_gift());
    let refund_parts = refund::owed(tx, &row).await?;
    Ok(DeskReturn { return_request: view(tx, app, row).await?, name, exchanges, refund_parts })
}

/// Finds a purchase or a gift receipt by its code or by a number, and writes down who looked.
pub async fn find_purchase(app: &App, who: &Associate, wanted: &FindPurchase) -> Outcome<FoundPurchase> {
    check_takes_returns(app, who)?;
    let scope = format!("digits {}", who.id);
    attempt::check(app, &scope, &attempt::DIGITS).await?;
    let found = look(app, who, wanted).await;
    if let Err(Refusal::Problem(_)) = &found {
        attempt::failed(app, &scope, &attempt::DIGITS).await?;
    }
    found
}

async fn look(app: &App, who: &Associate, wanted: &FindPurchase) -> Outcome<FoundPurchase> {
    let mut tx = app.db.write().await?;
    let id = match wanted {
        FindPurchase::Token(token) => {
            let genuine = app.signer.check(token);
            let genuine = genuine.ok_or_else(|| {
                refuse(ErrorCode::ReceiptNotGenuine, "no till of this shop printed that code")
            })?;
            genuine.subject_id
        }
        FindPurchase::Number(number) => of_number(&mut tx, who, number.trim()).await?,
    };
    let found = view_found(&mut tx, app, &id).await?;
    db::associate::audit(&mut tx, &secret::new_id(), who, "purchase.find", &id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(found)
}

async fn of_number(tx: &mut Tx, who: &Associate, number: &str) -> Outcome<String> {
    if let Some(purchase) = db::purchase::by_number(tx, number, &who.store_id).await? {
        return Ok(purchase.id);
    }
    db::gift_receipt::id_of_number(tx, number).await?.ok_or_else(|| not_found("purchase"))
}

async fn view_found(tx: &mut Tx, app: &App, id: &str) -> Outcome<FoundPurchase> {
    if db::purchase::find(tx, id).await?.is_some() {
        return Ok(FoundPurchase::Purchase(view_purchase(tx, app, id).await?));
    }
    match db::gift_receipt::find(tx, id).await? {
        Some(gift) => Ok(FoundPurchase::GiftReceipt(gift_receipt::view(tx, app, gift).await?)),
        None => Err(refuse(ErrorCode::ReceiptNotArrived, "the till has not sent that receipt yet")),
    }
}

async fn view_purchase(tx: &mut Tx, app: &App, id: &str) -> Outcome<DeskPurchase> {
    let goods = Goods::load(tx, id).await?;
    let zone = goods.zone();
    Ok(DeskPurchase {
        lines: goods.view_lines(tx, app).await?,
        return_terms: goods.terms(app),
        store: Some(goods.view_store()),
        bought_at: timestamp(goods.purchase.bought_at, &zone),
        total: contract::money::Money::new(goods.purchase.total, &goods.purchase.currency),
        id: goods.purchase.id,
        number: goods.purchase.number,
        channel: goods.purchase.channel,
        status: goods.purchase.status,
        name: goods.purchase.name,
    })
}

/// Writes a return for a shopper who stands at the desk without a code, or answers the one of the same key.
pub async fn place(
    app: &App,
    who: &Associate,
    key: &str,
    address: std::net::IpAddr,
    request: &DeskPlaceReturn,
) -> Outcome<DeskReturn> {
    check_takes_returns(app, who)?;
    let now = app.clock.now();
    let caller = Caller { session: Some(&who.id), address, idempotency_key: key };
    let mut tx = app.db.write().await?;
    let (id, is_new) = match idempotency::claim(&mut tx, "desk_returns", &caller, request, now).await? {
        Key::Made(id) => (id, false),
        Key::New { scope } => {
            let id = new(&mut tx, app, request).await?;
            db::associate::audit(&mut tx, &secret::new_id(), who, "return.place", &id, now).await?;
            idempotency::made(&mut tx, &scope, &caller, &id).await?;
            (id, true)
        }
    };
    let row = load(&mut tx, &id).await?;
    if is_new {
        publish(&mut tx, app, &row, ReturnChange::Status, Moved::default()).await?;
    }
    let view = view_at_desk(&mut tx, app, who, row).await?;
    tx.commit().await?;
    if is_new {
        app.ring().await;
    }
    Ok(view)
}

async fn new(tx: &mut Tx, app: &App, request: &DeskPlaceReturn) -> Outcome<String> {
    let (goods, gift) =
        brought(tx, app, request.purchase_id.as_deref(), request.gift_token.as_deref()).await?;
    let is_gift = gift.is_some();
    let wish = Wish {
        kind: ReturnKind::Goodwill,
        gift: gift.as_ref(),
        lines: &request.lines,
        by: ReturnBy::Store,
        way: if is_gift { RefundWay::StoreCredit } else { request.way },
        // The bearer of a gift receipt is nobody whom the shop knows, and the buyer is not told.
        name: goods.purchase.name.clone().filter(|_| !is_gift),
        email: goods.purchase.email.clone().filter(|_| !is_gift),
        language: goods.purchase.language,
        address: String::new(),
    };
    insert(tx, app, &goods, &wish).await
}
