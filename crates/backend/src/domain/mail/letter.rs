//! What a mail says, before it is written: everything the templates may use.

use contract::{
    language::Language,
    money::Money,
    pickup::{CancelledBy, PickupStatus},
};
use jiff::civil;
use serde::Serialize;

use super::{order_link, qr, say};
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
}

impl Kind {
    pub const ALL: [Kind; 5] =
        [Self::Placed, Self::Ready, Self::CancelledByShopper, Self::CancelledByStore, Self::Expired];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Ready => "ready",
            Self::CancelledByShopper => "cancelled_by_shopper",
            Self::CancelledByStore => "cancelled_by_store",
            Self::Expired => "expired",
        }
    }

    /// The letter for a change that happened, if it is worth one and still true: nobody shall come for what was
    /// handed over or cancelled meanwhile.
    pub fn of(happened: PickupStatus, pickup: &PickupRow) -> Option<Kind> {
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
        matches!(self, Kind::Placed | Kind::Ready)
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
    pub store: Place,
    pub parcel: Parcel,
    pub pass: Option<ShownPass>,
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
    ) -> db::Result<Option<Letter>> {
        let Some(pickup) = db::pickup::find(tx, pickup_id).await? else {
            return Ok(None);
        };
        let Some(kind) = Kind::of(happened, &pickup) else {
            return Ok(None);
        };
        let Some(order) = db::order::find(tx, &pickup.order_id).await? else {
            return Ok(None);
        };
        let Some(store) = db::store::find(tx, &pickup.store_id).await? else {
            return Ok(None);
        };
        let lines = db::order::lines_of_pickup(tx, &pickup.id).await?;
        let pass = match db::pass::live(tx, &pickup.id).await? {
            Some(pass) if kind.is_live() => Some(ShownPass {
                digits: say::digits(&pass.digits),
                width: qr::shown_width(&pass.token).ok(),
                token: pass.token,
            }),
            _ => None,
        };
        let token = session::mint_link(tx, &order.id, app.clock.now()).await?;
        let language = order.language;
        Ok(Some(Letter {
            kind,
            language,
            retailer: app.retailer.name.clone(),
            legal: app.retailer.to_contract().legal,
            name: greeted(&order.name).map(String::from),
            link: order_link(&app.settings.public_url, language, &order.id, &token),
            store: place(&store, &pickup, app.clock.now(), kind, language),
            parcel: parcel(&store, &pickup, &order, &lines),
            pass,
            number: order.number,
            recipient: order.email,
        }))
    }
}

/// The name if it is one. Anyone can order for any address: what mail readers would make a link of stays out of
/// what we send there.
fn greeted(name: &str) -> Option<&str> {
    let domain = |word: &str| {
        word.trim_end_matches('.').rsplit_once('.').is_some_and(|(before, last)| {
            !before.is_empty() && last.starts_with(char::is_alphanumeric) && last.chars().count() > 1
        })
    };
    let suspicious = name.contains(['/', '@', ':', '\\']) || name.split_whitespace().any(domain);
    (!suspicious).then_some(name)
}

fn place(store: &StoreRow, pickup: &PickupRow, now: i64, kind: Kind, language: Language) -> Place {
    let city = [store.postal_code.as_deref(), Some(store.city.as_str())];
    let city = city.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let from = if kind == Kind::Ready { now } else { pickup.ready_by };
    Place {
        name: store.name.clone(),
        address: store.address.iter().cloned().chain([city]).collect(),
        phone: store.phone.clone(),
        days: if kind.is_live() { days(store, from, pickup.collect_by, language) } else { Vec::new() },
    }
}

/// The days from one moment to another with the hours of each, as far as they are known.
fn days(store: &StoreRow, from: i64, until: i64, language: Language) -> Vec<(String, Vec<String>)> {
    let hours = store.hours();
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
                detail: detail(line),
                quantity: line.quantity,
                unit_price: money(line.unit_price),
                total: money(total_of(line)),
            })
            .collect(),
    }
}

fn detail(line: &LineRow) -> Option<String> {
    let parts: Vec<&str> = [&line.colour, &line.size].into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::greeted;

    #[test]
    fn people_are_greeted_by_name() {
        for name in ["Zoé Martin", "J.-P. Dupont", "J.P. Dupont", "Mme O’Brien", "Anne-Marie St. John"] {
            assert_eq!(greeted(name), Some(name));
        }
    }

    #[test]
    fn advertisements_are_not_greeted() {
        for name in ["win at evil.com", "https://evil.example", "www.evil.fr now", "a@b.fr", "evil.com."] {
            assert_eq!(greeted(name), None, "{name}");
        }
    }
}
