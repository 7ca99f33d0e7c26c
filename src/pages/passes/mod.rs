//! The codes that are still to be shown in a store: from this device at once, and from the server when it answers.

pub mod keep;
pub mod read;

use leptos::{prelude::*, task::spawn_local};

use super::heading::Heading;
use crate::{
    browser::{awake, document, network},
    components::{Dialog, Lines, Message, PassCard},
    format,
    paths::{self, ProductFilter},
    state::{
        kept::Kept,
        passes::{KeptPass, PassKind, PassesState},
    },
    t,
};
use read::Reading;

fn title(pass: &KeptPass) -> String {
    match pass.kind {
        PassKind::Order => t!(passes.order, number = pass.number),
        PassKind::Reservation => t!(passes.reservation, number = pass.number),
        PassKind::Return => t!(passes.return_of, number = pass.number),
    }
}

fn href(pass: &KeptPass) -> String {
    match pass.kind {
        PassKind::Order => paths::order(&pass.subject),
        PassKind::Reservation => paths::reservation(&pass.subject),
        PassKind::Return => paths::return_request(&pass.subject),
    }
}

fn until_text(pass: &KeptPass) -> String {
    if format::is_past(&pass.until) {
        return t!(passes.past);
    }
    t!(passes.until, moment = format::moment(&pass.until))
}

#[component]
pub fn PassesPage() -> impl IntoView {
    let passes = PassesState::expect();
    keep::start(passes);
    let reading = Reading::start(passes);
    Kept::watch(reading.kept_since);
    let shown = RwSignal::new(None::<KeptPass>);
    let list = move || match passes.kept.get() {
        None => view! { <Lines count=8 /> }.into_any(),
        Some(kept) if kept.is_empty() && reading.busy.get() => view! { <Lines count=8 /> }.into_any(),
        Some(kept) if kept.is_empty() => view! { <Nothing /> }.into_any(),
        Some(kept) => {
            let card = move |pass| view! { <Card pass=pass shown=shown /> };
            view! { <ul class="pass-list">{kept.into_iter().map(card).collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <div class="page passes-page">
            <Heading title=t!(passes.title) class="display" />
            <p class="muted">{t!(passes.intro)}</p>
            {list}
            <Large shown=shown />
        </div>
    }
}

#[component]
fn Card(pass: KeptPass, shown: RwSignal<Option<KeptPass>>) -> impl IntoView {
    let (name, href) = (title(&pass), href(&pass));
    let until = until_text(&pass);
    let store = pass.store.as_ref().map(|(store, _)| store.clone()).unwrap_or_else(|| t!(passes.any_store));
    let address = pass.store.as_ref().map(|(_, address)| view! { <address>{address.clone()}</address> });
    let show = t!(passes.show_of, title = name, store = store);
    let see = t!(passes.see_of, title = name);
    view! {
        <li class="pass-line">
            <h2>{name}</h2>
            <p>{store}</p>
            {address}
            <p class="muted">{until}</p>
            <div class="actions">
                <button type="button" class="button" aria-label=show on:click=move |_| shown.set(Some(pass.clone()))>
                    {t!(passes.show)}
                </button>
                <a class="text-link" href=href aria-label=see>{t!(passes.see)}</a>
            </div>
        </li>
    }
}

/// One code, as large as the screen allows; it stays lit meanwhile.
#[component]
fn Large(shown: RwSignal<Option<KeptPass>>) -> impl IntoView {
    let open = Memo::new(move |_| shown.with(Option::is_some));
    let lock = StoredValue::new_local(None);
    let let_go = move || {
        if let Some(awake) = lock.try_update_value(Option::take).flatten() {
            spawn_local(awake::Awake::let_go(awake));
        }
    };
    let keep_awake = move || {
        spawn_local(async move {
            let Some(awake) = awake::keep().await else { return };
            if open.try_get_untracked() == Some(true) {
                lock.set_value(Some(awake));
            } else {
                awake.let_go().await;
            }
        });
    };
    Effect::new(move |_| if open.get() { keep_awake() } else { let_go() });
    // A page that is left for another app lets go by itself.
    document::on_return(move || {
        if open.get_untracked() {
            keep_awake();
        }
    });
    on_cleanup(let_go);
    let content = move || {
        shown.get().map(|pass| {
            let title = title(&pass);
            let store = pass.store.as_ref().map(|(store, _)| view! { <p>{store.clone()}</p> });
            view! {
                {store}
                <p class="muted">{until_text(&pass)}</p>
                <PassCard pass=pass.pass title=title />
            }
        })
    };
    view! {
        <Dialog id="pass" title=t!(pass.title) open=open on_close=Callback::new(move |()| shown.set(None))>
            {content}
        </Dialog>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    if keep::were_kept() {
        return view! { <Message title=t!(passes.gone_title) text=t!(passes.gone_text) /> }.into_any();
    }
    if !network::is_online() {
        return view! { <Message title=t!(passes.offline_empty_title) text=t!(passes.offline_empty_text) /> }
            .into_any();
    }
    view! {
        <Message title=t!(passes.empty_title) text=t!(passes.empty_text)>
            <a class="button" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
    .into_any()
}
