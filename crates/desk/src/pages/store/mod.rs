//! What concerns the whole store: closing unexpectedly, and who did what.

mod closing;
mod moments;

use leptos::prelude::*;
use storefront::{
    components::{Lines, Message},
    pages::heading::Heading,
    state::query::Remote,
};

use self::closing::{CloseForm, Closed};
use crate::{
    components::failure_text,
    paths,
    state::{
        desk::{Desk, Session},
        now::Now,
    },
};

#[component]
pub fn StorePage() -> impl IntoView {
    let desk = Desk::expect();
    let now = Now::expect();
    desk.read_closing();
    on_cleanup(move || desk.refusal.set(None));
    let slug = desk.session.with_untracked(|session| match session {
        Session::SignedIn(session) | Session::Ended(session) => session.store.slug.clone(),
        _ => String::new(),
    });
    // The form stays as it is while the numbers change beside it.
    let state = Memo::new(move |_| {
        let until = desk.closed_until(now);
        desk.closing.with(|closing| match closing {
            Remote::Loading => Remote::Loading,
            Remote::Failed(error) => Remote::Failed(error.clone()),
            Remote::Ready(_) => Remote::Ready(until),
        })
    });
    let body = move || {
        match state.get() {
        Remote::Loading => view! { <Lines count=4 /> }.into_any(),
        Remote::Failed(error) => view! {
            <Message title=t!(error.failed_title) text=failure_text(&error) alert=true>
                <button type="button" class="button" on:click=move |_| desk.read_closing()>{t!(action.retry)}</button>
            </Message>
        }
        .into_any(),
        Remote::Ready(Some(until)) => view! { <Closed until=until /> }.into_any(),
        Remote::Ready(None) => view! { <CloseForm slug=slug.clone() /> }.into_any(),
    }
    };
    view! {
        <div class="page page-narrow store-desk">
            <Heading title=Signal::derive(|| t!(store.title)) />
            <section aria-labelledby="closing-title">
                <h2 id="closing-title" tabindex="-1">{t!(closing.title)}</h2>
                {body}
            </section>
            <p><a class="text-link" href=paths::journal()>{t!(journal.link)}</a></p>
        </div>
    }
}
