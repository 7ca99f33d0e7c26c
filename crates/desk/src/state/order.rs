//! An order that is taken by telephone or by message: it waits while somebody else is served.

use contract::{
    availability::{AvailabilityList, StoreAvailability},
    desk::DeskPickup,
    desk_sale::DeskOrder,
    language::Language,
    money::Money,
    newtypes::{Email, Invalid, PersonName, Phone, Quantity},
    order::{Channel, PlaceOrderLine},
    picture::Picture,
};
use leptos::prelude::*;
use storefront::{
    api::{self as shop, ApiError, Fetch},
    text,
};

use super::desk::{Desk, Session};
use crate::api;

#[derive(Clone, Debug, PartialEq)]
pub struct BasketLine {
    pub sku: String,
    pub name: String,
    /// Colour and size.
    pub variant: String,
    pub picture: Option<Picture>,
    pub quantity: u32,
    /// Of one unit, in this store.
    pub price: Money,
    /// Units that this store could promise when it was asked.
    pub available: Option<i64>,
}

/// What is typed, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Name,
    Email,
    Phone,
}

impl Field {
    pub const ALL: [Field; 3] = [Field::Name, Field::Email, Field::Phone];

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Email => "email",
            Field::Phone => "phone",
        }
    }
}

#[derive(Clone, Copy)]
pub struct OrderDraft {
    pub channel: RwSignal<Channel>,
    pub language: RwSignal<Language>,
    pub name: RwSignal<String>,
    pub email: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub lines: RwSignal<Vec<BasketLine>>,
    /// The pickup of the order that was placed last.
    pub placed: RwSignal<Option<String>>,
}

impl OrderDraft {
    pub(super) fn new() -> Self {
        Self {
            channel: RwSignal::new(Channel::Phone),
            language: RwSignal::new(text::language()),
            name: RwSignal::new(String::new()),
            email: RwSignal::new(String::new()),
            phone: RwSignal::new(String::new()),
            lines: RwSignal::new(Vec::new()),
            placed: RwSignal::new(None),
        }
    }

    pub fn clear(self) {
        self.channel.set(Channel::Phone);
        self.language.set(text::language());
        for field in Field::ALL {
            self.value(field).set(String::new());
        }
        self.lines.set(Vec::new());
        self.placed.set(None);
    }

    pub fn value(self, field: Field) -> RwSignal<String> {
        match field {
            Field::Name => self.name,
            Field::Email => self.email,
            Field::Phone => self.phone,
        }
    }

    fn typed_phone(self) -> Result<Option<Phone>, Invalid> {
        let typed = self.phone.get();
        if typed.trim().is_empty() { Ok(None) } else { Phone::parse(&typed).map(Some) }
    }

    /// Why the field would be refused.
    pub fn problem(self, field: Field) -> Option<Invalid> {
        match field {
            Field::Name => PersonName::parse(&self.name.get()).err(),
            Field::Email => Email::parse(&self.email.get()).err(),
            Field::Phone => self.typed_phone().err(),
        }
    }

    /// Puts one unit into the basket; a second one of the same adds up.
    pub fn add(self, line: BasketLine, most: u32) {
        self.lines.update(|lines| match lines.iter_mut().find(|known| known.sku == line.sku) {
            Some(known) => {
                let quantity = (known.quantity + line.quantity).min(most);
                *known = BasketLine { quantity, ..line };
            }
            None => lines.push(line),
        });
    }

    pub fn set_quantity(self, sku: &str, quantity: u32) {
        self.lines.update(|lines| {
            if let Some(line) = lines.iter_mut().find(|line| line.sku == sku) {
                line.quantity = quantity;
            }
        });
    }

    pub fn remove(self, sku: &str) {
        self.lines.update(|lines| lines.retain(|line| line.sku != sku));
    }

    /// What the associate says that it costs; the server refuses another sum.
    pub fn total(self) -> Option<Money> {
        self.lines.with(|lines| {
            let totals = lines.iter().map(|line| line.price.times(line.quantity));
            totals.reduce(|sum, total| sum?.plus(&total?)).flatten()
        })
    }

    /// The order, when everything in it would be taken.
    pub fn order(self) -> Option<DeskOrder> {
        let line = |line: &BasketLine| {
            let quantity = Quantity::try_from(i64::from(line.quantity)).ok()?;
            Some(PlaceOrderLine { sku: line.sku.clone(), quantity })
        };
        Some(DeskOrder {
            channel: self.channel.get(),
            name: PersonName::parse(&self.name.get()).ok()?,
            email: Email::parse(&self.email.get()).ok()?,
            phone: self.typed_phone().ok()?,
            lines: self.lines.with(|lines| lines.iter().map(line).collect::<Option<_>>())?,
            expected_total: self.total()?,
            language: self.language.get(),
        })
    }
}

/// What one store has of a variant, out of what all have.
pub fn in_store(list: &AvailabilityList, store_id: &str) -> Option<StoreAvailability> {
    list.items.iter().find(|item| item.availability.store_id == store_id).cloned()
}

impl Desk {
    /// The id of the store that one works in.
    pub fn store_id(self) -> String {
        self.session.with_untracked(|session| match session {
            Session::SignedIn(session) | Session::Ended(session) => session.store.id.clone(),
            _ => String::new(),
        })
    }

    /// What the stores have of a variant, this one first.
    pub fn stock_of(self, sku: &str) -> Fetch<AvailabilityList> {
        shop::availability::list(sku, text::language(), None, Some(self.store_id()))
    }

    pub async fn place_order(self, order: &DeskOrder, key: &str) -> Result<DeskPickup, ApiError> {
        let answer = api::place_order(order, key).await;
        self.note(&answer);
        if let Ok(pickup) = &answer {
            self.order.clear();
            self.order.placed.set(Some(pickup.id.clone()));
            self.pickups.find(pickup);
            self.pickups.refresh(self);
        }
        answer
    }

    /// Reads prices and stock of the basket again: one of them is no longer what it was.
    pub async fn read_basket_again(self) {
        let store_id = self.store_id();
        for line in self.order.lines.get_untracked() {
            let answer = shop::get_text(self.stock_of(&line.sku).url()).await;
            let list = answer.and_then(|text| shop::parse::<AvailabilityList>(&text));
            let Some(here) = list.ok().and_then(|list| in_store(&list, &store_id)) else { continue };
            self.order.lines.update(|lines| {
                if let Some(known) = lines.iter_mut().find(|known| known.sku == line.sku) {
                    known.price = here.price;
                    known.available = here.availability.quantity;
                }
            });
        }
    }
}
