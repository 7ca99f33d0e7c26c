use contract::{pickup::PickupStatus, reservation::ReservationStatus};
use leptos::prelude::*;

use crate::t;

/// The steps of a pickup and where it stands.
#[component]
pub fn PickupTimeline(status: PickupStatus) -> impl IntoView {
    let steps = [
        (PickupStatus::Placed, t!(pickup.placed)),
        (PickupStatus::Preparing, t!(pickup.preparing)),
        (PickupStatus::Ready, t!(pickup.ready)),
        (PickupStatus::Collected, t!(pickup.collected)),
    ];
    view! { <Timeline steps=Vec::from(steps) status=status /> }
}

/// The steps of a reservation and where it stands.
#[component]
pub fn ReservationTimeline(status: ReservationStatus) -> impl IntoView {
    let steps = [
        (ReservationStatus::Requested, t!(reservation.requested)),
        (ReservationStatus::Preparing, t!(reservation.step_preparing)),
        (ReservationStatus::Ready, t!(reservation.ready)),
        (ReservationStatus::Arrived, t!(reservation.step_arrived)),
        (ReservationStatus::Closed, t!(reservation.closed)),
    ];
    view! { <Timeline steps=Vec::from(steps) status=status /> }
}

/// Nothing for what ended on no step.
#[component]
fn Timeline<S: PartialEq + 'static>(steps: Vec<(S, String)>, status: S) -> impl IntoView {
    let Some(now) = steps.iter().position(|(step, _)| *step == status) else {
        return ().into_any();
    };
    let step = |(index, (_, label)): (usize, (S, String))| {
        let done =
            (index < now).then(|| view! { <span class="visually-hidden">" " {t!(pickup.done)}</span> });
        view! {
            <li class="timeline-step" class:timeline-done=index <= now aria-current=(index == now).then_some("step")>
                {label} {done}
            </li>
        }
    };
    view! {
        <ol class="timeline" aria-label=t!(pickup.progress)>
            {steps.into_iter().enumerate().map(step).collect_view()}
        </ol>
    }
    .into_any()
}
