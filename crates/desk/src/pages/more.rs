//! What can be done beside the next step: take back the last one, send an e-mail again, say that nobody came.

use contract::{
    desk::{DeskReservation, Undo, UndoStep},
    reservation::ReservationStatus,
    time::Timestamp,
};
use leptos::prelude::*;
use storefront::browser::time;

use super::actions::{focus_on_page, refusal_of};
use crate::{
    components::{Refusal, Steps, TwoSteps, is_read},
    state::{desk::Desk, now::Now, reservations::ReservationAction},
};

fn step_text(step: UndoStep) -> String {
    match step {
        UndoStep::Prepare => t!(undo.prepare),
        UndoStep::Found => t!(undo.found),
        UndoStep::Missing => t!(undo.missing),
        UndoStep::Ready => t!(undo.ready),
        UndoStep::Arrive => t!(undo.arrive),
        UndoStep::Close => t!(undo.close),
        UndoStep::NoShow => t!(undo.no_show),
    }
}

/// Everything beside the next step of a reservation.
#[component]
pub fn MoreOfReservation(
    #[prop(into)] reservation: Signal<DeskReservation>,
    /// A refusal is not shown anywhere else.
    #[prop(optional)]
    refuses: bool,
) -> impl IntoView {
    let desk = Desk::expect();
    let id = reservation.with_untracked(|reservation| reservation.id.clone());
    let name = reservation.with_untracked(|reservation| reservation.name.clone());
    let refusal = refusal_of(&id);
    let of = StoredValue::new(id.clone());
    let failed = Memo::new(move |_| reservation.with(|reservation| reservation.mail_failed));
    let resend = Callback::new(move |done: Callback<()>| {
        desk.resend_reservation(&of.get_value(), move || done.run(()));
    });
    let no_show = id.clone();
    view! {
        <LastStep reservation=reservation />
        <MailFailed failed=failed />
        <details class="more" open=move || failed.get()>
            <summary>{t!(more.title)} <span class="visually-hidden">" " {name.clone()}</span></summary>
            <div class="more-tools">
                <Resend id=id name=name.clone() on_resend=resend />
                <NoShow id=no_show reservation=reservation />
            </div>
        </details>
        {refuses.then(|| view! { <Refusal text=refusal /> })}
    }
}

/// Everything beside the next step of a pickup.
#[component]
pub fn MoreOfPickup(
    id: String,
    name: String,
    /// A refusal is not shown anywhere else.
    #[prop(optional)]
    refuses: bool,
) -> impl IntoView {
    let desk = Desk::expect();
    let of = StoredValue::new(id.clone());
    let refusal = refusal_of(&id);
    // It changes in the card, which stays as it is under finger and focus.
    let failed =
        Memo::new(move |_| of.with_value(|id| desk.pickups.get(id)).is_some_and(|pickup| pickup.mail_failed));
    let resend = Callback::new(move |done: Callback<()>| {
        desk.resend_pickup(&of.get_value(), move || done.run(()));
    });
    view! {
        <MailFailed failed=failed />
        <details class="more" open=move || failed.get()>
            <summary>{t!(more.title)} <span class="visually-hidden">" " {name.clone()}</span></summary>
            <div class="more-tools">
                <Resend id=id name=name on_resend=resend />
            </div>
        </details>
        {refuses.then(|| view! { <Refusal text=refusal /> })}
    }
}

/// The shopper was not told.
#[component]
fn MailFailed(failed: Memo<bool>) -> impl IntoView {
    view! {
        <Show when=move || failed.get()>
            <p class="mail-failed" role="status">{t!(more.mail_failed)}</p>
        </Show>
    }
}

/// Sends the last e-mail again.
#[component]
fn Resend(
    id: String,
    name: String,
    /// Is told what to call when it was sent.
    on_resend: Callback<Callback<()>>,
) -> impl IntoView {
    let desk = Desk::expect();
    let sent = RwSignal::new(false);
    let busy = move || desk.is_busy(&id).then_some("true");
    let resend = move |_| {
        sent.set(false);
        on_resend.run(Callback::new(move |()| {
            // The card may be gone by now.
            let _ = sent.try_set(true);
        }));
    };
    view! {
        <button
            type="button"
            class="text-link"
            aria-label=t!(more.resend_of, name = name)
            aria-disabled=busy
            on:click=resend
        >
            {t!(more.resend)}
        </button>
        {move || sent.get().then(|| view! { <p>{t!(more.resent)}</p> })}
    }
}

/// Nobody came, though it was ready, its slot has begun, and the moment that a late shopper named is over.
#[component]
fn NoShow(id: String, reservation: Signal<DeskReservation>) -> impl IntoView {
    let desk = Desk::expect();
    let now = Now::expect();
    let of = StoredValue::new(id);
    let busy = Signal::derive(move || of.with_value(|id| desk.is_busy(id)));
    let can_say = Memo::new(move |_| {
        let now = now.0.get();
        reservation.with(|reservation| {
            let is_over = |at: &Timestamp| time::parse(at.as_str()).is_some_and(|at| at <= now);
            let is_awaited = reservation.late_until.as_ref().is_some_and(|late| !is_over(late));
            reservation.status == ReservationStatus::Ready && is_over(&reservation.slot.from) && !is_awaited
        })
    });
    let say = Callback::new(move |()| {
        desk.act_on_reservation(&of.get_value(), ReservationAction::SayNoShow, |_| focus_on_page());
    });
    let steps = move || {
        let name = reservation.with_untracked(|reservation| reservation.name.clone());
        Steps {
            offer: t!(more.no_show),
            offer_read: t!(more.no_show_of, name = name),
            question: t!(more.no_show_question),
            confirm: t!(more.no_show_confirm),
            cancel: t!(more.no_show_cancel),
        }
    };
    let offer = move || {
        let id = of.with_value(|id| format!("no-show-{id}"));
        can_say.get().then(|| view! { <TwoSteps id=id steps=steps() busy=busy on_confirm=say /> })
    };
    view! { {offer} }
}

/// What was done last and by whom, as long as it can be taken back.
#[component]
fn LastStep(reservation: Signal<DeskReservation>) -> impl IntoView {
    let now = Now::expect();
    let undo = Memo::new(move |_| {
        let now = now.0.get();
        let is_open = |undo: &Undo| time::parse(undo.until.as_str()).is_some_and(|until| until > now);
        reservation.with(|reservation| reservation.undo.clone().filter(is_open))
    });
    let id = reservation.with_untracked(|reservation| reservation.id.clone());
    move || undo.get().map(|undo| view! { <TakeBack id=id.clone() undo=undo /> })
}

#[component]
fn TakeBack(
    /// The reservation's.
    id: String,
    undo: Undo,
) -> impl IntoView {
    let desk = Desk::expect();
    // It comes up where the second half of a double tap may fall.
    let shown_at = time::now();
    let of = id.clone();
    let busy = move || desk.is_busy(&of).then_some("true");
    let step = step_text(undo.step);
    let label = t!(undo.submit_of, step = step, associate = undo.by);
    let take_back = move |_| {
        if is_read(shown_at) {
            desk.act_on_reservation(&id, ReservationAction::Undo, |_| focus_on_page());
        }
    };
    view! {
        <div class="undo">
            <p>{t!(undo.last, step = step, associate = undo.by)}</p>
            <button type="button" class="button button-quiet" aria-label=label aria-disabled=busy on:click=take_back>
                {t!(undo.submit)}
            </button>
        </div>
    }
}
