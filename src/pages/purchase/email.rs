use contract::{
    invoice::{Invoice, InvoiceKind},
    newtypes::Email,
};
use leptos::{ev, prelude::*, task::spawn_local};

use super::invoices::name_of;
use crate::{
    api,
    browser::{focus, time},
    components::{Dialog, TextField},
    pages::failure::{failure_text, invalid_text},
    state::session::SessionState,
    t,
};

const FIELD: &str = "invoice-email";
const SENT: &str = "invoice-email-sent";

/// The invoice that is about to be sent.
#[derive(Clone, PartialEq)]
pub struct Emailing {
    id: String,
    title: String,
}

impl Emailing {
    pub fn of(id: String, kind: InvoiceKind, number: &str) -> Self {
        Self { id, title: name_of(kind, number) }
    }
}

/// Has an invoice sent by e-mail: to the buyer's address, or to another one.
#[component]
pub fn EmailSheet(emailing: RwSignal<Option<Emailing>>) -> impl IntoView {
    let close = Callback::new(move |()| emailing.set(None));
    let open = Signal::derive(move || emailing.with(Option::is_some));
    view! {
        <Dialog id="invoice-by-email" title=t!(invoice.email_title) open=open on_close=close>
            {move || {
                emailing.get_untracked().map(|emailing| view! { <Form emailing=emailing on_close=close /> })
            }}
        </Dialog>
    }
}

/// The address that is known: the account's, else the one on the invoice.
async fn known_address(id: String, session: SessionState) -> Option<String> {
    if let Some(account) = untrack(|| session.account()) {
        return Some(account.email);
    }
    let answer = api::get_text(api::invoices::get(&id).url()).await;
    answer.and_then(|text| api::parse::<Invoice>(&text)).ok()?.buyer.email
}

#[derive(Clone, Copy)]
struct Sending {
    email: RwSignal<String>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<String>>,
    /// Where it went.
    sent: RwSignal<Option<String>>,
}

impl Sending {
    fn refuse(self, text: String) {
        self.failed.set(Some(text));
        time::after(0, || focus::by_id(FIELD));
    }

    fn submit(self, id: String) {
        if self.busy.get_untracked() {
            return;
        }
        self.failed.set(None);
        let address = match Email::parse(&self.email.get_untracked()) {
            Ok(address) => address,
            Err(reason) => return self.refuse(invalid_text(reason)),
        };
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::invoices::email(&id, address.clone()).await;
            // The sheet may have been closed meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => {
                    self.sent.set(Some(address.into()));
                    // The form is gone; what became of it is read next.
                    time::after(0, || focus::by_id(SENT));
                }
                Err(error) => self.refuse(failure_text(&error)),
            }
        });
    }
}

#[component]
fn Form(emailing: Emailing, on_close: Callback<()>) -> impl IntoView {
    let session = SessionState::expect();
    let sending = Sending {
        email: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        failed: RwSignal::new(None),
        sent: RwSignal::new(None),
    };
    let Emailing { id, title } = emailing;
    let asked = id.clone();
    spawn_local(async move {
        if let Some(address) = known_address(asked, session).await {
            // What was typed meanwhile is kept.
            let _ = sending.email.try_update(|email| {
                if email.is_empty() {
                    *email = address;
                }
            });
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sending.submit(id.clone());
    };
    let text = move || {
        if sending.busy.get() { t!(invoice.email_sending) } else { t!(invoice.email_send) }
    };
    let form = view! {
        <form class="invoice-email" novalidate on:submit=submit>
            <p>{t!(invoice.email_text, title = title)}</p>
            <TextField
                id=FIELD
                label=t!(checkout.email)
                kind="email"
                autocomplete="email"
                hint=None
                required=true
                value=sending.email
                error=sending.failed
                on_blur=Callback::new(|()| {})
            />
            <button type="submit" class="button" aria-disabled=move || sending.busy.get().to_string()>{text}</button>
        </form>
    };
    view! {
        <div hidden=move || sending.sent.with(Option::is_some)>{form}</div>
        {move || {
            sending
                .sent
                .get()
                .map(|email| {
                    view! {
                        <p id=SENT tabindex="-1" role="status">{t!(invoice.email_sent, email = email)}</p>
                        <p class="actions">
                            <button type="button" class="button" on:click=move |_| on_close.run(())>
                                {t!(invoice.email_close)}
                            </button>
                        </p>
                    }
                })
        }}
    }
}
