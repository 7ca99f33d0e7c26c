//! A form that the account fills in.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{paths, state::session::SessionState, t};

/// Writes what the account knows into fields that are empty, once, when it is known; when its owner goes, what the
/// fields say goes too, and so does a note, of which the account knows nothing.
pub fn fill_in(
    name: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    note: Option<RwSignal<String>>,
) {
    let session = SessionState::expect();
    session.need();
    Effect::new(move |filled: Option<Option<String>>| {
        let filled = filled.flatten();
        // Nothing is known of who is signed in as long as it is being asked.
        let Some(account) = session.account.with(|account| account.ready().cloned()) else { return filled };
        let now = account.as_ref().map(|account| account.email.clone());
        if filled == now {
            return now;
        }
        if filled.is_some() {
            for field in [name, email, phone].into_iter().chain(note) {
                field.set(String::new());
            }
        }
        let account = account?;
        let known = [(name, account.name), (email, Some(account.email)), (phone, account.phone)];
        for (field, value) in known {
            if let Some(value) = value.filter(|_| field.with_untracked(String::is_empty)) {
                field.set(value);
            }
        }
        now
    });
}

/// Who is signed in, or the way to sign in and come back.
#[component]
pub fn SignedInLine() -> impl IntoView {
    let session = SessionState::expect();
    let location = use_location();
    let here = move || {
        let search = location.search.get();
        let query = if search.is_empty() { search } else { format!("?{search}") };
        paths::sign_in(Some(&format!("{}{query}", location.pathname.get())))
    };
    move || match session.account() {
        Some(account) => view! {
            <p class="muted">
                {t!(account.signed_in_as, email = account.email)} " "
                <a href=paths::account()>{t!(account.title)}</a>
            </p>
        }
        .into_any(),
        None => view! {
            <p class="muted">
                {t!(account.come_back)} " "
                <a href=here>{t!(sign_in.title)}</a>
            </p>
        }
        .into_any(),
    }
}
