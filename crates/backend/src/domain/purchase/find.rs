//! The list of purchases, narrowed and by year.

use std::collections::{BTreeMap, HashMap};

use contract::{
    money::Money,
    newtypes::Invalid,
    order::Channel,
    purchase::{Purchase, PurchaseQuery, PurchaseStatus, PurchaseStore, PurchaseYear, Purchases},
};

use super::view::{view, view_row};
use crate::{
    app::App,
    db::{self, Tx, purchase::PurchaseRow, purchase_list::PurchaseText},
    domain::{
        law,
        order::check_access,
        page::Asked,
        refusal::{Outcome, invalid},
        return_request::view_store,
        search::folded,
    },
};

const MAX_WORDS: usize = 200;

/// The purchase, for a session that may see it. Others can't tell it from one that does not exist.
pub async fn find(app: &App, session: Option<&str>, id: &str) -> Outcome<Purchase> {
    let mut tx = app.db.read().await?;
    check_access(&mut tx, app, session, id, "purchase").await?;
    view(&mut tx, app, id).await
}

/// What the session or its account bought, the last first.
pub async fn list(app: &App, session: Option<&str>, query: &PurchaseQuery) -> Outcome<Purchases> {
    let asked = Asked::check(query.page, query.per_page)?;
    let words = query.q.as_deref().unwrap_or_default();
    if words.chars().count() > MAX_WORDS {
        return Err(invalid("q", Invalid::TooLong));
    }
    let mut tx = app.db.read().await?;
    let cursor = db::outbox::last(&mut tx).await?;
    let all = match session {
        Some(session) => db::purchase_list::seen(&mut tx, session, app.clock.now()).await?,
        None => Vec::new(),
    };
    let years = years(&mut tx, app, &all).await?;
    let channels = Channel::ALL.into_iter().filter(|channel| all.iter().any(|row| row.channel == *channel));
    let (channels, stores) = (channels.collect(), stores(&mut tx, &all).await?);
    let rows = narrow(&mut tx, app, all, query, &folded(words)).await?;
    let total = u64::try_from(rows.len()).unwrap_or_default();
    let skip = usize::try_from(asked.skip()).unwrap_or(usize::MAX);
    let per_page = usize::try_from(asked.per_page).unwrap_or(usize::MAX);
    let mut items = Vec::new();
    for row in rows.into_iter().skip(skip).take(per_page) {
        items.push(view_row(&mut tx, app, row).await?);
    }
    let (page, per_page) = (asked.page, asked.per_page);
    Ok(Purchases { items, total, page, per_page, years, channels, stores, cursor })
}

fn year_of(app: &App, row: &PurchaseRow) -> i32 {
    i32::from(law::local_date(row.bought_at, &app.retailer.zone()).year())
}

/// What was given up costs nothing.
fn counts(status: PurchaseStatus) -> bool {
    use PurchaseStatus as Status;
    match status {
        Status::Cancelled | Status::Expired | Status::Voided => false,
        Status::Placed | Status::Preparing | Status::Ready | Status::Collected | Status::Bought => true,
    }
}

async fn years(tx: &mut Tx, app: &App, all: &[PurchaseRow]) -> Outcome<Vec<PurchaseYear>> {
    let ids: Vec<String> = all.iter().map(|row| row.id.clone()).collect();
    let pieces = db::purchase_list::pieces(tx, &ids).await?;
    let refunded = db::purchase_back::refunded(tx, &ids).await?;
    let money = |amount| Money::new(amount, &app.retailer.currency);
    let mut years = BTreeMap::new();
    for row in all {
        let year = years.entry(year_of(app, row)).or_insert_with_key(|year| PurchaseYear {
            year: *year,
            purchases: 0,
            pieces: 0,
            spent: money(0),
            refunded: money(0),
        });
        if counts(row.status) {
            year.purchases += 1;
            year.pieces += pieces.get(&row.id).copied().unwrap_or_default();
            year.spent.amount += row.total;
        }
        year.refunded.amount += refunded.get(&row.id).copied().unwrap_or_default();
    }
    Ok(years.into_values().rev().collect())
}

/// By name.
async fn stores(tx: &mut Tx, all: &[PurchaseRow]) -> Outcome<Vec<PurchaseStore>> {
    let mut ids: Vec<&str> = all.iter().map(|row| row.store_id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut stores = Vec::new();
    for id in ids {
        stores.extend(db::store::find(tx, id).await?.as_ref().map(view_store));
    }
    stores.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(stores)
}

async fn narrow(
    tx: &mut Tx,
    app: &App,
    all: Vec<PurchaseRow>,
    query: &PurchaseQuery,
    words: &[String],
) -> Outcome<Vec<PurchaseRow>> {
    let fits = |row: &PurchaseRow| {
        query.year.is_none_or(|year| year == year_of(app, row))
            && query.channel.is_none_or(|channel| channel == row.channel)
            && query.store.as_ref().is_none_or(|store| *store == row.store_id)
    };
    let rows: Vec<PurchaseRow> = all.into_iter().filter(fits).collect();
    if words.is_empty() {
        return Ok(rows);
    }
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut texts: HashMap<String, Vec<String>> = HashMap::new();
    for PurchaseText { purchase_id, text } in db::purchase_list::texts(tx, &ids).await? {
        texts.entry(purchase_id).or_default().extend(folded(&text));
    }
    let says = |row: &PurchaseRow| {
        let mut said = texts.get(&row.id).cloned().unwrap_or_default();
        said.extend(folded(&row.number));
        words.iter().all(|word| said.iter().any(|known| known.starts_with(word.as_str())))
    };
    Ok(rows.into_iter().filter(says).collect())
}
