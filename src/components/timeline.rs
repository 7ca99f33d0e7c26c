use contract::{pickup::PickupStatus, reservation::ReservationStatus, return_request::ReturnStatus};
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

/// The steps of a return, each with its day once it was taken, and where it stands.
#[component]
pub fn ReturnTimeline(
    status: ReturnStatus,
    /// When it was requested, received and refunded.
    days: [Option<String>; 3],
) -> impl IntoView {
    let with_day = |label: String, day: Option<String>| match day {
        Some(day) => t!(returns.step, step = label, day = day),
        None => label,
    };
    let [requested, received, refunded] = days;
    let steps = [
        (ReturnStatus::Requested, with_day(t!(returns.requested), requested)),
        (ReturnStatus::Received, with_day(t!(returns.received), received)),
        (ReturnStatus::Refunded, with_day(t!(returns.refunded), refunded)),
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
