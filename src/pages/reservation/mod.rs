//! A reservation behind its private link: the pass, where it stands, when and where to come.

mod calendar;
mod cancel;
mod line;
mod visit;

use contract::{event::Event, reservation::Reservation};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    failure::{Failure, failure_text},
    heading::Heading,
    notify::Notify,
    private_link::{Link, PrivateLink},
};
use crate::{
    api::{self, ApiError},
    components::{Lines, Message},
    paths::{self, ProductFilter},
    state::{
        live::Live,
        query::{Query, Remote},
    },
    t, text,
};
use visit::Visit;
pub use visit::status_text;

#[component]
pub fn ReservationPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let link = PrivateLink::follow(id);
    let live = Live::expect();
    let query = Query::new(move || {
        (link.get() == Link::None).then(|| api::reservations::get(&id.get(), text::language()))
    });
    live.on(move |event| match event {
        Event::ReservationChanged { reservation_id, .. } if id.with_untracked(|id| id == reservation_id) => {
            query.reload();
        }
        Event::Resync => query.reload(),
        _ => {}
    });
    let title = Signal::derive(move || {
        match query.value.with(|value| value.ready().map(|reservation| reservation.number.clone())) {
            Some(number) => t!(reservation.title, number = number),
            None => t!(reservation.title_loading),
        }
    });
    let retry = Callback::new(move |()| query.reload());
    let shown = move || match (link.get(), query.value.get()) {
        (Link::Failed(ApiError::Network, token), _) => {
            let again = Callback::new(move |()| link.open(token.clone()));
            view! { <Failure error=ApiError::Network on_retry=again /> }.into_any()
        }
        (Link::Failed(error, _), _) => view! { <Closed text=failure_text(&error) /> }.into_any(),
        (_, Remote::Loading) => view! { <Lines count=14 /> }.into_any(),
        (_, Remote::Failed(error)) if error.problem().is_some_and(|problem| problem.status < 500) => {
            view! { <Closed text=t!(reservation.closed_text) /> }.into_any()
        }
        (_, Remote::Failed(error)) => view! { <Failure error=error on_retry=retry /> }.into_any(),
        (_, Remote::Ready(reservation)) => {
            live.start(reservation.cursor);
            view! { <Shown reservation=reservation query=query /> }.into_any()
        }
    };
    view! {
        <div class="page order-page">
            <Heading title=title />
            {shown}
        </div>
    }
}

/// A reservation that this browser may not see, and how to come to it.
#[component]
fn Closed(text: String) -> impl IntoView {
    view! {
        <Message title=t!(reservation.closed_title) text=text alert=true>
            <a class="button" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}

#[component]
fn Shown(reservation: Reservation, query: Query<Reservation>) -> impl IntoView {
    let (name, email) = (reservation.name.clone(), reservation.email.clone());
    view! {
        <p class="muted">{t!(order.placed, name = name, email = email)}</p>
        {reservation.status.can_arrive().then(|| view! { <Notify /> })}
        <Visit reservation=reservation query=query />
    }
}
