use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

use crate::{
    browser::{focus, worker::Versions},
    paths, t,
};

/// Offers a new version of the shop, on pages where nothing is under way; nothing is loaded again unasked.
#[component]
pub fn UpdateNotice() -> impl IntoView {
    let path = use_location().pathname;
    let is_new = RwSignal::new(false);
    let versions = StoredValue::new_local(None::<Versions>);
    spawn_local(async move {
        let followed = Versions::follow(&paths::worker(), move || is_new.set(true)).await;
        let _ = versions.try_set_value(followed);
    });
    let is_offered = Memo::new(move |_| is_new.get() && path.with(|path| !paths::is_under_way(path)));
    let is_taken = RwSignal::new(false);
    let take = move |_| {
        if let Some(versions) = versions.get_value()
            && !is_taken.get_untracked()
        {
            is_taken.set(true);
            spawn_local(async move { versions.take_new().await });
        }
    };
    let close = move |_| {
        is_new.set(false);
        focus::by_id("main");
    };
    view! {
        <div role="status">
            {move || is_offered.get().then(|| view! {
                <p class="update">
                    <span>{t!(update.ready)}</span>
                    <button
                        type="button"
                        class="text-link"
                        aria-disabled=move || is_taken.get().to_string()
                        on:click=take
                    >
                        {move || if is_taken.get() { t!(update.reloading) } else { t!(update.reload) }}
                    </button>
                    <button type="button" class="text-link" on:click=close>{t!(update.later)}</button>
                </p>
            })}
        </div>
    }
}
