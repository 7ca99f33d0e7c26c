//! The letters that tell of a reservation.

use contract::{
    money::Money,
    reservation::{ReservationChange, ReservationStatus},
};

use super::{
    Kind, Letter, Line, Parcel,
    closed::closed,
    greeting::greeted,
    letter::{days, detail, place, shown_pass},
    reservation_link, say,
};
use crate::{
    app::App,
    db::{
        self, Tx,
        reservation::{ReservationLineRow, ReservationRow},
        store::StoreRow,
    },
    domain::session,
};

impl Kind {
    /// The letter for what happened to a reservation, if it is worth one and still true.
    pub fn of_reservation(
        happened: ReservationStatus,
        change: ReservationChange,
        reservation: &ReservationRow,
    ) -> Option<Kind> {
        let now = reservation.status;
        let waits = |kind: Kind| now.can_arrive().then_some(kind);
        match change {
            ReservationChange::Status => Self::of_reservation_status(happened, now),
            ReservationChange::Resent | ReservationChange::Undone => {
                Self::of_reservation_status(told_as(now), now)
            }
            ReservationChange::PieceMissing => waits(Kind::ReservationPieceMissing),
            ReservationChange::Reminder => waits(Kind::ReservationReminder),
            ReservationChange::SlotChanged => waits(Kind::ReservationSlotChanged),
            ReservationChange::StoreClosed => waits(Kind::ReservationStoreClosed),
            ReservationChange::Expiring => {
                (now == ReservationStatus::Ready).then_some(Kind::ReservationExpiring)
            }
            _ => None,
        }
    }

    fn of_reservation_status(happened: ReservationStatus, now: ReservationStatus) -> Option<Kind> {
        use ReservationStatus as Status;
        match happened {
            Status::Requested => now.can_arrive().then_some(Kind::ReservationRequested),
            Status::Ready => (now == Status::Ready).then_some(Kind::ReservationReady),
            Status::Declined => Some(Kind::ReservationDeclined),
            Status::Cancelled => Some(Kind::ReservationCancelled),
            Status::Expired => Some(Kind::ReservationExpired),
            Status::NoShow => Some(Kind::ReservationNoShow),
            Status::Preparing | Status::Arrived | Status::Closed => None,
        }
    }
}

/// The status whose letter says where a reservation stands.
fn told_as(status: ReservationStatus) -> ReservationStatus {
    if status == ReservationStatus::Preparing { ReservationStatus::Requested } else { status }
}

impl Letter {
    /// The letter that tells of a change of a reservation; `None` when there is none to be sent.
    pub async fn of_reservation(
        tx: &mut Tx,
        app: &App,
        id: &str,
        happened: ReservationStatus,
        change: ReservationChange,
    ) -> db::Result<Option<Letter>> {
        let Some(reservation) = db::reservation::find(tx, id).await? else {
            return Ok(None);
        };
        let Some(kind) = Kind::of_reservation(happened, change, &reservation) else {
            return Ok(None);
        };
        let Some(store) = db::store::find(tx, &reservation.store_id).await? else {
            return Ok(None);
        };
        let language = reservation.language;
        let closed = closed(app, &store, language).filter(|_| kind == Kind::ReservationStoreClosed);
        if kind == Kind::ReservationStoreClosed && closed.is_none() {
            return Ok(None);
        }
        let mut lines = db::reservation::lines(tx, id).await?;
        if kind.is_live() {
            lines.retain(|line| line.status.is_kept());
        }
        let pass = shown_pass(tx, id, kind).await?;
        let token = session::mint_link(tx, id, app.clock.now()).await?;
        let url = &app.settings.public_url;
        let opens = store.closed_until.filter(|_| closed.is_some());
        let open = match (kind.is_live(), opens) {
            (true, Some(opens)) => days(&store, opens, reservation.keep_until, language),
            (true, None) => days(&store, reservation.slot_from, reservation.slot_until, language),
            (false, _) => Vec::new(),
        };
        Ok(Some(Letter {
            kind,
            language,
            retailer: app.retailer.name.clone(),
            legal: app.retailer.to_contract().legal,
            name: greeted(&reservation.name).map(String::from),
            cancel: kind.is_live().then(|| reservation_link(url, language, id, "?cancel=1", &token)),
            link: reservation_link(url, language, id, "", &token),
            store: place(&store, open),
            parcel: parcel(&store, &reservation, &lines),
            pass,
            closed,
            number: reservation.number,
            recipient: reservation.email,
            expires_at: match kind {
                Kind::ReservationReminder => Some(reservation.slot_from),
                Kind::ReservationExpiring => Some(reservation.keep_until),
                _ => None,
            },
        }))
    }
}

/// `ready_by` is when the shopper comes, `collect_by` how long the pieces are kept.
fn parcel(store: &StoreRow, reservation: &ReservationRow, lines: &[ReservationLineRow]) -> Parcel {
    let language = reservation.language;
    let money = |amount| say::money(&Money::new(amount, &reservation.currency), language);
    let zone = store.zone();
    Parcel {
        ready_by: say::moment(reservation.slot_from, &zone, language),
        collect_by: say::moment(reservation.keep_until, &zone, language),
        total: money(lines.iter().map(|line| line.price).sum()),
        lines: lines
            .iter()
            .map(|line| Line {
                name: line.name.clone(),
                detail: detail(&line.colour, &line.size),
                quantity: 1,
                unit_price: money(line.price),
                total: money(line.price),
            })
            .collect(),
    }
}
