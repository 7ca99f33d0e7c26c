use contract::desk::{Audit, AuditEntry};
use leptos::{prelude::*, task::spawn_local};
use storefront::{
    components::{Lines, Message},
    format,
    pages::heading::Heading,
    state::query::Remote,
};

use crate::{components::failure_text, paths, state::desk::Desk};

/// Who did what in the store, the last first.
#[component]
pub fn JournalPage() -> impl IntoView {
    let desk = Desk::expect();
    let entries = RwSignal::new(Remote::<Audit>::Loading);
    let read = Callback::new(move |()| {
        spawn_local(async move {
            let read = match desk.audit().await {
                Ok(audit) => Remote::Ready(audit),
                Err(error) => Remote::Failed(error),
            };
            // The page may be gone by now.
            let _ = entries.try_set(read);
        });
    });
    read.run(());
    let body = move || {
        match entries.get() {
        Remote::Loading => view! { <Lines count=8 /> }.into_any(),
        Remote::Failed(error) => view! {
            <Message title=t!(error.failed_title) text=failure_text(&error) alert=true>
                <button type="button" class="button" on:click=move |_| read.run(())>{t!(action.retry)}</button>
            </Message>
        }
        .into_any(),
        Remote::Ready(audit) if audit.items.is_empty() => view! { <p>{t!(journal.empty)}</p> }.into_any(),
        Remote::Ready(audit) => view! {
            <ol class="journal">
                {audit.items.into_iter().map(|entry| view! { <Entry entry=entry /> }).collect_view()}
            </ol>
        }
        .into_any(),
    }
    };
    view! {
        <div class="page page-narrow">
            <Heading title=Signal::derive(|| t!(journal.title)) />
            <p class="lead">{t!(journal.lead)}</p>
            {body}
            <p><a class="text-link" href=paths::store()>{t!(store.title)}</a></p>
        </div>
    }
}

#[component]
fn Entry(entry: AuditEntry) -> impl IntoView {
    // Wrong PINs are nobody's.
    let who = if entry.associate.is_empty() { t!(journal.nobody) } else { entry.associate };
    view! {
        <li class="journal-entry">
            <p class="muted">{format::moment(&entry.at)}</p>
            <p><strong>{who}</strong> " " {action_text(&entry.action)}</p>
            {entry.number.map(|number| view! { <p class="journal-number">{number}</p> })}
        </li>
    }
}

/// What was done, in words; one that is not known here is shown as the server calls it.
fn action_text(action: &str) -> String {
    match action {
        "prepare" => t!(journal.prepare),
        "make_ready" => t!(journal.ready),
        "collect" => t!(journal.collect),
        "pickup.resend" | "reservation.resend" => t!(journal.resend),
        "reservation.prepare" => t!(journal.reservation_prepare),
        "reservation.found" => t!(journal.reservation_found),
        "reservation.missing" => t!(journal.reservation_missing),
        "reservation.ready" => t!(journal.reservation_ready),
        "reservation.arrive" => t!(journal.reservation_arrive),
        "reservation.close" => t!(journal.reservation_close),
        "reservation.no_show" => t!(journal.reservation_no_show),
        "reservation.undo" => t!(journal.reservation_undo),
        "order.place" => t!(journal.order_place),
        "purchase.find" => t!(journal.purchase_find),
        "return.place" => t!(journal.return_place),
        "return.receive" => t!(journal.return_receive),
        "return.refund" => t!(journal.return_refund),
        "store.close" => t!(journal.store_close),
        "store.open" => t!(journal.store_reopen),
        "sign_in" => t!(journal.sign_in),
        "locked_out" => t!(journal.locked_out),
        other => other.to_string(),
    }
}
