//! A paper receipt joins the purchases: the code on it opens this page, and nothing has to be typed.

mod add;

use contract::{error::ErrorCode, purchase::Purchase};
use leptos::{prelude::*, task::spawn_local};

use super::{
    failure::failure_text,
    heading::Heading,
    purchase::{Line, Sums},
    purchases::words::{place_text, title, when_text},
};
use crate::{
    api::{self, ApiError},
    browser::{document, focus, network, time},
    components::{Lines, Message},
    paths,
    state::{announcer::Announcer, live::Live, query::Remote, session::SessionState},
    t,
};
use add::Add;

const OUTCOME: &str = "receipt-outcome";

#[derive(Clone, PartialEq)]
enum Step {
    /// No receipt yet: how to add one.
    Asking,
    Claiming,
    Done(Box<Purchase>),
    Failed(ApiError),
}

/// The receipt whose code was scanned. Its token is kept in memory until it is claimed.
#[derive(Clone, Copy)]
struct Claim {
    step: RwSignal<Step>,
    token: StoredValue<Option<String>>,
    live: Live,
    announcer: Announcer,
}

impl Claim {
    fn follow() -> Self {
        let claim = Self {
            step: RwSignal::new(Step::Asking),
            token: StoredValue::new(None),
            live: Live::expect(),
            announcer: Announcer::expect(),
        };
        if let Some(token) = document::take_fragment() {
            claim.start(token);
        }
        // Another receipt is scanned while the page is open.
        document::on_fragment_change(move || {
            if let Some(token) = document::take_fragment() {
                claim.start(token);
            }
        });
        network::on_change(move |online| {
            if online && claim.step.with_untracked(|step| matches!(step, Step::Failed(ApiError::Network))) {
                claim.again();
            }
        });
        claim
    }

    fn start(self, token: String) {
        self.token.set_value(Some(token));
        self.step.set(Step::Asking);
        self.again();
    }

    /// Once at a time, however often it is asked for.
    fn again(self) {
        let Some(token) = self.token.get_value() else { return };
        if self.step.with_untracked(|step| *step == Step::Claiming) {
            return;
        }
        self.step.set(Step::Claiming);
        spawn_local(async move {
            let answer = api::receipts::claim(token.clone()).await;
            // The page may have been left, or another receipt scanned meanwhile.
            if self.token.try_get_value().flatten() == Some(token) {
                self.take(answer);
            }
        });
    }

    fn take(self, answer: Result<Purchase, ApiError>) {
        match answer {
            Ok(purchase) => {
                self.token.set_value(None);
                self.live.reopen();
                self.live.start(purchase.cursor);
                self.announcer.say(t!(receipt.title_done));
                self.step.set(Step::Done(Box::new(purchase)));
            }
            Err(error) => self.step.set(Step::Failed(error)),
        }
        // The button that was pressed is gone; what became of it is read next.
        time::after(0, || {
            if focus::is_nowhere() {
                focus::by_id(OUTCOME);
            }
        });
    }

    /// Back to the page that says how one is added.
    fn another(self) {
        self.token.set_value(None);
        self.step.set(Step::Asking);
        time::after(0, || focus::by_id(add::FIELD));
    }
}

#[component]
pub fn ReceiptPage() -> impl IntoView {
    let claim = Claim::follow();
    let heading = Signal::derive(move || {
        claim.step.with(|step| match step {
            Step::Asking | Step::Failed(_) => t!(receipt.title),
            Step::Claiming => t!(receipt.title_claiming),
            Step::Done(_) => t!(receipt.title_done),
        })
    });
    view! {
        <div class="page receipt-page">
            <Heading title=heading />
            <div id=OUTCOME class="receipt-outcome" tabindex="-1">
                {move || match claim.step.get() {
                    Step::Asking => view! { <Add on_token=Callback::new(move |token| claim.start(token)) /> }.into_any(),
                    Step::Claiming => view! {
                        <p class="muted" role="status">{t!(receipt.claiming)}</p>
                        <Lines count=8 />
                    }
                    .into_any(),
                    Step::Failed(error) => view! { <Refused claim=claim error=error /> }.into_any(),
                    Step::Done(purchase) => view! { <Done claim=claim purchase=*purchase /> }.into_any(),
                }}
            </div>
        </div>
    }
}

/// What happened, in a title and a sentence.
fn refusal(error: &ApiError) -> (String, String) {
    match error.code() {
        Some(ErrorCode::ReceiptNotGenuine | ErrorCode::Malformed | ErrorCode::InvalidField) => {
            (t!(receipt.not_genuine_title), t!(receipt.not_genuine_text))
        }
        Some(ErrorCode::ReceiptNotArrived) => (t!(receipt.not_arrived_title), t!(receipt.not_arrived_text)),
        Some(ErrorCode::AlreadyClaimed) => (t!(receipt.taken_title), t!(receipt.taken_text)),
        Some(ErrorCode::TooManyTries) => (t!(receipt.tries_title), failure_text(error)),
        _ if *error == ApiError::Network => (t!(receipt.offline_title), t!(receipt.kept)),
        _ => (t!(error.title), failure_text(error)),
    }
}

/// Whether the same token may still be taken.
fn may_retry(error: &ApiError) -> bool {
    let over = [
        ErrorCode::ReceiptNotGenuine,
        ErrorCode::Malformed,
        ErrorCode::InvalidField,
        ErrorCode::AlreadyClaimed,
    ];
    !error.code().is_some_and(|code| over.contains(&code))
}

#[component]
fn Refused(claim: Claim, error: ApiError) -> impl IntoView {
    let (title, text) = refusal(&error);
    let again = may_retry(&error).then(|| {
        view! { <button type="button" class="button" on:click=move |_| claim.again()>{t!(error.retry)}</button> }
    });
    let sign_in = (error.code() == Some(ErrorCode::AlreadyClaimed)).then(|| {
        let next = paths::purchases();
        view! { <a class="button button-quiet" href=paths::sign_in(Some(&next))>{t!(sign_in.title)}</a> }
    });
    view! {
        <Message title=title text=text alert=true>
            {again}
            {sign_in}
            <button type="button" class="button button-quiet" on:click=move |_| claim.another()>
                {t!(receipt.another)}
            </button>
        </Message>
    }
}

#[component]
fn Done(claim: Claim, purchase: Purchase) -> impl IntoView {
    let session = SessionState::expect();
    session.need();
    let is_guest = move || session.account.with(|account| matches!(account, Remote::Ready(None)));
    let next = paths::purchases();
    let store = purchase.store.clone();
    let line = |line| view! { <Line line=line store=store.clone() /> };
    let lines = purchase.lines.iter().cloned().map(line).collect_view();
    let when = [when_text(&purchase), place_text(&purchase)].join(" · ");
    view! {
        <p class="lead">{title(&purchase)} " · " {when}</p>
        <Show when=is_guest>
            <p>{t!(receipt.keep)} " " <a href=paths::sign_in(Some(&next))>{t!(sign_in.title)}</a></p>
        </Show>
        <p class="actions">
            <a class="button" href=paths::purchase(&purchase.id)>{t!(receipt.see)}</a>
            <a class="button button-quiet" href=paths::purchases()>{t!(purchases.all)}</a>
        </p>
        <section class="receipt-lines" aria-labelledby="receipt-lines-title">
            <h2 id="receipt-lines-title">{t!(purchase.lines)}</h2>
            <ul>{lines}</ul>
            <Sums purchase=purchase />
        </section>
        <p><button type="button" class="text-link" on:click=move |_| claim.another()>{t!(receipt.another)}</button></p>
    }
}
