use contract::reservation::Reservation;
use leptos::prelude::*;

use super::changes::{Changes, STATUS};
use crate::{
    api,
    browser::{focus, time},
    components::Dialog,
    format,
    pages::{
        change::{Change, Refused},
        slots::{Visit, When},
    },
    state::announcer::Announcer,
    t, text,
};

/// Another day or hour, in a sheet.
#[component]
pub fn ChangeSlot(changes: Changes) -> impl IntoView {
    let change = Change::new(changes.query);
    let close = Callback::new(move |()| {
        changes.moving.set(false);
        change.forget_failure();
    });
    view! {
        <Dialog id="change-slot" title=t!(reservation.slot_title) open=changes.moving on_close=close>
            <SlotForm changes=changes change=change on_close=close />
        </Dialog>
    }
}

#[component]
fn SlotForm(changes: Changes, change: Change<Reservation>, on_close: Callback<()>) -> impl IntoView {
    let announcer = Announcer::expect();
    let query = changes.query;
    let now = query.value.with_untracked(|value| value.ready().map(|known| known.slot.from.0.clone()));
    let chosen = RwSignal::new(now.unwrap_or_default());
    let store = Memo::new(move |_| {
        query.value.with(|value| value.ready().map(|known| known.store.summary.slug.clone()))
    });
    let visit = Visit::new(store.into(), chosen);
    // A refused slot is most likely gone: those that are left are shown.
    Effect::new(move |_| {
        if change.failure().is_some() {
            visit.query.reload();
        }
    });
    let confirm = move |_| {
        let Some(slot) = visit.slot.get_untracked() else { return };
        let id = changes.reservation_id();
        let request = async move { api::reservations::change_slot(&id, slot.from, text::language()).await };
        change.send(request, move |known| {
            announcer.say(t!(reservation.slot_changed, slot = format::slot(&known.slot)));
            changes.moving.set(false);
            // The button that led here is drawn anew; where the reservation stands is read next.
            time::after(0, || focus::by_id(STATUS));
        });
    };
    let what = move || visit.slot.get().map(|slot| t!(reservation.slot_confirm, slot = format::slot(&slot)));
    view! {
        <When visit=visit />
        <Refused change=change />
        <div class="actions">
            {move || {
                what()
                    .map(|what| {
                        view! {
                            <button
                                type="button"
                                class="button"
                                aria-disabled=move || change.is_busy().to_string()
                                on:click=confirm
                            >
                                {what}
                            </button>
                        }
                    })
            }}
            <button type="button" class="button button-quiet" on:click=move |_| on_close.run(())>
                {t!(reservation.slot_keep)}
            </button>
        </div>
    }
}
