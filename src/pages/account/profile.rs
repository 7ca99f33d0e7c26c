use contract::{
    account::{Account, Notices, Profile},
    language::Language,
    newtypes::{Invalid, PersonName, Phone},
    pos::ReceiptChoice,
};
use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    sizes::{Sizes, add_size},
    told,
};
use crate::{
    api,
    browser::focus,
    components::{Choice, ChoiceGroup, TextField},
    pages::failure::{failure_text, invalid_text},
    state::{announcer::Announcer, query::Query, session::SessionState},
    t,
};

/// The form as it is typed.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    phone: RwSignal<String>,
    language: RwSignal<Language>,
    sizes: RwSignal<Vec<String>>,
    /// A size that is typed and not yet added.
    size: RwSignal<String>,
    back_in_stock: RwSignal<bool>,
    price_drops: RwSignal<bool>,
    receipt: RwSignal<ReceiptChoice>,
}

/// What is typed in a field that may stay empty.
fn optional<T>(text: &str, parse: fn(&str) -> Result<T, Invalid>) -> Result<Option<T>, Invalid> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

impl Draft {
    fn of(account: &Account) -> Self {
        Self {
            name: RwSignal::new(account.name.clone().unwrap_or_default()),
            phone: RwSignal::new(account.phone.clone().unwrap_or_default()),
            language: RwSignal::new(account.language),
            sizes: RwSignal::new(account.sizes.clone()),
            size: RwSignal::new(String::new()),
            back_in_stock: RwSignal::new(account.notices.back_in_stock),
            price_drops: RwSignal::new(account.notices.price_drops),
            receipt: RwSignal::new(account.receipt),
        }
    }

    fn show(self, account: &Account) {
        self.name.set(account.name.clone().unwrap_or_default());
        self.phone.set(account.phone.clone().unwrap_or_default());
        self.language.set(account.language);
        self.sizes.set(account.sizes.clone());
        self.back_in_stock.set(account.notices.back_in_stock);
        self.price_drops.set(account.notices.price_drops);
        self.receipt.set(account.receipt);
    }

    fn says(self, account: &Account) -> bool {
        untrack(|| {
            self.name.get() == account.name.clone().unwrap_or_default()
                && self.phone.get() == account.phone.clone().unwrap_or_default()
                && self.language.get() == account.language
                && self.sizes.get() == account.sizes
                && self.notices() == account.notices
                && self.receipt.get() == account.receipt
        })
    }

    fn notices(self) -> Notices {
        Notices { back_in_stock: self.back_in_stock.get(), price_drops: self.price_drops.get() }
    }

    fn name(self) -> Result<Option<PersonName>, Invalid> {
        optional(&self.name.get(), PersonName::parse)
    }

    fn phone(self) -> Result<Option<Phone>, Invalid> {
        optional(&self.phone.get(), Phone::parse)
    }

    fn profile(self) -> Result<Profile, &'static str> {
        untrack(|| {
            Ok(Profile {
                name: self.name().map_err(|_| "profile-name")?,
                phone: self.phone().map_err(|_| "profile-phone")?,
                language: self.language.get(),
                sizes: self.sizes.get(),
                notices: self.notices(),
                receipt: self.receipt.get(),
            })
        })
    }
}

#[derive(Clone, PartialEq)]
enum Saving {
    Idle,
    Busy,
    Saved,
    Failed(String),
}

