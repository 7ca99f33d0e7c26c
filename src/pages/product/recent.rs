use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;

use crate::{api, browser::time, state::session::SessionState};

/// How long a page stays open before it counts as looked at, in milliseconds.
const STAYED: u64 = 2_000;

/// Remembers for the shopper's other devices what stays on screen for a while; nothing of a guest.
pub fn remember(slug: String) {
    let session = SessionState::expect();
    let query = use_query_map();
    let turn = StoredValue::new(0_u32);
    let slug = StoredValue::new(slug);
    let shown = Memo::new(move |_| session.is_signed_in().then(|| query.with(|query| query.get("sku"))));
    Effect::new(move |_| {
        let Some(sku) = shown.get() else { return };
        turn.update_value(|turn| *turn += 1);
        let current = turn.get_value();
        time::after(STAYED, move || {
            let is_open = turn.try_get_value() == Some(current);
            let Some(slug) = slug.try_get_value().filter(|_| is_open) else { return };
            spawn_local(async move {
                // The page waits for nothing of it; the next visit remembers it anew.
                let _ = api::recents::look_at(&slug, sku).await;
            });
        });
    });
}
