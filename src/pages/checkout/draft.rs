//! What is typed at checkout, kept as long as the tab.

use contract::newtypes::{Email, Invalid, PersonName, Phone};
use leptos::prelude::*;

use crate::{browser::storage, pages::signed_in};

const KEY: &str = "checkout";

/// The fields of the form, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Name,
    Email,
    Phone,
}

impl Field {
    pub const ALL: [Field; 3] = [Field::Name, Field::Email, Field::Phone];

    /// Its id in the page, and its name in the API.
    pub fn id(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Email => "email",
            Field::Phone => "phone",
        }
    }
}

#[derive(Clone, Copy)]
pub struct Draft {
    pub name: RwSignal<String>,
    pub email: RwSignal<String>,
    pub phone: RwSignal<String>,
}

/// A draft whose every field was taken.
pub struct Guest {
    pub name: PersonName,
    pub email: Email,
    pub phone: Option<Phone>,
}

impl Draft {
    pub fn restore() -> Self {
        let (name, email, phone) =
            storage::session().get_json::<(String, String, String)>(KEY).unwrap_or_default();
        let [name, email, phone] = [name, email, phone].map(RwSignal::new);
        let draft = Self { name, email, phone };
        Effect::new(move |_| {
            storage::session().set_json(KEY, &(draft.name.get(), draft.email.get(), draft.phone.get()));
        });
        signed_in::fill_in(name, email, phone, None);
        draft
    }

    pub fn value(&self, field: Field) -> RwSignal<String> {
        match field {
            Field::Name => self.name,
            Field::Email => self.email,
            Field::Phone => self.phone,
        }
    }

    fn phone(&self) -> Result<Option<Phone>, Invalid> {
        let typed = self.phone.get();
        if typed.trim().is_empty() { Ok(None) } else { Phone::parse(&typed).map(Some) }
    }

    /// Why the field would be refused.
    pub fn problem(&self, field: Field) -> Option<Invalid> {
        match field {
            Field::Name => PersonName::parse(&self.name.get()).err(),
            Field::Email => Email::parse(&self.email.get()).err(),
            Field::Phone => self.phone().err(),
        }
    }

    pub fn guest(&self) -> Option<Guest> {
        let parse = || -> Result<Guest, Invalid> {
            Ok(Guest {
                name: PersonName::parse(&self.name.get())?,
                email: Email::parse(&self.email.get())?,
                phone: self.phone()?,
            })
        };
        untrack(parse).ok()
    }
}
