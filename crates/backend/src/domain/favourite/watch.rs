//! Telling by e-mail what became better of favourites: a reader of the outbox. What it knows of a variant is written
//! with the mails that it asks for, so that each change is told once, whatever stops in between.

use std::time::Duration;

use contract::event::Event;
use tokio::time::timeout;

use super::{can_be_had, offers, states};
use crate::{
    app::App,
    db::{self, Tx, account::AccountRow, favourite::State, offer::Offer, outbox::OutboxRow},
    domain::{
        clock::HOUR,
        outbox::{self, BATCH, Mailing},
    },
};

const READER: &str = "favourite";
/// A wake-up may be lost, and an import may run in another process.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many variants are compared, and how many accounts are told, in one go.
const PORTION: i64 = 200;

/// Follows the outbox, for ever.
pub async fn follow(app: App) {
    let mut compared_at = app.clock.now();
    loop {
        let bell = app.outbox_bell.notified();
        if let Err(error) = tell_news(&app).await {
            tracing::error!(%error, "cannot tell of favourites");
        }
        if app.clock.now() - compared_at >= HOUR {
            compared_at = app.clock.now();
            if let Err(error) = tell_of_all(&app).await {
                tracing::error!(%error, "cannot compare the favourites");
            }
        }
        let _woken_or_late = timeout(LOOK_EVERY, bell).await;
    }
}

/// Tells what changed since the last time; answers how many mails it asked for.
pub async fn tell_news(app: &App) -> db::Result<usize> {
    let mut told = 0;
    loop {
        let mut tx = app.db.read().await?;
        let position = db::outbox::position(&mut tx, READER).await?;
        let rows = db::outbox::after(&mut tx, position, BATCH).await?;
        drop(tx);
        let Some(last) = rows.last().map(|row| row.number) else {
            return Ok(told);
        };
        told += match changed(&rows) {
            Some(skus) => tell_of(app, &skus).await?,
            None => tell_of_all(app).await?,
        };
        let mut tx = app.db.write().await?;
        db::outbox::advance(&mut tx, READER, position, last).await?;
        tx.commit().await?;
    }
}

/// The variants of which stores have more or less than before, each once; `None` is all.
fn changed(rows: &[OutboxRow]) -> Option<Vec<String>> {
    let mut skus = Vec::new();
    for row in rows {
        match serde_json::from_str(&row.payload) {
            Ok(Event::AvailabilityChanged(now)) => skus.push(now.sku),
            Ok(Event::CatalogueImported) => return None,
            // What another version or another reader understands is nothing of ours.
            Ok(_) | Err(_) => {}
        }
    }
    skus.sort();
    skus.dedup();
    Some(skus)
}

/// Compares all that is watched: a reduction begins by the clock, without an event.
pub async fn tell_of_all(app: &App) -> db::Result<usize> {
    let (mut told, mut after) = (0, String::new());
    loop {
        let skus = db::favourite::watched_after(&mut app.db.read().await?, &after, PORTION).await?;
        let Some(last) = skus.last() else {
            return Ok(told);
        };
        after = last.clone();
        told += tell_of(app, &skus).await?;
    }
}

async fn tell_of(app: &App, skus: &[String]) -> db::Result<usize> {
    let mut tx = app.db.read().await?;
    let watched = db::favourite::watched(&mut tx, skus).await?;
    let skus: Vec<String> = watched.iter().map(|(sku, _)| sku.clone()).collect();
    let offers = offers(&mut tx, app, &skus, None).await?;
    let offers: Vec<&Offer> = offers.iter().filter(|offer| !offer.withdrawn).collect();
    let states = states(&mut tx, app, &offers).await?;
    drop(tx);
    let mut told = 0;
    for (offer, now) in offers.iter().zip(states) {
        let before = watched.iter().find(|(sku, _)| *sku == offer.sku).map(|(_, before)| before);
        if let Some(before) = before.filter(|before| **before != now) {
            told += tell_change(app, &offer.sku, before, &now).await?;
        }
    }
    Ok(told)
}

/// Writes the change and asks for its mails, if no other machine was faster.
async fn tell_change(app: &App, sku: &str, before: &State, now: &State) -> db::Result<usize> {
    let mut tx = app.db.write().await?;
    if !db::favourite::set_watched(&mut tx, sku, before, now).await? {
        return Ok(0);
    }
    let mailings = mailings(&mut tx, sku, before, now).await?;
    let told = mailings.len();
    outbox::ask_for_mails(&mut tx, app.clock.now(), mailings).await?;
    tx.commit().await?;
    if told > 0 {
        app.ring().await;
    }
    Ok(told)
}

async fn mailings(tx: &mut Tx, sku: &str, before: &State, now: &State) -> db::Result<Vec<Mailing>> {
    let mut mailings = Vec::new();
    let is_better = now.price < before.price || now.stores.iter().any(|id| !before.stores.contains(id));
    let mut after = Some(String::new()).filter(|_| is_better);
    while let Some(id) = after {
        let accounts = db::favourite::accounts_of(tx, sku, &id, PORTION).await?;
        mailings.extend(accounts.iter().filter_map(|account| mailing(account, sku, before, now)));
        after = accounts.last().map(|account| account.id.clone());
    }
    Ok(mailings)
}

/// What an account wants to be told of a change, in its store or anywhere.
fn mailing(account: &AccountRow, sku: &str, before: &State, now: &State) -> Option<Mailing> {
    let (account_id, sku) = (account.id.clone(), sku.to_string());
    let store_id = account.store_id.as_deref();
    if account.notice_back && can_be_had(&now.stores, store_id) && !can_be_had(&before.stores, store_id) {
        return Some(Mailing::FavouriteBack { account_id, sku });
    }
    if account.notice_price && now.price < before.price {
        return Some(Mailing::FavouritePrice { account_id, sku, from: before.price });
    }
    None
}
