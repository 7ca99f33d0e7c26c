//! What a guest has joins the account's when it signs in, and can be parted again for a while.

use contract::{error::ErrorCode, session::Merged};
use serde::{Deserialize, Serialize};

use super::{signed_in, tell};
use crate::{
    app::App,
    db::{self, Tx, account::AccountRow},
    domain::{
        cart,
        clock::HOUR,
        favourite,
        refusal::{Outcome, refuse},
        secret,
        session::Opened,
    },
};

/// How long it can be undone.
const KEPT: i64 = HOUR;

/// What became different of the account.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Changes {
    store: Option<StoreChange>,
    lines: Vec<LineChange>,
    /// SKUs that became favourites.
    favourites: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct StoreChange {
    before: Option<String>,
    after: String,
}

#[derive(Serialize, Deserialize)]
struct LineChange {
    sku: String,
    before: Option<u32>,
    after: u32,
}

/// Brings what the guest of a session has into an account, as far as there is room; answers how much of it was new there,
/// be it the store alone.
pub async fn join(
    tx: &mut Tx,
    app: &App,
    guest: &Opened,
    account: &AccountRow,
) -> db::Result<Option<Merged>> {
    let changes = gather(tx, app, &guest.id, guest.cart_id.as_deref(), account).await?;
    db::favourite::remove_all(tx, &guest.id).await?;
    let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let merged =
        Merged { cart_lines: number(changes.lines.len()), favourites: number(changes.favourites.len()) };
    if merged == Merged::default() && changes.store.is_none() {
        db::merge::forget(tx, &guest.id).await?;
        return Ok(None);
    }
    db::merge::put(tx, &guest.id, &account.id, &changes, app.clock.now()).await?;
    Ok(Some(merged))
}

/// Adds what an owner has to what an account has.
pub(super) async fn gather(
    tx: &mut Tx,
    app: &App,
    owner: &str,
    cart_id: Option<&str>,
    account: &AccountRow,
) -> db::Result<Changes> {
    let mut changes = Changes::default();
    if let Some(cart_id) = cart_id {
        join_cart(tx, app, cart_id, account, &mut changes).await?;
    }
    let mut count = db::favourite::of_owner(tx, &account.id).await?.len();
    for favourite in db::favourite::of_owner(tx, owner).await? {
        if count >= favourite::MAX {
            break;
        }
        if db::favourite::insert(tx, &account.id, &favourite).await? {
            changes.favourites.push(favourite.sku);
            count += 1;
        }
    }
    Ok(changes)
}

/// Takes from an account what was added to it. What the shopper changed since stays.
pub(super) async fn take_out(tx: &mut Tx, account: &AccountRow, changes: &Changes) -> db::Result<()> {
    if let Some(cart_id) = &account.cart_id {
        for line in &changes.lines {
            db::cart::put_back(tx, cart_id, &line.sku, line.after, line.before).await?;
        }
        if let Some(store) = &changes.store {
            db::cart::put_back_store(tx, cart_id, &store.after, store.before.as_deref()).await?;
        }
    }
    for sku in &changes.favourites {
        db::favourite::remove(tx, &account.id, sku).await?;
    }
    Ok(())
}

/// The larger quantity of both stays, and the store that was chosen last.
async fn join_cart(
    tx: &mut Tx,
    app: &App,
    guest_cart: &str,
    account: &AccountRow,
    changes: &mut Changes,
) -> db::Result<()> {
    let now = app.clock.now();
    let cart_id = match &account.cart_id {
        Some(cart_id) => cart_id.clone(),
        None => {
            let cart_id = secret::new_id();
            db::cart::insert(tx, &cart_id, now).await?;
            db::account::set_cart(tx, &account.id, &cart_id).await?;
            cart_id
        }
    };
    let own = db::cart::lines(tx, &cart_id).await?;
    let mut count = own.len();
    for (sku, quantity) in db::cart::lines(tx, guest_cart).await? {
        let before = own.iter().find(|(known, _)| *known == sku).map(|(_, quantity)| *quantity);
        if before.is_none() && count >= cart::MAX_LINES {
            continue;
        }
        let after = quantity.max(before.unwrap_or(0)).min(app.retailer.pickup.max_units_per_line);
        if before.is_none_or(|before| after > before) {
            db::cart::set_line(tx, &cart_id, &sku, after, now).await?;
            changes.lines.push(LineChange { sku, before, after });
            count += usize::from(before.is_none());
        }
    }
    let before = db::cart::store(tx, &cart_id).await?;
    if let Some(after) = db::cart::store(tx, guest_cart).await?.filter(|store| before.as_ref() != Some(store))
    {
        db::cart::set_store(tx, &cart_id, &after, now).await?;
        changes.store = Some(StoreChange { before, after });
    }
    Ok(())
}

/// Gives the account back what it had before this session's guest joined it.
pub async fn undo(app: &App, session: Option<&str>) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    let current = signed_in(&mut tx, app, session).await?;
    let account = &current.account;
    let since = app.clock.now() - KEPT;
    let changes: Option<Changes> = db::merge::take(&mut tx, &current.session.id, &account.id, since).await?;
    let changes =
        changes.ok_or_else(|| refuse(ErrorCode::NothingToUndo, "nothing joined within the last hour"))?;
    take_out(&mut tx, account, &changes).await?;
    tell(&mut tx, app, Some(&account.id)).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(())
}
