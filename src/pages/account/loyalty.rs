use contract::account::Account;
use leptos::prelude::*;

use crate::{
    components::{Barcode, QrCode},
    state::query::Query,
    t,
};

/// What a till scans so that what is bought there joins the purchases.
#[component]
pub fn LoyaltyCard(account: Query<Account>) -> impl IntoView {
    let code = Memo::new(move |_| account.ready().map(|account| account.loyalty_code));
    let card = |code: String| {
        view! {
            <div class="pass loyalty-card">
                <QrCode text=code.clone() label=t!(loyalty.qr) />
                <Barcode code=code label=t!(loyalty.barcode) />
            </div>
        }
    };
    view! {
        <section class="loyalty" aria-labelledby="loyalty-title">
            <h2 id="loyalty-title">{t!(loyalty.title)}</h2>
            <p class="muted">{t!(loyalty.text)}</p>
            {move || code.get().map(card)}
        </section>
    }
}
