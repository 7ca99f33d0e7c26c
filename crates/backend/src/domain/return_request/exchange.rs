//! Another size or colour, taken along at once.

use contract::{
    desk_sale::ExchangeOffer,
    error::ErrorCode,
    invoice::{Payment, PaymentMethod},
    money::Money,
    newtypes::Invalid,
};

use super::{Goods, place::can_be_exchanged, receive::Inspected, view::variant};
use crate::{
    app::App,
    db::{self, Tx, offer::Offer, return_line::ReturnLineRow, return_request::ReturnRow},
    domain::{
        availability,
        price::PriceInputs,
        receipt::{self, Sale, SaleLine},
        refusal::{Outcome, invalid, refuse},
    },
};

/// What the shopper takes along, at the prices of now in the store.
pub async fn taken_along(
    tx: &mut Tx,
    app: &App,
    store_id: &str,
    goods: &Goods,
    inspected: &[Inspected],
) -> Outcome<Vec<SaleLine>> {
    let mut taken = Vec::new();
    for line in inspected {
        let Some(sku) = &line.exchange_sku else { continue };
        let field = format!("lines/{}/exchange_sku", line.position);
        let bought = goods.line(&line.row.line_id).ok_or_else(|| invalid(&field, Invalid::Malformed))?;
        if !line.is_accepted() || !can_be_exchanged(tx, bought, Some(sku)).await? {
            return Err(invalid(&field, Invalid::Malformed));
        }
        let offer = offers(tx, app, store_id, std::slice::from_ref(sku)).await?.pop();
        let offer = offer.filter(|offer| !offer.withdrawn).ok_or_else(|| {
            refuse(ErrorCode::NotOrderable, "this article is no longer sold").of_sku(sku, None)
        })?;
        taken.push(SaleLine {
            sku: sku.clone(),
            quantity: line.row.quantity,
            unit_price: price(app, &offer),
        });
    }
    Ok(taken)
}

async fn offers(tx: &mut Tx, app: &App, store_id: &str, skus: &[String]) -> Outcome<Vec<Offer>> {
    let language = app.retailer.default_language.tag();
    Ok(db::offer::of_skus(tx, skus, Some(store_id), language, language).await?)
}

fn price(app: &App, offer: &Offer) -> i64 {
    PriceInputs::of_offer(offer).price_at(app.clock.now()).current
}

pub fn total(taken: &[SaleLine]) -> i64 {
    taken.iter().map(|line| line.unit_price * i64::from(line.quantity)).sum()
}

/// Writes the receipt of what is taken along; nothing when nothing is.
pub async fn sell(
    tx: &mut Tx,
    app: &App,
    row: &ReturnRow,
    store_id: &str,
    taken: Vec<SaleLine>,
) -> Outcome<Option<String>> {
    if taken.is_empty() {
        return Ok(None);
    }
    let paid = Money::new(total(&taken), &row.currency);
    let sale = Sale {
        store_id,
        name: row.name.as_deref(),
        email: row.email.as_deref(),
        language: row.language,
        lines: taken,
        payments: vec![Payment { method: PaymentMethod::Other, amount: paid }],
        seen_with: &row.id,
    };
    Ok(Some(receipt::record(tx, app, &sale).await?))
}

/// What could be taken along for each line, what the shopper asked for first.
pub async fn offered(
    tx: &mut Tx,
    app: &App,
    store_id: &str,
    goods: &Goods,
    lines: &[ReturnLineRow],
) -> Outcome<Vec<ExchangeOffer>> {
    let mut offered = Vec::new();
    for line in lines {
        let Some(sku) = goods.line(&line.line_id).and_then(|bought| bought.sku.as_ref()) else { continue };
        let mut skus = db::offer::siblings(tx, sku).await?;
        skus.sort_by_key(|sku| line.exchange_sku.as_ref() != Some(sku));
        let offers = offers(tx, app, store_id, &skus).await?;
        let stock = db::availability::of_skus(tx, &skus, store_id).await?;
        for sku in skus {
            let Some(offer) = offers.iter().find(|offer| offer.sku == sku) else { continue };
            let stock = stock.iter().find(|stock| stock.sku == sku);
            let left = stock.and_then(|stock| availability::available(stock, &app.retailer.stock));
            offered.push(ExchangeOffer {
                sku,
                line_id: line.id.clone(),
                variant: variant(offer.colour.as_deref(), offer.size.as_deref()),
                price: Money::new(price(app, offer), &app.retailer.currency),
                available: left.unwrap_or_default(),
            });
        }
    }
    Ok(offered)
}
