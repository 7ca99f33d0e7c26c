use contract::{
    event::Event,
    picture::Picture,
    product::{Price, Product},
};
use leptos::prelude::*;

use super::{fitting::Fitting, others::Others};
use crate::{
    api,
    browser::{focus, time},
    components::{Glyph, Icon, Lines, PriceTag, ProductPicture},
    pages::{cart::variant_text, failure::Failure, product::stock_text},
    paths, plural,
    state::{
        announcer::Announcer,
        live::Live,
        query::{Query, Remote},
    },
    t, text,
};

/// Where the focus goes when the button that had it is gone.
const TITLE: &str = "pieces-title";

/// « Robe portefeuille (Cognac, 38) »
pub fn piece_text(name: &str, variant: Option<String>) -> String {
    variant.map_or_else(|| name.to_string(), |variant| format!("{name} ({variant})"))
}

/// Says what changed, and brings the focus back to the pieces.
pub fn tell(announcer: Announcer, text: String, is_empty: bool) {
    announcer.say(text);
    time::after(0, move || focus::by_id(if is_empty { "main" } else { TITLE }));
}

/// What is to be tried on, product by product.
#[component]
pub fn Pieces() -> impl IntoView {
    let fitting = Fitting::expect();
    let slugs = Memo::new(move |_| {
        fitting.try_on.with(|try_on| {
            let mut slugs: Vec<String> = Vec::new();
            for piece in &try_on.pieces {
                if !slugs.contains(&piece.slug) {
                    slugs.push(piece.slug.clone());
                }
            }
            slugs
        })
    });
    let at_most = move || {
        let max = fitting.max.get();
        let text = plural!(u32::try_from(max).unwrap_or(u32::MAX), reserve.at_most);
        let class = if fitting.count() > max { "field-error" } else { "muted" };
        (fitting.count() >= max).then(|| view! { <p class=class role="status">{text}</p> })
    };
    view! {
        <section class="reserve-part" aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">{t!(reserve.pieces)}</h2>
            <For each=move || slugs.get() key=String::clone children=|slug| view! { <OfProduct slug=slug /> } />
            {at_most}
        </section>
    }
}

/// The pieces of one product, and its other sizes and colours to compare.
#[component]
fn OfProduct(slug: String) -> impl IntoView {
    let fitting = Fitting::expect();
    let id = StoredValue::new(slug);
    let query = Query::keeping(move || {
        Some(api::products::get(&id.get_value(), text::language(), fitting.store_id()))
    });
    Live::expect().on(move |event| {
        if matches!(event, Event::CatalogueImported | Event::Resync) {
            query.reload();
        }
    });
    let skus = Memo::new(move |_| {
        fitting.try_on.with(|try_on| {
            let own = try_on.pieces.iter().filter(|piece| id.with_value(|slug| *slug == piece.slug));
            own.map(|piece| piece.sku.clone()).collect::<Vec<_>>()
        })
    });
    let failed = Memo::new(move |_| {
        query.value.with(|value| match value {
            Remote::Failed(error) if !error.is_not_found() => Some(error.clone()),
            _ => None,
        })
    });
    let retry = Callback::new(move |()| query.reload());
    view! {
        <div class="reserve-product">
            <ul>
                <For
                    each=move || skus.get()
                    key=String::clone
                    children=move |sku| view! { <Line sku=sku query=query /> }
                />
            </ul>
            {move || failed.get().map(|error| view! { <Failure error=error on_retry=retry /> })}
            <Others slug=id.get_value() query=query />
        </div>
    }
}

/// What a line shows of a piece, whatever a store has of it.
#[derive(Clone, PartialEq)]
struct Shown {
    slug: String,
    name: String,
    variant: Option<String>,
    picture: Option<Picture>,
    price: Price,
}

