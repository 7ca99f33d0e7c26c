use contract::reservation::Reservation;
use leptos::prelude::*;

use super::changes::{Changes, STATUS};
use crate::{
    api,
    api::ApiError,
    browser::{focus, time},
    format,
    pages::change::Refused,
    t, text,
};

/// « Je suis là » is offered from this long before the slot, in milliseconds.
const NEAR: f64 = 3_600_000.0;
/// The delays that are offered, in minutes.
const DELAYS: [u32; 3] = [15, 30, 60];
/// Long enough for the page to be drawn again.
const NEXT_VIEW: u64 = 60;

/// What the store was told of the shopper's coming.
pub fn said_text(reservation: &Reservation) -> Option<String> {
    let kept = format::moment(&reservation.keep_until);
    if !reservation.status.can_change() {
        return None;
    }
    match (&reservation.here_at, &reservation.late_until) {
        (Some(_), _) => Some(t!(reservation.here_said)),
        (None, Some(late)) => Some(t!(reservation.late_said, moment = format::moment(late), kept = kept)),
        (None, None) => None,
    }
}

/// Tells the store that the shopper is there, or comes later; each with one tap.
#[component]
pub fn Coming(reservation: Reservation, changes: Changes) -> impl IntoView {
    let open = reservation.status.can_change() && reservation.here_at.is_none();
    let from = time::parse(reservation.slot.from.as_str());
    let from_slot = reservation.slot.from;
    let is_near = Memo::new(move |_| {
        let now = changes.now.get();
        open && from.is_some_and(|from| now >= from - NEAR)
    });
    let is_today = Memo::new(move |_| {
        changes.now.track();
        open && format::is_today(&from_slot)
    });
    let here = move |_| {
        let id = changes.reservation_id();
        tell(changes, async move { api::reservations::say_here(&id, text::language()).await });
    };
    view! {
        <Show when=move || is_near.get() || is_today.get()>
            <section class="coming" aria-label=t!(reservation.coming)>
                <Show when=move || is_near.get()>
                    <button
                        type="button"
                        class="button button-now"
                        aria-disabled=move || changes.coming.is_busy().to_string()
                        on:click=here
                    >
                        {t!(reservation.here)}
                    </button>
                </Show>
                <Show when=move || is_today.get()>
                    <Delays changes=changes />
                </Show>
                <Refused change=changes.coming />
            </section>
        </Show>
    }
}

#[component]
fn Delays(changes: Changes) -> impl IntoView {
    let delay = move |minutes: u32| {
        let late = move |_| {
            let id = changes.reservation_id();
            tell(changes, async move { api::reservations::say_late(&id, minutes, text::language()).await });
        };
        view! {
            <button
                type="button"
                class="button button-quiet"
                aria-label=t!(reservation.late_by_read, minutes = minutes)
                aria-disabled=move || changes.coming.is_busy().to_string()
                on:click=late
            >
                {t!(reservation.late_by, minutes = minutes)}
            </button>
        }
    };
    view! {
        <div class="coming-late" role="group" aria-label=t!(reservation.late)>
            <p aria-hidden="true">{t!(reservation.late)}</p>
            {DELAYS.map(delay).collect_view()}
        </div>
    }
}

/// What the store was told is said where it stands; the focus goes there when its own button is gone.
fn tell(changes: Changes, request: impl Future<Output = Result<Reservation, ApiError>> + 'static) {
    changes.coming.send(request, |_| {
        time::after(NEXT_VIEW, || {
            if focus::is_nowhere() {
                focus::by_id(STATUS);
            }
        });
    });
}
