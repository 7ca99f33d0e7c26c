//! A reservation behind its private link: the pass, where it stands, when and where to come.

mod calendar;
mod cancel;
mod line;
mod visit;

use contract::{event::Event, reservation::Reservation};
use leptos::prelude::*;

use super::private_page::{Private, PrivatePage};
use crate::{
    api::{self, Fetch},
    state::query::Query,
    t, text,
};
use visit::Visit;

impl Private for Reservation {
    fn read(id: &str) -> Fetch<Self> {
        api::reservations::get(id, text::language())
    }

    fn cursor(&self) -> i64 {
        self.cursor
    }

    fn is_changed_by(event: &Event, id: &str) -> bool {
        matches!(event, Event::ReservationChanged { reservation_id, .. } if reservation_id == id)
    }

    fn title(known: Option<&Self>) -> String {
        match known {
            Some(reservation) => t!(reservation.title, number = reservation.number),
            None => t!(reservation.title_loading),
        }
    }

    fn closed() -> (String, String) {
        (t!(reservation.closed_title), t!(reservation.closed_text))
    }
}

#[component]
pub fn ReservationPage() -> impl IntoView {
    let shown = |reservation, query| view! { <Shown reservation=reservation query=query /> }.into_any();
    view! { <PrivatePage<Reservation> shown=shown /> }
}

#[component]
fn Shown(reservation: Reservation, query: Query<Reservation>) -> impl IntoView {
    let (name, email) = (reservation.name.clone(), reservation.email.clone());
    view! {
        <p class="muted">{t!(order.placed, name = name, email = email)}</p>
        <Visit reservation=reservation query=query />
    }
}
