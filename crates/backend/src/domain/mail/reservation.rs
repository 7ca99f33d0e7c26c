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

/// The letter for a change that happened, if it is worth one and still true.
async fn kind(
    tx: &mut Tx,
    happened: ReservationStatus,
    change: ReservationChange,
    reservation: &ReservationRow,
) -> db::Result<Option<Kind>> {
    use ReservationStatus as Status;
    let status = reservation.status;
    let waits = |kind: Kind| status.can_arrive().then_some(kind);
    Ok(match (change, happened) {
        (ReservationChange::PieceMissing, _) => waits(Kind::ReservationPieceMissing),
        (ReservationChange::SlotChanged, _) => waits(Kind::ReservationSlotChanged),
        (ReservationChange::StoreClosed, _) => waits(Kind::ReservationStoreClosed),
        (ReservationChange::Undone, _) => {
            let step = db::reservation_step::last_undone(tx, &reservation.id).await?;
            told_before(step.as_deref()).then(|| present(status)).flatten()
        }
        (ReservationChange::Status, Status::Requested) => waits(Kind::ReservationRequested),
        (ReservationChange::Status, _) if happened != status => None,
        (ReservationChange::Status, Status::Ready) => Some(Kind::ReservationReady),
        (ReservationChange::Status, Status::Declined) => Some(Kind::ReservationDeclined),
        (ReservationChange::Status, Status::Cancelled) => Some(Kind::ReservationCancelled),
        (ReservationChange::Status, Status::Expired) => Some(Kind::ReservationExpired),
        (ReservationChange::Status, Status::NoShow) => Some(Kind::ReservationNoShow),
        _ => None,
    })
}

/// Steps of which a letter told: that they were taken back is told too.
fn told_before(step: Option<&str>) -> bool {
    matches!(step, Some("missing" | "ready" | "no_show"))
}

/// The letter that says how things stand.
fn present(status: ReservationStatus) -> Option<Kind> {
    match status {
        ReservationStatus::Requested | ReservationStatus::Preparing => Some(Kind::ReservationRequested),
        ReservationStatus::Ready => Some(Kind::ReservationReady),
        _ => None,
    }
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
        let Some(kind) = kind(tx, happened, change, &reservation).await? else {
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
            link: reservation_link(&app.settings.public_url, language, id, &token),
            store: place(&store, open),
            parcel: parcel(&store, &reservation, &lines),
            pass,
            closed,
            number: reservation.number,
            recipient: reservation.email,
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
