//! A purchase: what was bought, what it came to, its invoices, and the ways back.

mod again;
mod back;
mod company;
mod email;
mod invoices;
mod lines;

use contract::{
    event::Event,
    invoice::InvoiceSummary,
    purchase::{Purchase, PurchaseKind, PurchaseStatus},
};
use leptos::prelude::*;

use super::{
    private_page::{Opened, Private, PrivatePage},
    purchases::words::{place_text, status_text, title, when_text},
};
use crate::{
    api::{self, Fetch},
    components::PassCard,
    format, paths, t,
};
use back::Back;
use company::CompanySheet;
pub use email::{EmailSheet, Emailing};
use invoices::Invoices;
pub use lines::{Line, Sums};

impl Private for Purchase {
    fn read(id: &str) -> Fetch<Self> {
        api::purchases::get(id)
    }

    fn cursor(&self) -> i64 {
        self.cursor
    }

    fn without_cursor(self) -> Self {
        Self { cursor: 0, ..self }
    }

    fn is_changed_by(event: &Event, id: &str) -> bool {
        match event {
            Event::PurchaseChanged { purchase_id } => purchase_id == id,
            Event::PickupChanged { order_id, .. } => order_id == id,
            // Which purchase it is of, only the server knows.
            Event::ReturnChanged { .. } | Event::AccountChanged => true,
            _ => false,
        }
    }

    fn title(known: Option<&Self>) -> String {
        known.map_or_else(|| t!(purchase.title_loading), title)
    }

    fn closed() -> (String, String) {
        (t!(purchase.closed_title), t!(purchase.closed_text))
    }
}

/// What is open over the page; it outlives what is drawn again whenever the purchase changes.
#[derive(Clone, Copy)]
struct Sheets {
    emailing: RwSignal<Option<Emailing>>,
    company: RwSignal<bool>,
}

impl Sheets {
    fn email(self, invoice: &InvoiceSummary) {
        let InvoiceSummary { id, kind, number, .. } = invoice;
        self.emailing.set(Some(Emailing::of(id.clone(), *kind, number)));
    }
}

#[component]
pub fn PurchasePage() -> impl IntoView {
    let opened = Opened::<Purchase>::follow();
    let sheets = Sheets { emailing: RwSignal::new(None), company: RwSignal::new(false) };
    let shown = move |purchase| view! { <Shown purchase=purchase sheets=sheets /> }.into_any();
    view! {
        <PrivatePage opened=opened shown=Callback::new(shown)>
            <EmailSheet emailing=sheets.emailing />
            <CompanySheet opened=opened open=sheets.company />
        </PrivatePage>
    }
}

/// Nothing came of it: neither goods nor money.
fn came_to_nothing(status: PurchaseStatus) -> bool {
    matches!(status, PurchaseStatus::Cancelled | PurchaseStatus::Expired | PurchaseStatus::Voided)
}

#[component]
fn Shown(purchase: Purchase, sheets: Sheets) -> impl IntoView {
    let over = came_to_nothing(purchase.status);
    let store = purchase.store.clone();
    let line = |line| view! { <Line line=line store=store.clone() /> };
    let lines = purchase.lines.iter().cloned().map(line).collect_view();
    let received = purchase.received_at.as_ref().filter(|_| purchase.kind == PurchaseKind::Order);
    let received = received.map(|at| t!(purchase.received, date = format::date_of(at)));
    view! {
        <div class="purchase-head">
            <p class="purchase-status" role="status">{status_text(purchase.status)}</p>
            <p>{when_text(&purchase)} " · " {place_text(&purchase)}</p>
            {received.map(|text| view! { <p class="muted">{text}</p> })}
            <Collect purchase=purchase.clone() />
        </div>
        <div class="purchase-columns">
            <section class="purchase-lines" aria-labelledby="purchase-lines-title">
                <h2 id="purchase-lines-title">{t!(purchase.lines)}</h2>
                <ul>{lines}</ul>
                <Sums purchase=purchase.clone() />
            </section>
            <div class="purchase-side">
                <Invoices purchase=purchase.clone() sheets=sheets />
                {(!over).then(|| view! { <Back purchase=purchase /> })}
            </div>
        </div>
    }
}

/// What is still to be collected: the code to show, and where it stands.
#[component]
fn Collect(purchase: Purchase) -> impl IntoView {
    let status = purchase.status;
    let is_live = purchase.kind == PurchaseKind::Order && !status.is_bought() && !came_to_nothing(status);
    let follow = is_live.then(|| {
        view! { <p><a class="text-link" href=paths::order(&purchase.id)>{t!(purchase.follow_order)}</a></p> }
    });
    let pass = purchase.pass.map(|pass| {
        view! { <div class="purchase-pass"><PassCard pass=pass title=t!(pass.title) /></div> }
    });
    view! { {pass} {follow} }
}
