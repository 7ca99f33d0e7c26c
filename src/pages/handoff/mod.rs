//! Going on with another device: the dialog that offers it on a wide screen, and the page that a phone opens by its code.

mod dialog;

use contract::handoff::{HandoffPreview, TakenHandoff};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    failure::{Failure, failure_text},
    heading::Heading,
    sign_in::device_text,
};
use crate::{
    api::{self, ApiError},
    browser::document,
    components::{Lines, Message},
    paths, plural,
    state::{my_store::MyStore, query::Remote, session::SessionState},
    t, text,
};
pub use dialog::HandoffDialog;

#[component]
pub fn HandoffPage() -> impl IntoView {
    let token = RwSignal::new(document::take_fragment());
    document::on_fragment_change(move || {
        if let Some(secret) = document::take_fragment() {
            token.set(Some(secret));
        }
    });
    view! {
        <div class="page page-narrow handoff-page">
            <Heading title=t!(handoff.title) class="display" />
            {move || match token.get() {
                Some(token) => view! { <Offered token=token /> }.into_any(),
                None => view! { <Ended text=t!(handoff.nothing) /> }.into_any(),
            }}
        </div>
    }
}

/// There is nothing to go on with, and what to do about it.
#[component]
fn Ended(text: String) -> impl IntoView {
    view! {
        <Message title=text text=t!(handoff.again) alert=true>
            <a class="button" href=paths::home()>{t!(frame.home)}</a>
        </Message>
    }
}

fn is_refused(error: &ApiError) -> bool {
    error.problem().is_some_and(|problem| problem.status < 500)
}

/// An error that trying again does not mend.
fn refused_text(error: &ApiError) -> String {
    if error.withholds() { t!(handoff.ended) } else { failure_text(error) }
}

#[component]
fn Offered(token: String) -> impl IntoView {
    let preview = RwSignal::new(Remote::<HandoffPreview>::Loading);
    let secret = StoredValue::new(token);
    let find = move || {
        preview.set(Remote::Loading);
        spawn_local(async move {
            let answer = api::handoffs::find(secret.get_value()).await;
            let _ = preview.try_set(match answer {
                Ok(found) => Remote::Ready(found),
                Err(error) => Remote::Failed(error),
            });
        });
    };
    find();
    let retry = Callback::new(move |()| find());
    move || match preview.get() {
        Remote::Loading => view! { <Lines count=6 /> }.into_any(),
        Remote::Failed(error) if is_refused(&error) => {
            view! { <Ended text=refused_text(&error) /> }.into_any()
        }
        Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
        Remote::Ready(preview) => view! { <Ask secret=secret preview=preview /> }.into_any(),
    }
}

/// What it would do, in one question.
fn question(preview: &HandoffPreview) -> String {
    match (&preview.email, preview.cart_units) {
        _ if preview.only_page => t!(handoff.ask_page),
        (Some(email), _) => t!(handoff.ask_account, email = email),
        (None, 1..) => plural!(preview.cart_units, handoff.ask_cart),
        (None, 0) if preview.favourites > 0 => plural!(preview.favourites, handoff.ask_favourites),
        (None, 0) => t!(handoff.ask_page),
    }
}

#[component]
fn Ask(secret: StoredValue<String>, preview: HandoffPreview) -> impl IntoView {
    let failed = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let session = SessionState::expect();
    let arrive = use_arrival();
    let go = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        let arrive = arrive.clone();
        spawn_local(async move {
            let taken = match session.leave_first().await {
                Ok(()) => api::handoffs::take(secret.get_value()).await,
                Err(error) => Err(error),
            };
            match taken {
                Ok(taken) => arrive(taken),
                // The page may have been left meanwhile.
                Err(error) => drop(failed.try_set(Some(error))),
            }
            let _ = busy.try_set(false);
        });
    };
    let go = StoredValue::new_local(go);
    let what = question(&preview);
    let along = (preview.email.is_some() && !preview.only_page && preview.cart_units > 0)
        .then(|| plural!(preview.cart_units, handoff.with_cart));
    let leaves = preview.leaves_account.then(|| t!(handoff.leaves));
    let note = move |text: Option<String>| text.map(|text| view! { <p>{text}</p> });
    let actions = move || {
        view! {
            <p class="actions">
                <button
                    type="button"
                    class="button button-now"
                    aria-disabled=move || busy.get().to_string()
                    on:click=move |_| go.with_value(|go| go())
                >
                    {t!(handoff.go)}
                </button>
                <a class="button button-quiet" href=paths::home()>{t!(handoff.decline)}</a>
            </p>
        }
    };
    view! {
        <p class="lead">{what}</p>
        {note(along)}
        {note(leaves)}
        <p class="muted">{t!(handoff.from, device = device_text(&preview.device))}</p>
        {move || match failed.get() {
            Some(error) if is_refused(&error) => view! { <Ended text=refused_text(&error) /> }.into_any(),
            Some(error) => view! {
                <p class="field-error" role="alert">{failure_text(&error)}</p>
                {actions()}
            }
            .into_any(),
            None => actions().into_any(),
        }}
    }
}

/// Takes over what came along, and opens the page that the other device shows.
fn use_arrival() -> impl Fn(TakenHandoff) + Clone + 'static {
    let session = SessionState::expect();
    let store = MyStore::expect();
    let navigate = use_navigate();
    move |taken: TakenHandoff| {
        session.entered(taken.signed_in);
        if let Some(slug) = taken.store.filter(|_| untrack(|| store.id().is_none())) {
            spawn_local(session.take_store(slug));
        }
        let page = paths::in_language(taken.path.as_str(), text::language());
        navigate(&page, NavigateOptions { replace: true, ..NavigateOptions::default() });
    }
}
