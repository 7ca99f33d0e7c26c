//! Gift receipts: whoever holds one may bring the gift back for store credit, and learns no price.

use contract::{
    error::ErrorCode,
    newtypes::Invalid,
    purchase::{GiftLine, GiftReceipt, MakeGiftReceipt},
};

use super::{
    idempotency::{self, Key},
    law,
    order::{Caller, check_access},
    refusal::{Outcome, Refusal, invalid, not_found, refuse},
    return_request::{Goods, not_returnable, units},
    secret,
};
use crate::{
    app::App,
    db::{self, Tx, gift_receipt::GiftReceiptRow, purchase::PurchaseLineRow},
};

/// Numbers are drawn until one is free; a second draw is rare.
const DRAWS: u32 = 20;

/// Writes a gift receipt of some lines of a purchase, or answers the one that the same key wrote before.
pub async fn make(
    app: &App,
    caller: &Caller<'_>,
    purchase_id: &str,
    request: &MakeGiftReceipt,
) -> Outcome<GiftReceipt> {
    let mut tx = app.db.write().await?;
    check_access(&mut tx, app, caller.session, purchase_id, "purchase").await?;
    let now = app.clock.now();
    let body = (purchase_id, request);
    let gift = match idempotency::claim(&mut tx, "gift_receipts", caller, &body, now).await? {
        Key::Made(id) => load(&mut tx, &id).await?,
        Key::New { scope } => {
            let gift = new(&mut tx, app, purchase_id, request).await?;
            idempotency::made(&mut tx, &scope, caller, &gift.id).await?;
            gift
        }
    };
    let view = view(&mut tx, app, gift).await?;
    tx.commit().await?;
    Ok(view)
}

async fn new(
    tx: &mut Tx,
    app: &App,
    purchase_id: &str,
    request: &MakeGiftReceipt,
) -> Outcome<GiftReceiptRow> {
    let goods = Goods::load(tx, purchase_id).await?;
    if goods.received_at().is_none() {
        return Err(not_returnable("what was not handed over is no gift yet", 0));
    }
    if request.line_ids.is_empty() {
        return Err(invalid("line_ids", Invalid::Required));
    }
    for (position, id) in request.line_ids.iter().enumerate() {
        let is_again = request.line_ids[..position].contains(id);
        if is_again || goods.line(id).is_none_or(|line| line.quantity <= 0) {
            return Err(invalid(&format!("line_ids/{position}"), Invalid::Malformed));
        }
    }
    let mut gift = GiftReceiptRow {
        id: secret::new_id(),
        number: secret::new_gift_receipt_number(),
        purchase_id: purchase_id.to_string(),
        line_ids: request.line_ids.clone(),
    };
    for _ in 0..DRAWS {
        if db::gift_receipt::insert(tx, &gift, app.clock.now()).await? {
            return Ok(gift);
        }
        gift.number = secret::new_gift_receipt_number();
    }
    Err(Refusal::Failure(anyhow::anyhow!("no number of a gift receipt was free")))
}

pub async fn open(app: &App, token: &str) -> Outcome<GiftReceipt> {
    let mut tx = app.db.read().await?;
    let gift = of_token(&mut tx, app, token).await?;
    view(&mut tx, app, gift).await
}

/// The gift receipt that a token of ours names.
pub async fn of_token(tx: &mut Tx, app: &App, token: &str) -> Outcome<GiftReceiptRow> {
    let genuine = app.signer.check(token);
    let genuine = genuine
        .ok_or_else(|| refuse(ErrorCode::ReceiptNotGenuine, "this shop did not sign that gift receipt"))?;
    load(tx, &genuine.subject_id).await
}

async fn load(tx: &mut Tx, id: &str) -> Outcome<GiftReceiptRow> {
    db::gift_receipt::find(tx, id).await?.ok_or_else(|| not_found("gift receipt"))
}

/// A gift receipt as its bearer and the desk see it.
pub async fn view(tx: &mut Tx, app: &App, gift: GiftReceiptRow) -> Outcome<GiftReceipt> {
    let goods = Goods::load(tx, &gift.purchase_id).await?;
    let zone = goods.zone();
    let until = goods.goodwill_until(app);
    let may_go_back = until.is_some_and(|until| app.clock.now() < until);
    let pictures: Vec<String> = goods.lines.iter().filter_map(|line| line.picture_id.clone()).collect();
    let pictures = db::picture::by_ids(tx, &pictures).await?;
    let line = |line: &PurchaseLineRow| GiftLine {
        line_id: line.id.clone(),
        name: line.name.clone(),
        colour: line.colour.clone(),
        size: line.size.clone(),
        picture: line.picture_id.as_ref().and_then(|id| pictures.get(id).cloned()),
        quantity: units(line.quantity),
        returnable: if may_go_back { units(goods.left(line)) } else { 0 },
    };
    Ok(GiftReceipt {
        token: app.signer.sign(&gift.id, "")?,
        store: Some(goods.view_store()),
        bought_on: law::local_date(goods.purchase.bought_at, &zone).to_string(),
        return_until: until.map(|until| law::last_day(until, &zone)),
        lines: gift.line_ids.iter().filter_map(|id| goods.line(id)).map(line).collect(),
        id: gift.id,
        number: gift.number,
    })
}
