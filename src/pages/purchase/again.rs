use contract::purchase::{PurchaseLine, PurchaseStore};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    pages::{cart::added_text, failure::failure_text},
    paths,
    state::{
        cart::{CartState, Named},
        my_store::MyStore,
    },
    t,
};

#[derive(Clone, PartialEq)]
enum Adding {
    Idle,
    Busy,
    Done(String),
    Failed(String),
}

/// A variant that is still sold.
struct Sold {
    sku: String,
    slug: String,
    name: String,
}

/// Buys it again: into the cart, to pick up in my store, else where it was bought.
#[component]
pub fn Again(line: PurchaseLine, store: Option<PurchaseStore>) -> impl IntoView {
    match (line.sku, line.product_slug) {
        // A till sold what the catalogue does not hold, or took it back.
        (None, _) => ().into_any(),
        (Some(_), _) if line.quantity < 0 => ().into_any(),
        (Some(_), None) => view! { <p class="muted">{t!(purchase.not_sold)}</p> }.into_any(),
        (Some(sku), Some(slug)) => {
            view! { <Ways sold=Sold { sku, slug, name: line.name } store=store /> }.into_any()
        }
    }
}

#[component]
fn Ways(sold: Sold, store: Option<PurchaseStore>) -> impl IntoView {
    let mine = MyStore::expect();
    let cart = CartState::expect();
    let adding = RwSignal::new(Adding::Idle);
    let here = Memo::new(move |_| {
        let bought = store.as_ref().map(|store| (store.id.clone(), store.name.clone()));
        mine.get().map(|store| (store.id, store.name)).or(bought)
    });
    let Sold { sku, slug, name } = sold;
    let product = paths::product(&slug, Some(&sku));
    let named = name.clone();
    let add = move |_| {
        let Some((id, store)) = here.get_untracked() else { return };
        if adding.get_untracked() == Adding::Busy {
            return;
        }
        adding.set(Adding::Busy);
        let variant = Named { id: sku.clone(), name: named.clone() };
        let at = Named { id, name: store.clone() };
        spawn_local(async move {
            let next = match cart.add(variant, 1, at).await {
                Ok(waits) => Adding::Done(added_text(waits, store)),
                Err(error) => Adding::Failed(failure_text(&error)),
            };
            let _ = adding.try_set(next);
        });
    };
    let elsewhere = product.clone();
    let outcome = move || match adding.get() {
        Adding::Done(text) => view! {
            <p>{text} " " <a href=paths::cart()>{t!(buy.see_cart)}</a></p>
        }
        .into_any(),
        Adding::Failed(text) => view! {
            <p class="field-error">{text} " " <a href=elsewhere.clone()>{t!(purchase.see_stores)}</a></p>
        }
        .into_any(),
        Adding::Idle | Adding::Busy => ().into_any(),
    };
    let see = t!(purchase.see_of, name = name);
    let label = move || here.get().map(|(_, store)| t!(purchase.again_of, store = store, name = name));
    let fallback = move || {
        view! { <a class="text-link" href=product.clone() aria-label=see.clone()>{t!(purchase.see)}</a> }
    };
    view! {
        <Show when=move || here.with(Option::is_some) fallback=fallback>
            <button
                type="button"
                class="text-link"
                aria-label=label.clone()
                aria-disabled=move || (adding.get() == Adding::Busy).to_string()
                on:click=add.clone()
            >
                {t!(purchase.again)}
            </button>
        </Show>
        <div role="status">{outcome}</div>
    }
}
