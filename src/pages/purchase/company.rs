use contract::{
    invoice::Company,
    newtypes::{Invalid, PersonName, Siren, VatNumber},
    purchase::Purchase,
};
use leptos::{ev, prelude::*, task::spawn_local};

use super::invoices::TITLE;
use crate::{
    api,
    browser::{focus, time},
    components::{Dialog, TextField},
    pages::{
        failure::{failure_text, invalid_text},
        private_page::Opened,
        purchases::current_invoice,
    },
    state::announcer::Announcer,
    t,
};

const LONGEST_ADDRESS: usize = 200;

/// What is typed, and the ids of its fields.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    siren: RwSignal<String>,
    vat_number: RwSignal<String>,
    address: RwSignal<String>,
}

const NAME: &str = "company-name";
const SIREN: &str = "company-siren";
const VAT_NUMBER: &str = "company-vat-number";
const ADDRESS: &str = "company-address";

impl Draft {
    fn of(company: Option<Company>) -> Self {
        let known = company.map(|company| {
            let vat_number = company.vat_number.map(String::from).unwrap_or_default();
            [company.name.into(), company.siren.into(), vat_number, company.address]
        });
        let [name, siren, vat_number, address] = known.unwrap_or_default().map(RwSignal::new);
        Self { name, siren, vat_number, address }
    }

    fn name(self) -> Result<PersonName, Invalid> {
        PersonName::parse(&self.name.get())
    }

    fn siren(self) -> Result<Siren, Invalid> {
        Siren::parse(&self.siren.get())
    }

    fn vat_number(self) -> Result<Option<VatNumber>, Invalid> {
        let typed = self.vat_number.get();
        if typed.trim().is_empty() { Ok(None) } else { VatNumber::parse(&typed).map(Some) }
    }

    fn address(self) -> Result<String, Invalid> {
        let address = self.address.get().trim().to_string();
        match address.chars().count() {
            0 => Err(Invalid::Required),
            1..=LONGEST_ADDRESS => Ok(address),
            _ => Err(Invalid::TooLong),
        }
    }

    /// What was typed, or the first field that is refused.
    fn company(self) -> Result<Company, &'static str> {
        untrack(|| {
            Ok(Company {
                name: self.name().map_err(|_| NAME)?,
                siren: self.siren().map_err(|_| SIREN)?,
                vat_number: self.vat_number().map_err(|_| VAT_NUMBER)?,
                address: self.address().map_err(|_| ADDRESS)?,
            })
        })
    }
}

/// Has the invoice name a company.
#[component]
pub fn CompanySheet(opened: Opened<Purchase>, open: RwSignal<bool>) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    view! {
        <Dialog id="company" title=t!(company.title) open=open on_close=close>
            {move || {
                let purchase = untrack(|| opened.query.ready());
                purchase.map(|purchase| view! { <Form purchase=purchase opened=opened open=open /> })
            }}
        </Dialog>
    }
}

/// What naming a company does to the invoice that is written already.
fn effect_text(purchase: &Purchase) -> String {
    match current_invoice(purchase) {
        Some(invoice) => t!(company.after, number = invoice.number),
        None => t!(company.before),
    }
}

#[component]
fn Form(purchase: Purchase, opened: Opened<Purchase>, open: RwSignal<bool>) -> impl IntoView {
    let announcer = Announcer::expect();
    let draft = Draft::of(purchase.company.clone());
    let sent = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let is_written = current_invoice(&purchase).is_some();
    let effect = effect_text(&purchase);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sent.set(true);
        if busy.get_untracked() {
            return;
        }
        let company = match draft.company() {
            Ok(company) => company,
            Err(field) => return focus::by_id(field),
        };
        busy.set(true);
        failed.set(None);
        let id = purchase.id.clone();
        spawn_local(async move {
            let name = company.name.as_str().to_string();
            let answer = api::purchases::name_company(&id, company).await;
            opened.query.reload();
            // The sheet may have been closed meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => {
                    announcer.say(if is_written {
                        t!(company.done, name = name)
                    } else {
                        t!(company.noted, name = name)
                    });
                    open.set(false);
                    time::after(0, || focus::by_id(TITLE));
                }
                Err(error) => failed.set(Some(failure_text(&error))),
            }
        });
    };
    let text = move || if busy.get() { t!(company.sending) } else { t!(company.send) };
    view! {
        <form class="company-form" novalidate on:submit=submit>
            <p>{effect}</p>
            <Fields draft=draft sent=sent />
            {move || failed.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
            <button type="submit" class="button" aria-disabled=move || busy.get().to_string()>{text}</button>
        </form>
    }
}

#[component]
fn Fields(draft: Draft, sent: RwSignal<bool>) -> impl IntoView {
    let error = move |problem: Option<Invalid>| problem.filter(|_| sent.get()).map(invalid_text);
    view! {
        <TextField
            id=NAME
            label=t!(company.name)
            autocomplete="organization"
            hint=None
            required=true
            value=draft.name
            error=Signal::derive(move || error(draft.name().err()))
            on_blur=Callback::new(|()| {})
        />
        <TextField
            id=SIREN
            label=t!(company.siren)
            autocomplete="off"
            inputmode="numeric"
            hint=Some(t!(company.siren_hint))
            required=true
            value=draft.siren
            error=Signal::derive(move || error(draft.siren().err()))
            on_blur=Callback::new(|()| {})
        />
        <TextField
            id=VAT_NUMBER
            label=t!(company.vat_number)
            autocomplete="off"
            hint=Some(t!(company.vat_number_hint))
            value=draft.vat_number
            error=Signal::derive(move || error(draft.vat_number().err()))
            on_blur=Callback::new(|()| {})
        />
        <TextField
            id=ADDRESS
            label=t!(company.address)
            autocomplete="street-address"
            hint=Some(t!(company.address_hint))
            required=true
            value=draft.address
            error=Signal::derive(move || error(draft.address().err()))
            on_blur=Callback::new(|()| {})
        />
    }
}
