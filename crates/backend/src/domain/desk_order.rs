//! Orders by telephone and by message, which an associate types for the customer.

use std::net::IpAddr;

use contract::{desk::DeskPickup, desk_sale::DeskOrder, newtypes::Invalid, order::PlaceOrder};

use super::{
    account, desk,
    idempotency::{self, Key},
    order::Caller,
    place_order,
    refusal::{Outcome, invalid, not_found},
    secret,
};
use crate::{
    app::App,
    db::{self, Tx, associate::Associate},
};

/// Places an order in the associate's store, or answers the one that the same key placed before. No browser may see
/// it by that: the customer gets the e-mail with the private link, and finds it in the account, if there is one.
pub async fn place(
    app: &App,
    who: &Associate,
    address: IpAddr,
    idempotency_key: &str,
    request: &DeskOrder,
) -> Outcome<DeskPickup> {
    if !request.channel.is_of_desk() {
        return Err(invalid("channel", Invalid::Malformed));
    }
    let caller = Caller { session: Some(&who.id), address, idempotency_key };
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let pickup = match idempotency::claim(&mut tx, "desk orders", &caller, request, now).await? {
        Key::Made(order_id) => pickup_of(&mut tx, app, &order_id).await?,
        Key::New { scope } => {
            let order_id = place_order::new(&mut tx, app, address, &order_of(who, request)).await?;
            idempotency::made(&mut tx, &scope, &caller, &order_id).await?;
            let pickup = pickup_of(&mut tx, app, &order_id).await?;
            db::associate::audit(&mut tx, &secret::new_id(), who, "order.place", &pickup.id, now).await?;
            let account_id = give_to_account(&mut tx, request, &order_id).await?;
            place_order::publish(&mut tx, app, &order_id).await?;
            account::tell(&mut tx, app, account_id.as_deref()).await?;
            pickup
        }
    };
    tx.commit().await?;
    app.ring().await;
    Ok(pickup)
}

fn order_of(who: &Associate, request: &DeskOrder) -> PlaceOrder {
    PlaceOrder {
        name: request.name.clone(),
        email: request.email.clone(),
        phone: request.phone.clone(),
        store_id: who.store_id.clone(),
        lines: request.lines.clone(),
        expected_total: request.expected_total.clone(),
        language: request.language,
        channel: request.channel,
    }
}

/// Somebody who is signed in sees the order at once; an account that is opened later finds it by the address.
async fn give_to_account(tx: &mut Tx, request: &DeskOrder, order_id: &str) -> Outcome<Option<String>> {
    let Some(account) = db::account::by_email(tx, request.email.as_str()).await? else {
        return Ok(None);
    };
    db::account::grant(tx, &account.id, order_id).await?;
    Ok(Some(account.id))
}

async fn pickup_of(tx: &mut Tx, app: &App, order_id: &str) -> Outcome<DeskPickup> {
    let pickup = db::pickup::of_order(tx, order_id).await?.into_iter().next();
    desk::view(tx, app, pickup.ok_or_else(|| not_found("pickup"))?).await
}
