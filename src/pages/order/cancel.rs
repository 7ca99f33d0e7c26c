use contract::order::Order;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    browser::{focus, time},
    components::Dialog,
    pages::failure::failure_text,
    state::query::Query,
    t, text,
};

/// Cancels after one question; it costs nothing.
#[component]
pub fn Cancel(order_id: String, query: Query<Order>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let id = StoredValue::new(order_id);
    let confirm = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = api::orders::cancel(&id.get_value(), text::language()).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(order) => {
                    let _ = asking.try_set(false);
                    query.set(order);
                    // The button is gone; what became of the order is read next.
                    time::after(0, || focus::by_id("pickup-status"));
                }
                // It may have been collected or cancelled meanwhile: then the page says so.
                Err(error) => {
                    let _ = failed.try_set(Some(failure_text(&error)));
                    query.reload();
                }
            }
        });
    };
    let close = Callback::new(move |()| asking.set(false));
    view! {
        <button type="button" class="text-link" on:click=move |_| asking.set(true)>{t!(order.cancel)}</button>
        <Dialog id="cancel" title=t!(order.cancel_title) open=asking on_close=close>
            <p>{t!(order.cancel_text)}</p>
            {move || failed.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || busy.get().to_string()
                    on:click=move |_| confirm()
                >
                    {t!(order.cancel_confirm)}
                </button>
                <button type="button" class="button button-quiet" on:click=move |_| asking.set(false)>
                    {t!(order.keep)}
                </button>
            </div>
        </Dialog>
    }
}
