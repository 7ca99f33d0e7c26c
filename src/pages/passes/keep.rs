//! Keeps on this device the passes that the pages show, and lets go of those that are over.

use contract::{
    event::Event,
    order::Order,
    reservation::{Reservation, ReservationStatus},
    return_request::{ReturnRequest, ReturnStatus},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    browser::{database, storage, time},
    components::address_text,
    state::{
        live::Live,
        passes::{KeptPass, PassKind, PassesState, Seen},
    },
};

/// How many were kept last; a browser that has cleared them away has often left this.
const COUNT: &str = "passes";
/// In milliseconds: nobody shows a pass that ended so long ago.
const LONG_PAST: f64 = 7.0 * 86_400_000.0;

/// Passes by the id of what they are for; without one it is over.
type Known = Vec<(String, Option<KeptPass>)>;

fn of_order(order: Order) -> Known {
    let Order { id: subject, number, pickups, .. } = order;
    let known = pickups.into_iter().map(|pickup| {
        let pass = pickup.pass.filter(|_| pickup.status.is_live()).map(|pass| KeptPass {
            id: pickup.id.clone(),
            kind: PassKind::Order,
            subject: subject.clone(),
            number: number.clone(),
            store: Some((pickup.store.summary.name.clone(), address_text(&pickup.store.summary))),
            pass,
            until: pickup.collect_by,
            kept_at: time::server_now(),
        });
        (pickup.id, pass)
    });
    known.collect()
}

fn of_reservation(reservation: Reservation) -> Known {
    let Reservation { id, number, store, status, keep_until, .. } = reservation;
    let pass = reservation.pass.filter(|_| status.is_live()).map(|pass| KeptPass {
        id: id.clone(),
        kind: PassKind::Reservation,
        subject: id.clone(),
        number,
        store: Some((store.summary.name.clone(), address_text(&store.summary))),
        pass,
        until: keep_until,
        kept_at: time::server_now(),
    });
    vec![(id, pass)]
}

fn of_return(request: ReturnRequest) -> Known {
    let ReturnRequest { id, number, status, bring_by, .. } = request;
    let pass = request.pass.filter(|_| status == ReturnStatus::Requested).map(|pass| KeptPass {
        id: id.clone(),
        kind: PassKind::Return,
        subject: id.clone(),
        number,
        store: None,
        pass,
        until: bring_by,
        kept_at: time::server_now(),
    });
    vec![(id, pass)]
}

/// Whether passes were kept that are gone.
pub fn were_kept() -> bool {
    storage::local().get(COUNT).is_some()
}

/// Reads what is kept, then keeps what is told; once, whoever asks first.
pub fn start(passes: PassesState) {
    if passes.kept.with_untracked(Option::is_some) {
        return;
    }
    spawn_local(async move {
        let stored: Vec<KeptPass> = database::all(database::PASSES).await.unwrap_or_default();
        if passes.kept.with_untracked(Option::is_some) {
            return;
        }
        let (past, kept): (Vec<_>, Vec<_>) = stored.into_iter().partition(is_long_past);
        passes.kept.set(Some(kept));
        passes.keeper.arrive(move |seen| take(passes, seen));
        for pass in past {
            database::delete(database::PASSES, &pass.id).await;
        }
    });
}

fn is_long_past(pass: &KeptPass) -> bool {
    time::parse(pass.until.as_str()).is_some_and(|until| until + LONG_PAST < time::server_now())
}

/// Lets go of what ends while another page is on screen.
pub fn follow(passes: PassesState) {
    Live::expect().on(move |event| match event {
        Event::PickupChanged { pickup_id, status, .. } if !status.is_live() => {
            change(passes, vec![(pickup_id.clone(), None)]);
        }
        Event::ReservationChanged { reservation_id, status, .. } if !ReservationStatus::is_live(*status) => {
            change(passes, vec![(reservation_id.clone(), None)]);
        }
        Event::ReturnChanged { return_id, status, .. } if *status != ReturnStatus::Requested => {
            change(passes, vec![(return_id.clone(), None)]);
        }
        _ => {}
    });
}

fn take(passes: PassesState, seen: Seen) {
    match seen {
        Seen::Order(order) => change(passes, of_order(order)),
        Seen::Reservation(reservation) => change(passes, of_reservation(reservation)),
        Seen::Return(request) => change(passes, of_return(request)),
        Seen::Over(id) => change(passes, vec![(id, None)]),
        Seen::Nobody => {
            passes.kept.set(Some(Vec::new()));
            storage::local().remove(COUNT);
            spawn_local(async {
                database::clear(database::PASSES).await;
            });
        }
    }
}

fn change(passes: PassesState, known: Known) {
    let before = passes.kept.get_untracked().unwrap_or_default();
    let was_empty = before.is_empty();
    let mut now = before.clone();
    now.retain(|kept| !known.iter().any(|(id, _)| *id == kept.id));
    now.extend(known.iter().filter_map(|(_, pass)| pass.clone()));
    now.sort_by(|one, other| one.until.as_str().cmp(other.until.as_str()));
    match now.len() {
        0 => storage::local().remove(COUNT),
        count => storage::local().set(COUNT, &count.to_string()),
    }
    let is_first = was_empty && !now.is_empty();
    passes.kept.set(Some(now));
    spawn_local(async move {
        for (id, pass) in known {
            match pass {
                Some(pass) => database::put(database::PASSES, &pass).await,
                None if before.iter().any(|kept| kept.id == id) => {
                    database::delete(database::PASSES, &id).await
                }
                None => true,
            };
        }
        if is_first {
            database::persist().await;
        }
    });
}
