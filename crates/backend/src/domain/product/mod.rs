//! Products: lists and pages.

mod list;
mod page;
mod scanned;
mod summary;

use std::collections::HashMap;

use contract::{language::Language, product::Price};

use super::price::{CurrentPrice, lowest_of_30_days_before};
use crate::{
    app::App,
    db::{
        self, Tx,
        product::{Texts, VariantRow},
    },
};

pub use list::list;
pub use page::find;
pub use scanned::by_gtin;
pub use summary::summaries;

/// The language asked for, if the retailer speaks it.
pub fn texts(app: &App, asked: Option<Language>) -> Texts {
    let fallback = app.retailer.default_language;
    let asked = asked.filter(|language| app.retailer.languages.contains(language)).unwrap_or(fallback);
    Texts { asked, fallback }
}

/// The prices of now by SKU, each reduction with the lowest price of the 30 days before it.
async fn prices(tx: &mut Tx, app: &App, variants: &[&VariantRow]) -> db::Result<HashMap<String, Price>> {
    let now = app.clock.now();
    let current: Vec<(&VariantRow, CurrentPrice)> =
        variants.iter().map(|variant| (*variant, variant.price.price_at(now))).collect();
    let reduced = current.iter().filter(|(_, price)| price.is_reduced());
    let reduced: Vec<String> = reduced.map(|(variant, _)| variant.sku.clone()).collect();
    let history = db::product::price_history(tx, &reduced).await?;
    let price = |(variant, price): (&VariantRow, CurrentPrice)| {
        let history = history.get(&variant.sku).map(Vec::as_slice).unwrap_or_default();
        let lowest = lowest_of_30_days_before(history, variant.price.sale_from, now);
        (variant.sku.clone(), price.to_contract(app, lowest))
    };
    Ok(current.into_iter().map(price).collect())
}
