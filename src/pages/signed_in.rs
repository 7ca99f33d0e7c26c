//! A form that the account fills in.

use leptos::prelude::*;

use crate::{browser::document, paths, state::session::SessionState, t};

/// Writes what the account knows into fields that are empty, once, when it is known.
pub fn fill_in(name: RwSignal<String>, email: RwSignal<String>, phone: RwSignal<String>) {
    let session = SessionState::expect();
    session.need();
    Effect::new(move |filled: Option<bool>| {
        if filled == Some(true) {
            return true;
        }
        let Some(account) = session.account() else { return false };
        let known = [(name, account.name), (email, Some(account.email)), (phone, account.phone)];
        for (field, value) in known {
            if let Some(value) = value.filter(|_| field.with_untracked(String::is_empty)) {
                field.set(value);
            }
        }
        true
    });
}

/// Who is signed in, or the way to sign in and come back.
#[component]
pub fn SignedInLine() -> impl IntoView {
    let session = SessionState::expect();
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
                <a href=paths::sign_in(Some(&document::path_and_query()))>{t!(sign_in.title)}</a>
            </p>
        }
        .into_any(),
    }
}
