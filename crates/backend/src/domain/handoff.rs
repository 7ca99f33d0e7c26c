//! Going on with another device: a browser offers the page it shows, and who it is, by a secret that another one brings.
//! The secret works once and for minutes, as long as the first browser has not taken it back.

use contract::{
    error::ErrorCode,
    handoff::{
        Handoff, HandoffPreview, HandoffStatus, OfferHandoff, OfferedHandoff, PagePath, TakeHandoff,
        TakenHandoff,
    },
    newtypes::Invalid,
    session::SignedIn,
};

use super::{
    account::{
        self,
        merge::{self, Owner},
    },
    attempt,
    clock::{MINUTE, timestamp},
    refusal::{Outcome, Refusal, invalid, not_found, refuse},
    secret,
    session::{self, Opened},
    sign_in::{self, Caller, Proved, Way},
};
use crate::{
    app::App,
    db::{self, Tx, handoff::HandoffRow},
};

/// How long the secret works.
const AGE: i64 = 3 * MINUTE;

/// An offer, with the secret of a session that was made for it.
pub struct Offered {
    pub offered: OfferedHandoff,
    pub new_token: Option<String>,
}

/// What was taken, with the new secret of the session that took it.
pub struct Taken {
    pub taken: TakenHandoff,
    pub new_token: Option<String>,
}

fn expired() -> Refusal {
    refuse(ErrorCode::LinkExpired, "this handoff is too old, was taken, or was ended")
}

/// Offers to go on elsewhere. Asked again, it ends what it offered before, so a repeated request leaves one offer.
pub async fn offer(app: &App, caller: &Caller<'_>, request: &OfferHandoff) -> Outcome<Offered> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if let Some(store_id) = &request.store_id {
        db::store::find_visible(&mut tx, store_id).await?.ok_or_else(|| not_found("store"))?;
    }
    let opened = session::open(&mut tx, caller.session, now).await?;
    db::handoff::end(&mut tx, &opened.id, None, now).await?;
    let token = secret::new_token();
    let row = HandoffRow {
        id: secret::new_id(),
        session_id: opened.id,
        account_id: opened.account_id,
        store_id: request.store_id.clone(),
        path: request.path.as_str().to_string(),
        device: caller.device.clone(),
        created_at: now,
        expires_at: now + AGE,
        taken_at: None,
        ended_at: None,
    };
    db::handoff::insert(&mut tx, &row, &secret::hash(&token)).await?;
    tx.commit().await?;
    let expires_at = timestamp(row.expires_at, &app.retailer.zone());
    Ok(Offered { offered: OfferedHandoff { id: row.id, token, expires_at }, new_token: opened.new_token })
}

/// What became of an offer, for the browser that made it.
pub async fn status(app: &App, session: Option<&str>, id: &str) -> Outcome<Handoff> {
    let now = app.clock.now();
    let nothing = || not_found("handoff");
    let mut tx = app.db.read().await?;
    let opened = session::known(&mut tx, session, now).await?.ok_or_else(nothing)?;
    let row = db::handoff::find(&mut tx, id, &opened.id).await?.ok_or_else(nothing)?;
    let status = match (row.taken_at, row.ended_at) {
        (Some(_), _) => HandoffStatus::Taken,
        (None, None) if row.expires_at > now && row.account_id == opened.account_id => HandoffStatus::Open,
        _ => HandoffStatus::Expired,
    };
    Ok(Handoff { id: row.id, status, expires_at: timestamp(row.expires_at, &app.retailer.zone()) })
}

