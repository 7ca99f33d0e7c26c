//! The list of products: asks the search index which, the database for the page of them.

use contract::{
    newtypes::Invalid,
    product::{ProductList, ProductQuery},
};

use super::{summary, texts};
use crate::{
    app::App,
    db::{self, product::Texts, store::StoreRow},
    domain::{
        page::Asked,
        refusal::{Outcome, Refusal, invalid, not_found},
        search::{Criteria, Found, Index},
    },
};

const LONGEST_TEXT: usize = 200;

pub async fn list(app: &App, query: &ProductQuery) -> Outcome<ProductList> {
    let texts = texts(app, query.language);
    let asked = Asked::check(query.page, query.per_page)?;
    let index = app.search.current();
    let mut criteria = criteria(&index, query, texts)?;
    criteria.skip = usize::try_from(asked.skip()).unwrap_or(usize::MAX);
    criteria.take = asked.per_page as usize;
    let store = find_store(app, &index, query, &mut criteria).await?;
    let category = criteria.category;
    let Found { ids, total, facets } = search(app, index.clone(), criteria).await?;
    let mut tx = app.db.read().await?;
    let items = summary::summaries(&mut tx, app, &ids, texts, store.as_ref(), query).await?;
    Ok(ProductList {
        page: asked.answer(items, total),
        facets,
        trail: index.categories().trail(category, texts),
        categories: index.categories().children(category, texts),
    })
}

fn criteria(index: &Index, query: &ProductQuery, texts: Texts) -> Outcome<Criteria> {
    let text = query.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() > LONGEST_TEXT) {
        return Err(invalid("q", Invalid::TooLong));
    }
    for (name, price) in [("price_min", query.price_min), ("price_max", query.price_max)] {
        if price.is_some_and(|price| price < 0) {
            return Err(invalid(name, Invalid::OutOfRange));
        }
    }
    if let (Some(min), Some(max)) = (query.price_min, query.price_max)
        && min > max
    {
        return Err(invalid("price_max", Invalid::OutOfRange));
    }
    let category = match filled(&query.category) {
        Some(id) => Some(index.categories().find(&id).ok_or_else(|| not_found("category"))?),
        None => None,
    };
    Ok(Criteria {
        language: texts.asked,
        text: text.map(str::to_string),
        category,
        colour: filled(&query.colour),
        size: filled(&query.size),
        price_min: query.price_min,
        price_max: query.price_max,
        orderable: None,
        sort: query.sort.unwrap_or_default(),
        skip: 0,
        take: 0,
    })
}

/// A form sends an empty field for "any".
pub(super) fn filled(value: &Option<String>) -> Option<String> {
    value.as_deref().map(str::trim).filter(|value| !value.is_empty()).map(str::to_string)
}

async fn find_store(
    app: &App,
    index: &Index,
    query: &ProductQuery,
    criteria: &mut Criteria,
) -> Outcome<Option<StoreRow>> {
    let only_in_store = query.in_store == Some(true);
    let Some(id) = filled(&query.store) else {
        return if only_in_store { Err(invalid("store", Invalid::Required)) } else { Ok(None) };
    };
    let mut tx = app.db.read().await?;
    let store = db::store::find_visible(&mut tx, &id).await?.ok_or_else(|| not_found("store"))?;
    if only_in_store {
        let safety = app.retailer.stock.safety_stock;
        criteria.orderable = Some(match store.closed_at(app.clock.now()) {
            Some(_) => index.nothing(),
            None => index.orderable(&mut tx, &store.id, safety).await?,
        });
    }
    Ok(Some(store))
}

/// A search is work for the processor: other requests go on meanwhile.
async fn search(app: &App, index: std::sync::Arc<Index>, criteria: Criteria) -> Outcome<Found> {
    let now = app.clock.now();
    let found = tokio::task::spawn_blocking(move || index.search(&criteria, now)).await;
    found.map_err(Refusal::from)?.map_err(Refusal::from)
}
