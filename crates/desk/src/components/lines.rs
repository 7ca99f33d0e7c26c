use contract::{
    desk::{DeskLine, DeskReservationLine},
    reservation::{Elsewhere, ReservationLineStatus},
};
use leptos::prelude::*;
use storefront::{components::ProductPicture, format};

/// The pieces of a pickup: what to look for, and in which aisle.
#[component]
pub fn PickupLines(lines: Vec<DeskLine>) -> impl IntoView {
    view! {
        <ul class="pickup-lines" aria-label=t!(pickup.lines)>
            {lines.into_iter().map(|line| view! { <PickupLine line=line /> }).collect_view()}
        </ul>
    }
}

#[component]
fn PickupLine(line: DeskLine) -> impl IntoView {
    let DeskLine { line, aisle, .. } = line;
    view! {
        <li class="pickup-line">
            <ProductPicture picture=line.picture alt=String::new() sizes="5rem" />
            <Description name=line.name colour=line.colour size=line.size aisle=aisle sku=line.sku />
            <p class="pickup-quantity" class:pickup-quantity-many={line.quantity > 1}>
                <span aria-hidden="true">{t!(pickup.quantity, count = line.quantity)}</span>
                <span class="visually-hidden">{t!(pickup.quantity_read, count = line.quantity)}</span>
            </p>
        </li>
    }
}

/// The pieces of a reservation, and what became of each.
#[component]
pub fn ReservationLines(
    lines: Vec<DeskReservationLine>,
    /// What can be done with a piece that is kept.
    #[prop(optional)]
    tools: Option<Callback<DeskReservationLine, AnyView>>,
) -> impl IntoView {
    let line = |line: DeskReservationLine| {
        let tools = tools.filter(|_| line.line.status.is_kept()).map(|tools| tools.run(line.clone()));
        view! { <ReservationPiece line=line>{tools}</ReservationPiece> }
    };
    view! {
        <ul class="pickup-lines" aria-label=t!(reservation.lines)>{lines.into_iter().map(line).collect_view()}</ul>
    }
}

#[component]
fn ReservationPiece(line: DeskReservationLine, children: Children) -> impl IntoView {
    let DeskReservationLine { line, aisle, .. } = line;
    let missing = line.status == ReservationLineStatus::Missing;
    let elsewhere = line.elsewhere.as_ref().filter(|_| missing).map(elsewhere_text);
    let outcome = outcome_text(line.status).map(|text| view! { <p class="piece-outcome">{text}</p> });
    view! {
        <li class="pickup-line" class:piece-missing=missing>
            <ProductPicture picture=line.picture alt=String::new() sizes="5rem" />
            <Description name=line.name colour=line.colour size=line.size aisle=aisle sku=line.sku />
            {outcome}
            {elsewhere.map(|text| view! { <p class="piece-elsewhere">{text}</p> })}
            {children()}
        </li>
    }
}

#[component]
fn Description(
    name: String,
    colour: Option<String>,
    size: Option<String>,
    aisle: Option<String>,
    sku: String,
) -> impl IntoView {
    let size = size.map(|size| t!(pickup.size, size = size));
    let details: Vec<_> = colour.into_iter().chain(size).collect();
    let aisle = match aisle {
        Some(aisle) => view! { <p class="pickup-aisle">{aisle}</p> }.into_any(),
        None => view! { <p class="pickup-aisle muted">{t!(pickup.no_aisle)}</p> }.into_any(),
    };
    view! {
        <div class="pickup-line-text">
            <p class="pickup-line-name">{name}</p>
            <p>{details.join(" · ")}</p>
            {aisle}
            <p class="pickup-sku">{t!(pickup.sku, sku = sku)}</p>
        </div>
    }
}

/// The nearest other store that has a missing piece.
fn elsewhere_text(elsewhere: &Elsewhere) -> String {
    let Elsewhere { name, distance, quantity, .. } = elsewhere;
    match distance {
        Some(metres) => {
            let distance = format::distance(*metres);
            t!(piece.elsewhere_at, store = name, count = quantity, distance = distance)
        }
        None => t!(piece.elsewhere, store = name, count = quantity),
    }
}

fn outcome_text(status: ReservationLineStatus) -> Option<String> {
    match status {
        ReservationLineStatus::Held => None,
        ReservationLineStatus::Found => Some(t!(piece.is_found)),
        ReservationLineStatus::Missing => Some(t!(piece.missing)),
        ReservationLineStatus::Bought => Some(t!(piece.bought)),
        ReservationLineStatus::ReturnedToShelf => Some(t!(piece.returned)),
    }
}
