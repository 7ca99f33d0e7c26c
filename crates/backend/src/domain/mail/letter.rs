//! What a mail says, before it is written: everything the templates may use.

use contract::{
    language::Language,
    money::Money,
    pickup::{CancelledBy, PickupChange, PickupStatus},
};
use jiff::civil;
use serde::Serialize;

use super::{
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

/// Which letter it is: a section of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Placed,
    Ready,
    CancelledByShopper,
    CancelledByStore,
    Expired,
    ReservationRequested,
    ReservationReady,
    ReservationPieceMissing,
    ReservationDeclined,
    ReservationCancelled,
    ReservationExpired,
    ReservationNoShow,
    ReservationSlotChanged,
    ReservationStoreClosed,
    StoreClosed,
    PickupExpiring,
    ReservationReminder,
    ReservationExpiring,
    SignIn,
    FavouriteBack,
    FavouritePrice,
}

/// The status whose letter says where a pickup stands.
fn told_as(status: PickupStatus) -> PickupStatus {
    if status == PickupStatus::Preparing { PickupStatus::Placed } else { status }
}

impl Kind {
    pub const ALL: [Kind; 21] = [
        Self::Placed,
        Self::Ready,
        Self::CancelledByShopper,
        Self::CancelledByStore,
        Self::Expired,
        Self::ReservationRequested,
        Self::ReservationReady,
        Self::ReservationPieceMissing,
        Self::ReservationDeclined,
        Self::ReservationCancelled,
        Self::ReservationExpired,
        Self::ReservationNoShow,
        Self::ReservationSlotChanged,
        Self::ReservationStoreClosed,
        Self::StoreClosed,
        Self::PickupExpiring,
        Self::ReservationReminder,
        Self::ReservationExpiring,
        Self::SignIn,
        Self::FavouriteBack,
        Self::FavouritePrice,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Ready => "ready",
            Self::CancelledByShopper => "cancelled_by_shopper",
            Self::CancelledByStore => "cancelled_by_store",
            Self::Expired => "expired",
            Self::ReservationRequested => "reservation_requested",
            Self::ReservationReady => "reservation_ready",
            Self::ReservationPieceMissing => "reservation_piece_missing",
            Self::ReservationDeclined => "reservation_declined",
            Self::ReservationCancelled => "reservation_cancelled",
            Self::ReservationExpired => "reservation_expired",
            Self::ReservationNoShow => "reservation_no_show",
            Self::ReservationSlotChanged => "reservation_slot_changed",
            Self::ReservationStoreClosed => "reservation_store_closed",
            Self::StoreClosed => "store_closed",
            Self::PickupExpiring => "pickup_expiring",
            Self::ReservationReminder => "reservation_reminder",
            Self::ReservationExpiring => "reservation_expiring",
            Self::SignIn => "sign_in",
            Self::FavouriteBack => "favourite_back",
            Self::FavouritePrice => "favourite_price",
        }
    }

    /// The letter for what happened to a pickup, if it is worth one and still true: nobody shall come for what was
    /// handed over or cancelled meanwhile.
    pub fn of_pickup(happened: PickupStatus, change: PickupChange, pickup: &PickupRow) -> Option<Kind> {
        match change {
            PickupChange::Status => Self::of_status(happened, pickup),
            PickupChange::Resent => Self::of_status(told_as(pickup.status), pickup),
            PickupChange::StoreClosed => pickup.status.is_live().then_some(Kind::StoreClosed),
            PickupChange::Expiring => (pickup.status == PickupStatus::Ready).then_some(Kind::PickupExpiring),
        }
    }

    fn of_status(happened: PickupStatus, pickup: &PickupRow) -> Option<Kind> {
        match happened {
            PickupStatus::Placed => pickup.status.is_live().then_some(Kind::Placed),
            PickupStatus::Ready => (pickup.status == PickupStatus::Ready).then_some(Kind::Ready),
            PickupStatus::Cancelled if pickup.cancelled_by == Some(CancelledBy::Shopper) => {
                Some(Kind::CancelledByShopper)
            }
            PickupStatus::Cancelled => Some(Kind::CancelledByStore),
            PickupStatus::Expired => Some(Kind::Expired),
            PickupStatus::Preparing | PickupStatus::Collected => None,
        }
    }

    /// There is something to come for.
    pub fn is_live(self) -> bool {
        matches!(
            self,
            Kind::Placed
                | Kind::Ready
                | Kind::ReservationRequested
                | Kind::ReservationReady
                | Kind::ReservationPieceMissing
                | Kind::ReservationSlotChanged
                | Kind::ReservationStoreClosed
                | Kind::StoreClosed
                | Kind::PickupExpiring
                | Kind::ReservationReminder
                | Kind::ReservationExpiring
        )
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    #[serde(skip)]
    pub kind: Kind,
    #[serde(skip)]
    pub language: Language,
    #[serde(skip)]
    pub recipient: String,
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
