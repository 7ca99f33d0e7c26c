use contract::event::Event;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    components::Lines,
    pages::failure::{Failure, failure_text},
    state::{
        announcer::Announcer,
        live::Live,
        query::{Query, Remote},
    },
    t, text,
};

/// Whether what one looks at is found again on the other devices, and the way to erase it.
#[component]
pub fn RecentsChoice() -> impl IntoView {
    let recents = Query::new(|| Some(api::recents::list(text::language(), None)));
    let announcer = Announcer::expect();
    let failed = RwSignal::new(None::<String>);
    Live::expect().on(move |event| {
        if matches!(event, Event::AccountChanged | Event::Resync) {
            recents.reload();
        }
    });
    let kept = RwSignal::new(true);
    let is_empty = RwSignal::new(true);
    Effect::new(move |_| {
        if let Some(recents) = recents.ready() {
            kept.set(recents.kept);
            is_empty.set(recents.items.is_empty());
        }
    });
    let told = move |answer: &Result<(), ApiError>, done: String| {
        let _ = failed.try_set(answer.as_ref().err().map(failure_text));
        if answer.is_ok() {
            announcer.say(done);
        }
        recents.reload();
    };
    let keep = move |event| {
        let wanted = event_target_checked(&event);
        kept.set(wanted);
        spawn_local(async move {
            let answer = api::recents::set_kept(wanted).await;
            if answer.is_err() {
                let _ = kept.try_set(!wanted);
            }
            told(&answer, t!(profile.saved));
        });
    };
    let forget = move |_| {
        spawn_local(async move { told(&api::recents::forget().await, t!(recents.forgotten)) });
    };
    let retry = Callback::new(move |()| recents.reload());
    let state = Memo::new(move |_| {
        recents.value.with(|value| match value {
            Remote::Loading => Remote::Loading,
            Remote::Failed(error) => Remote::Failed(error.clone()),
            Remote::Ready(_) => Remote::Ready(()),
        })
    });
    view! {
        <section class="recents-choice" aria-labelledby="recents-choice-title">
            <h2 id="recents-choice-title">{t!(recents.title)}</h2>
            {move || match state.get() {
                Remote::Loading => view! { <Lines count=2 /> }.into_any(),
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready(()) => view! {
                    <label class="check">
                        <input type="checkbox" prop:checked=move || kept.get() on:change=keep />
                        <span>{t!(recents.keep)}</span>
                    </label>
                    <p class="muted">{t!(recents.why)}</p>
                    <button type="button" class="text-link" aria-disabled=move || is_empty.get().to_string() on:click=forget>
                        {t!(recents.forget)}
                    </button>
                }
                .into_any(),
            }}
            {move || failed.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
        </section>
    }
}
