//! Bringing back what was bought: which pieces, why, for what, and how.

mod draft;
mod exchange;
mod form;
mod line;
mod summary;

use contract::{
    newtypes::{Email, Invalid},
    purchase::{Purchase, PurchaseKind, PurchaseLine},
    return_request::{PlaceReturn, RefundWay, ReturnBy, ReturnTerms},
};
use leptos::{ev, prelude::*};

use super::{
    bought::{Bought, OfPurchase},
    cart::variant_text,
    failure::invalid_text,
    heading::Heading,
};
use crate::{
    components::{ChoiceGroup, Message, PieceChoice, TextField},
    format, paths,
    state::session::SessionState,
    t, text,
};
use exchange::Exchange;
pub use form::{EMAIL, Form, PIECES, Send, place_of};
use line::choice;
pub use line::{Questions, reason_text};
use summary::Summary;

#[component]
pub fn ReturnFormPage() -> impl IntoView {
    let bought = Bought::follow();
    let reload = Callback::new(move |()| bought.query.reload());
    let form = Form::of(&bought.id.get_untracked(), reload);
    let email = RwSignal::new(String::new());
    let shown = move |purchase: Purchase| {
        form.draft.update(|draft| {
            purchase.lines.iter().for_each(|line| draft.limit(&line.id, left(&purchase, line)))
        });
        view! { <Shown purchase=purchase form=form email=email /> }.into_any()
    };
    view! {
        <div class="page return-page">
            <Heading title=t!(returns.form_title) class="display" />
            <OfPurchase bought=bought shown=Callback::new(shown) />
        </div>
    }
}

/// Why a line may not go back; nothing for one that may.
fn reason(purchase: &Purchase, line: &PurchaseLine) -> Option<String> {
    let returned = i64::from(line.returned);
    match &purchase.return_terms.goodwill_until {
        _ if line.quantity <= 0 => Some(t!(returns.brought_at_till)),
        _ if returned >= line.quantity => Some(t!(returns.gone_already)),
        Some(end) if format::is_past(end) => Some(t!(returns.over, day = format::last_day(end))),
        None => Some(t!(returns.not_taken_back)),
        Some(_) if line.returnable == 0 => Some(t!(returns.not_taken_back)),
        Some(_) => None,
    }
}

/// Units of a line that may go back now.
fn left(purchase: &Purchase, line: &PurchaseLine) -> u32 {
    match reason(purchase, line) {
        Some(_) => 0,
        None => line.returnable,
    }
}

#[component]
fn Shown(purchase: Purchase, form: Form, email: RwSignal<String>) -> impl IntoView {
    if !purchase.status.is_bought() {
        return view! { <NotBought purchase=purchase /> }.into_any();
    }
    let any = purchase.lines.iter().any(|line| left(&purchase, line) > 0);
    let session = SessionState::expect();
    session.need();
    // A receipt that a guest claimed knows no address.
    let asks_email = purchase.kind == PurchaseKind::Receipt && untrack(|| !session.is_signed_in());
    let email_error =
        move || form.sent.get().then(|| optional(&email.get()).err()).flatten().map(invalid_text);
    let (id, terms) = (purchase.id.clone(), purchase.return_terms.clone());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.send(request(form, &id, &terms, &email.get_untracked()));
    };
    let until = purchase.return_terms.goodwill_until.as_ref().filter(|end| !format::is_past(end));
    let until =
        until.map(|end| view! { <p class="lead">{t!(returns.until, day = format::last_day(end))}</p> });
    let lines = purchase
        .lines
        .iter()
        .map(|line| view! { <Line purchase=purchase.clone() line=line.clone() form=form /> });
    let lines = lines.collect_view();
    let by_post = purchase.return_terms.by_post;
    view! {
        {until}
        <form class="cart-columns" novalidate on:submit=submit>
            <div class="return-questions">
                <h2 id=PIECES tabindex="-1">{t!(returns.which)}</h2>
                {move || {
                    form.misses(&draft::Missing::Line).then(|| view! { <p class="field-error" role="alert">{t!(returns.line_missing)}</p> })
                }}
                <ul>{lines}</ul>
                {(!any).then(|| view! { <Nothing purchase=purchase.clone() /> })}
                {any.then(|| view! { <How form=form by_post=by_post /> })}
                {(any && asks_email)
                    .then(|| {
                        view! {
                            <TextField
                                id=EMAIL
                                label=t!(returns.email)
                                kind="email"
                                autocomplete="email"
                                hint=Some(t!(returns.email_hint))
                                value=email
                                error=Signal::derive(email_error)
                                on_blur=Callback::new(|()| {})
                            />
                        }
                    })}
            </div>
            {any.then(|| view! { <Summary purchase=purchase.clone() form=form /> })}
        </form>
    }
    .into_any()
}

