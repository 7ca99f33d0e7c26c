//! One person, two histories: another address is proven, what would join is shown, it joins, and can be parted again.

use std::collections::BTreeSet;

use contract::{
    account::{AccountAddress, AskToJoin, AskedToJoin, HistoryPreview},
    error::ErrorCode,
    event::Event,
    newtypes::Invalid,
    session::AskToSignIn,
};
use serde::{Deserialize, Serialize};

use super::{
    about,
    merge::{self, Owner},
    signed_in,
};
use crate::{
    app::App,
    db::{self, Tx, account::AccountRow},
    domain::{
        clock::{DAY, timestamp},
        outbox::{self, Mailing},
        recent,
        refusal::{Outcome, invalid, refuse},
        sign_in::{self, Caller},
    },
};

/// How long two histories can be parted again.
const KEPT: i64 = 30 * DAY;

/// What an account brought when it became part of another one.
#[derive(Default, Serialize, Deserialize)]
struct Joined {
    /// What the other one could not see before.
    subjects: Vec<String>,
    /// Browsers, by their public ids.
    sessions: Vec<String>,
    stores: Vec<String>,
    /// Accounts that were part of the one that joined.
    accounts: Vec<String>,
    added: merge::Changes,
    /// What was looked at, by product and moment.
    #[serde(default)]
    recents: Vec<(String, i64)>,
}

impl Joined {
    /// What is left of it when an account that came along leaves.
    fn without(mut self, leaving: &Leaving) -> Self {
        let gone = &leaving.joined;
        self.accounts.retain(|id| *id != leaving.account.id && !gone.accounts.contains(id));
        self.sessions.retain(|id| !gone.sessions.contains(id));
        self.subjects.retain(|id| !gone.subjects.contains(id));
        self.recents.retain(|seen| !gone.recents.contains(seen));
        self
    }
}

/// An account that is parted from another one.
struct Leaving {
    account: AccountRow,
    /// Its own address, and those that came along with it.
    emails: Vec<String>,
    /// What it brought.
    joined: Joined,
}

/// Sends six digits to another address of who is signed in.
pub async fn ask(app: &App, caller: &Caller<'_>, request: &AskToJoin) -> Outcome<AskedToJoin> {
    let mut tx = app.db.write().await?;
    let current = signed_in(&mut tx, app, caller.session).await?.proven()?;
    let email = request.email.as_str();
    if is_own(&mut tx, &current.account, email).await? {
        return Err(invalid("email", Invalid::Malformed));
    }
    sign_in::spend_tries(&mut tx, app, caller, email).await?;
    let asked = AskToSignIn { email: request.email.clone(), language: current.account.language };
    let row = sign_in::request_of(&mut tx, app, caller, &current.session.id, &asked).await?;
    let mailing = Mailing::JoinAddress { request_id: row.id.clone() };
    outbox::ask_for_mails(&mut tx, app.clock.now(), vec![mailing]).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(AskedToJoin { request_id: row.id, expires_at: timestamp(row.expires_at, &app.retailer.zone()) })
}

async fn is_own(tx: &mut Tx, account: &AccountRow, email: &str) -> db::Result<bool> {
    let own = db::address::own(tx, email).await?;
    Ok(own.is_some_and(|(row, part_of)| row.id == account.id || part_of.as_ref() == Some(&account.id)))
}

/// The address is proven; answers what would join.
pub async fn prove(app: &App, caller: &Caller<'_>, request_id: &str, code: &str) -> Outcome<HistoryPreview> {
    let (mut tx, request, _) = sign_in::with_code(app, caller, request_id, code).await?;
    signed_in(&mut tx, app, caller.session).await?.proven()?;
    db::sign_in::approve(&mut tx, &request.id, app.clock.now()).await?;
    let preview = preview(&mut tx, app, &request.email).await?;
    tx.commit().await?;
    Ok(preview)
}

