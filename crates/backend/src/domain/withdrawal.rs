//! Withdrawal: the legal right of who bought at a distance, in two steps, for guests too.

use std::collections::HashSet;

use contract::{
    error::ErrorCode,
    money::Money,
    pickup::{CancelledBy, PickupStatus},
    purchase::PurchaseKind,
    return_request::{
        PlaceReturnLine, RefundWay, ReturnBy, ReturnChange, ReturnCondition, ReturnKind, ReturnReason,
    },
    withdrawal::{Contract, ContractLine, FindContract, Withdraw, WithdrawLine},
};

use super::{
    attempt,
    clock::timestamp,
    idempotency::{self, Key},
    order::Caller,
    pickup,
    refusal::{Outcome, Refusal, not_found, refuse},
    return_request::{self, Goods, Placed, Wish, not_returnable, units},
};
use crate::{
    app::App,
    db::{self, Tx, purchase::PurchaseLineRow},
};

/// The contract of a number and an address, as far as one may withdraw from it.
pub async fn find(app: &App, address: std::net::IpAddr, wanted: &FindContract) -> Outcome<Contract> {
    limited(app, address, async {
        let mut tx = app.db.read().await?;
        let id = look(&mut tx, &wanted.number, wanted.email.as_str()).await?;
        let goods = Goods::load(&mut tx, &id).await?;
        check_open(app, &goods)?;
        view(&mut tx, &goods).await
    })
    .await
}

/// Withdraws from the contract, or answers what the same key did before.
pub async fn declare(app: &App, caller: &Caller<'_>, request: &Withdraw) -> Outcome<Placed> {
    limited(app, caller.address, async {
        let mut tx = app.db.write().await?;
        let key = idempotency::claim(&mut tx, "withdrawals", caller, request, app.clock.now()).await?;
        let (id, change) = match key {
            Key::Made(id) => (id, None),
            Key::New { scope } => {
                let id = new(&mut tx, app, caller, request).await?;
                idempotency::made(&mut tx, &scope, caller, &id).await?;
                (id, Some(ReturnChange::Withdrawn))
            }
        };
        return_request::placed(tx, app, caller, &id, change).await
    })
    .await
}

/// Wrong pairs of number and address are counted by network.
async fn limited<T>(
    app: &App,
    address: std::net::IpAddr,
    answer: impl Future<Output = Outcome<T>>,
) -> Outcome<T> {
    let scope = format!("withdrawals {}", attempt::network(address));
    attempt::check(app, &scope, &attempt::CONTRACT).await?;
    let answer = answer.await;
    if answer.as_ref().is_err_and(|refusal| refusal.code() == Some(ErrorCode::NotFound)) {
        attempt::failed(app, &scope, &attempt::CONTRACT).await?;
    }
    answer
}

/// A wrong number and a wrong address can't be told apart.
async fn look(tx: &mut Tx, number: &str, email: &str) -> Outcome<String> {
    let found = db::purchase::by_number_and_email(tx, number.trim(), email).await?;
    let contract = found
        .iter()
        .find(|purchase| purchase.kind == PurchaseKind::Order && purchase.channel.is_at_a_distance());
    match contract {
        Some(purchase) => Ok(purchase.id.clone()),
        None if found.is_empty() => Err(not_found("contract")),
        None => Err(not_returnable("it was bought in a store, where the law knows no withdrawal", 0)),
    }
}

/// One may still withdraw from something of it.
fn check_open(app: &App, goods: &Goods) -> Outcome<()> {
    let status = goods.purchase.status;
    let is_over = matches!(
        status,
        contract::purchase::PurchaseStatus::Cancelled | contract::purchase::PurchaseStatus::Expired
    );
    if is_over {
        return Err(not_returnable("the order has ended already: there is no contract any more", 0));
    }
    if goods.lines.iter().all(|line| goods.left(line) == 0) {
        return Err(not_returnable("all of it has gone back or is on its way", 0));
    }
    match goods.withdrawal_until() {
        Some(until) if app.clock.now() >= until => {
            Err(refuse(ErrorCode::TooLate, "the time in which one may withdraw is over")
                .at(timestamp(until, &goods.zone())))
        }
        _ => Ok(()),
    }
}

async fn view(tx: &mut Tx, goods: &Goods) -> Outcome<Contract> {
    let zone = goods.zone();
    let pictures: Vec<String> = goods.lines.iter().filter_map(|line| line.picture_id.clone()).collect();
    let pictures = db::picture::by_ids(tx, &pictures).await?;
    let line = |line: &PurchaseLineRow| ContractLine {
        line_id: line.id.clone(),
        name: line.name.clone(),
        colour: line.colour.clone(),
        size: line.size.clone(),
        picture: line.picture_id.as_ref().and_then(|id| pictures.get(id).cloned()),
        quantity: units(goods.left(line)),
        amount: Money::new(goods.amount(line, goods.left(line)), &goods.purchase.currency),
    };
    Ok(Contract {
        number: goods.purchase.number.clone(),
        ordered_at: timestamp(goods.purchase.bought_at, &zone),
        received_at: goods.received_at().map(|moment| timestamp(moment, &zone)),
        until: goods.withdrawal_until().map(|moment| timestamp(moment, &zone)),
        lines: goods.lines.iter().filter(|line| goods.left(line) > 0).map(line).collect(),
    })
}

async fn new(tx: &mut Tx, app: &App, caller: &Caller<'_>, request: &Withdraw) -> Outcome<String> {
    let id = look(tx, &request.number, request.email.as_str()).await?;
    let goods = Goods::queue(tx, &id).await?;
    check_open(app, &goods)?;
    if goods.received_at().is_none() {
        end_order(tx, app, &goods, &request.lines).await?;
    }
    let lines: Vec<PlaceReturnLine> = request.lines.iter().map(announced).collect();
    let wish = Wish {
        kind: ReturnKind::Withdrawal,
        gift: None,
        lines: &lines,
        by: ReturnBy::Store,
        way: RefundWay::Original,
        name: Some(request.name.as_str().to_string()),
        email: Some(request.email.as_str().to_string()),
        language: request.language,
        address: caller.address.to_string(),
    };
    return_request::insert(tx, app, &goods, &wish).await
}

/// Nobody has to say why.
fn announced(line: &WithdrawLine) -> PlaceReturnLine {
    PlaceReturnLine {
        line_id: line.line_id.clone(),
        quantity: line.quantity,
        reason: ReturnReason::ChangedMind,
        condition: ReturnCondition::Unused,
        exchange_sku: None,
    }
}

/// What was not handed over yet is not handed over any more. It waits as one parcel, so all of it has to be named.
async fn end_order(tx: &mut Tx, app: &App, goods: &Goods, named: &[WithdrawLine]) -> Outcome<()> {
    let named: HashSet<(&str, i64)> =
        named.iter().map(|line| (line.line_id.as_str(), i64::from(line.quantity))).collect();
    if !goods.lines.iter().all(|line| named.contains(&(line.id.as_str(), line.quantity))) {
        let title = "it was not handed over yet and is prepared as one: name every line, or withdraw from a part \
                     once it is collected";
        let all = goods.lines.iter().map(|line| line.quantity).sum();
        return Err(not_returnable(title, all));
    }
    for pickup in db::pickup::of_order(tx, &goods.purchase.id).await? {
        let locked = db::pickup::lock(tx, &pickup.id).await?;
        let mut pickup = locked.ok_or_else(|| Refusal::Failure(anyhow::anyhow!("a pickup is gone")))?;
        pickup::end(tx, app, &mut pickup, PickupStatus::Cancelled, CancelledBy::Shopper).await?;
    }
    Ok(())
}
