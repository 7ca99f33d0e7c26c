use contract::{
    error::ErrorCode,
    event::Event,
    newtypes::{Email, SixDigits},
    session::SignInBy,
};
use leptos::{ev, prelude::*, task::spawn_local};

use super::{Sent, SigningIn};
use crate::{
    api::{self, ApiError},
    browser::{document, focus, time},
    components::TextField,
    pages::failure::{failure_text, invalid_text},
    state::{announcer::Announcer, live::Live},
    t,
};

/// Until the e-mail may be asked for again, in milliseconds.
const RESEND_AFTER: u64 = 30_000;
/// How often a browser asks whether it was let in, should the event not reach it.
const ASK_EVERY: u64 = 4_000;

/// Waits for the six digits, or for the link to be opened on any device.
#[derive(Clone, Copy)]
struct Waiting {
    signing_in: SigningIn,
    request_id: StoredValue<String>,
    code: RwSignal<String>,
    failed: RwSignal<Option<String>>,
    /// The request has ended: only a new one leads on.
    ended: RwSignal<bool>,
    /// One attempt at a time: signing in changes the cookie that the others would be sent with.
    busy: RwSignal<bool>,
    /// The six digits were sent off and not answered yet: a second tap would cost a second try.
    sending: RwSignal<bool>,
    /// They were sent off while another attempt was under way.
    queued: RwSignal<bool>,
}

impl Waiting {
    fn submit(self) {
        if self.sending.get_untracked() {
            return;
        }
        self.sending.set(true);
        if self.busy.get_untracked() {
            return self.queued.set(true);
        }
        self.send();
    }

    fn send(self) {
        self.failed.set(None);
        match SixDigits::parse(&self.code.get_untracked()) {
            Ok(code) => {
                let by = SignInBy::Code { request_id: self.request_id.get_value(), code };
                self.attempt(by, true);
            }
            Err(reason) => self.refuse(invalid_text(reason)),
        }
    }

    /// Goes in if the link was opened elsewhere and let this browser in.
    fn enter_if_approved(self) {
        if !self.busy.get_untracked() {
            self.attempt(SignInBy::Approval { request_id: self.request_id.get_value() }, false);
        }
    }

    fn attempt(self, by: SignInBy, by_hand: bool) {
        self.busy.set(true);
        spawn_local(async move {
            let answer = self.signing_in.session.sign_in(&by).await;
            // The page may have been left meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            if by_hand {
                self.sending.set(false);
            }
            match answer {
                Ok(()) => return self.signing_in.done.run(()),
                Err(error) => self.fail(&error, by_hand),
            }
            if self.queued.get_untracked() {
                self.queued.set(false);
                self.send();
            }
        });
    }

    fn fail(self, error: &ApiError, by_hand: bool) {
        // Nobody asked for the other attempts, so that nobody is told of them.
        if by_hand {
            self.ended.set(error.code() == Some(ErrorCode::CodeExpired));
            self.refuse(failure_text(error));
        }
    }

    fn refuse(self, text: String) {
        self.sending.set(false);
        self.failed.set(Some(text));
        time::after(0, || focus::by_id("code"));
    }

    fn poll(self, until: f64) {
        time::after(ASK_EVERY, move || {
            // The page may have been left meanwhile, and the request ends by itself.
            if self.busy.try_get_untracked().is_none() || time::server_now() > until {
                return;
            }
            if document::is_visible() {
                self.enter_if_approved();
            }
            self.poll(until);
        });
    }
}

#[component]
pub fn AskForCode(signing_in: SigningIn, sent: Sent) -> impl IntoView {
    let (email, asked) = sent;
    let waiting = Waiting {
        signing_in,
        request_id: StoredValue::new(asked.request_id),
        code: RwSignal::new(String::new()),
        failed: RwSignal::new(None),
        ended: RwSignal::new(false),
        busy: RwSignal::new(false),
        sending: RwSignal::new(false),
        queued: RwSignal::new(false),
    };
    let live = Live::expect();
    // A stream that is open already knows nothing of the request.
    live.reopen();
    live.start(asked.cursor);
    live.on(move |event| {
        if matches!(event, Event::SessionChanged) {
            waiting.enter_if_approved();
        }
    });
    waiting.poll(time::parse(asked.expires_at.as_str()).unwrap_or_default());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        waiting.submit();
    };
    let text = move || {
        if waiting.sending.get() { t!(sign_in.checking) } else { t!(sign_in.submit) }
    };
    view! {
        <p class="lead">{t!(sign_in.sent, email = email)}</p>
        <form class="sign-in-form" novalidate on:submit=submit>
            <TextField
                id="code"
                label=t!(sign_in.code)
                autocomplete="one-time-code"
                inputmode="numeric"
                hint=None
                required=true
                value=waiting.code
                error=waiting.failed
                on_blur=Callback::new(|()| {})
            />
            <button
                type="submit"
                class="button button-now"
                aria-disabled=move || waiting.sending.get().to_string()
            >
                {text}
            </button>
        </form>
        <section class="sign-in-check">
            <p>{t!(sign_in.other_device, check = asked.check.clone())}</p>
            <p class="sign-in-digits" aria-hidden="true">{asked.check.clone()}</p>
        </section>
        <Another waiting=waiting email=email.clone() />
    }
}

/// The e-mail again, or another address.
#[component]
fn Another(waiting: Waiting, email: String) -> impl IntoView {
    let announcer = Announcer::expect();
    let signing_in = waiting.signing_in;
    let may_resend = RwSignal::new(false);
    time::after(RESEND_AFTER, move || {
        let _ = may_resend.try_set(true);
    });
    let sending = RwSignal::new(false);
    let address = email.clone();
    let resend = move |_| {
        let Some(email) = Email::parse(&address).ok().filter(|_| !sending.get_untracked()) else { return };
        sending.set(true);
        spawn_local(async move {
            let answer = api::session::ask(email.clone()).await;
            // The page may have been left meanwhile.
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(asked) => {
                    announcer.say(t!(sign_in.sent, email = email.as_str()));
                    signing_in.send(Some((email.into(), asked)));
                    time::after(0, || focus::by_id("code"));
                }
                Err(error) => {
                    let text = failure_text(&error);
                    announcer.say(text.clone());
                    waiting.failed.set(Some(text));
                }
            }
        });
    };
    let change = move |_| {
        signing_in.send(None);
        time::after(0, || focus::by_id("email"));
    };
    view! {
        <p class="actions">
            <Show
                when=move || may_resend.get() || waiting.ended.get()
                fallback=|| view! { <span class="muted sign-in-wait">{t!(sign_in.wait)}</span> }
            >
                <button
                    type="button"
                    class="button button-quiet"
                    aria-disabled=move || sending.get().to_string()
                    on:click=resend.clone()
                >
                    {t!(sign_in.resend)}
                </button>
            </Show>
            <button type="button" class="text-link" on:click=change>{t!(sign_in.change_address)}</button>
        </p>
    }
}
