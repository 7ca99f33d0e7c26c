//! Making a gift receipt: which pieces, then a page without prices to print or to share.

use contract::{
    purchase::{GiftLine, GiftReceipt, Purchase, PurchaseLine},
    return_request::ReturnTerms,
};
use leptos::{ev, prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser::{clipboard, document, focus, share, time},
    components::{Message, PieceChoice, QrCode},
    format,
    pages::{
        attempt,
        bought::{Bought, OfPurchase},
        cart::variant_text,
        failure::failure_text,
        heading::Heading,
        unsent::Unsent,
    },
    paths,
    state::{announcer::Announcer, retailer::RetailerState},
    t,
};

const MADE: &str = "gift-made";
const FAILURE: &str = "gift-failure";

#[derive(Clone)]
enum Failed {
    /// No line was chosen.
    NoLine,
    Unsent(ApiError),
}

#[derive(Clone, Copy)]
struct Making {
    /// The ids of the lines that are a gift.
    chosen: RwSignal<Vec<String>>,
    sending: RwSignal<bool>,
    failure: RwSignal<Option<Failed>>,
    made: RwSignal<Option<GiftReceipt>>,
}

impl Making {
    fn set(self, line: &str, is_gift: bool) {
        self.failure.set(None);
        self.chosen.update(|chosen| {
            chosen.retain(|id| id != line);
            if is_gift {
                chosen.push(line.to_string());
            }
        });
    }

    fn send(self, purchase_id: String) {
        if self.sending.get_untracked() {
            return;
        }
        let lines = self.chosen.get_untracked();
        if lines.is_empty() {
            return self.fail(Failed::NoLine);
        }
        self.failure.set(None);
        self.sending.set(true);
        spawn_local(async move {
            let key = attempt::GIFT_RECEIPT.key_of(&(&purchase_id, &lines));
            let answer = api::gift_receipts::make(&purchase_id, lines, &key).await;
            // The page may be gone by now.
            if self.sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(receipt) => {
                    attempt::GIFT_RECEIPT.over();
                    self.made.set(Some(receipt));
                    time::after(0, || focus::by_id(MADE));
                }
                Err(error) => self.refuse(error),
            }
        });
    }

    fn refuse(self, error: ApiError) {
        if !attempt::may_have_happened(&error) {
            attempt::GIFT_RECEIPT.over();
        }
        self.fail(Failed::Unsent(error));
    }

    fn fail(self, failed: Failed) {
        self.failure.set(Some(failed));
        time::after(0, || focus::by_id(FAILURE));
    }
}

#[component]
pub fn GiftReceiptFormPage() -> impl IntoView {
    let bought = Bought::follow();
    let making = Making {
        chosen: RwSignal::new(Vec::new()),
        sending: RwSignal::new(false),
        failure: RwSignal::new(None),
        made: RwSignal::new(None),
    };
    let shown = move |purchase: Purchase| view! { <Choose purchase=purchase making=making /> }.into_any();
    view! {
        <div class="page return-page gift-page">
            <Heading title=t!(gift.make_title) class="display" />
            {move || match making.made.get() {
                Some(receipt) => view! { <Made receipt=receipt making=making /> }.into_any(),
                None => view! { <OfPurchase bought=bought shown=Callback::new(shown) /> }.into_any(),
            }}
        </div>
    }
}

/// A gift receipt is for what may still go back.
fn can_be_gift(line: &PurchaseLine, terms: &ReturnTerms) -> bool {
    line.returnable > 0 && terms.goodwill_until.is_some()
}

#[component]
fn Choose(purchase: Purchase, making: Making) -> impl IntoView {
    let Purchase { id, lines, return_terms, .. } = purchase;
    if !lines.iter().any(|line| can_be_gift(line, &return_terms)) {
        return view! {
            <Message title=t!(gift.none_title) text=t!(gift.none_text)>
                <a class="button" href=paths::purchase(&id)>{t!(gift.back)}</a>
            </Message>
        }
        .into_any();
    }
    let line = |line: PurchaseLine| {
        let open = can_be_gift(&line, &return_terms);
        view! { <Line line=line open=open making=making /> }
    };
    let lines = lines.into_iter().map(line).collect_view();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        making.send(id.clone());
    };
    let text = move || {
        if making.sending.get() { t!(gift.making) } else { t!(gift.make) }
    };
    view! {
        <p class="lead">{t!(gift.make_text)}</p>
        <form class="return-questions" novalidate on:submit=submit>
            <h2>{t!(gift.make_which)}</h2>
            <ul>{lines}</ul>
            {move || making.failure.get().map(|failed| view! { <Failure failed=failed /> })}
            <p>
                <button type="submit" class="button button-now" aria-disabled=move || making.sending.get().to_string()>
                    {text}
                </button>
            </p>
        </form>
    }
    .into_any()
}

