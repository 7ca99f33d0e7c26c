//! An invoice as a page: it says what the PDF says, in the same order.

mod amounts;
mod parties;
mod sums;
mod table;

use contract::{
    event::Event,
    invoice::{Invoice, InvoiceKind},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    failure::Failure,
    heading::Heading,
    purchase::{EmailSheet, Emailing},
};
use crate::{
    api,
    browser::document,
    components::{Lines, Message},
    paths::{self, ProductFilter},
    state::{
        live::Live,
        query::{Query, Remote},
        retailer::RetailerState,
    },
    t,
};
use parties::{Facts, Parties};
use sums::{Mentions, Sums};
use table::Table;

fn title(invoice: &Invoice) -> String {
    match invoice.kind {
        InvoiceKind::Invoice => t!(invoice.title, number = invoice.number),
        InvoiceKind::CreditNote => t!(invoice.credit_title, number = invoice.number),
    }
}

#[component]
pub fn InvoicePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let query = Query::new(move || Some(api::invoices::get(&id.get())));
    // It never changes, but who looks at it may.
    Live::expect().on(move |event| {
        if matches!(event, Event::AccountChanged | Event::Resync) {
            query.reload();
        }
    });
    let emailing = RwSignal::new(None::<Emailing>);
    let heading = Signal::derive(move || {
        query.value.with(|invoice| invoice.ready().map_or_else(|| t!(invoice.title_loading), title))
    });
    let retry = Callback::new(move |()| query.reload());
    view! {
        <div class="page invoice-page">
            <Heading title=heading />
            {move || match query.value.get() {
                Remote::Loading => view! { <Lines count=14 /> }.into_any(),
                Remote::Failed(error) if error.problem().is_some_and(|problem| problem.status < 500) => {
                    view! { <Closed /> }.into_any()
                }
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready(invoice) => view! {
                    <Ways invoice=invoice.clone() emailing=emailing />
                    <Show when=move || query.kept_since.with(Option::is_some)>
                        <p class="muted">{t!(offline.pdf)}</p>
                    </Show>
                    <Sheet invoice=invoice />
                }
                .into_any(),
            }}
            <EmailSheet emailing=emailing />
        </div>
    }
}

/// What this browser may not see, and how to come to it.
#[component]
fn Closed() -> impl IntoView {
    view! {
        <Message title=t!(invoice.closed_title) text=t!(invoice.closed_text) alert=true>
            <a class="button" href=paths::sign_in(Some(&document::path_and_query()))>{t!(sign_in.title)}</a>
            <a class="button button-quiet" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}

/// The file, the e-mail, the printer; none of them is printed.
#[component]
fn Ways(invoice: Invoice, emailing: RwSignal<Option<Emailing>>) -> impl IntoView {
    let pdf = api::invoices::pdf(&invoice.id);
    let purchase = paths::purchase(&invoice.purchase_id);
    let email = move |_| {
        emailing.set(Some(Emailing::of(invoice.id.clone(), invoice.kind, &invoice.number)));
    };
    view! {
        <p class="invoice-ways">
            <a class="button" href=pdf download="">{t!(invoice.download)}</a>
            <button type="button" class="button button-quiet" on:click=email>{t!(invoice.email)}</button>
            <button type="button" class="text-link" on:click=move |_| document::print()>{t!(invoice.print)}</button>
            <a class="text-link" href=purchase>{t!(invoice.of_purchase)}</a>
        </p>
    }
}

/// The brand's picture; its name where the retailer has none.
#[component]
fn Brand(name: String) -> impl IntoView {
    let retailer = RetailerState::expect();
    let brand = move || match retailer.get().and_then(|retailer| retailer.logo) {
        Some(logo) => {
            view! { <img class="invoice-logo" src=api::retailer::logo(&logo) alt=name.clone() /> }.into_any()
        }
        None => name.clone().into_any(),
    };
    view! { <p class="invoice-brand">{brand}</p> }
}

#[component]
fn Sheet(invoice: Invoice) -> impl IntoView {
    let corrects = invoice.corrects.clone().map(|corrected| {
        let date = crate::format::full_date(&corrected.issued_on);
        let text = t!(invoice.corrects, number = corrected.number, date = date);
        view! { <p class="invoice-corrects"><a href=paths::invoice(&corrected.id)>{text}</a></p> }
    });
    view! {
        <article class="invoice">
            <Brand name=invoice.seller.brand.clone() />
            {corrects}
            <Facts invoice=invoice.clone() />
            <Parties invoice=invoice.clone() />
            <Table lines=invoice.lines.clone() />
            <Sums invoice=invoice.clone() />
            <Mentions invoice=invoice />
        </article>
    }
}
