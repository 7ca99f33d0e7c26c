//! The store has the goods and says of each line what becomes of it.

use std::collections::BTreeMap;

use contract::{
    desk_sale::{InspectLine, InspectReturn, InspectedReturn},
    error::ErrorCode,
    money::Money,
    newtypes::Invalid,
    return_request::{RefusalReason, ReturnChange, ReturnDecision, ReturnKind, ReturnStatus},
};

use super::{
    Goods, Moved, change, check_takes_returns, exchange, lock, not_returnable, publish, refund, refusal,
    view_at_desk,
};
use crate::{
    app::App,
    db::{
        self, Tx, associate::Associate, return_line::ReturnLineRow, return_request::ReturnRow, stock::Hold,
    },
    domain::{
        law,
        place_order::short,
        receipt::SaleLine,
        refusal::{Outcome, invalid, refuse},
        secret,
    },
};

/// A line as the store found it.
pub struct Inspected {
    /// In the request, from 0.
    pub position: usize,
    pub row: ReturnLineRow,
    pub decision: ReturnDecision,
    pub refusal: Option<RefusalReason>,
    pub exchange_sku: Option<String>,
}

impl Inspected {
    /// It stays here, and is paid back.
    pub fn is_accepted(&self) -> bool {
        self.decision != ReturnDecision::Refused
    }
}

/// Takes the goods in, once and only once, in the associate's store.
pub async fn receive(
    app: &App,
    who: &Associate,
    id: &str,
    request: &InspectReturn,
) -> Outcome<InspectedReturn> {
    check_takes_returns(app, who)?;
    let mut tx = app.db.write().await?;
    let (mut row, goods) = lock(&mut tx, id).await?;
    if !row.status.can_receive() {
        return Err(refusal(app, &row));
    }
    if goods.received_at().is_none() {
        return Err(not_returnable("the till took the sale back", 0));
    }
    db::associate::audit(&mut tx, &secret::new_id(), who, "return.receive", id, app.clock.now()).await?;
    let inspected = inspect(row.kind, db::return_line::of(&mut tx, id).await?, request)?;
    check_brought(row.kind, &inspected)?;
    let taken = exchange::taken_along(&mut tx, app, &who.store_id, &goods, &inspected).await?;
    for line in &inspected {
        let taken = line.exchange_sku.as_deref();
        db::return_line::decide(&mut tx, &line.row.id, line.decision, line.refusal, taken).await?;
    }
    let stock = move_stock(&mut tx, app, who, &row, &goods, &inspected, &taken).await?;
    let to_pay = settle(&mut tx, app, who, &mut row, &inspected, exchange::total(&taken)).await?;
    let receipt_id = exchange::sell(&mut tx, app, &row, &who.store_id, taken).await?;
    publish(&mut tx, app, &row, ReturnChange::Status, Moved { stock: &stock, receipt_id }).await?;
    let to_pay = (to_pay > 0).then(|| Money::new(to_pay, &row.currency));
    let desk_return = view_at_desk(&mut tx, app, who, row).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(InspectedReturn { desk_return, to_pay })
}

/// Every line of the return once, in the order that they were asked about.
fn inspect(kind: ReturnKind, lines: Vec<ReturnLineRow>, request: &InspectReturn) -> Outcome<Vec<Inspected>> {
    let mut inspected = Vec::new();
    for row in lines {
        let mut said = request.lines.iter().enumerate().filter(|(_, line)| line.line_id == row.id);
        let (Some((position, line)), None) = (said.next(), said.next()) else {
            return Err(invalid("lines", Invalid::Required));
        };
        inspected.push(Inspected {
            position,
            row,
            decision: line.decision,
            refusal: why_refused(kind, position, line)?,
            exchange_sku: line.exchange_sku.clone(),
        });
    }
    if inspected.len() != request.lines.len() {
        return Err(invalid("lines", Invalid::Malformed));
    }
    Ok(inspected)
}

