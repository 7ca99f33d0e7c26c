use contract::reservation::{Reservation, ReservationLineStatus, ReservationStatus};
use leptos::prelude::*;

use super::{
    calendar::AddToCalendar,
    changes::{Changes, PIECES, STATUS},
    coming::{Coming, said_text},
    line::Line,
    notices::StoreClosed,
};
use crate::{
    components::{Glyph, Icon, OpeningHours, PassCard, ReservationTimeline, address_text, opening_text},
    format,
    pages::install::InstallOffer,
    paths::{self, Piece, TryOn},
    plural, t,
};

pub fn status_text(status: ReservationStatus) -> String {
    match status {
        ReservationStatus::Requested => t!(reservation.requested),
        ReservationStatus::Preparing => t!(reservation.preparing),
        ReservationStatus::Ready => t!(reservation.ready),
        ReservationStatus::Arrived => t!(reservation.arrived),
        ReservationStatus::Closed => t!(reservation.closed),
        ReservationStatus::Declined => t!(reservation.declined),
        ReservationStatus::Cancelled => t!(reservation.cancelled),
        ReservationStatus::Expired => t!(reservation.expired),
        ReservationStatus::NoShow => t!(reservation.no_show),
    }
}

/// Where it stands, in one sentence.
fn sentence(reservation: &Reservation) -> String {
    match reservation.status {
        ReservationStatus::Requested => t!(reservation.is_requested),
        ReservationStatus::Preparing => t!(reservation.is_preparing),
        ReservationStatus::Ready => {
            t!(reservation.is_ready, moment = format::moment(&reservation.keep_until))
        }
        ReservationStatus::Arrived => t!(reservation.is_arrived),
        ReservationStatus::Closed => {
            let is_bought = |status| status == ReservationLineStatus::Bought;
            let bought = reservation.lines.iter().filter(|line| is_bought(line.status)).count();
            match u32::try_from(bought).unwrap_or(u32::MAX) {
                0 => t!(reservation.is_closed),
                count => plural!(count, reservation.is_closed_with),
            }
        }
        ReservationStatus::Declined => t!(reservation.is_declined),
        ReservationStatus::Cancelled => t!(reservation.is_cancelled),
        ReservationStatus::Expired => t!(reservation.is_expired),
        ReservationStatus::NoShow => {
            t!(reservation.is_no_show, moment = format::moment(&reservation.keep_until))
        }
    }
}

/// The same pieces in the same store, to be reserved again.
pub fn again(reservation: &Reservation) -> TryOn {
    let piece = |line: &contract::reservation::ReservationLine| Piece {
        slug: line.product_slug.clone(),
        sku: line.sku.clone(),
    };
    TryOn {
        pieces: reservation.lines.iter().map(piece).collect(),
        store: Some(reservation.store.summary.id.clone()),
    }
}

/// Where it stands, what to show, where to go and what waits there.
#[component]
pub fn Visit(reservation: Reservation, changes: Changes) -> impl IntoView {
    let status = reservation.status;
    let lines = reservation.lines.iter().cloned();
    let lines =
        lines.map(|line| view! { <Line line=line reservation=status changes=changes /> }).collect_view();
    let cancel = status.can_cancel().then(|| {
        let ask = move |_| changes.cancelling.set(true);
        view! { <button type="button" class="text-link" on:click=ask>{t!(reservation.cancel)}</button> }
    });
    let said = said_text(&reservation).map(|text| view! { <p class="visit-said">{text}</p> });
    let reserve_again = (!status.is_live() && status != ReservationStatus::Closed).then(|| {
        let href = paths::reserve(&again(&reservation));
        view! { <p><a class="button" href=href>{t!(reservation.again)}</a></p> }
    });
    let note = reservation.note.clone().map(|note| {
        view! { <p class="muted">{t!(reservation.note, note = note)}</p> }
    });
    let pass = reservation.pass.clone().filter(|_| status.is_live());
    view! {
        <section class="pickup" aria-label=t!(reservation.visit_at, store = reservation.store.summary.name)>
            <div class="pickup-now" role="status">
                <p class="pickup-status" id=STATUS tabindex="-1">{status_text(status)}</p>
                <p class="pickup-sentence">{sentence(&reservation)}</p>
                {said}
                <ReservationTimeline status=status />
            </div>
            <StoreClosed reservation=reservation.clone() changes=changes />
            <Coming reservation=reservation.clone() changes=changes />
            <div class="pickup-columns">
                <div class="pickup-pass">
                    {pass.map(|pass| view! { <PassCard pass=pass title=t!(reservation.pass) /><InstallOffer /> })}
                    {cancel}
                    {reserve_again}
                </div>
                <div class="pickup-rest">
                    <Where reservation=reservation.clone() changes=changes />
                    <h2 id=PIECES tabindex="-1">{t!(reserve.pieces)}</h2>
                    <ul class="order-lines">{lines}</ul>
                    {note}
                </div>
            </div>
        </section>
    }
}

/// When to come and where.
#[component]
fn Where(reservation: Reservation, changes: Changes) -> impl IntoView {
    let coming = reservation.status.can_arrive();
    let summary = reservation.store.summary.clone();
    let directions = paths::directions(&address_text(&summary));
    let when = coming.then(|| view! { <p class="plate-ready">{format::slot(&reservation.slot)}</p> });
    let kept = coming.then(|| {
        view! { <p class="muted">{t!(reservation.kept_until, moment = format::moment(&reservation.keep_until))}</p> }
    });
    let change = reservation.status.can_change().then(|| {
        let open = move |_| changes.moving.set(true);
        view! { <button type="button" class="text-link" on:click=open>{t!(reservation.change_slot)}</button> }
    });
    let calendar = coming.then(|| view! { <AddToCalendar reservation=reservation.clone() /> });
    view! {
        <div class="plate">
            <p class="plate-store"><a href=paths::store(&summary.slug)>{summary.name.clone()}</a></p>
            <p class="plate-facts">{opening_text(&summary.opening)}</p>
            {when}
        </div>
        {kept}
        <address>{address_text(&summary)}</address>
        <div class="visit-actions">
            {change}
            {calendar}
            <a class="text-link" href=directions rel="external noopener" target="_blank">
                <Icon glyph=Glyph::Directions />
                {t!(store.directions)}
            </a>
        </div>
        <details class="pickup-hours">
            <summary>{t!(store.hours)}</summary>
            <OpeningHours store=reservation.store />
        </details>
    }
}
