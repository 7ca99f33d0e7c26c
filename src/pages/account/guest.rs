use leptos::{prelude::*, task::spawn_local};

use super::{Belongings, Unsent, visits::Visits};
use crate::{
    browser::focus,
    components::Dialog,
    paths,
    state::{announcer::Announcer, my_store::MyStore, session::SessionState},
    t,
};

/// What an account is good for, and what this browser knows without one.
#[component]
pub fn Guest() -> impl IntoView {
    let leaving = SessionState::expect().leaving.0;
    view! {
        <div role="status">
            {move || leaving.get().then(|| view! { <p class="lead">{t!(account.leaving)}</p> })}
        </div>
        <p class="lead">{t!(account.good_for)}</p>
        <p class="actions">
            <a class="button button-now" href=paths::sign_in(None)>{t!(sign_in.title)}</a>
        </p>
        <Belongings />
        <Visits />
        <Forget />
    }
}

/// Forgets the guest in this browser, after one question.
#[component]
fn Forget() -> impl IntoView {
    let session = SessionState::expect();
    let mine = MyStore::expect();
    let announcer = Announcer::expect();
    let asking = RwSignal::new(false);
    let forget = move |_| {
        spawn_local(async move {
            session.sign_out().await;
            mine.forget();
            let _ = asking.try_set(false);
            announcer.say(t!(account.forgotten));
            focus::by_id("main");
        });
    };
    let close = Callback::new(move |()| asking.set(false));
    view! {
        <p class="account-end">
            <button type="button" class="text-link" on:click=move |_| asking.set(true)>{t!(account.forget)}</button>
        </p>
        <Dialog id="forget" title=t!(account.forget_title) open=asking on_close=close>
            <p>{t!(account.forget_text)}</p>
            <Unsent />
            <div class="actions">
                <button type="button" class="button" on:click=forget>{t!(account.forget_confirm)}</button>
                <button type="button" class="button button-quiet" on:click=move |_| asking.set(false)>
                    {t!(account.forget_keep)}
                </button>
            </div>
        </Dialog>
    }
}
