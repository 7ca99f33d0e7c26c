//! Purchases and what comes back of them.

use backend::{
    args,
    db::associate::Associate,
    domain::{
        desk::{self, Action},
        order::Caller,
        refusal::{Outcome, Refusal},
        return_request::{self, Placed},
        secret,
    },
};
use contract::{
    desk_sale::{InspectLine, InspectReturn, InspectedReturn, PayRefund},
    error::Problem,
    language::Language,
    money::Money,
    newtypes::Email,
    order::{Channel, PlaceOrder},
    return_request::{
        PlaceReturn, PlaceReturnLine, RefundWay, ReturnBy, ReturnCondition, ReturnDecision, ReturnReason,
        ReturnRequest,
    },
};

use super::{Shop, new_key, order_by};

/// A purchase, with the session of its buyer.
pub struct Bought {
    pub id: String,
    pub number: String,
    pub session: String,
    /// Its lines, in order.
    pub lines: Vec<String>,
}

/// An order of the dress in one size that was collected in Paris.
pub async fn collected(shop: &Shop, who: &Associate, quantity: i64) -> Bought {
    collected_on(shop, who, Channel::Web, quantity).await
}

/// The same, ordered on a channel.
pub async fn collected_on(shop: &Shop, who: &Associate, channel: Channel, quantity: i64) -> Bought {
    let bought = ordered_on(shop, channel, quantity).await;
    let sql = "SELECT id FROM pickup WHERE order_id = $1";
    let row = shop.app.db.read().await.unwrap().row(sql, args![&bought.id]).await.unwrap().unwrap();
    let pickup = row.text("id").unwrap();
    for action in [Action::MakeReady { staging_place: None }, Action::Collect] {
        desk::act(&shop.app, who, &pickup, action).await.unwrap();
    }
    bought
}

/// The dress, not handed over yet.
pub async fn ordered(shop: &Shop, quantity: i64) -> Bought {
    ordered_on(shop, Channel::Web, quantity).await
}

async fn ordered_on(shop: &Shop, channel: Channel, quantity: i64) -> Bought {
    let request = PlaceOrder { channel, ..order_by("zoe@example.fr", "ROBE-38", quantity) };
    let placed = shop.place(&new_key(), &request).await.unwrap();
    let (id, number) = (placed.placed.order.id, placed.placed.order.number);
    let lines = lines_of(shop, &id).await;
    Bought { id, number, session: secret::hash(&placed.new_token.unwrap()), lines }
}

/// The lines of a purchase, in order.
pub async fn lines_of(shop: &Shop, id: &str) -> Vec<String> {
    let mut tx = shop.app.db.read().await.unwrap();
    let lines = backend::db::purchase::lines(&mut tx, id).await.unwrap();
    lines.into_iter().map(|line| line.id).collect()
}

/// A sale of dresses at a till of Paris: SKU, quantity and discount of each line, paid by card.
pub async fn sold_at_till(shop: &Shop, lines: &[(&str, i64, i64)], session: &str) -> Bought {
    let (id, now) = (secret::new_id(), shop.app.clock.now());
    let number = format!("T-{}", &id[20..]);
    let total: i64 = lines.iter().map(|(_, quantity, discount)| 8_900 * quantity - discount).sum();
    let sql = "INSERT INTO receipt (id, store_id, till, number, body_hash, kind, status, language, currency, total, \
               occurred_at, received_at) VALUES ($1, 'PAR11', '1', $2, '', 'sale', 'bought', 'fr', 'EUR', $3, $4, $4)";
    shop.run(sql, args![&id, &number, total, now]).await;
    for (position, (sku, quantity, discount)) in (0_i64..).zip(lines) {
        let sql = "INSERT INTO receipt_line (id, receipt_id, position, sku, name, size, quantity, unit_price, discount, \
                   vat_rate) VALUES ($1, $2, $3, $4, 'Robe Camille', '38', $5, 8900, $6, 2000)";
        shop.run(sql, args![secret::new_id(), &id, position, *sku, *quantity, *discount]).await;
    }
    let sql = "INSERT INTO receipt_payment (receipt_id, position, method, amount) VALUES ($1, 0, 'card', $2)";
    shop.run(sql, args![&id, total]).await;
    shop.run("INSERT INTO session_grant (token_hash, subject_id) VALUES ($1, $2)", args![session, &id]).await;
    let lines = lines_of(shop, &id).await;
    Bought { id, number, session: session.to_string(), lines }
}