impl Shown {
    fn of(product: &Product, sku: &str) -> Option<Self> {
        let variant = product.variants.iter().find(|variant| variant.sku == sku)?;
        Some(Self {
            slug: product.slug.clone(),
            name: product.name.clone(),
            variant: variant_text(&variant.colour, &variant.size),
            picture: variant.pictures.first().cloned(),
            price: variant.price.clone(),
        })
    }
}

#[component]
fn Line(sku: String, query: Query<Product>) -> impl IntoView {
    let fitting = Fitting::expect();
    fitting.follow(sku.clone());
    let id = StoredValue::new(sku);
    let shown = Memo::new(move |_| {
        query.value.with(|value| match value {
            Remote::Loading => Remote::Loading,
            // The product's failure is said once, below its pieces.
            Remote::Failed(error) if !error.is_not_found() => Remote::Loading,
            Remote::Failed(_) => Remote::Ready(None),
            Remote::Ready(product) => Remote::Ready(id.with_value(|sku| Shown::of(product, sku))),
        })
    });
    view! {
        <li class="cart-line">
            {move || match shown.get() {
                Remote::Ready(Some(piece)) => view! { <Known id=id piece=piece /> }.into_any(),
                Remote::Ready(None) => view! { <Gone id=id /> }.into_any(),
                _ => view! { <span class="picture picture-none"></span> <Lines count=3 /> }.into_any(),
            }}
        </li>
    }
}

#[component]
fn Known(id: StoredValue<String>, piece: Shown) -> impl IntoView {
    let fitting = Fitting::expect();
    let row = Memo::new(move |_| id.with_value(|sku| fitting.stock.at(sku, &fitting.store_id()?)));
    let Shown { slug, name, variant, picture, price } = piece;
    let href = paths::product(&slug, Some(&id.get_value()));
    // The web's price, with its reduction, unless the store has its own.
    let price = move || match row.get().map(|row| row.price).filter(|local| *local != price.current) {
        Some(current) => Price { current, regular: None, lowest_30_days: None, sale_until: None },
        None => price.clone(),
    };
    let lacking = move || id.with_value(|sku| fitting.lacking().contains(sku));
    let reason = move || {
        let store = fitting.store.get().filter(|_| lacking())?;
        Some(match row.get() {
            Some(row) if !row.pickup_method.can_order() => t!(reserve.not_tried_on, store = store.name),
            Some(row) => t!(stock.changed, store = store.name, stock = stock_text(&row.availability)),
            None => t!(reserve.not_there, store = store.name),
        })
    };
    let full = piece_text(&name, variant.clone());
    view! {
        <ProductPicture picture=picture alt=String::new() sizes="96px" />
        <div class="cart-line-text">
            <h3 class="cart-line-name"><a href=href>{name}</a></h3>
            {variant.map(|text| view! { <p class="muted">{text}</p> })}
            {move || view! { <PriceTag price=price() /> }}
            {move || reason().map(|text| view! { <p class="field-error">{text}</p> })}
            <div class="cart-line-actions"><Remove id=id name=full /></div>
        </div>
    }
}

/// A piece that is no longer sold, or that the address made up.
#[component]
fn Gone(id: StoredValue<String>) -> impl IntoView {
    view! {
        <span class="picture picture-none"></span>
        <div class="cart-line-text">
            <p class="field-error">{t!(reserve.gone)}</p>
            <div class="cart-line-actions"><Remove id=id name=id.get_value() /></div>
        </div>
    }
}

#[component]
fn Remove(id: StoredValue<String>, name: String) -> impl IntoView {
    let fitting = Fitting::expect();
    let announcer = Announcer::expect();
    let label = t!(cart.remove_of, name = name);
    let remove = move |_| {
        tell(announcer, t!(reserve.removed, name = name), fitting.count() <= 1);
        id.with_value(|sku| fitting.remove(sku));
    };
    view! {
        <button type="button" class="text-link" aria-label=label on:click=remove>
            <Icon glyph=Glyph::Remove />
            {t!(cart.remove)}
        </button>
    }
}
