//! A gift receipt, as its bearer sees it: no price, and nothing that the buyer would hear of.

mod make;

use contract::{
    newtypes::Email,
    purchase::{GiftLine, GiftReceipt},
    return_request::{PlaceReturn, RefundWay, ReturnBy},
};
use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    cart::variant_text,
    failure::{failure_text, invalid_text},
    heading::Heading,
    return_form::{EMAIL, Form, PIECES, Questions, Send, place_of},
};
use crate::{
    api::{self, ApiError},
    browser::{document, storage},
    components::{Lines, Message, PieceChoice, TextField},
    format,
    paths::{self, ProductFilter},
    state::session::SessionState,
    t, text,
};
pub use make::GiftReceiptFormPage;

/// The token, kept as long as the tab: the address shows it no more.
const KEY: &str = "gift-token";

#[derive(Clone, PartialEq)]
enum Opening {
    NoToken,
    Busy,
    Failed(ApiError),
    Open(GiftReceipt),
}

#[derive(Clone, Copy)]
struct Gift {
    opening: RwSignal<Opening>,
}

impl Gift {
    /// Takes the token out of the address, now and whenever the address gets one.
    fn follow() -> Self {
        let gift = Self { opening: RwSignal::new(Opening::NoToken) };
        take_token();
        gift.open();
        document::on_fragment_change(move || {
            if take_token() {
                gift.open();
            }
        });
        gift
    }

    fn open(self) {
        let Some(token) = storage::session().get(KEY) else { return };
        self.opening.set(Opening::Busy);
        spawn_local(async move {
            let next = match api::gift_receipts::open(token).await {
                Ok(receipt) => Opening::Open(receipt),
                Err(error) => Opening::Failed(error),
            };
            // The page may be gone by now.
            let _ = self.opening.try_set(next);
        });
    }
}

fn take_token() -> bool {
    let token = document::take_fragment();
    if let Some(token) = &token {
        storage::session().set(KEY, token);
    }
    token.is_some()
}

#[component]
pub fn GiftReceiptPage() -> impl IntoView {
    let gift = Gift::follow();
    let shown = move || match gift.opening.get() {
        Opening::NoToken => {
            view! { <Message title=t!(gift.no_token_title) text=t!(gift.no_token_text) /> }.into_any()
        }
        Opening::Busy => view! { <Lines count=10 /> }.into_any(),
        Opening::Failed(error) => view! { <NotOpened gift=gift error=error /> }.into_any(),
        Opening::Open(receipt) => view! { <Opened gift=gift receipt=receipt /> }.into_any(),
    };
    view! {
        <div class="page return-page">
            <Heading title=t!(gift.title) class="display" />
            {shown}
        </div>
    }
}

/// What nobody can open is said; what the network withheld is tried again, for the token is kept.
#[component]
fn NotOpened(gift: Gift, error: ApiError) -> impl IntoView {
    let text = if error.is_not_found() { t!(error.receipt_not_genuine) } else { failure_text(&error) };
    view! {
        <Message title=t!(gift.not_opened) text=text alert=true>
            <button type="button" class="button" on:click=move |_| gift.open()>{t!(error.retry)}</button>
            <a class="button button-quiet" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}

/// Where and when it was bought, and until when it may go back.
#[component]
fn Facts(receipt: GiftReceipt) -> impl IntoView {
    let bought = format::date_with_year(&receipt.bought_on);
    let bought = match receipt.store {
        Some(store) => t!(gift.bought_at, store = store.name, day = bought),
        None => t!(gift.bought, day = bought),
    };
    view! {
        <p class="muted">{receipt.number} " · " {bought}</p>
        {receipt
            .return_until
            .map(|day| view! { <p class="lead">{t!(gift.until, day = format::date_with_year(&day))}</p> })}
    }
}

#[component]
fn Opened(gift: Gift, receipt: GiftReceipt) -> impl IntoView {
    let form = Form::of(&receipt.id, Callback::new(move |()| gift.open()));
    let email = RwSignal::new(String::new());
    fill_in(email);
    form.draft
        .update(|draft| receipt.lines.iter().for_each(|line| draft.limit(&line.line_id, line.returnable)));
    let any = receipt.return_until.is_some() && receipt.lines.iter().any(|line| line.returnable > 0);
    let email_error =
        move || form.sent.get().then(|| Email::parse(&email.get()).err()).flatten().map(invalid_text);
    let token = receipt.token.clone();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.send(request(form, &token, &email.get_untracked()));
    };
    let lines = receipt.lines.clone().into_iter();
    let lines = lines.map(|line| view! { <Line line=line form=form open=any /> }).collect_view();
    view! {
        <Facts receipt=receipt />
        <form class="cart-columns" novalidate on:submit=submit>
            <div class="return-questions">
                <h2 id=PIECES tabindex="-1">{if any { t!(gift.which) } else { t!(gift.lines) }}</h2>
                <ul>{lines}</ul>
            </div>
            <section class="cart-summary" aria-labelledby="summary-title">
                <h2 id="summary-title">{t!(gift.how)}</h2>
                <p>{if any { t!(gift.how_text) } else { t!(gift.over) }}</p>
                {any
                    .then(|| {
                        view! {
                            <TextField
                                id=EMAIL
                                label=t!(checkout.email)
                                kind="email"
                                autocomplete="email"
                                hint=Some(t!(gift.email_hint))
                                required=true
                                value=email
                                error=Signal::derive(email_error)
                                on_blur=Callback::new(|()| {})
                            />
                            <p class="muted">{t!(gift.discreet)}</p>
                            <Send form=form />
                        }
                    })}
            </section>
        </form>
    }
}

/// Whoever is signed in need not type their address.
fn fill_in(email: RwSignal<String>) {
    let session = SessionState::expect();
    session.need();
    Effect::new(move |_| {
        if let Some(account) = session.account()
            && email.with_untracked(String::is_empty)
        {
            email.set(account.email);
        }
    });
}

#[component]
fn Line(line: GiftLine, form: Form, open: bool) -> impl IntoView {
    let id = StoredValue::new(line.line_id.clone());
    let units = Memo::new(move |_| form.draft.with(|draft| id.with_value(|id| draft.units(id))));
    let set = Callback::new(move |units| id.with_value(|id| form.change(id, |wish| wish.units = units)));
    let gone = (open && line.returnable == 0).then(|| t!(returns.gone_already));
    view! {
        <PieceChoice
            id=format!("line-{}", line.line_id)
            name=t!(order.line, count = line.quantity, name = line.name)
            variant=variant_text(&line.colour, &line.size)
            picture=line.picture
            amount=None
            choose=t!(returns.take_back)
            units=units
            max=if open { line.returnable } else { 0 }
            reason=gone
            on_change=set
        >
            <Questions form=form line_id=id.get_value() />
        </PieceChoice>
    }
}

/// The whole request, or the id of what is missing first.
fn request(form: Form, token: &str, email: &str) -> Result<PlaceReturn, String> {
    let draft = form.draft.get_untracked();
    Ok(PlaceReturn {
        purchase_id: None,
        gift_token: Some(token.to_string()),
        lines: draft.lines().map_err(|missing| place_of(&missing))?,
        by: ReturnBy::Store,
        way: RefundWay::StoreCredit,
        email: Some(Email::parse(email).map_err(|_| EMAIL.to_string())?),
        language: text::language(),
    })
}