/// A session of a guest.
pub async fn guest(shop: &Shop) -> String {
    let mut tx = shop.app.db.write().await.unwrap();
    let opened = backend::domain::session::open(&mut tx, None, shop.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    opened.hash
}

pub fn wish(bought: &Bought, units: &[(usize, u32)]) -> PlaceReturn {
    PlaceReturn {
        purchase_id: Some(bought.id.clone()),
        gift_token: None,
        lines: units.iter().map(|(line, quantity)| back(&bought.lines[*line], *quantity)).collect(),
        by: ReturnBy::Store,
        way: RefundWay::Original,
        email: None,
        language: Language::Fr,
    }
}

pub fn gift_wish(token: &str, line_id: &str, quantity: u32) -> PlaceReturn {
    PlaceReturn {
        purchase_id: None,
        gift_token: Some(token.into()),
        lines: vec![back(line_id, quantity)],
        by: ReturnBy::Store,
        way: RefundWay::Original,
        email: Some(Email::parse("paul@example.fr").unwrap()),
        language: Language::Fr,
    }
}

pub fn back(line_id: &str, quantity: u32) -> PlaceReturnLine {
    PlaceReturnLine {
        line_id: line_id.into(),
        quantity,
        reason: ReturnReason::TooSmall,
        condition: ReturnCondition::Unused,
        exchange_sku: None,
    }
}

pub async fn place_as(shop: &Shop, session: Option<&str>, request: &PlaceReturn) -> Outcome<Placed> {
    let key = new_key();
    let caller = Caller { session, address: [127, 0, 0, 1].into(), idempotency_key: &key };
    return_request::place(&shop.app, &caller, request).await
}

pub async fn announce(shop: &Shop, bought: &Bought, units: &[(usize, u32)]) -> Outcome<ReturnRequest> {
    let placed = place_as(shop, Some(&bought.session), &wish(bought, units)).await?;
    Ok(placed.placed.return_request)
}

pub fn all(request: &ReturnRequest, decision: ReturnDecision) -> InspectReturn {
    let line = |line: &contract::return_request::ReturnLine| InspectLine {
        line_id: line.id.clone(),
        decision,
        refusal: (decision == ReturnDecision::Refused)
            .then_some(contract::return_request::RefusalReason::Used),
        exchange_sku: None,
    };
    InspectReturn { lines: request.lines.iter().map(line).collect() }
}

pub async fn receive(
    shop: &Shop,
    who: &Associate,
    request: &ReturnRequest,
    decision: ReturnDecision,
) -> Outcome<InspectedReturn> {
    return_request::receive(&shop.app, who, &request.id, &all(request, decision)).await
}

pub async fn pay(shop: &Shop, who: &Associate, id: &str, amount: i64) -> Outcome<InspectedReturn> {
    return_request::refund(&shop.app, who, id, &PayRefund { expected: Money::new(amount, "EUR") }).await
}

/// Enough of the dress in both stores.
pub async fn with_stock(shop: &Shop) {
    shop.stock("ROBE-38", "PAR11", Some(20)).await;
    shop.stock("ROBE-40", "PAR11", Some(20)).await;
    shop.stock("ROBE-38", "LYO02", Some(5)).await;
}

/// What a refusal tells the client.
pub fn problem<T>(outcome: Result<T, Refusal>) -> Problem {
    match outcome.err().unwrap() {
        Refusal::Problem(problem) => *problem,
        Refusal::Failure(failure) => panic!("{failure:?}"),
    }
}

/// The return as its buyer sees it.
pub async fn seen(shop: &Shop, bought: &Bought, id: &str) -> ReturnRequest {
    return_request::find(&shop.app, Some(&bought.session), id).await.unwrap()
}

/// What was refused is fine; a failure of ours is not.
pub fn checked<T>(outcome: Outcome<T>) -> Option<T> {
    match outcome {
        Ok(done) => Some(done),
        Err(refusal) => {
            assert!(refusal.code().is_some(), "{refusal:?}");
            None
        }
    }
}
