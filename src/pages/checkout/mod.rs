//! Checkout for pickup as a guest. What is typed survives a reload; an order sent twice is placed once.

mod draft;
mod form;
mod resume;

use contract::cart::Cart;
use leptos::{prelude::*, task::spawn_local};

use super::{attempt, cart::variant_text, failure::Failure, heading::Heading};
use crate::{
    components::{Lines, Message, opening_text},
    format, paths, plural,
    state::{cart::CartState, query::Remote},
    t,
};
use form::CheckoutForm;
use resume::Resume;

#[component]
pub fn CheckoutPage() -> impl IntoView {
    let cart = CartState::expect();
    let load = move || spawn_local(cart.load());
    load();
    let retry = Callback::new(move |()| load());
    // The form stays as it is while the cart's numbers change beside it.
    let state = Memo::new(move |_| {
        cart.cart.with(|cart| match cart {
            Remote::Loading => Remote::Loading,
            Remote::Failed(error) => Remote::Failed(error.clone()),
            Remote::Ready(cart) => Remote::Ready(!cart.lines.is_empty()),
        })
    });
    view! {
        <div class="page checkout-page">
            <Heading title=t!(checkout.title) class="display" />
            {move || match state.get() {
                Remote::Loading => view! { <Lines count=12 /> }.into_any(),
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready(false) if let Some((order, key)) = attempt::ORDER.pending() => {
                    view! { <Resume cart=cart order=order key=key /> }.into_any()
                }
                Remote::Ready(false) => view! {
                    <Message title=t!(cart.empty_title) text=t!(cart.empty_text)>
                        <a class="button" href=paths::cart()>{t!(cart.title)}</a>
                    </Message>
                }
                .into_any(),
                Remote::Ready(true) => view! {
                    <div class="cart-columns">
                        <CheckoutForm cart=cart />
                        <Overview cart=cart />
                    </div>
                }
                .into_any(),
            }}
        </div>
    }
}

/// What is ordered, where and for how much.
#[component]
fn Overview(cart: CartState) -> impl IntoView {
    let content = |cart: &Cart| {
        let ready = cart.ready_by.as_ref().map(|at| t!(buy.ready_by, moment = format::moment(at)));
        let store = cart.store.clone().map(|store| {
            view! {
                <div class="plate">
                    <p class="plate-store">{t!(cart.pick_up_at, store = store.name)}</p>
                    <p class="plate-facts">{opening_text(&store.opening)}</p>
                    {ready.map(|text| view! { <p class="plate-ready">{text}</p> })}
                </div>
            }
        });
        let line = |line: &contract::cart::CartLine| {
            let name = t!(order.line, count = line.quantity, name = line.name);
            view! {
                <li class="sum-line">
                    <span>
                        {name}
                        {variant_text(&line.colour, &line.size).map(|text| view! { <span class="muted">", " {text}</span> })}
                    </span>
                    <span>{format::money_in_column(&line.total)}</span>
                </li>
            }
        };
        view! {
            {store}
            <ul>{cart.lines.iter().map(line).collect_view()}</ul>
            <p class="sum-line sum-total">
                <span>{plural!(cart.units, cart.units)}</span>
                <strong>{format::money_in_column(&cart.total)}</strong>
            </p>
            <p><a class="text-link" href=paths::cart()>{t!(checkout.change_cart)}</a></p>
        }
    };
    view! {
        <section class="cart-summary" aria-labelledby="overview-title">
            <h2 id="overview-title">{t!(checkout.overview)}</h2>
            {move || cart.cart.with(|cart| cart.ready().map(content))}
        </section>
    }
}