async fn preview(tx: &mut Tx, app: &App, email: &str) -> Outcome<HistoryPreview> {
    let own = db::address::own(tx, email).await?.map(|(row, _)| row);
    let id = own.map(|row| row.id).unwrap_or_default();
    let mut counts = [0; db::address::SUBJECTS.len()];
    for (count, table) in counts.iter_mut().zip(db::address::SUBJECTS) {
        *count = number(db::address::count(tx, table, &id, email).await?);
    }
    let [orders, receipts, reservations, returns] = counts;
    let favourites = db::favourite::of_owner(tx, &id).await?.len();
    let devices = db::session::of_account(tx, &id, app.clock.now()).await?.len();
    Ok(HistoryPreview {
        email: email.to_string(),
        orders,
        receipts,
        reservations,
        returns,
        favourites: u32::try_from(favourites).unwrap_or(u32::MAX),
        devices: u32::try_from(devices).unwrap_or(u32::MAX),
    })
}

fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or_default()
}

/// What was proven joins the account.
pub async fn join(app: &App, caller: &Caller<'_>, request_id: &str) -> Outcome<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    // Who may not do it learns why before anything of the request: it has ended with whoever was signed out elsewhere.
    signed_in(&mut tx, app, caller.session).await?.proven()?;
    let (request, _) = sign_in::asked_here(&mut tx, app, caller, request_id).await?;
    if request.approved_at.is_none() {
        return Err(refuse(ErrorCode::Forbidden, "the address is not proven yet"));
    }
    if !db::sign_in::set_used(&mut tx, &request.id, now).await? {
        return Err(sign_in::expired());
    }
    let (current, other) = both(&mut tx, app, caller, &request.email).await?;
    let joined = bring(&mut tx, app, &other, &current).await?;
    db::address::join(&mut tx, &other.id, &current.id, &joined, now).await?;
    let mailing = Mailing::AddressJoined { account_id: current.id.clone(), email: other.email };
    finish(tx, app, &current.id, &joined.sessions, vec![mailing]).await
}

/// The account that is signed in and that of an address which stands alone; the first proof makes it. They are queued for
/// in one order, so that two who bring each other do not wait in a circle, and read again behind who was faster.
async fn both(tx: &mut Tx, app: &App, caller: &Caller<'_>, email: &str) -> Outcome<(AccountRow, AccountRow)> {
    let before = signed_in(tx, app, caller.session).await?.proven()?.account;
    let other = sign_in::known_account(tx, app, email, before.language).await?;
    for id in BTreeSet::from([&before.id, &other.id]) {
        db::account::queue(tx, id).await?;
    }
    let current = signed_in(tx, app, caller.session).await?.proven()?.account;
    let are_queued = |row: &AccountRow| row.id == other.id && current.id == before.id;
    match db::address::own(tx, email).await? {
        Some((row, None)) if row.id != current.id && are_queued(&row) => Ok((current, row)),
        // Somebody was faster, or it belongs to a third account, where it is to be parted first.
        _ => Err(refuse(ErrorCode::WrongStatus, "the address is part of an account already")),
    }
}

async fn bring(tx: &mut Tx, app: &App, from: &AccountRow, to: &AccountRow) -> Outcome<Joined> {
    let now = app.clock.now();
    db::account::join_guest_orders(tx, &from.id, &from.email).await?;
    let mut joined = Joined {
        subjects: db::address::share_grants(tx, &from.id, &to.id).await?,
        added: merge::gather(tx, app, &Owner::account(from), &Owner::account(to)).await?,
        sessions: db::address::move_sessions(tx, &from.id, &to.id).await?,
        recents: recent::share(tx, &from.id, &to.id).await?,
        ..Joined::default()
    };
    for store in db::account::stores(tx, &from.id).await? {
        if db::account::add_store(tx, &to.id, &store.id, now).await? {
            joined.stores.push(store.id);
        }
    }
    let parts = db::address::of_account(tx, &from.id).await?;
    joined.accounts = parts.into_iter().map(|part| part.account_id).collect();
    Ok(joined)
}

