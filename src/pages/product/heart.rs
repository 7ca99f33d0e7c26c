use leptos::{prelude::*, task::spawn_local};

use super::Chosen;
use crate::{
    components::{Glyph, Icon},
    pages::failure::failure_text,
    state::{announcer::Announcer, favourites::FavouritesState, session::SessionState},
    t,
};

/// Keeps the chosen variant among the favourites, for guests too.
#[component]
pub fn Heart(chosen: Chosen) -> impl IntoView {
    let favourites = FavouritesState::expect();
    let session = SessionState::expect();
    let announcer = Announcer::expect();
    let failed = RwSignal::new(None::<String>);
    session.need();
    Effect::new(move |_| favourites.need(session.is_signed_in()));
    let name = StoredValue::new(chosen.product.with_value(|product| product.name.clone()));
    let is_kept = Memo::new(move |_| favourites.has(&chosen.sku.get()));
    let toggle = move |_| {
        if favourites.is_busy() {
            return;
        }
        let (sku, keep, name) = (chosen.sku.get_untracked(), !is_kept.get_untracked(), name.get_value());
        failed.set(None);
        spawn_local(async move {
            match favourites.set(&sku, &name, keep).await {
                Ok(()) if keep => announcer.say(t!(favourite.kept, name = name)),
                Ok(()) => announcer.say(t!(favourite.dropped, name = name)),
                Err(error) => {
                    let _ = failed.try_set(Some(failure_text(&error)));
                }
            }
        });
    };
    view! {
        <button
            type="button"
            class="icon-button heart"
            aria-pressed=move || is_kept.get().to_string()
            aria-label=t!(favourite.keep_of, name = name.get_value())
            on:click=toggle
        >
            <Icon glyph=Glyph::Heart />
        </button>
        {move || failed.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
    }
}
