//! A paper receipt joins the list of whoever scans it first.

use std::net::IpAddr;

use contract::{error::ErrorCode, event::Event, purchase::Purchase};

use super::changed;
use crate::{
    app::App,
    db::{self, receipt::SALE},
    domain::{
        account::about,
        attempt, outbox, purchase,
        refusal::{Outcome, refuse},
        session,
    },
};

/// The purchase, with the secret of a session that was made for it.
#[derive(Debug)]
pub struct Claimed {
    pub purchase: Purchase,
    pub new_token: Option<String>,
}

pub async fn claim(app: &App, session: Option<&str>, address: IpAddr, token: &str) -> Outcome<Claimed> {
    let scope = format!("claim {}", attempt::network(address));
    attempt::check(app, &scope, &attempt::LINK).await?;
    // The token of a gift receipt names no store.
    let Some(genuine) = app.signer.check(token).filter(|genuine| !genuine.store_id.is_empty()) else {
        attempt::failed(app, &scope, &attempt::LINK).await?;
        return Err(refuse(ErrorCode::ReceiptNotGenuine, "no till of this retailer printed it"));
    };
    let (now, id) = (app.clock.now(), genuine.subject_id.as_str());
    let mut tx = app.db.write().await?;
    let receipt = db::receipt::find(&mut tx, id).await?;
    if receipt.filter(|receipt| receipt.kind == SALE).is_none() {
        // Passes are signed by the same key.
        return Err(match db::pass::last_digits(&mut tx, id).await? {
            Some(_) => refuse(ErrorCode::ReceiptNotGenuine, "this is a pass, not a receipt"),
            None => refuse(ErrorCode::ReceiptNotArrived, "the till has not sent it yet: try again later"),
        });
    }
    let opened = session::open(&mut tx, session, now).await?;
    if db::receipt::claim(&mut tx, id, now).await? {
        session::grant(&mut tx, &opened, id).await?;
        let account = opened.account_id.as_deref().map(|account| about(account, Event::AccountChanged));
        let entries = [changed(id)].into_iter().chain(account).collect();
        outbox::publish(&mut tx, now, entries).await?;
    } else if !db::session::may_see(&mut tx, &opened.hash, id, now).await? {
        return Err(refuse(ErrorCode::AlreadyClaimed, "somebody has this receipt in their list"));
    }
    let purchase = purchase::view(&mut tx, app, id).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(Claimed { purchase, new_token: opened.new_token })
}
