use contract::reservation::Reservation;
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
pub fn Cancel(id: String, query: Query<Reservation>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let id = StoredValue::new(id);
    let confirm = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = api::reservations::cancel(&id.get_value(), text::language()).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(reservation) => {
                    let _ = asking.try_set(false);
                    query.set(reservation);
                    // The button is gone; what became of the reservation is read next.
                    time::after(0, || focus::by_id("visit-status"));
                }
                // It may have ended meanwhile: then the page says so.
                Err(error) => {
                    let _ = failed.try_set(Some(failure_text(&error)));
                    query.reload();
                }
            }
        });
    };
    let close = Callback::new(move |()| asking.set(false));
    view! {
        <button type="button" class="text-link" on:click=move |_| asking.set(true)>{t!(reservation.cancel)}</button>
        <Dialog id="cancel" title=t!(reservation.cancel_title) open=asking on_close=close>
            <p>{t!(reservation.cancel_text)}</p>
            {move || failed.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || busy.get().to_string()
                    on:click=move |_| confirm()
                >
                    {t!(reservation.cancel_confirm)}
                </button>
                <button type="button" class="button button-quiet" on:click=move |_| asking.set(false)>
                    {t!(reservation.keep)}
                </button>
            </div>
        </Dialog>
    }
}