/// Who one is, for the shop to know already.
#[component]
pub fn ProfileForm(account: Query<Account>) -> impl IntoView {
    let Some(first) = account.value.with_untracked(|account| account.ready().cloned()) else {
        return ().into_any();
    };
    let session = SessionState::expect();
    let announcer = Announcer::expect();
    let draft = Draft::of(&first);
    let saving = RwSignal::new(Saving::Idle);
    let sent = RwSignal::new(false);
    // What another device saved is shown, unless something else is being written here.
    Effect::new(move |before: Option<Option<Account>>| {
        let now = account.ready();
        if let (Some(Some(before)), Some(now)) = (&before, &now)
            && draft.says(before)
        {
            draft.show(now);
        }
        now
    });
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sent.set(true);
        if saving.get_untracked() == Saving::Busy {
            return;
        }
        if let Err(text) = add_size(draft.sizes, draft.size) {
            return saving.set(Saving::Failed(text));
        }
        let profile = match draft.profile() {
            Ok(profile) => profile,
            Err(field) => return focus::by_id(field),
        };
        saving.set(Saving::Busy);
        spawn_local(async move {
            let next = match api::account::set_profile(&profile).await {
                Ok(()) => {
                    announcer.say(t!(profile.saved));
                    account.reload();
                    told(session, move |account| {
                        account.name = profile.name.map(String::from);
                        account.phone = profile.phone.map(String::from);
                        account.sizes = profile.sizes;
                    });
                    Saving::Saved
                }
                Err(error) => Saving::Failed(failure_text(&error)),
            };
            let _ = saving.try_set(next);
        });
    };
    // What is typed further is not saved yet.
    let typed = move |_| {
        if saving.get_untracked() == Saving::Saved {
            saving.set(Saving::Idle);
        }
    };
    view! {
        <form class="profile-form" aria-labelledby="profile-title" novalidate on:input=typed on:submit=save>
            <h2 id="profile-title">{t!(profile.title)}</h2>
            <Fields draft=draft sent=sent />
            <Save saving=saving />
        </form>
    }
    .into_any()
}

#[component]
fn Fields(draft: Draft, sent: RwSignal<bool>) -> impl IntoView {
    let error = move |problem: Option<Invalid>| problem.filter(|_| sent.get()).map(invalid_text);
    let choice =
        |value: &str, label: String| Choice { value: value.to_string(), label, reason: None, picture: None };
    let languages: Vec<_> =
        Language::ALL.into_iter().map(|language| choice(language.tag(), language_name(language))).collect();
    let receipts = vec![
        choice(ReceiptChoice::Paper.as_str(), t!(profile.receipt_paper)),
        choice(ReceiptChoice::Electronic.as_str(), t!(profile.receipt_electronic)),
    ];
    view! {
        <TextField
            id="profile-name"
            label=t!(checkout.name)
            autocomplete="name"
            hint=None
            value=draft.name
            error=Signal::derive(move || error(draft.name().err()))
            on_blur=Callback::new(|()| {})
        />
        <TextField
            id="profile-phone"
            label=t!(checkout.phone)
            kind="tel"
            autocomplete="tel"
            hint=Some(t!(checkout.phone_hint))
            value=draft.phone
            error=Signal::derive(move || error(draft.phone().err()))
            on_blur=Callback::new(|()| {})
        />
        <Sizes sizes=draft.sizes typed=draft.size />
        <ChoiceGroup
            legend=t!(profile.language)
            name="profile-language"
            choices=languages
            chosen=Signal::derive(move || Some(draft.language.get().tag().to_string()))
            on_choose=Callback::new(move |tag: String| {
                if let Some(language) = Language::from_tag(&tag) {
                    draft.language.set(language);
                }
            })
        />
        <ChoiceGroup
            legend=t!(profile.receipt)
            name="profile-receipt"
            choices=receipts
            chosen=Signal::derive(move || Some(draft.receipt.get().as_str().to_string()))
            on_choose=Callback::new(move |choice: String| {
                if let Some(choice) = ReceiptChoice::from_text(&choice) {
                    draft.receipt.set(choice);
                }
            })
        />
        <fieldset class="notices">
            <legend>{t!(profile.notices)}</legend>
            <Check text=t!(profile.back_in_stock) value=draft.back_in_stock />
            <Check text=t!(profile.price_drops) value=draft.price_drops />
        </fieldset>
    }
}

fn language_name(language: Language) -> String {
    match language {
        Language::Fr => t!(profile.french),
        Language::En => t!(profile.english),
    }
}

#[component]
fn Check(text: String, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>{text}</span>
        </label>
    }
}

#[component]
fn Save(saving: RwSignal<Saving>) -> impl IntoView {
    let text = move || {
        if saving.get() == Saving::Busy { t!(profile.saving) } else { t!(profile.save) }
    };
    let outcome = move || match saving.get() {
        Saving::Saved => view! { <p>{t!(profile.saved)}</p> }.into_any(),
        Saving::Failed(text) => view! { <p class="field-error" role="alert">{text}</p> }.into_any(),
        Saving::Idle | Saving::Busy => ().into_any(),
    };
    view! {
        {outcome}
        <p>
            <button type="submit" class="button" aria-disabled=move || (saving.get() == Saving::Busy).to_string()>
                {text}
            </button>
        </p>
    }
}
