use contract::handoff::{Handoff, HandoffStatus, OfferHandoff, OfferedHandoff, PagePath};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

use crate::{
    api::{self, ApiError},
    browser::{clipboard, document, time},
    components::{Dialog, Lines, Message, QrCode},
    pages::failure::{Failure, failure_text},
    paths,
    state::{announcer::Announcer, my_store::MyStore, session::SessionState},
    t,
};

/// How often it is asked whether the phone has come, in milliseconds.
const ASK_EVERY: u64 = 2_000;
/// How long the code works.
const AGE: f64 = 180_000.0;

#[derive(Clone, PartialEq)]
enum Step {
    Asking,
    Open(OfferedHandoff),
    Taken,
    Expired,
    Failed(ApiError),
}

#[derive(Clone, Copy)]
struct Offer {
    step: RwSignal<Step>,
    open: RwSignal<bool>,
    since: StoredValue<f64>,
    /// The server does not answer; the code may still work.
    silent: RwSignal<bool>,
    store: MyStore,
}

impl Offer {
    fn new() -> Self {
        Self {
            step: RwSignal::new(Step::Asking),
            open: RwSignal::new(true),
            since: StoredValue::new(time::now()),
            silent: RwSignal::new(false),
            store: MyStore::expect(),
        }
    }

    /// Asks for a code to the page on screen.
    fn ask(self) {
        self.step.set(Step::Asking);
        self.silent.set(false);
        let path = PagePath::parse(&document::path_and_query()).or_else(|_| PagePath::parse(&paths::home()));
        let Ok(path) = path else { return };
        let store_id = untrack(|| self.store.id());
        spawn_local(async move {
            let answer = api::handoffs::offer(&OfferHandoff { path, store_id }).await;
            if let (Ok(offered), Some(false) | None) = (&answer, self.open.try_get_untracked()) {
                return take_back(offered.id.clone());
            }
            let _ = self.since.try_set_value(time::now());
            let _ = self.step.try_set(match answer {
                Ok(offered) => Step::Open(offered),
                Err(error) => Step::Failed(error),
            });
        });
    }

    fn offered(self) -> Option<OfferedHandoff> {
        match self.step.try_get_untracked() {
            Some(Step::Open(offered)) => Some(offered),
            _ => None,
        }
    }

    /// Looks whether the phone has come.
    fn look(self) {
        let Some(offered) = self.offered() else { return };
        if time::now() - self.since.get_value() > AGE {
            return self.step.set(Step::Expired);
        }
        spawn_local(async move {
            let answer = api::get_text(api::handoffs::get(&offered.id).url()).await;
            let status = answer.and_then(|text| api::parse::<Handoff>(&text)).map(|handoff| handoff.status);
            if self.offered().is_none_or(|now| now.id != offered.id) {
                return;
            }
            let silent = matches!(&status, Err(error) if !error.withholds());
            if self.silent.try_get_untracked() != Some(silent) {
                let _ = self.silent.try_set(silent);
            }
            let next = match status {
                Ok(HandoffStatus::Open) => return,
                Ok(HandoffStatus::Taken) => Step::Taken,
                Ok(HandoffStatus::Expired) => Step::Expired,
                Err(error) if error.withholds() => Step::Expired,
                Err(_) => return,
            };
            let _ = self.step.try_set(next);
        });
    }

    /// Whoever sees the code later can do nothing with it.
    fn take_back(self) {
        if let Some(offered) = self.offered() {
            take_back(offered.id);
        }
    }

    fn close(self) {
        self.take_back();
        self.open.set(false);
        self.step.set(Step::Expired);
    }
}

fn take_back(id: String) {
    spawn_local(async move {
        // A code that could not be taken back ends by itself soon.
        let _ = api::handoffs::end(&id).await;
    });
}

/// Offers the page on screen to a phone by a code, for as long as it is open.
#[component]
pub fn HandoffDialog() -> impl IntoView {
    let offer = Offer::new();
    offer.ask();
    time::every(ASK_EVERY, move || offer.look());
    on_cleanup(move || offer.take_back());
    document::on_leave(move || {
        if let Some(offered) = offer.offered() {
            api::handoffs::end_at_last(&offered.id);
        }
    });
    let location = use_location();
    Effect::new(move |shown: Option<(String, String)>| {
        let here = (location.pathname.get(), location.search.get());
        if shown.is_some_and(|shown| shown != here) {
            offer.close();
        }
        here
    });
    let close = Callback::new(move |()| {
        if offer.open.get_untracked() {
            offer.close();
        }
    });
    let again = Callback::new(move |()| offer.ask());
    let step = Memo::new(move |_| offer.step.get());
    view! {
        <Dialog id="handoff" title=t!(handoff.link) open=offer.open on_close=close>
            <div class="handoff" aria-live="polite">
                {move || match step.get() {
                    Step::Asking => view! { <Lines count=8 /> }.into_any(),
                    Step::Failed(error) => view! { <Failure error=error on_retry=again /> }.into_any(),
                    Step::Open(offered) => view! { <Code offered=offered silent=offer.silent /> }.into_any(),
                    Step::Taken => view! {
                        <Message title=t!(handoff.taken) text=t!(handoff.taken_text)>
                            <button type="button" class="button" on:click=move |_| close.run(())>{t!(dialog.close)}</button>
                        </Message>
                    }
                    .into_any(),
                    Step::Expired => view! {
                        <Message title=t!(handoff.ended) text=t!(handoff.ended_text)>
                            <button type="button" class="button" on:click=move |_| again.run(())>{t!(handoff.renew)}</button>
                        </Message>
                    }
                    .into_any(),
                }}
            </div>
        </Dialog>
    }
}

/// The code, what comes along with it, and how long it works.
#[component]
fn Code(offered: OfferedHandoff, silent: RwSignal<bool>) -> impl IntoView {
    let session = SessionState::expect();
    let announcer = Announcer::expect();
    let address = format!("{}{}#{}", document::origin(), paths::handoff(), offered.token);
    let along = move || match session.account() {
        Some(account) => t!(handoff.as_account, email = account.email),
        None => t!(handoff.as_guest),
    };
    let link = address.clone();
    let copy = move |_| {
        let link = link.clone();
        spawn_local(async move {
            let told = if clipboard::copy(&link).await { t!(handoff.copied) } else { t!(handoff.not_copied) };
            announcer.say(told);
        });
    };
    view! {
        <p>{t!(handoff.scan, page = document::title())}</p>
        <div class="pass"><QrCode text=address label=t!(handoff.code) /></div>
        <p>{along}</p>
        <p class="muted">{t!(handoff.once)}</p>
        {move || silent.get().then(|| view! { <p class="field-error">{failure_text(&ApiError::Network)}</p> })}
        <p><button type="button" class="text-link" on:click=copy>{t!(handoff.copy)}</button></p>
    }
}
