use contract::{
    order::{OrderLine, Pickup},
    pickup::{CancelledBy, LineOutcome, PickupStatus},
};
use leptos::prelude::*;

use crate::{
    components::{
        Glyph, Icon, OpeningHours, PassCard, PickupTimeline, ProductPicture, address_text, opening_text,
    },
    format,
    pages::{cart::variant_text, install::InstallOffer},
    paths, t,
};

/// Where it stands, in one sentence.
fn sentence(pickup: &Pickup) -> String {
    match pickup.status {
        PickupStatus::Placed | PickupStatus::Preparing => {
            t!(order.will_be_ready, moment = format::moment(&pickup.ready_by))
        }
        PickupStatus::Ready => t!(order.is_ready, moment = format::moment(&pickup.collect_by)),
        PickupStatus::Collected => match &pickup.collected_at {
            Some(at) => t!(order.collected_at, moment = format::moment(at)),
            None => t!(pickup.collected),
        },
        PickupStatus::Cancelled => match pickup.cancelled_by {
            Some(CancelledBy::Shopper) | None => t!(order.cancelled_by_you),
            Some(CancelledBy::Store | CancelledBy::System) => t!(order.cancelled_by_store),
        },
        PickupStatus::Expired => t!(order.expired),
    }
}

pub fn status_text(status: PickupStatus) -> String {
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
pub fn PickupSection(
    pickup: Pickup,
    /// Whether the shopper is asked if they want to cancel.
    cancelling: RwSignal<bool>,
) -> impl IntoView {
    let live = pickup.status.is_live();
    let over = matches!(pickup.status, PickupStatus::Cancelled | PickupStatus::Expired);
    let line = |line: OrderLine| view! { <Line outcome=line.outcome.filter(|_| !over) line=line /> };
    let lines = pickup.lines.iter().cloned().map(line).collect_view();
    let store = pickup.store.clone();
    let summary = store.summary.clone();
    let directions = paths::directions(&address_text(&summary));
    let cancel = live.then(|| {
        let ask = move |_| cancelling.set(true);
        view! { <button type="button" class="text-link" on:click=ask>{t!(order.cancel)}</button> }
    });
    view! {
        <section class="pickup" aria-label=t!(order.pickup_at, store = summary.name)>
            <div class="pickup-now" role="status">
                <p class="pickup-status" id="pickup-status" tabindex="-1">{status_text(pickup.status)}</p>
                <p class="pickup-sentence">{sentence(&pickup)}</p>
                <PickupTimeline status=pickup.status />
            </div>
            <div class="pickup-columns">
                <div class="pickup-pass">
                    {pickup.pass.clone().map(|pass| view! { <PassCard pass=pass title=t!(pass.title) /><InstallOffer /> })}
                    {live.then(|| view! { <a class="text-link" href=paths::passes()>{t!(passes.title)}</a> })}
                    {cancel}
                </div>
                <div class="pickup-rest">
                    <div class="plate">
                        <p class="plate-store"><a href=paths::store(&summary.slug)>{summary.name.clone()}</a></p>
                        <p class="plate-facts">{opening_text(&summary.opening)}</p>
                        {live
                            .then(|| {
                                view! { <p class="plate-ready">{t!(order.collect_by, moment = format::moment(&pickup.collect_by))}</p> }
                            })}
                    </div>
                    <address>{address_text(&summary)}</address>
                    <a class="text-link" href=directions rel="external noopener" target="_blank">
                        <Icon glyph=Glyph::Directions />
                        {t!(store.directions)}
                    </a>
                    <details class="pickup-hours">
                        <summary>{t!(store.hours)}</summary>
                        <OpeningHours store=store />
                    </details>
                    <h2>{t!(order.lines)}</h2>
                    <ul class="order-lines">{lines}</ul>
                </div>
            </div>
        </section>
    }
}

/// What became of a line, where the pickup went on without it.
fn outcome_text(outcome: LineOutcome) -> Option<String> {
    match outcome {
        LineOutcome::Missing => Some(t!(order.line_missing)),
        LineOutcome::Dropped => Some(t!(order.line_dropped)),
        LineOutcome::Found | LineOutcome::Collected => None,
    }
}

#[component]
fn Line(line: OrderLine, outcome: Option<LineOutcome>) -> impl IntoView {
    let href = paths::product(&line.product_slug, Some(&line.sku));
    view! {
        <li class="cart-line">
            <ProductPicture picture=line.picture alt=String::new() sizes="96px" />
            <div class="cart-line-text">
                <p class="cart-line-name"><a href=href>{t!(order.line, count = line.quantity, name = line.name)}</a></p>
                {variant_text(&line.colour, &line.size).map(|text| view! { <p class="muted">{text}</p> })}
                {outcome.and_then(outcome_text).map(|text| view! { <p class="field-error">{text}</p> })}
            </div>
            <p class="cart-line-total">{format::money_in_column(&line.total)}</p>
        </li>
    }
}