/// Takes an offer back; that there was none to take back is no error.
pub async fn end(app: &App, session: Option<&str>, id: &str) -> Outcome<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if let Some(opened) = session::known(&mut tx, session, now).await? {
        db::handoff::end(&mut tx, &opened.id, Some(id), now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Does something with a secret, unless the network has tried too many that open nothing.
async fn limited<T>(app: &App, caller: &Caller<'_>, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    let scope = format!("handoff {}", attempt::network(caller.address));
    attempt::check(app, &scope, &attempt::HANDOFF).await?;
    let answer = work.await;
    if let Err(refusal) = &answer
        && refusal.code() == Some(ErrorCode::LinkExpired)
    {
        attempt::failed(app, &scope, &attempt::HANDOFF).await?;
    }
    answer
}

/// What taking it would do; nothing happens.
pub async fn find(app: &App, caller: &Caller<'_>, request: &TakeHandoff) -> Outcome<HandoffPreview> {
    limited(app, caller, preview(app, caller, request)).await
}

async fn preview(app: &App, caller: &Caller<'_>, request: &TakeHandoff) -> Outcome<HandoffPreview> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let row = of_token(&mut tx, now, request).await?;
    let here = session::known(&mut tx, caller.session, now).await?;
    let owner = row.account_id.as_deref().unwrap_or(&row.session_id);
    let only_page = here.as_ref().is_some_and(|here| has_all(here, &row));
    let offering = db::session::by_id(&mut tx, &row.session_id, now).await?.ok_or_else(expired)?;
    let lines = match &offering.cart_id {
        Some(cart_id) => db::cart::lines(&mut tx, cart_id).await?,
        None => Vec::new(),
    };
    let favourites = db::favourite::of_owner(&mut tx, owner).await?.len();
    let account = match &row.account_id {
        Some(id) => db::account::find(&mut tx, id).await?,
        None => None,
    };
    Ok(HandoffPreview {
        leaves_account: !only_page && account.is_some() && here.is_some_and(|here| here.account_id.is_some()),
        only_page,
        email: account.map(|account| masked(&account.email)),
        cart_units: lines.iter().map(|(_, quantity)| quantity).sum(),
        favourites: u32::try_from(favourites).unwrap_or(u32::MAX),
        path: path(&row)?,
        device: row.device,
    })
}

/// Nobody else's screen tells a whole address. What follows the @ is told: whoever offers a code of their own could have
/// chosen any name before it.
fn masked(email: &str) -> String {
    let (name, host) = email.rsplit_once('@').unwrap_or((email, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}…@{host}")
}

async fn of_token(tx: &mut Tx, now: i64, request: &TakeHandoff) -> Outcome<HandoffRow> {
    let found = db::handoff::by_token(tx, &secret::hash(&request.token), now).await?;
    found.ok_or_else(expired)
}

fn path(row: &HandoffRow) -> Outcome<PagePath> {
    PagePath::parse(&row.path).map_err(|_| invalid("path", Invalid::Malformed))
}

/// Whether a browser has what the other one would bring: it is the same one, or of the same account.
fn has_all(here: &Opened, row: &HandoffRow) -> bool {
    here.id == row.session_id || (row.account_id.is_some() && here.account_id == row.account_id)
}

/// Goes on here.
pub async fn take(app: &App, caller: &Caller<'_>, request: &TakeHandoff) -> Outcome<Taken> {
    limited(app, caller, go_on(app, caller, request)).await
}

async fn go_on(app: &App, caller: &Caller<'_>, request: &TakeHandoff) -> Outcome<Taken> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let row = of_token(&mut tx, now, request).await?;
    let path = path(&row)?;
    if !db::handoff::set_taken(&mut tx, &row.id, now).await? {
        return Err(expired());
    }
    let store = match &row.store_id {
        Some(id) => db::store::find_visible(&mut tx, id).await?.map(|store| store.slug),
        None => None,
    };
    let opened = session::open(&mut tx, caller.session, now).await?;
    let (signed_in, new_token) = match &row.account_id {
        Some(account_id) if !has_all(&opened, &row) => {
            db::account::queue(&mut tx, account_id).await?;
            // Meanwhile it may have become part of another account, with the browser that offered it.
            let offering = db::session::by_id(&mut tx, &row.session_id, now).await?;
            if offering.and_then(|offering| offering.account_id) != row.account_id {
                return Err(expired());
            }
            let account = db::account::find(&mut tx, account_id).await?.ok_or_else(expired)?;
            let Proved { signed_in, token } =
                sign_in::enter(tx, app, &account, &opened, &caller.device, Way::Handoff).await?;
            (signed_in, Some(token))
        }
        _ => bring_along(tx, app, &row, opened).await?,
    };
    Ok(Taken { taken: TakenHandoff { path, signed_in, store }, new_token })
}

/// What the guest has who offered it is added to what this browser has; the guest keeps it too.
async fn bring_along(
    mut tx: Tx,
    app: &App,
    row: &HandoffRow,
    opened: Opened,
) -> Outcome<(SignedIn, Option<String>)> {
    let now = app.clock.now();
    // Of two devices of one account that both make its first cart, the second finds that of the first.
    let opened = session::queue(&mut tx, opened, now).await?;
    let offering = db::session::by_id(&mut tx, &row.session_id, now).await?.ok_or_else(expired)?;
    let merged = match has_all(&opened, row) {
        true => None,
        false => {
            let from = Owner::guest(&offering);
            merge::copy(&mut tx, app, &from, &Owner::of(&opened), &opened.id).await?
        }
    };
    account::tell(&mut tx, app, opened.account_id.as_deref()).await?;
    let session = account::view_session(&mut tx, opened.account_id.as_deref()).await?;
    tx.commit().await?;
    if opened.account_id.is_some() {
        app.ring().await;
    }
    Ok((SignedIn { session, merged }, opened.new_token))
}
