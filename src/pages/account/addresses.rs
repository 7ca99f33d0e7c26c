use contract::{
    account::{Account, AccountAddress, HistoryPreview},
    error::ErrorCode,
    newtypes::{Email, SixDigits},
};
use leptos::{ev, prelude::*, task::spawn_local};

use super::SignInAgain;
use crate::{
    api::{self, ApiError},
    browser::{focus, time},
    components::TextField,
    format,
    pages::failure::{failure_text, invalid_text},
    plural,
    state::{announcer::Announcer, query::Query},
    t,
};

/// One step after the other: an address, its code, what would join.
#[derive(Clone, PartialEq)]
enum Step {
    Closed,
    Address,
    Code { request_id: String, email: String },
    Preview { request_id: String, preview: HistoryPreview },
}

#[derive(Clone, Copy)]
struct Joining {
    account: Query<Account>,
    step: RwSignal<Step>,
    email: RwSignal<String>,
    code: RwSignal<String>,
    failed: RwSignal<Option<String>>,
    /// This browser is to prove its address first.
    unproven: RwSignal<bool>,
    busy: RwSignal<bool>,
    announcer: Announcer,
}

impl Joining {
    /// Sends one request at a time; where its answer leads is said by `then`.
    fn send<T: 'static>(
        self,
        request: impl Future<Output = Result<T, ApiError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        self.unproven.set(false);
        spawn_local(async move {
            let answer = request.await;
            // The page may have been left meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => then(answer),
                Err(error) => {
                    self.unproven.set(error.code() == Some(ErrorCode::ProofNeeded));
                    self.failed.set(Some(failure_text(&error)));
                }
            }
        });
    }

    fn go(self, step: Step, focused: &'static str) {
        self.failed.set(None);
        self.step.set(step);
        time::after(0, move || focus::by_id(focused));
    }

    /// It is this account's already.
    fn is_own(self, email: &Email) -> bool {
        let email = email.as_str().to_lowercase();
        self.account.value.with_untracked(|account| {
            account.ready().is_some_and(|account| {
                let joined = account.addresses.iter().map(|address| &address.email);
                joined.chain([&account.email]).any(|own| own.to_lowercase() == email)
            })
        })
    }

    fn ask(self) {
        match Email::parse(&self.email.get_untracked()) {
            Ok(email) if self.is_own(&email) => self.failed.set(Some(t!(address.own))),
            Ok(email) => {
                let shown = email.as_str().to_string();
                self.send(async move { api::account::ask_to_join(email).await }, move |asked| {
                    self.code.set(String::new());
                    self.go(Step::Code { request_id: asked.request_id, email: shown }, "join-code");
                });
            }
            Err(reason) => self.failed.set(Some(invalid_text(reason))),
        }
    }

    fn prove(self, request_id: String) {
        match SixDigits::parse(&self.code.get_untracked()) {
            Ok(code) => {
                let id = request_id.clone();
                self.send(async move { api::account::prove_address(id, code).await }, move |preview| {
                    self.go(Step::Preview { request_id, preview }, "join-preview");
                });
            }
            Err(reason) => self.failed.set(Some(invalid_text(reason))),
        }
    }

    fn join(self, request_id: String) {
        self.send(async move { api::account::join_history(request_id).await }, move |()| {
            self.announcer.say(t!(address.joined));
            self.email.set(String::new());
            self.account.reload();
            self.go(Step::Closed, "addresses-title");
        });
    }

    fn part(self, email: String) {
        let Ok(address) = Email::parse(&email) else { return };
        self.send(async move { api::account::part_history(address).await }, move |()| {
            self.announcer.say(t!(address.parted, email = email));
            self.account.reload();
            focus::by_id("addresses-title");
        });
    }
}

/// The other addresses of the same person, and the way to bring another one.
#[component]
pub fn Addresses(account: Query<Account>) -> impl IntoView {
    let joining = Joining {
        account,
        step: RwSignal::new(Step::Closed),
        email: RwSignal::new(String::new()),
        code: RwSignal::new(String::new()),
        failed: RwSignal::new(None),
        unproven: RwSignal::new(false),
        busy: RwSignal::new(false),
        announcer: Announcer::expect(),
    };
    let joined = move || {
        account
            .value
            .with(|account| account.ready().map(|account| account.addresses.clone()).unwrap_or_default())
    };
    view! {
        <section class="addresses" aria-labelledby="addresses-title">
            <h2 id="addresses-title" tabindex="-1">{t!(address.title)}</h2>
            <p class="muted">{t!(address.lead)}</p>
            {move || {
                let joined = joined();
                (!joined.is_empty()).then(|| view! {
                    <ul class="account-list">
                        {joined.into_iter().map(|address| view! { <Line joining=joining address=address /> }).collect_view()}
                    </ul>
                })
            }}
            {move || match joining.step.get() {
                Step::Closed => view! { <Offer joining=joining /> }.into_any(),
                Step::Address => view! { <AskAddress joining=joining /> }.into_any(),
                Step::Code { request_id, email } => {
                    view! { <AskCode joining=joining request_id=request_id email=email /> }.into_any()
                }
                Step::Preview { request_id, preview } => {
                    view! { <Preview joining=joining request_id=request_id preview=preview /> }.into_any()
                }
            }}
            {move || joining.unproven.get().then(|| view! { <SignInAgain /> })}
        </section>
    }
}

