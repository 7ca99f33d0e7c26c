//! Who withdraws, and from which order; kept as long as the tab, so that a dead network loses nothing.

use contract::newtypes::{Email, Invalid, PersonName};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{browser::storage, pages::signed_in};

const KEY: &str = "withdrawal";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Number,
    Email,
    Name,
}

impl Field {
    pub const ALL: [Field; 3] = [Field::Number, Field::Email, Field::Name];

    /// Its id in the page, and its name in the API.
    pub fn id(self) -> &'static str {
        match self {
            Field::Number => "number",
            Field::Email => "email",
            Field::Name => "name",
        }
    }
}

#[derive(Clone, Copy)]
pub struct Draft {
    pub number: RwSignal<String>,
    pub email: RwSignal<String>,
    pub name: RwSignal<String>,
}

/// A draft whose every field was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Who {
    pub number: String,
    pub email: Email,
    pub name: PersonName,
}

impl Draft {
    /// The address may name the order.
    pub fn restore() -> Self {
        let (number, email, name) =
            storage::session().get_json::<(String, String, String)>(KEY).unwrap_or_default();
        let asked = use_query_map().with_untracked(|query| query.get("number"));
        let number = asked.filter(|asked| !asked.trim().is_empty()).unwrap_or(number);
        let [number, email, name] = [number, email, name].map(RwSignal::new);
        let draft = Self { number, email, name };
        Effect::new(move |_| {
            storage::session().set_json(KEY, &(draft.number.get(), draft.email.get(), draft.name.get()));
        });
        signed_in::fill_in(name, email, RwSignal::new(String::new()), None);
        draft
    }

    pub fn forget() {
        storage::session().remove(KEY);
    }

    pub fn value(&self, field: Field) -> RwSignal<String> {
        match field {
            Field::Number => self.number,
            Field::Email => self.email,
            Field::Name => self.name,
        }
    }

    /// People write what they read; the number is in capitals.
    fn number(&self) -> Result<String, Invalid> {
        let number = self.number.get().trim().to_uppercase();
        if number.is_empty() { Err(Invalid::Required) } else { Ok(number) }
    }

    /// Why the field would be refused.
    pub fn problem(&self, field: Field) -> Option<Invalid> {
        match field {
            Field::Number => self.number().err(),
            Field::Email => Email::parse(&self.email.get()).err(),
            Field::Name => PersonName::parse(&self.name.get()).err(),
        }
    }

    pub fn who(&self) -> Option<Who> {
        let parse = || -> Result<Who, Invalid> {
            Ok(Who {
                number: self.number()?,
                email: Email::parse(&self.email.get())?,
                name: PersonName::parse(&self.name.get())?,
            })
        };
        untrack(parse).ok()
    }
}