/// Parts two histories: each has what it had, and what was bought since with its own addresses.
pub async fn part(app: &App, session: Option<&str>, email: &str) -> Outcome<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let current = signed_in(&mut tx, app, session).await?.proven()?.account;
    let leaving = leaving(&mut tx, &current, email, now).await?;
    let Leaving { account: other, emails, joined } = &leaving;
    take_back(&mut tx, &current, &leaving, now).await?;
    take_back_on_the_way(&mut tx, &current, &leaving, now).await?;
    for account in &joined.accounts {
        db::address::put_back(&mut tx, account, &current.id, &other.id).await?;
    }
    let mut moved = Vec::new();
    for id in &joined.sessions {
        if db::address::move_session(&mut tx, id, &current.id, &other.id).await? {
            moved.push(id.clone());
        }
    }
    for email in emails {
        db::account::join_guest_orders(&mut tx, &other.id, email).await?;
    }
    finish(tx, app, &current.id, &moved, Vec::new()).await
}

/// The account of an address, which stands alone from now on.
async fn leaving(tx: &mut Tx, current: &AccountRow, email: &str, now: i64) -> Outcome<Leaving> {
    let nothing = || refuse(ErrorCode::NothingToUndo, "no such address joined within the last thirty days");
    let (account, _) = db::address::own(tx, email).await?.ok_or_else(nothing)?;
    db::account::queue(tx, &current.id).await?;
    let joined: Option<Joined> = db::address::part(tx, &account.id, &current.id, now - KEPT).await?;
    let joined = joined.ok_or_else(nothing)?;
    let mut emails = vec![account.email.clone()];
    let parts = db::address::of_account(tx, &current.id).await?.into_iter();
    emails.extend(parts.filter(|part| joined.accounts.contains(&part.account_id)).map(|part| part.email));
    Ok(Leaving { account, emails, joined })
}

/// Takes from an account what another one brought.
async fn take_back(tx: &mut Tx, from: &AccountRow, leaving: &Leaving, now: i64) -> Outcome<()> {
    let joined = &leaving.joined;
    merge::take_out(tx, &Owner::account(from), &joined.added, now).await?;
    for (product, seen_at) in &joined.recents {
        db::recent::take_out(tx, &from.id, product, *seen_at).await?;
    }
    for subject in &joined.subjects {
        db::address::forget_grant(tx, &from.id, subject).await?;
    }
    for store in &joined.stores {
        db::account::remove_store(tx, &from.id, store).await?;
    }
    for email in &leaving.emails {
        db::address::forget_of_email(tx, &from.id, email).await?;
    }
    Ok(())
}

/// Takes it from the accounts through which it came here too: parted later, they neither see what is another's nor bring
/// back who left.
async fn take_back_on_the_way(tx: &mut Tx, current: &AccountRow, leaving: &Leaving, now: i64) -> Outcome<()> {
    for part in db::address::of_account(tx, &current.id).await? {
        let brought: Option<Joined> = db::address::brought(tx, &part.account_id).await?;
        let Some(brought) = brought.filter(|brought| brought.accounts.contains(&leaving.account.id)) else {
            continue;
        };
        db::address::set_brought(tx, &part.account_id, &brought.without(leaving)).await?;
        if let Some(between) = db::account::find(tx, &part.account_id).await? {
            take_back(tx, &between, leaving, now).await?;
        }
    }
    Ok(())
}

async fn finish(
    mut tx: Tx,
    app: &App,
    account_id: &str,
    sessions: &[String],
    mailings: Vec<Mailing>,
) -> Outcome<()> {
    let now = app.clock.now();
    let mut entries: Vec<_> = sessions.iter().map(|id| about(id, Event::SessionChanged)).collect();
    entries.push(about(account_id, Event::AccountChanged));
    outbox::publish(&mut tx, now, entries).await?;
    outbox::ask_for_mails(&mut tx, now, mailings).await?;
    tx.commit().await?;
    app.ring().await;
    Ok(())
}

/// The addresses that joined an account.
pub async fn list(tx: &mut Tx, app: &App, account_id: &str) -> db::Result<Vec<AccountAddress>> {
    let zone = app.retailer.zone();
    let view = |address: db::address::Address| {
        let end = address.joined_at + KEPT;
        AccountAddress {
            email: address.email,
            joined_at: timestamp(address.joined_at, &zone),
            can_part_until: (end > app.clock.now()).then(|| timestamp(end, &zone)),
        }
    };
    Ok(db::address::of_account(tx, account_id).await?.into_iter().map(view).collect())
}
