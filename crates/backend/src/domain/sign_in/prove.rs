//! Signing in: an address was proven, and this browser becomes one of its account's.

use contract::{
    account::Device,
    error::ErrorCode,
    event::Event,
    language::Language,
    pos::ReceiptChoice,
    session::{SignInBy, SignedIn},
};

use super::{Caller, code_hash, expired, of_link, with_link};
use crate::{
    app::App,
    db::{self, Tx, account::AccountRow, sign_in::SignInRow},
    domain::{
        account::{self, about, merge},
        outbox::{self, Mailing},
        refusal::{Outcome, Refusal, refuse},
        secret,
        session::{self, Opened},
    },
};

/// The wrong code with which a request ends.
const WRONG_TRIES: i64 = 5;

/// How a browser comes into an account.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It proved an address of the account.
    Proof,
    /// Another browser of the account showed it a code, which somebody else may have seen too.
    Handoff,
}

/// A browser that is signed in, with the new secret of its session.
#[derive(Debug)]
pub struct Proved {
    pub signed_in: SignedIn,
    pub token: String,
}

pub async fn prove(app: &App, caller: &Caller<'_>, by: &SignInBy) -> Outcome<Proved> {
    match by {
        SignInBy::Code { request_id, code } => by_code(app, caller, request_id, code.as_str()).await,
        SignInBy::Link { token } => with_link(app, caller.address, by_link(app, caller, token)).await,
        SignInBy::Approval { request_id } => by_approval(app, caller, request_id).await,
    }
}

async fn by_code(app: &App, caller: &Caller<'_>, request_id: &str, code: &str) -> Outcome<Proved> {
    let (tx, request, opened) = with_code(app, caller, request_id, code).await?;
    finish(tx, app, request, opened, &caller.device).await
}

/// The request whose six digits were typed in the browser that asked for them, in an open transaction.
pub async fn with_code(
    app: &App,
    caller: &Caller<'_>,
    request_id: &str,
    code: &str,
) -> Outcome<(Tx, SignInRow, Opened)> {
    let mut tx = app.db.write().await?;
    let (request, opened) = asked_here(&mut tx, app, caller, request_id).await?;
    if request.code_hash.as_ref() == Some(&code_hash(&request.id, code)) {
        return Ok((tx, request, opened));
    }
    let ends = request.wrong_tries + 1 >= WRONG_TRIES;
    db::sign_in::add_wrong_try(&mut tx, &request.id, ends, app.clock.now()).await?;
    tx.commit().await?;
    match ends {
        true => Err(expired()),
        false => Err(refuse(ErrorCode::WrongCode, "these are not the six digits that were sent")),
    }
}

async fn by_link(app: &App, caller: &Caller<'_>, token: &str) -> Outcome<Proved> {
    let mut tx = app.db.write().await?;
    let request = of_link(&mut tx, app, token).await?;
    let opened = session::open(&mut tx, caller.session, app.clock.now()).await?;
    finish(tx, app, request, opened, &caller.device).await
}

async fn by_approval(app: &App, caller: &Caller<'_>, request_id: &str) -> Outcome<Proved> {
    let mut tx = app.db.write().await?;
    let (request, opened) = asked_here(&mut tx, app, caller, request_id).await?;
    if request.approved_at.is_none() {
        return Err(refuse(ErrorCode::Forbidden, "nobody has let this browser in yet"));
    }
    finish(tx, app, request, opened, &caller.device).await
}

/// The request, in the browser that made it; in another one it is as good as none.
pub async fn asked_here(
    tx: &mut Tx,
    app: &App,
    caller: &Caller<'_>,
    request_id: &str,
) -> Outcome<(SignInRow, Opened)> {
    let now = app.clock.now();
    let hash = caller.session.ok_or_else(expired)?;
    let request = db::sign_in::take(tx, request_id, now).await?.ok_or_else(expired)?;
    let opened = session::open(tx, Some(hash), now).await?;
    if opened.id != request.session_id {
        return Err(expired());
    }
    Ok((request, opened))
}