#[component]
fn Failure(failed: Failed) -> impl IntoView {
    match failed {
        Failed::NoLine => view! {
            <p class="field-error" role="alert" id=FAILURE tabindex="-1">{t!(gift.line_missing)}</p>
        }
        .into_any(),
        Failed::Unsent(error) => {
            view! { <Unsent text=failure_text(&error) error=error id=FAILURE /> }.into_any()
        }
    }
}

#[component]
fn Line(line: PurchaseLine, open: bool, making: Making) -> impl IntoView {
    let id = StoredValue::new(line.id.clone());
    let chosen = Memo::new(move |_| making.chosen.with(|chosen| id.with_value(|id| chosen.contains(id))));
    view! {
        <PieceChoice
            id=format!("line-{}", line.id)
            name=t!(order.line, count = line.quantity, name = line.name)
            variant=variant_text(&line.colour, &line.size)
            picture=line.picture
            amount=None
            choose=t!(gift.is_gift)
            units=Signal::derive(move || u32::from(chosen.get()))
            max=1
            reason=(!open).then(|| t!(returns.not_taken_back))
            on_change=Callback::new(move |units: u32| id.with_value(|id| making.set(id, units > 0)))
        />
    }
}

/// The receipt to give away, and the ways to give it.
#[component]
fn Made(receipt: GiftReceipt, making: Making) -> impl IntoView {
    let url = format!("{}{}#{}", document::origin(), paths::gift_receipt(), receipt.token);
    let announcer = Announcer::expect();
    let said = RwSignal::new(None::<String>);
    let copied = {
        let url = url.clone();
        move |_| {
            let url = url.clone();
            spawn_local(async move {
                let outcome = if clipboard::copy(&url).await { t!(gift.copied) } else { t!(gift.not_copied) };
                announcer.say(outcome.clone());
                // The page may be gone by now.
                let _ = said.try_set(Some(outcome));
            });
        }
    };
    let shared = {
        let url = url.clone();
        move |_| {
            let url = url.clone();
            spawn_local(async move {
                // Whoever closes the sheet has changed their mind.
                let _ = share::link(&t!(gift.title), &url).await;
            });
        }
    };
    let again = move |_| {
        making.made.set(None);
        time::after(0, || focus::by_id("main"));
    };
    view! {
        <div class="no-print">
            <p class="lead">{t!(gift.made_text)}</p>
            <div class="actions">
                <button type="button" class="button button-now" on:click=|_| document::print()>{t!(returns.print)}</button>
                {share::is_offered()
                    .then(|| view! { <button type="button" class="button" on:click=shared>{t!(gift.share)}</button> })}
                <button type="button" class="button button-quiet" on:click=copied>{t!(gift.copy)}</button>
            </div>
            {move || said.get().map(|text| view! { <p class="muted">{text}</p> })}
        </div>
        <Paper receipt=receipt url=url />
        <p class="no-print">
            <button type="button" class="text-link" on:click=again>{t!(gift.another)}</button>
        </p>
    }
}

/// What is printed.
#[component]
fn Paper(receipt: GiftReceipt, url: String) -> impl IntoView {
    let retailer = RetailerState::expect();
    let bought = format::date_with_year(&receipt.bought_on);
    let bought = match &receipt.store {
        Some(store) => t!(gift.bought_at, store = store.name, day = bought),
        None => t!(gift.bought, day = bought),
    };
    let until = receipt.return_until.as_deref().map(|day| t!(gift.until, day = format::date_with_year(day)));
    let line = |line: GiftLine| {
        let variant = variant_text(&line.colour, &line.size);
        view! {
            <li>
                {t!(order.line, count = line.quantity, name = line.name)}
                {variant.map(|text| view! { <span>", " {text}</span> })}
            </li>
        }
    };
    view! {
        <section class="gift-paper" aria-labelledby=MADE>
            <p class="gift-shop">{move || retailer.name()}</p>
            <h2 id=MADE tabindex="-1">{t!(gift.title)} " " {receipt.number}</h2>
            <p>{bought}</p>
            <ul>{receipt.lines.into_iter().map(line).collect_view()}</ul>
            <QrCode text=url label=t!(gift.code) />
            <p>{until}</p>
            <p>{t!(gift.paper_text)}</p>
        </section>
    }
}
