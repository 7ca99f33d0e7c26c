//! What a guest has joins the account's when it signs in, or what another guest has that goes on here, and can be parted
//! again for a while.

use contract::{error::ErrorCode, session::Merged};
use serde::{Deserialize, Serialize};

use super::{signed_out, tell};
use crate::{
    app::App,
    db::{self, Tx, account::AccountRow, session::Session as SessionRow},
    domain::{
        cart,
        clock::HOUR,
        favourite,
        refusal::{Outcome, refuse},
        secret,
        session::{self, Opened},
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

/// Whose cart and favourites others join: an account's, or a guest's.
pub struct Owner {
    id: String,
    cart_id: Option<String>,
    /// The hash of a guest's session.
    guest: Option<String>,
}

impl Owner {
    pub fn account(account: &AccountRow) -> Self {
        Self { id: account.id.clone(), cart_id: account.cart_id.clone(), guest: None }
    }

    pub fn guest(session: &SessionRow) -> Self {
        let guest = Some(session.token_hash.clone());
        Self { id: session.id.clone(), cart_id: session.cart_id.clone(), guest }
    }

    /// Of who is signed in, else the guest.
    pub fn of(opened: &Opened) -> Self {
        let guest = opened.account_id.is_none().then(|| opened.hash.clone());
        Self { id: opened.owner().to_string(), cart_id: opened.cart_id.clone(), guest }
    }

    async fn make_cart(&self, tx: &mut Tx, now: i64) -> db::Result<String> {
        let cart_id = secret::new_id();
        db::cart::insert(tx, &cart_id, now).await?;
        match &self.guest {
            Some(hash) => db::session::set_cart(tx, hash, &cart_id).await?,
            None => db::account::set_cart(tx, &self.id, &cart_id).await?,
        }
        Ok(cart_id)
    }
}

/// Brings what the guest of a session has into an account, as far as there is room; answers how much of it was new there,
/// be it the store alone.
pub async fn join(
    tx: &mut Tx,
    app: &App,
    guest: &Opened,
    account: &AccountRow,
) -> db::Result<Option<Merged>> {
    db::merge::forget(tx, &guest.id).await?;
    let merged = copy(tx, app, &Owner::of(guest), &Owner::account(account), &guest.id).await?;
    db::favourite::remove_all(tx, &guest.id).await?;
    Ok(merged)
}

/// Adds what one owner has to what another one has, to be undone in the browser of a session.
pub async fn copy(
    tx: &mut Tx,
    app: &App,
    from: &Owner,
    into: &Owner,
    session_id: &str,
) -> db::Result<Option<Merged>> {
    let changes = gather(tx, app, from, into).await?;
    let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let merged =
        Merged { cart_lines: number(changes.lines.len()), favourites: number(changes.favourites.len()) };
    if merged == Merged::default() && changes.store.is_none() {
        return Ok(None);
    }
    db::merge::put(tx, session_id, &into.id, &changes, app.clock.now()).await?;
    Ok(Some(merged))
}

/// Adds what an owner has to what another one has.
pub(super) async fn gather(tx: &mut Tx, app: &App, from: &Owner, into: &Owner) -> db::Result<Changes> {
    let mut changes = Changes::default();
    if let Some(cart_id) = &from.cart_id {
        join_cart(tx, app, cart_id, into, &mut changes).await?;
    }
    let mut count = db::favourite::of_owner(tx, &into.id).await?.len();
    for favourite in db::favourite::of_owner(tx, &from.id).await? {
        if count >= favourite::MAX {
            break;
        }
        if db::favourite::insert(tx, &into.id, &favourite).await? {
            changes.favourites.push(favourite.sku);
            count += 1;
        }
    }
    Ok(changes)
}

/// Takes from an owner what was added to it. What the shopper changed since stays.
pub(super) async fn take_out(tx: &mut Tx, owner: &Owner, changes: &Changes, now: i64) -> db::Result<()> {
    if let Some(cart_id) = &owner.cart_id {
        for line in &changes.lines {
            db::cart::put_back(tx, cart_id, &line.sku, line.after, line.before, now).await?;
        }
        if let Some(store) = &changes.store {
            db::cart::put_back_store(tx, cart_id, &store.after, store.before.as_deref()).await?;
        }
    }
    for sku in &changes.favourites {
        db::favourite::remove(tx, &owner.id, sku).await?;
    }
    Ok(())
}

/// The larger quantity of both stays, and the store that was chosen last.
async fn join_cart(
    tx: &mut Tx,
    app: &App,
    from: &str,
    into: &Owner,
    changes: &mut Changes,
) -> db::Result<()> {
    let now = app.clock.now();
    let cart_id = match &into.cart_id {
        Some(cart_id) => cart_id.clone(),
        None => into.make_cart(tx, now).await?,
    };
    // Nobody changes the lines between looking at them and keeping the larger quantity.
    db::cart::touch(tx, &cart_id, now).await?;
    let own = db::cart::lines(tx, &cart_id).await?;
    let mut count = own.len();
    for (sku, quantity) in db::cart::lines(tx, from).await? {
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
    if let Some(after) = db::cart::store(tx, from).await?.filter(|store| before.as_ref() != Some(store)) {
        db::cart::set_store(tx, &cart_id, &after, now).await?;
        changes.store = Some(StoreChange { before, after });
    }
    Ok(())
}

/// Gives the account, or the guest, back what it had before something joined it in this browser.
pub async fn undo(app: &App, session: Option<&str>) -> Outcome<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let opened = session::known(&mut tx, session, now).await?.ok_or_else(signed_out)?;
    let owner = Owner::of(&opened);
    let changes: Option<Changes> = db::merge::take(&mut tx, &opened.id, &owner.id, now - KEPT).await?;
    let changes =
        changes.ok_or_else(|| refuse(ErrorCode::NothingToUndo, "nothing joined within the last hour"))?;
    take_out(&mut tx, &owner, &changes, now).await?;
    tell(&mut tx, app, opened.account_id.as_deref()).await?;
    tx.commit().await?;
    if opened.account_id.is_some() {
        app.ring().await;
    }
    Ok(())
}