async fn finish(
    mut tx: Tx,
    app: &App,
    request: SignInRow,
    opened: Opened,
    device: &Device,
) -> Outcome<Proved> {
    let now = app.clock.now();
    if !db::sign_in::set_used(&mut tx, &request.id, now).await? {
        return Err(expired());
    }
    let account = open_account(&mut tx, app, &request.email, request.language).await?;
    db::session::forget_grants(&mut tx, &request.id).await?;
    enter(tx, app, &account, &opened, device, Way::Proof).await
}

/// Makes a browser one of an account's, as the last thing of a transaction; what its guest had joins the account's.
pub async fn enter(
    mut tx: Tx,
    app: &App,
    account: &AccountRow,
    opened: &Opened,
    device: &Device,
    way: Way,
) -> Outcome<Proved> {
    let now = app.clock.now();
    let is_proven = way == Way::Proof;
    let merged = match opened.account_id {
        Some(_) => None,
        None => merge::join(&mut tx, app, opened, account).await?,
    };
    let former = opened.account_id.as_deref().filter(|former| *former != account.id);
    if former.is_some() {
        db::session::forget(&mut tx, &opened.hash).await?;
    }
    // Nobody was told that receipts come along with a code; they stay this browser's until it proves an address.
    if is_proven {
        db::account::join_claimed_receipts(&mut tx, &account.id, &opened.hash).await?;
    }
    // What was bought with any of the person's addresses.
    db::account::join_guest_orders(&mut tx, &account.id, &account.email).await?;
    for address in db::address::of_account(&mut tx, &account.id).await? {
        db::account::join_guest_orders(&mut tx, &account.id, &address.email).await?;
    }
    db::sign_in::end_of_session(&mut tx, &opened.id, now).await?;
    let proven_at = is_proven.then_some(now);
    db::session::sign_in(&mut tx, &opened.hash, &account.id, device, proven_at, now).await?;
    let token = session::rotate(&mut tx, opened, now).await?;
    let mut changed = vec![about(&opened.id, Event::SessionChanged)];
    // The devices of who was signed in before list this one no more.
    changed.extend(
        [Some(account.id.as_str()), former].into_iter().flatten().map(|id| about(id, Event::AccountChanged)),
    );
    outbox::publish(&mut tx, now, changed).await?;
    if !is_proven {
        let mailing = Mailing::HandoffTaken { account_id: account.id.clone(), device: device.clone() };
        outbox::ask_for_mails(&mut tx, now, vec![mailing]).await?;
    }
    let session = account::view_session(&mut tx, Some(&account.id)).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(Proved { signed_in: SignedIn { session, merged }, token })
}

/// The account of the address that was proven, whose transactions wait for this one. While this one waited itself, the
/// address may have come to open another account; the same proof leads into that one when it is given again.
async fn open_account(tx: &mut Tx, app: &App, email: &str, language: Language) -> Outcome<AccountRow> {
    let known = known_account(tx, app, email, language).await?;
    db::account::queue(tx, &known.id).await?;
    let account = db::account::by_email(tx, email).await?.ok_or_else(lost)?;
    match account.id == known.id {
        true => Ok(account),
        false => Err(expired()),
    }
}

fn lost() -> Refusal {
    Refusal::Failure(anyhow::anyhow!("the account is not there"))
}

/// The account that an address opens; the first proof makes it.
pub async fn known_account(tx: &mut Tx, app: &App, email: &str, language: Language) -> Outcome<AccountRow> {
    let new = AccountRow {
        id: secret::new_id(),
        email: email.to_string(),
        name: None,
        phone: None,
        language,
        store_id: None,
        cart_id: None,
        sizes: Vec::new(),
        // Mails that are no part of a purchase are sent to those who asked for them.
        notice_back: false,
        notice_price: false,
        loyalty_code: None,
        receipt: ReceiptChoice::Paper,
        created_at: app.clock.now(),
    };
    db::account::insert(tx, &new).await?;
    db::account::by_email(tx, email).await?.ok_or_else(lost)
}
