use contract::reservation::{ReservationLine, ReservationLineStatus, ReservationStatus};
use leptos::prelude::*;

use super::{
    changes::{Changes, piece_text},
    notices::TryElsewhere,
};
use crate::{components::ProductPicture, format, pages::cart::variant_text, paths, t};

/// What became of a piece, where there is something to say.
fn became_text(line: ReservationLineStatus, reservation: ReservationStatus) -> Option<String> {
    match line {
        ReservationLineStatus::Found if reservation.is_live() => Some(t!(reservation.line_found)),
        ReservationLineStatus::Bought => Some(t!(reservation.line_bought)),
        ReservationLineStatus::ReturnedToShelf if reservation == ReservationStatus::Closed => {
            Some(t!(reservation.line_returned))
        }
        ReservationLineStatus::ReturnedToShelf if reservation.is_live() => Some(t!(reservation.line_dropped)),
        ReservationLineStatus::Missing => Some(t!(reservation.line_missing)),
        _ => None,
    }
}

#[component]
pub fn Line(line: ReservationLine, reservation: ReservationStatus, changes: Changes) -> impl IntoView {
    let drop = (reservation.can_change() && line.status.is_kept()).then(|| {
        let (label, piece) = (t!(reservation.drop_of, piece = piece_text(&line)), line.clone());
        view! {
            <button
                type="button"
                class="text-link"
                aria-label=label
                on:click=move |_| changes.ask_to_drop(piece.clone())
            >
                {t!(reservation.drop)}
            </button>
        }
    });
    let elsewhere = (line.status == ReservationLineStatus::Missing).then(|| line.clone());
    let href = paths::product(&line.product_slug, Some(&line.sku));
    let class = if line.status == ReservationLineStatus::Missing { "field-error" } else { "muted" };
    let became = became_text(line.status, reservation).map(|text| view! { <p class=class>{text}</p> });
    view! {
        <li class="cart-line">
            <ProductPicture picture=line.picture alt=String::new() sizes="96px" />
            <div class="cart-line-text">
                <p class="cart-line-name"><a href=href>{line.name}</a></p>
                {variant_text(&line.colour, &line.size).map(|text| view! { <p class="muted">{text}</p> })}
                {became}
                {elsewhere.map(|line| view! { <TryElsewhere line=line /> })}
                {drop}
            </div>
            <p class="cart-line-total">{format::money_in_column(&line.price)}</p>
        </li>
    }
}
