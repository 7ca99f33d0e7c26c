//! Signing in, without a password: an address, then the six digits or the link that were sent to it.

mod address;
mod code;
mod device;
mod link;

use contract::session::AskedToSignIn;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::heading::Heading;
use crate::{
    browser::{document, storage, time},
    components::Message,
    paths,
    state::{announcer::Announcer, session::SessionState},
    t,
};
use address::AskForAddress;
use code::AskForCode;
pub use device::device_text;
use link::OpenedLink;

const KEY: &str = "sign-in";

/// A request that was sent: the address and its answer. It is kept as long as the tab, since a phone may throw the page
/// away while its owner reads the e-mail.
type Sent = (String, AskedToSignIn);

#[derive(Clone, Copy)]
struct SigningIn {
    session: SessionState,
    sent: RwSignal<Option<Sent>>,
    /// The secret of the link that was opened.
    token: RwSignal<Option<String>>,
    /// Called once this browser is signed in.
    done: Callback<()>,
}

impl SigningIn {
    fn new() -> Self {
        let query = use_query_map();
        let navigate = use_navigate();
        let session = SessionState::expect();
        let announcer = Announcer::expect();
        let done = Callback::new(move |()| {
            storage::session().remove(KEY);
            let email = untrack(|| session.account()).map(|account| account.email).unwrap_or_default();
            announcer.say(t!(account.signed_in_as, email = email));
            let next = query.with_untracked(paths::after_sign_in);
            navigate(&next, NavigateOptions { replace: true, ..NavigateOptions::default() });
        });
        let token = RwSignal::new(document::take_fragment());
        document::on_fragment_change(move || {
            if let Some(secret) = document::take_fragment() {
                token.set(Some(secret));
            }
        });
        Self { session, sent: RwSignal::new(still_good()), token, done }
    }

    fn send(self, sent: Option<Sent>) {
        match &sent {
            Some(sent) => storage::session().set_json(KEY, sent),
            None => storage::session().remove(KEY),
        }
        self.sent.set(sent);
    }
}

/// The request that was sent before the page was loaded again, unless it has ended.
fn still_good() -> Option<Sent> {
    let sent = storage::session().get_json::<Sent>(KEY)?;
    time::parse(sent.1.expires_at.as_str()).filter(|end| *end > time::server_now()).map(|_| sent)
}

#[component]
pub fn SignInPage() -> impl IntoView {
    let signing_in = SigningIn::new();
    signing_in.session.need();
    view! {
        <div class="page page-narrow sign-in-page">
            <Heading title=t!(sign_in.title) class="display" />
            {move || match (signing_in.token.get(), signing_in.sent.get()) {
                (Some(token), _) => view! { <OpenedLink signing_in=signing_in token=token /> }.into_any(),
                (None, Some(sent)) => view! { <AskForCode signing_in=signing_in sent=sent /> }.into_any(),
                (None, None) => view! { <Start signing_in=signing_in /> }.into_any(),
            }}
        </div>
    }
}

/// The question for the address, unless somebody is signed in already and is not asked to prove it again.
#[component]
fn Start(signing_in: SigningIn) -> impl IntoView {
    let query = use_query_map();
    let signed_in = Memo::new(move |_| {
        let account = signing_in.session.account().filter(|_| !query.with(paths::is_again));
        account.map(|account| account.email)
    });
    move || match signed_in.get() {
        Some(email) => view! {
            <Message title=String::new() text=t!(account.signed_in_as, email = email)>
                <a class="button" href=paths::account()>{t!(account.title)}</a>
            </Message>
        }
        .into_any(),
        None => view! { <AskForAddress signing_in=signing_in /> }.into_any(),
    }
}
