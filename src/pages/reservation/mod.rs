//! A reservation behind its private link: the pass, where it stands, when and where to come.

mod calendar;
mod changes;
mod coming;
mod line;
mod notices;
mod slot;
mod visit;

use contract::{event::Event, reservation::Reservation};
use leptos::prelude::*;

use super::{
    notify::Notify,
    private_page::{Opened, Private, PrivatePage},
};
use crate::{
    api::{self, Fetch},
    state::passes::Seen,
    t, text,
};
use changes::{CancelQuestion, Changes, DropQuestion};
use slot::ChangeSlot;
use visit::Visit;
pub use visit::status_text;

impl Private for Reservation {
    fn read(id: &str) -> Fetch<Self> {
        api::reservations::get(id, text::language())
    }

    fn cursor(&self) -> i64 {
        self.cursor
    }

    fn without_cursor(self) -> Self {
        Self { cursor: 0, ..self }
    }

    fn owner(&self) -> Option<(String, String)> {
        Some((self.name.clone(), self.email.clone()))
    }

    fn seen(self) -> Option<Seen> {
        Some(Seen::Reservation(self))
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
    let opened = Opened::follow();
    let changes = Changes::new(opened);
    let shown = move |reservation| view! { <Visit reservation=reservation changes=changes /> }.into_any();
    let can_arrive = |reservation: &Reservation| reservation.status.can_arrive();
    let waits = Memo::new(move |_| opened.shows(can_arrive).unwrap_or(false));
    view! {
        <PrivatePage opened=opened shown=Callback::new(shown)>
            <Show when=move || waits.get()>
                <Notify />
            </Show>
            <CancelQuestion changes=changes />
            <DropQuestion changes=changes />
            <ChangeSlot changes=changes />
        </PrivatePage>
    }
}
