use contract::session::Merged;
use leptos::{prelude::*, task::spawn_local};

use super::failure::failure_text;
use crate::{
    browser::focus,
    format, plural,
    state::{announcer::Announcer, session::SessionState},
    t,
};

fn merged_text(merged: Merged) -> String {
    let cart = (merged.cart_lines > 0).then(|| plural!(merged.cart_lines, account.merged_cart));
    let favourites = (merged.favourites > 0).then(|| plural!(merged.favourites, account.merged_favourites));
    let what: Vec<_> = cart.into_iter().chain(favourites).collect();
    t!(account.merged, what = format::list(&what))
}

/// What joined the account when this browser signed in, on whatever page one came back to, and the way to undo it.
#[component]
pub fn MergedNotice() -> impl IntoView {
    let session = SessionState::expect();
    let announcer = Announcer::expect();
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let undo = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            match session.undo_merge().await {
                Ok(()) => {
                    announcer.say(t!(account.merge_undone));
                    // The button that was pressed goes away with the notice.
                    focus::by_id("main");
                }
                Err(error) => failed.set(Some(failure_text(&error))),
            }
            busy.set(false);
        });
    };
    let close = move |_| {
        failed.set(None);
        session.merged.set(None);
        focus::by_id("main");
    };
    view! {
        <div role="status">
            {move || session.merged.get().map(|merged| view! {
                <p class="merged">
                    <span>{merged_text(merged)}</span>
                    {move || failed.get().map(|text| view! { <span class="field-error">{text}</span> })}
                    <button
                        type="button"
                        class="text-link"
                        aria-disabled=move || busy.get().to_string()
                        on:click=undo
                    >
                        {t!(account.merge_undo)}
                    </button>
                    <button type="button" class="text-link" on:click=close>{t!(dialog.close)}</button>
                </p>
            })}
        </div>
    }
}
