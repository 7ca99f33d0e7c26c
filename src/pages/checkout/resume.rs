use contract::order::PlaceOrder;
use leptos::{prelude::*, task::spawn_local};

use super::form::open_placed;
use crate::{
    api::{self, ApiError},
    components::Message,
    format,
    pages::{attempt, failure::failure_text, unsent::Unsent},
    paths,
    state::cart::CartState,
    t,
};

/// The cart is empty, and the answer to an order never came: most likely the order took the cart. The shopper sends
/// the same request again, which gives the same order.
#[component]
pub fn Resume(cart: CartState, order: PlaceOrder, key: String) -> impl IntoView {
    let open = open_placed(cart);
    let failure = RwSignal::new(None::<ApiError>);
    let sending = RwSignal::new(false);
    let total = format::money_in_column(&order.expected_total);
    let again = move |_| {
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        failure.set(None);
        let (order, key, open) = (order.clone(), key.clone(), open.clone());
        spawn_local(async move {
            let answer = api::orders::place(&order, &key).await;
            let _ = sending.try_set(false);
            match answer {
                Ok(placed) => open(placed),
                Err(error) => {
                    if !attempt::may_have_happened(&error) {
                        attempt::ORDER.over();
                    }
                    let _ = failure.try_set(Some(error));
                }
            }
        });
    };
    let text = move || {
        if sending.get() { t!(checkout.sending) } else { t!(checkout.send) }
    };
    view! {
        <Message title=t!(error.title_network) text=t!(checkout.safe_to_retry) alert=true>
            <p class="sum-line sum-total"><span>{t!(order.total)}</span><strong>{total}</strong></p>
            {move || failure.get().map(|error| view! { <Unsent text=failure_text(&error) error=error /> })}
            <p class="actions">
                <button
                    type="button"
                    class="button button-now"
                    aria-disabled=move || sending.get().to_string()
                    on:click=again.clone()
                >
                    {text}
                </button>
                <a class="button button-quiet" href=paths::cart()>{t!(cart.title)}</a>
            </p>
        </Message>
    }
}
