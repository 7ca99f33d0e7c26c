use contract::{availability::AvailabilityStatus, favourite::Favourite};
use leptos::{prelude::*, task::spawn_local};

use super::{Removed, Shelf};
use crate::{
    components::{AvailabilityLabel, Glyph, Icon, PriceTag, ProductPicture},
    pages::{
        cart::{added_text, variant_text},
        failure::failure_text,
    },
    paths::{self, TryOn},
    state::{
        cart::{CartState, Named},
        my_store::MyStore,
    },
    t,
};

/// What my store has of it, in words.
fn stock_line(favourite: &Favourite, store: &str) -> Option<(AvailabilityStatus, String)> {
    let status = favourite.availability.as_ref()?.status;
    let text = match status {
        AvailabilityStatus::InStock => t!(card.here, store = store),
        AvailabilityStatus::Limited => t!(card.limited_here, store = store),
        AvailabilityStatus::OutOfStock => t!(favourite.not_here, store = store),
        AvailabilityStatus::Unknown => t!(stock.unknown),
    };
    Some((status, text))
}

#[component]
pub fn Line(sku: String, shelf: Shelf) -> impl IntoView {
    let mine = MyStore::expect();
    let id = StoredValue::new(sku);
    let favourite = Memo::new(move |_| id.with_value(|sku| shelf.find(sku)));
    let Some(first) = favourite.get_untracked() else {
        return ().into_any();
    };
    let name = first.name.clone();
    let label = t!(favourite.drop_of, name = name);
    let drop_it = move |_| shelf.set(Removed { sku: id.get_value(), name: name.clone() }, false);
    let stock = move || {
        let store = mine.get()?;
        let (status, text) = stock_line(&favourite.get()?, &store.name)?;
        let dated = shelf.query.kept_since.with(Option::is_some) && status.can_order();
        let text = if dated { t!(card.to_confirm, line = text) } else { text };
        Some(view! { <AvailabilityLabel status=status text=text /> })
    };
    let news = move || {
        let text = id.with_value(|sku| shelf.news.text(sku))?;
        Some(view! { <p class="favourite-news">{text}</p> })
    };
    let withdrawn = Memo::new(move |_| favourite.get().is_some_and(|favourite| favourite.withdrawn));
    let href = paths::product(&first.product_slug, Some(&first.sku));
    let Favourite { name, colour, size, picture, .. } = first;
    view! {
        <li class="favourite">
            <ProductPicture picture=picture alt=String::new() sizes="(min-width: 60rem) 25vw, 50vw" />
            <div class="favourite-text">
                {news}
                <h2 class="favourite-name"><a href=href>{name}</a></h2>
                {variant_text(&colour, &size).map(|text| view! { <p class="muted">{text}</p> })}
                <p>{move || favourite.get().map(|favourite| view! { <PriceTag price=favourite.price /> })}</p>
                {move || {
                    if withdrawn.get() {
                        view! { <p class="muted">{t!(favourite.withdrawn)}</p> }.into_any()
                    } else {
                        view! {
                            <p>{stock}</p>
                            <Ways favourite=favourite />
                        }
                        .into_any()
                    }
                }}
                <button type="button" class="text-link" aria-label=label on:click=drop_it>
                    <Icon glyph=Glyph::Remove />
                    {t!(cart.remove)}
                </button>
            </div>
        </li>
    }
    .into_any()
}

#[derive(Clone, PartialEq)]
enum Adding {
    Idle,
    Busy,
    Done(String),
    Failed(String),
}

/// Into the cart where my store has it, else to the stores that do; and trying it on.
#[component]
fn Ways(favourite: Memo<Option<Favourite>>) -> impl IntoView {
    let mine = MyStore::expect();
    let cart = CartState::expect();
    let adding = RwSignal::new(Adding::Idle);
    let here = Memo::new(move |_| {
        let has = favourite.get()?.availability?.status.can_order();
        mine.get().filter(|_| has)
    });
    let add = move |_| {
        let (Some(favourite), Some(store)) = (favourite.get_untracked(), here.get_untracked()) else {
            return;
        };
        if adding.get_untracked() == Adding::Busy {
            return;
        }
        adding.set(Adding::Busy);
        let variant = Named { id: favourite.sku, name: favourite.name };
        let at = Named { id: store.id, name: store.name.clone() };
        spawn_local(async move {
            let next = match cart.add(variant, 1, at).await {
                Ok(waits) => Adding::Done(added_text(waits, store.name)),
                Err(error) => Adding::Failed(failure_text(&error)),
            };
            let _ = adding.try_set(next);
        });
    };
    let label = move || {
        let (favourite, store) = (favourite.get()?, here.get()?);
        Some(t!(favourite.pick_up_of, name = favourite.name, store = store.name))
    };
    let product = move || {
        favourite.get().map(|favourite| paths::product(&favourite.product_slug, Some(&favourite.sku)))
    };
    let try_on = move || {
        let favourite = favourite.get()?;
        let store = here.get().map(|store| store.id);
        Some(paths::reserve(&TryOn::of(&favourite.product_slug, &favourite.sku, store)))
    };
    let outcome = move || match adding.get() {
        Adding::Done(text) => view! {
            <p>{text} " " <a href=paths::cart()>{t!(buy.see_cart)}</a></p>
        }
        .into_any(),
        Adding::Failed(text) => view! { <p class="field-error">{text}</p> }.into_any(),
        Adding::Idle | Adding::Busy => ().into_any(),
    };
    view! {
        <p class="favourite-ways">
            <Show
                when=move || here.with(Option::is_some)
                fallback=move || view! { <a class="button button-quiet" href=product>{t!(favourite.see_stores)}</a> }
            >
                <button
                    type="button"
                    class="button"
                    aria-label=label
                    aria-disabled=move || (adding.get() == Adding::Busy).to_string()
                    on:click=add
                >
                    {t!(favourite.pick_up)}
                </button>
            </Show>
            <a class="text-link" href=try_on>{t!(buy.try_on)}</a>
        </p>
        <div role="status">{outcome}</div>
    }
}
