use contract::newtypes::Email;
use leptos::{ev, prelude::*, task::spawn_local};

use super::SigningIn;
use crate::{
    api,
    browser::{focus, time},
    components::TextField,
    pages::failure::{failure_text, invalid_text},
    t,
};

/// Which address the six digits are sent to.
#[component]
pub fn AskForAddress(signing_in: SigningIn) -> impl IntoView {
    let known = untrack(|| signing_in.session.account()).map(|account| account.email);
    let email = RwSignal::new(known.unwrap_or_default());
    let failed = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let refuse = move |text: String| {
        failed.set(Some(text));
        time::after(0, || focus::by_id("email"));
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        failed.set(None);
        let address = match Email::parse(&email.get_untracked()) {
            Ok(address) => address,
            Err(reason) => return refuse(invalid_text(reason)),
        };
        sending.set(true);
        spawn_local(async move {
            let answer = api::session::ask(address.clone()).await;
            // The page may have been left meanwhile.
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(asked) => {
                    signing_in.send(Some((address.into(), asked)));
                    time::after(0, || focus::by_id("code"));
                }
                Err(error) => refuse(failure_text(&error)),
            }
        });
    };
    let text = move || {
        if sending.get() { t!(sign_in.sending) } else { t!(sign_in.send) }
    };
    view! {
        <p class="lead">{t!(sign_in.lead)}</p>
        <form class="sign-in-form" novalidate on:submit=submit>
            <TextField
                id="email"
                label=t!(checkout.email)
                kind="email"
                autocomplete="email"
                hint=None
                required=true
                value=email
                error=failed
                on_blur=Callback::new(|()| {})
            />
            <button type="submit" class="button button-now" aria-disabled=move || sending.get().to_string()>{text}</button>
        </form>
        <p class="muted">{t!(sign_in.small_print)}</p>
    }
}
