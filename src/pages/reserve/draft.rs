//! What is typed to reserve, kept as long as the tab.

use contract::{
    newtypes::{Email, Invalid, PersonName, Phone},
    reservation::PlaceReservation,
};
use leptos::prelude::*;

use crate::browser::storage;

const KEY: &str = "reserve";

/// Characters of a note to the store.
const LONGEST_NOTE: usize = 300;

/// The fields of the form, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Name,
    Email,
    Phone,
    Note,
}

impl Field {
    pub const ALL: [Field; 4] = [Field::Name, Field::Email, Field::Phone, Field::Note];

    /// Its id in the page, and its name in the API.
    pub fn id(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Email => "email",
            Field::Phone => "phone",
            Field::Note => "note",
        }
    }
}

#[derive(Clone, Copy)]
pub struct Draft {
    name: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    note: RwSignal<String>,
    /// When the slot begins, as the API writes it; empty until one is chosen.
    pub slot: RwSignal<String>,
}

/// A draft whose every field was taken.
pub struct Visitor {
    pub name: PersonName,
    pub email: Email,
    pub phone: Option<Phone>,
    pub note: Option<String>,
}

impl Draft {
    pub fn restore() -> Self {
        let [name, email, phone, note, slot] =
            storage::session().get_json::<[String; 5]>(KEY).unwrap_or_default().map(RwSignal::new);
        let draft = Self { name, email, phone, note, slot };
        Effect::new(move |_| storage::session().set_json(KEY, &draft.all()));
        draft
    }

    /// All that is typed and chosen.
    pub fn all(&self) -> [String; 5] {
        [self.name, self.email, self.phone, self.note, self.slot].map(|signal| signal.get())
    }

    /// The visit is reserved: who comes is kept for the next one.
    pub fn begin_again() {
        // The form may be gone by now, and its signals with it.
        let [name, email, phone, ..] = storage::session().get_json::<[String; 5]>(KEY).unwrap_or_default();
        storage::session().set_json(KEY, &[name, email, phone, String::new(), String::new()]);
    }

    pub fn value(&self, field: Field) -> RwSignal<String> {
        match field {
            Field::Name => self.name,
            Field::Email => self.email,
            Field::Phone => self.phone,
            Field::Note => self.note,
        }
    }

    fn phone(&self) -> Result<Option<Phone>, Invalid> {
        let typed = self.phone.get();
        if typed.trim().is_empty() { Ok(None) } else { Phone::parse(&typed).map(Some) }
    }

    fn note(&self) -> Result<Option<String>, Invalid> {
        let typed = self.note.get();
        let typed = typed.trim();
        if typed.chars().count() > LONGEST_NOTE {
            return Err(Invalid::TooLong);
        }
        Ok((!typed.is_empty()).then(|| typed.to_string()))
    }

    /// Whether it is what was asked for.
    pub fn says(&self, request: &PlaceReservation) -> bool {
        let slot = self.slot.get();
        PersonName::parse(&self.name.get()).as_ref() == Ok(&request.name)
            && Email::parse(&self.email.get()).as_ref() == Ok(&request.email)
            && self.phone().as_ref() == Ok(&request.phone)
            && self.note().as_ref() == Ok(&request.note)
            && (slot.is_empty() || slot == request.slot.as_str())
    }

    /// Why the field would be refused.
    pub fn problem(&self, field: Field) -> Option<Invalid> {
        match field {
            Field::Name => PersonName::parse(&self.name.get()).err(),
            Field::Email => Email::parse(&self.email.get()).err(),
            Field::Phone => self.phone().err(),
            Field::Note => self.note().err(),
        }
    }

    pub fn visitor(&self) -> Option<Visitor> {
        let parse = || -> Result<Visitor, Invalid> {
            Ok(Visitor {
                name: PersonName::parse(&self.name.get())?,
                email: Email::parse(&self.email.get())?,
                phone: self.phone()?,
                note: self.note()?,
            })
        };
        untrack(parse).ok()
    }
}
