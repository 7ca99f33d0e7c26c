//! What a mail says, before it is written: everything the templates may use.

use contract::{
    language::Language,
    money::Money,
    pickup::{PickupChange, PickupStatus},
};
use jiff::civil;
use serde::Serialize;

use super::{
    Kind,
    closed::{Closed, closed},
    greeting::greeted,
    order_link, qr, say,
};
use crate::{
    app::App,
    db::{
        self, Tx,
        order::{LineRow, OrderRow},
        pickup::PickupRow,
        store::StoreRow,
    },
    domain::session,
};

/// The days of which a mail tells the hours.
const MOST_DAYS: usize = 7;

#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    #[serde(skip)]
    pub kind: Kind,
    #[serde(skip)]
    pub language: Language,
    #[serde(skip)]
    pub recipient: String,
    /// When it is of no use any more.
    #[serde(skip)]
    pub expires_at: Option<i64>,
    pub retailer: String,
    pub legal: contract::retailer::Legal,
    pub number: String,
    /// How the shopper is greeted.
    pub name: Option<String>,
    pub link: String,
    /// The same link, which asks at once whether to cancel; only of a reservation that can be cancelled.
    pub cancel: Option<String>,
    pub store: Place,
    pub parcel: Parcel,
    pub pass: Option<ShownPass>,
    /// When the store had to close.
    pub closed: Option<Closed>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub name: String,
    pub address: Vec<String>,
    pub phone: Option<String>,
    /// The days on which one can come, with their hours; no hours is closed.
    pub days: Vec<(String, Vec<String>)>,
}

/// What is waiting in the store.
#[derive(Clone, Debug, Serialize)]
pub struct Parcel {
    pub ready_by: String,
    pub collect_by: String,
    pub lines: Vec<Line>,
    pub total: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub name: String,
    /// Colour and size, as far as they are known.
    pub detail: Option<String>,
    pub quantity: u32,
    pub unit_price: String,
    pub total: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct ShownPass {
    pub digits: String,
    #[serde(skip)]
    pub token: String,
    /// The width of the QR code on the screen; none when there is no such code: the digits are enough.
    pub width: Option<usize>,
}

impl Letter {
    /// The letter that tells of a change of a pickup; `None` when there is none to be sent.
    pub async fn load(
        tx: &mut Tx,
        app: &App,
        pickup_id: &str,
        happened: PickupStatus,
        change: PickupChange,
    ) -> db::Result<Option<Letter>> {
        let Some(pickup) = db::pickup::find(tx, pickup_id).await? else {
            return Ok(None);
        };
        let Some(kind) = Kind::of_pickup(happened, change, &pickup) else {
            return Ok(None);
        };
        let Some(order) = db::order::find(tx, &pickup.order_id).await? else {
            return Ok(None);
        };
        let Some(store) = db::store::find(tx, &pickup.store_id).await? else {
            return Ok(None);
        };
        let closed = closed(app, &store, order.language);
        if kind == Kind::StoreClosed && closed.is_none() {
            return Ok(None);
        }
        let lines = db::order::lines_of_pickup(tx, &pickup.id).await?;
        let pass = shown_pass(tx, &pickup.id, kind).await?;
        let token = session::mint_link(tx, &order.id, app.clock.now()).await?;
        let language = order.language;
        Ok(Some(Letter {
            kind,
            language,
            retailer: app.retailer.name.clone(),
            legal: app.retailer.to_contract().legal,
            name: greeted(&order.name).map(String::from),
            cancel: None,
            link: order_link(&app.settings.public_url, language, &order.id, &token),
            store: place(&store, days_of_pickup(&store, &pickup, app.clock.now(), kind, language)),
            parcel: parcel(&store, &pickup, &order, &lines),
            pass,
            closed: closed.filter(|_| kind == Kind::StoreClosed),
            number: order.number,
            recipient: order.email,
            expires_at: (kind == Kind::PickupExpiring).then_some(pickup.collect_by),
        }))
    }
}

/// The pass of a pickup or a reservation, while there is something to come for.
pub(super) async fn shown_pass(tx: &mut Tx, subject_id: &str, kind: Kind) -> db::Result<Option<ShownPass>> {
    let pass = db::pass::live(tx, subject_id).await?.filter(|_| kind.is_live());
    Ok(pass.map(|pass| ShownPass {
        digits: say::digits(&pass.digits),
        width: qr::shown_width(&pass.token).ok(),
        token: pass.token,
    }))
}

fn days_of_pickup(
    store: &StoreRow,
    pickup: &PickupRow,
    now: i64,
    kind: Kind,
    language: Language,
) -> Vec<(String, Vec<String>)> {
    let from = match kind {
        Kind::Ready | Kind::PickupExpiring => now,
        Kind::StoreClosed => store.closed_until.unwrap_or(now),
        _ => pickup.ready_by,
    };
    if kind.is_live() { days(store, from, pickup.collect_by, language) } else { Vec::new() }
}

pub(super) fn place(store: &StoreRow, days: Vec<(String, Vec<String>)>) -> Place {
    let city = [store.postal_code.as_deref(), Some(store.city.as_str())];
    let city = city.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Place {
        name: store.name.clone(),
        address: store.address.iter().cloned().chain([city]).collect(),
        phone: store.phone.clone(),
        days,
    }
}

/// The days from one moment to another with the hours of each, as far as they are known.
pub(super) fn days(
    store: &StoreRow,
    from: i64,
    until: i64,
    language: Language,
) -> Vec<(String, Vec<String>)> {
    let hours = store.hours();
    let from = store.closed_until.map_or(from, |opens| opens.max(from));
    let date = |moment: i64| -> civil::Date { say::local(moment, &hours.zone).date() };
    let hours_of = |day| {
        let spells = hours.spells_on(day)?;
        let said = spells.iter().map(|spell| say::spell(spell, language)).collect();
        Some((say::day(day, language), said))
    };
    // An opening that ends at midnight is the day before's.
    let last = date(until - 1);
    date(from)
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= last)
        .take(MOST_DAYS)
        .filter_map(hours_of)
        .collect()
}

fn parcel(store: &StoreRow, pickup: &PickupRow, order: &OrderRow, lines: &[LineRow]) -> Parcel {
    let money = |amount| say::money(&Money::new(amount, &order.currency), order.language);
    let total_of = |line: &LineRow| line.unit_price * i64::from(line.quantity);
    let zone = store.zone();
    Parcel {
        ready_by: say::moment(pickup.ready_by, &zone, order.language),
        collect_by: say::moment(pickup.collect_by, &zone, order.language),
        total: money(lines.iter().map(total_of).sum()),
        lines: lines
            .iter()
            .map(|line| Line {
                name: line.name.clone(),
                detail: detail(&line.colour, &line.size),
                quantity: line.quantity,
                unit_price: money(line.unit_price),
                total: money(total_of(line)),
            })
            .collect(),
    }
}

pub(super) fn detail(colour: &Option<String>, size: &Option<String>) -> Option<String> {
    let parts: Vec<&str> = [colour, size].into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
