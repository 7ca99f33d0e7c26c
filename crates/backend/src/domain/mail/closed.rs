//! What a letter says of a store that had to close.

use contract::language::Language;
use serde::Serialize;

use super::{say, stores_link};
use crate::{app::App, db::store::StoreRow};

/// A store that had to close.
#[derive(Clone, Debug, Serialize)]
pub struct Closed {
    /// Until when.
    pub until: String,
    /// The page of the other stores.
    pub stores: String,
}

/// What to know of a store that had to close and is not open again.
pub(super) fn closed(app: &App, store: &StoreRow, language: Language) -> Option<Closed> {
    let until = store.closed_at(app.clock.now())?;
    Some(Closed {
        until: say::moment(until, &store.zone(), language),
        stores: stores_link(&app.settings.public_url, language),
    })
}
