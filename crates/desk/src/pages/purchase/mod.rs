//! What was bought, to take some of it back for a shopper who comes without a code, or with a gift receipt.

mod choice;
mod line;
mod piece;
mod place;

use contract::{
    desk_sale::{DeskPurchase, FoundPurchase},
    purchase::GiftReceipt,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use storefront::{
    browser::time,
    components::Message,
    format,
    pages::{heading::Heading, purchases::words::channel_text},
};

use self::{choice::Choices, line::Pieces, piece::Piece, place::Place};
use crate::{components::date_text, paths, state::desk::Desk};

#[component]
pub fn PurchasePage() -> impl IntoView {
    let desk = Desk::expect();
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let found = Memo::new(move |_| desk.purchase.get().filter(|found| found.id() == id));
    // What is chosen here outlives a newer state of the purchase.
    let choices = Choices::new();
    let title = Signal::derive(move || match found.get() {
        Some(FoundPurchase::Purchase(purchase)) => t!(purchase.title, number = purchase.number),
        Some(FoundPurchase::GiftReceipt(gift)) => t!(gift.title, number = gift.number),
        None => t!(without_code.title),
    });
    let body = move || match found.get() {
        Some(found) => view! { <Found found=found choices=choices /> }.into_any(),
        // Somebody else's purchase is not kept on this device: it is found anew.
        None => view! {
            <Message title=t!(purchase.unknown_title) text=t!(purchase.unknown_text)>
                <a class="button" href=paths::returns()>{t!(returns.title)}</a>
            </Message>
        }
        .into_any(),
    };
    view! {
        <div class="page page-narrow">
            <Heading title=title class="pickup-number" />
            {body}
        </div>
    }
}

#[component]
fn Found(found: FoundPurchase, choices: Choices) -> impl IntoView {
    let (head, pieces): (_, Vec<Piece>) = match &found {
        FoundPurchase::Purchase(purchase) => (
            view! { <Head purchase=purchase.clone() /> }.into_any(),
            purchase.lines.iter().cloned().map(Piece::from).collect(),
        ),
        FoundPurchase::GiftReceipt(gift) => (
            view! { <GiftHead gift=gift.clone() /> }.into_any(),
            gift.lines.iter().cloned().map(Piece::from).collect(),
        ),
    };
    let can_return = pieces.iter().any(|piece| piece.returnable > 0);
    view! {
        {head}
        <h2 class="found-lines" id="purchase-lines">{if can_return { t!(purchase.choose) } else { t!(purchase.lines) }}</h2>
        <Pieces pieces=pieces.clone() choices=choices labelled_by="purchase-lines" />
        {can_return.then(|| view! { <Place found=found pieces=pieces choices=choices /> })}
    }
}

/// Until when it may go back, or why it may not.
fn terms_text(purchase: &DeskPurchase) -> String {
    let terms = &purchase.return_terms;
    if !purchase.status.is_bought() {
        return t!(purchase.not_bought);
    }
    match (&terms.goodwill_until, &terms.withdrawal_until) {
        (Some(until), _) | (None, Some(until)) => {
            let over = time::parse(until.as_str()).is_some_and(|until| until < time::now());
            let moment = format::moment(until);
            if over { t!(purchase.too_late, moment = moment) } else { t!(purchase.until, moment = moment) }
        }
        (None, None) => t!(purchase.no_terms),
    }
}

#[component]
fn Head(purchase: DeskPurchase) -> impl IntoView {
    let terms = terms_text(&purchase);
    let day = date_text(purchase.bought_at.as_str());
    let store = purchase.store.map(|store| store.name);
    view! {
        <header class="found-head">
            <p class="found-name">{purchase.name.unwrap_or_else(|| t!(purchase.nobody))}</p>
            <p>{bought_text(day, store)} " · " {channel_text(purchase.channel)}</p>
            <p>{t!(purchase.total, total = format::money_in_column(&purchase.total))}</p>
            <p><strong>{terms}</strong></p>
        </header>
    }
}

/// Neither a price nor a buyer.
#[component]
fn GiftHead(gift: GiftReceipt) -> impl IntoView {
    let terms = match &gift.return_until {
        Some(day) => t!(gift.until, day = date_text(day)),
        None => t!(purchase.no_terms),
    };
    let store = gift.store.map(|store| store.name);
    view! {
        <header class="found-head">
            <p class="found-name">{t!(returns.bearer)}</p>
            <p>{bought_text(date_text(&gift.bought_on), store)}</p>
            <p><strong>{terms}</strong></p>
        </header>
    }
}

fn bought_text(day: String, store: Option<String>) -> String {
    match store {
        Some(store) => t!(purchase.bought_at, day = day, store = store),
        None => t!(purchase.bought, day = day),
    }
}
