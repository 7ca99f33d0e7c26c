use contract::pickup::PickupStatus;
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
    let Some(now) = steps.iter().position(|(step, _)| *step == status) else {
        return ().into_any();
    };
    let step = |(index, (_, label)): (usize, (PickupStatus, String))| {
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