/// The reason of a refused line, if it may be refused for it.
fn why_refused(kind: ReturnKind, position: usize, line: &InspectLine) -> Outcome<Option<RefusalReason>> {
    if line.decision != ReturnDecision::Refused {
        return Ok(None);
    }
    let field = format!("lines/{position}/refusal");
    let reason = line.refusal.ok_or_else(|| invalid(&field, Invalid::Required))?;
    if !reason.can_refuse(kind) {
        let title = "a withdrawal can be refused only for what was not brought or not sold here";
        return Err(refuse(ErrorCode::NotRefusable, title).of_field(&field));
    }
    Ok(Some(reason))
}

/// A withdrawal never ends by itself, so not by nothing being brought either.
fn check_brought(kind: ReturnKind, inspected: &[Inspected]) -> Outcome<()> {
    let nothing = inspected.iter().all(|line| line.refusal == Some(RefusalReason::NotBrought));
    if kind == ReturnKind::Withdrawal && nothing {
        let title = "nothing was brought: the withdrawal stays open";
        return Err(refuse(ErrorCode::NotRefusable, title).of_field("lines"));
    }
    Ok(())
}

/// What is good is on the shelf again, and what is taken along can be promised; in SKU order, so that transactions lock
/// rows in one order. The receipt moves what is taken along.
async fn move_stock(
    tx: &mut Tx,
    app: &App,
    who: &Associate,
    row: &ReturnRow,
    goods: &Goods,
    inspected: &[Inspected],
    taken: &[SaleLine],
) -> Outcome<Vec<Hold>> {
    // Units that come back and units that leave, by SKU.
    let mut units: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for line in inspected.iter().filter(|line| line.decision == ReturnDecision::Shelf) {
        if let Some(sku) = goods.line(&line.row.line_id).and_then(|bought| bought.sku.as_deref()) {
            units.entry(sku).or_default().0 += i64::from(line.row.quantity);
        }
    }
    for line in taken {
        units.entry(&line.sku).or_default().1 += i64::from(line.quantity);
    }
    let hold = |sku: &str, quantity| Hold { sku: sku.into(), store_id: who.store_id.clone(), quantity };
    let mut moved = Vec::new();
    for (sku, (back, leaves)) in units {
        let is_back =
            back > 0 && db::stock::came_back(tx, &hold(sku, back), &row.id, app.clock.now()).await?;
        let leaving = hold(sku, leaves);
        if leaves > 0 && !db::stock::can_promise(tx, &leaving, app.retailer.stock.safety_stock).await? {
            return Err(short(tx, app, &leaving).await?);
        }
        if is_back || leaves > 0 {
            moved.push(leaving);
        }
    }
    Ok(moved)
}

/// What is owed to the shopper now, less what was taken along; answers what the shopper still owes. When nobody owes
/// the shopper anything, it is over at once.
async fn settle(
    tx: &mut Tx,
    app: &App,
    who: &Associate,
    row: &mut ReturnRow,
    inspected: &[Inspected],
    taken: i64,
) -> Outcome<i64> {
    let now = app.clock.now();
    let from = row.status;
    let accepted = inspected.iter().filter(|line| line.is_accepted());
    let accepted: i64 = accepted.map(|line| line.row.amount).sum();
    let refund = (accepted - taken).max(0);
    row.store_id = Some(who.store_id.clone());
    row.received_at = Some(now);
    row.refund_amount = Some(refund);
    if row.kind == ReturnKind::Goodwill {
        row.due_by = law::refund_due(now, &app.retailer.zone());
    }
    let all_refused = inspected.iter().all(|line| !line.is_accepted());
    row.status = match refund {
        _ if all_refused => ReturnStatus::Refused,
        0 => ReturnStatus::Refunded,
        _ => ReturnStatus::Received,
    };
    row.ended_at = Some(now).filter(|_| row.status != ReturnStatus::Received);
    row.refunded_at = Some(now).filter(|_| row.status == ReturnStatus::Refunded);
    change(tx, app, from, row).await?;
    db::pass::end(tx, &row.id, now).await?;
    if row.status == ReturnStatus::Refunded {
        refund::credit(tx, app, row, Vec::new()).await?;
    }
    Ok((taken - accepted).max(0))
}
