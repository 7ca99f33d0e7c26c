//! Categories, from the search index, which has counted their products.

use contract::{category::Categories, language::Language};

use super::product::texts;
use crate::app::App;

pub fn list(app: &App, language: Option<Language>) -> Categories {
    Categories { items: app.search.current().categories().all(texts(app, language)) }
}
