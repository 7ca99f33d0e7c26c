//! The variants under a bar code.

use contract::{
    language::Language,
    newtypes::Gtin,
    page::{PER_PAGE, Page},
    product::ScannedVariant,
};

use super::texts;
use crate::{
    app::App,
    db,
    domain::{gtin::ways_to_write, refusal::Outcome},
};

/// None is an answer too: a bar code that is not of this shop. A feed may give several variants the same one.
pub async fn by_gtin(app: &App, gtin: &Gtin, language: Option<Language>) -> Outcome<Page<ScannedVariant>> {
    let mut tx = app.db.read().await?;
    let written = ways_to_write(gtin.as_str());
    let items = db::product::by_gtin(&mut tx, &written, PER_PAGE, texts(app, language)).await?;
    let total = u64::try_from(items.len()).unwrap_or_default();
    Ok(Page { items, total, page: 1, per_page: PER_PAGE })
}
