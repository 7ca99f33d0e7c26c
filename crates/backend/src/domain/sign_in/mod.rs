//! Asking to sign in: six digits and a link are sent to an address, and who has them proves that it is theirs. The
//! digits work in the browser that asked; the link in any browser, for itself or to let the one that asked in.

mod prove;

use std::net::IpAddr;

use contract::{
    account::Device,
    error::ErrorCode,
    event::Event,
    session::{AskToSignIn, AskedToSignIn, SignInLink, SignInRequest},
};
pub use prove::{Proved, Way, asked_here, enter, known_account, prove, with_code};

use super::{
    account::about,
    attempt,
    clock::{MINUTE, timestamp},
    outbox::{self, Mailing},
    refusal::{Outcome, Refusal, refuse},
    secret, session,
};
use crate::{
    app::App,
    db::{self, Tx, sign_in::SignInRow},
};

/// How long digits and link work.
const AGE: i64 = 15 * MINUTE;

/// The browser that calls.
pub struct Caller<'a> {
    pub session: Option<&'a str>,
    pub address: IpAddr,
    pub device: Device,
}

/// A request that was made, with the secret of a session that was made for it.
pub struct Asked {
    pub asked: AskedToSignIn,
    pub new_token: Option<String>,
}

/// Sends digits and a link to an address. Nothing in the answer says whether it has an account.
pub async fn ask(app: &App, caller: &Caller<'_>, request: &AskToSignIn) -> Outcome<Asked> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    spend_tries(&mut tx, app, caller, request.email.as_str()).await?;
    let opened = session::open(&mut tx, caller.session, now).await?;
    let row = request_of(&mut tx, app, caller, &opened.id, request).await?;
    db::session::grant(&mut tx, &opened.hash, &row.id).await?;
    outbox::ask_for_mails(&mut tx, now, vec![Mailing::SignIn { request_id: row.id.clone() }]).await?;
    let cursor = db::outbox::last(&mut tx).await?;
    tx.commit().await?;
    app.ring().await;
    let expires_at = timestamp(row.expires_at, &app.retailer.zone());
    let asked = AskedToSignIn { request_id: row.id, check: row.check, expires_at, cursor };
    Ok(Asked { asked, new_token: opened.new_token })
}

/// Takes a try of the address and of the network that asks for a mail to it.
pub async fn spend_tries(tx: &mut Tx, app: &App, caller: &Caller<'_>, email: &str) -> Outcome<()> {
    let scopes = [
        (format!("sign in {}", db::account::key(email)), attempt::SIGN_IN),
        (
            format!("sign in from {}", attempt::network(caller.address)),
            attempt::sign_in_from(&app.retailer.email),
        ),
    ];
    for (scope, limit) in &scopes {
        attempt::spend(tx, app, scope, limit).await?;
    }
    Ok(())
}

/// A new request of a session; it ends those that the session made before.
pub async fn request_of(
    tx: &mut Tx,
    app: &App,
    caller: &Caller<'_>,
    session_id: &str,
    request: &AskToSignIn,
) -> Outcome<SignInRow> {
    let now = app.clock.now();
    db::sign_in::end_of_session(tx, session_id, now).await?;
    let row = SignInRow {
        id: secret::new_id(),
        session_id: session_id.to_string(),
        device: caller.device.clone(),
        email: request.email.as_str().to_string(),
        language: request.language,
        check: secret::new_check(),
        code_hash: None,
        wrong_tries: 0,
        created_at: now,
        expires_at: now + AGE,
        approved_at: None,
    };
    db::sign_in::insert(tx, &row).await?;
    Ok(row)
}

/// New digits and a new secret for a request, as its mail is written: nothing else knows them.
pub async fn mint(tx: &mut Tx, request: &SignInRow) -> db::Result<(String, String)> {
    let (digits, token) = (secret::new_digits(), secret::new_token());
    let code_hash = code_hash(&request.id, &digits);
    db::sign_in::set_secrets(tx, &request.id, &code_hash, &secret::hash(&token)).await?;
    Ok((digits, token))
}

fn code_hash(request_id: &str, digits: &str) -> String {
    secret::hash(&format!("{request_id} {digits}"))
}

pub fn expired() -> Refusal {
    refuse(ErrorCode::CodeExpired, "this request to sign in is too old, was used, or was ended")
}

/// The request of a link.
async fn of_link(tx: &mut Tx, app: &App, token: &str) -> Outcome<SignInRow> {
    let found = db::sign_in::by_token(tx, &secret::hash(token), app.clock.now()).await?;
    found.ok_or_else(expired)
}

/// Does something with a link, unless the address has tried too many that open nothing.
async fn with_link<T>(app: &App, address: IpAddr, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    let scope = format!("link {}", attempt::network(address));
    attempt::check(app, &scope, &attempt::LINK).await?;
    let answer = work.await;
    if let Err(refusal) = &answer
        && refusal.code() == Some(ErrorCode::CodeExpired)
    {
        attempt::failed(app, &scope, &attempt::LINK).await?;
    }
    answer
}

/// Who asked for the link that was opened.
pub async fn find(app: &App, caller: &Caller<'_>, link: &SignInLink) -> Outcome<SignInRequest> {
    with_link(app, caller.address, describe(app, caller, link)).await
}

async fn describe(app: &App, caller: &Caller<'_>, link: &SignInLink) -> Outcome<SignInRequest> {
    let mut tx = app.db.read().await?;
    let request = of_link(&mut tx, app, &link.token).await?;
    let session = match caller.session {
        Some(hash) => db::session::find(&mut tx, hash, app.clock.now()).await?,
        None => None,
    };
    Ok(SignInRequest {
        is_this_browser: session.is_some_and(|session| session.id == request.session_id),
        requested_at: timestamp(request.created_at, &app.retailer.zone()),
        email: request.email,
        device: request.device,
        check: request.check,
    })
}

/// Lets the browser in that asked for the link.
pub async fn approve(app: &App, caller: &Caller<'_>, link: &SignInLink) -> Outcome<()> {
    with_link(app, caller.address, let_in(app, link)).await
}

async fn let_in(app: &App, link: &SignInLink) -> Outcome<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let request = of_link(&mut tx, app, &link.token).await?;
    db::sign_in::approve(&mut tx, &request.id, now).await?;
    outbox::publish(&mut tx, now, vec![about(&request.id, Event::SessionChanged)]).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(())
}
