use contract::{desk::DeskPickup, pickup::PickupStatus};
use leptos::prelude::*;
use storefront::{browser::time, format};

fn status_text(status: PickupStatus) -> String {
    match status {
        PickupStatus::Placed => t!(pickup.placed),
        PickupStatus::Preparing => t!(pickup.preparing),
        PickupStatus::Ready => t!(pickup.ready),
        PickupStatus::Collected => t!(pickup.collected),
        PickupStatus::Cancelled => t!(pickup.cancelled),
        PickupStatus::Expired => t!(pickup.expired),
    }
}

#[component]
pub fn StatusMark(status: PickupStatus) -> impl IntoView {
    let live = status.is_live();
    view! { <span class="status-mark" class:status-live=live>{status_text(status)}</span> }
}

/// How many pieces a pickup has.
pub fn units_text(pickup: &DeskPickup) -> String {
    plural!(pickup.lines.iter().map(|line| line.line.quantity).sum(), pickup.units)
}

/// How long it has waited, and until when it is promised or kept.
#[component]
pub fn Times(
    pickup: DeskPickup,
    /// The time, in milliseconds; what it is measured against grows old with it.
    now: Signal<f64>,
) -> impl IntoView {
    let promised = time::parse(pickup.ready_by.as_str());
    let view_times = move || {
        let now = now.get();
        match pickup.status {
            PickupStatus::Placed | PickupStatus::Preparing => {
                let moment = format::moment(&pickup.ready_by);
                let late = promised.is_some_and(|promised| promised < now);
                let promise = if late {
                    t!(pickup.late, moment = moment)
                } else {
                    t!(pickup.promised, moment = moment)
                };
                let waiting = t!(pickup.waiting, ago = format::ago(&pickup.placed_at));
                view! {
                    <span class="times-promise" class:times-late=late>{promise}</span>
                    " "
                    <span class="muted">{waiting}</span>
                }
                .into_any()
            }
            PickupStatus::Ready => t!(pickup.kept, moment = format::moment(&pickup.collect_by)).into_any(),
            PickupStatus::Collected => pickup
                .collected_at
                .as_ref()
                .map(|at| t!(pickup.collected_at, moment = format::moment(at)))
                .into_any(),
            PickupStatus::Cancelled | PickupStatus::Expired => ().into_any(),
        }
    };
    view! { <p class="times">{view_times}</p> }
}