#[component]
fn Line(joining: Joining, address: AccountAddress) -> impl IntoView {
    let until = address.can_part_until.as_ref().map(format::day);
    let email = address.email;
    let label = t!(address.part_of, email = email.clone());
    let parted = email.clone();
    view! {
        <li class="account-line">
            <p>
                <span class="account-line-name">{email}</span>
                <span class="account-line-facts">
                    {t!(address.joined_on, date = format::day(&address.joined_at))}
                    {until.clone().map(|date| format!(" · {}", t!(address.part_until, date = date)))}
                </span>
            </p>
            {until
                .is_some()
                .then(|| view! {
                    <button
                        type="button"
                        class="text-link"
                        aria-label=label
                        aria-disabled=move || joining.busy.get().to_string()
                        on:click=move |_| joining.part(parted.clone())
                    >
                        {t!(address.part)}
                    </button>
                })}
        </li>
    }
}

#[component]
fn Offer(joining: Joining) -> impl IntoView {
    view! {
        <button type="button" class="button button-quiet" on:click=move |_| joining.go(Step::Address, "join-email")>
            {t!(address.add)}
        </button>
        {move || joining.failed.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
    }
}

#[component]
fn AskAddress(joining: Joining) -> impl IntoView {
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        joining.ask();
    };
    view! {
        <form class="address-form" novalidate on:submit=submit>
            <TextField
                id="join-email"
                label=t!(address.email)
                kind="email"
                autocomplete="email"
                hint=None
                required=true
                value=joining.email
                error=joining.failed
                on_blur=Callback::new(|()| {})
            />
            <Buttons joining=joining submit=t!(address.send) />
        </form>
    }
}

#[component]
fn AskCode(joining: Joining, request_id: String, email: String) -> impl IntoView {
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        joining.prove(request_id.clone());
    };
    view! {
        <p>{t!(address.sent, email = email)}</p>
        <form class="address-form" novalidate on:submit=submit>
            <TextField
                id="join-code"
                label=t!(sign_in.code)
                autocomplete="one-time-code"
                inputmode="numeric"
                hint=None
                required=true
                value=joining.code
                error=joining.failed
                on_blur=Callback::new(|()| {})
            />
            <Buttons joining=joining submit=t!(address.check) />
        </form>
    }
}

/// What joins, before it does.
#[component]
fn Preview(joining: Joining, request_id: String, preview: HistoryPreview) -> impl IntoView {
    let counts = [
        (preview.orders > 0).then(|| plural!(preview.orders, address.orders)),
        (preview.receipts > 0).then(|| plural!(preview.receipts, address.receipts)),
        (preview.reservations > 0).then(|| plural!(preview.reservations, address.reservations)),
        (preview.returns > 0).then(|| plural!(preview.returns, address.returns)),
        (preview.favourites > 0).then(|| plural!(preview.favourites, address.favourites)),
        (preview.devices > 0).then(|| plural!(preview.devices, address.devices)),
    ];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    let what = if counts.is_empty() {
        view! { <p>{t!(address.nothing)}</p> }.into_any()
    } else {
        view! { <ul class="address-counts">{counts.into_iter().map(|count| view! { <li>{count}</li> }).collect_view()}</ul> }
            .into_any()
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        joining.join(request_id.clone());
    };
    view! {
        <form class="address-form" novalidate on:submit=submit>
            <h3 id="join-preview" tabindex="-1">{t!(address.preview, email = preview.email)}</h3>
            {what}
            <p class="muted">{t!(address.undo_hint)}</p>
            {move || joining.failed.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
            <Buttons joining=joining submit=t!(address.join) />
        </form>
    }
}

#[component]
fn Buttons(joining: Joining, submit: String) -> impl IntoView {
    view! {
        <div class="actions">
            <button type="submit" class="button button-now" aria-disabled=move || joining.busy.get().to_string()>
                {submit}
            </button>
            <button
                type="button"
                class="button button-quiet"
                on:click=move |_| joining.go(Step::Closed, "addresses-title")
            >
                {t!(address.cancel)}
            </button>
        </div>
    }
}