fn optional(typed: &str) -> Result<Option<Email>, Invalid> {
    if typed.trim().is_empty() { Ok(None) } else { Email::parse(typed).map(Some) }
}

/// The whole request, or the id of what is missing first.
fn request(form: Form, purchase_id: &str, terms: &ReturnTerms, email: &str) -> Result<PlaceReturn, String> {
    let draft = form.draft.get_untracked();
    let lines = draft.lines().map_err(|missing| place_of(&missing))?;
    let email = optional(email).map_err(|_| EMAIL.to_string())?;
    let by = if terms.by_post { draft.by } else { ReturnBy::Store };
    Ok(PlaceReturn {
        purchase_id: Some(purchase_id.to_string()),
        gift_token: None,
        lines,
        by,
        way: draft.way,
        email,
        language: text::language(),
    })
}

/// It is still to be collected, or never was.
#[component]
fn NotBought(purchase: Purchase) -> impl IntoView {
    let waits = purchase.pass.is_some();
    let text = if waits { t!(returns.not_yet) } else { t!(returns.never) };
    let order = (purchase.kind == PurchaseKind::Order)
        .then(|| view! { <a class="button" href=paths::order(&purchase.id)>{t!(returns.see_order)}</a> });
    view! { <Message title=t!(returns.not_yet_title) text=text>{order}</Message> }
}

/// Nothing may go back by the shop's own offer; the law's right may still be open.
#[component]
fn Nothing(purchase: Purchase) -> impl IntoView {
    let number = purchase.number;
    let withdrawal = purchase.return_terms.withdrawal_until.filter(|end| !format::is_past(end));
    let withdrawal = withdrawal.map(|end| {
        view! {
            <p>{t!(returns.withdrawal_open, day = format::last_day(&end))}</p>
            <p><a class="text-link" href=paths::withdrawal_of(&number)>{t!(withdrawal.link)}</a></p>
        }
    });
    view! {
        <p role="status">{t!(returns.nothing_left)}</p>
        {withdrawal}
    }
}

#[component]
fn Line(purchase: Purchase, line: PurchaseLine, form: Form) -> impl IntoView {
    let reason = reason(&purchase, &line);
    let max = left(&purchase, &line);
    let id = StoredValue::new(line.id.clone());
    let units = Memo::new(move |_| form.draft.with(|draft| id.with_value(|id| draft.units(id))));
    let set = Callback::new(move |units| id.with_value(|id| form.change(id, |wish| wish.units = units)));
    let exchange = StoredValue::new(line.product_slug.clone().map(|slug| (slug, line.sku.clone())));
    view! {
        <PieceChoice
            id=format!("line-{}", line.id)
            name=t!(order.line, count = line.quantity, name = line.name)
            variant=variant_text(&line.colour, &line.size)
            picture=line.picture
            amount=Some(format::money_in_column(&line.total))
            choose=t!(returns.take_back)
            units=units
            max=max
            reason=reason
            on_change=set
        >
            <Questions form=form line_id=id.get_value() />
            {exchange
                .get_value()
                .map(|(slug, sku)| view! { <Exchange form=form line_id=id.get_value() slug=slug sku=sku /> })}
        </PieceChoice>
    }
}

/// How it comes back, and how the money does.
#[component]
fn How(form: Form, by_post: bool) -> impl IntoView {
    let bys = vec![
        choice(ReturnBy::Store.as_str(), t!(returns.by_store)),
        choice(ReturnBy::Post.as_str(), t!(returns.by_post)),
    ];
    let ways = vec![
        choice(RefundWay::Original.as_str(), t!(returns.way_original)),
        choice(RefundWay::StoreCredit.as_str(), t!(returns.way_credit)),
    ];
    let by = move || Some(form.draft.with(|draft| draft.by.as_str().to_string()));
    let way = move || Some(form.draft.with(|draft| draft.way.as_str().to_string()));
    let choose_by = move |chosen: String| {
        if let Some(by) = ReturnBy::from_text(&chosen) {
            form.draft.update(|draft| draft.by = by);
        }
    };
    let choose_way = move |chosen: String| {
        if let Some(way) = RefundWay::from_text(&chosen) {
            form.draft.update(|draft| draft.way = way);
        }
    };
    view! {
        <h2>{t!(returns.how)}</h2>
        {by_post
            .then(|| {
                view! {
                    <ChoiceGroup
                        legend=t!(returns.by)
                        name="return-by"
                        choices=bys
                        chosen=Signal::derive(by)
                        on_choose=Callback::new(choose_by)
                    />
                }
            })}
        <ChoiceGroup
            legend=t!(returns.way)
            name="refund-way"
            choices=ways
            chosen=Signal::derive(way)
            on_choose=Callback::new(choose_way)
        />
    }
}
