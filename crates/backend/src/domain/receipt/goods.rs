//! What a receipt's lines name: articles of the catalogue, as they are now, or what the till says of them.

use contract::{language::Language, newtypes::Invalid, pos::PosLine};

use crate::{
    app::App,
    db::{self, Tx, offer::Offer, receipt::ReceiptLineRow},
    domain::{
        gtin::ways_to_write,
        refusal::{Outcome, invalid},
    },
};

/// The lines as they are written down. Withdrawn articles still sell at tills.
pub async fn resolve(
    tx: &mut Tx,
    app: &App,
    store_id: &str,
    language: Language,
    lines: &[PosLine],
) -> Outcome<Vec<ReceiptLineRow>> {
    let skus: Vec<String> = lines.iter().filter_map(|line| line.sku.clone()).collect();
    let mut offers = Offers { store_id, language, known: Vec::new() };
    offers.load(tx, app, &skus).await?;
    let mut resolved = Vec::new();
    for (position, line) in lines.iter().enumerate() {
        let offer = match offers.of(line.sku.as_deref()) {
            None => offers.scanned(tx, app, line.gtin.as_deref()).await?,
            known => known,
        };
        resolved.push(match offer {
            Some(offer) => of_catalogue(line, offer),
            None => as_sent(line, position)?,
        });
    }
    Ok(resolved)
}

struct Offers<'a> {
    store_id: &'a str,
    language: Language,
    known: Vec<Offer>,
}

impl Offers<'_> {
    async fn load(&mut self, tx: &mut Tx, app: &App, skus: &[String]) -> Outcome<()> {
        let (language, fallback) = (self.language.tag(), app.retailer.default_language.tag());
        self.known.extend(db::offer::of_skus(tx, skus, Some(self.store_id), language, fallback).await?);
        Ok(())
    }

    fn of(&self, sku: Option<&str>) -> Option<&Offer> {
        self.known.iter().find(|offer| Some(offer.sku.as_str()) == sku)
    }

    async fn scanned(&mut self, tx: &mut Tx, app: &App, gtin: Option<&str>) -> Outcome<Option<&Offer>> {
        let Some(gtin) = gtin else { return Ok(None) };
        let Some(sku) = db::receipt::sku_of_gtin(tx, &ways_to_write(gtin)).await? else {
            return Ok(None);
        };
        if self.of(Some(&sku)).is_none() {
            self.load(tx, app, std::slice::from_ref(&sku)).await?;
        }
        Ok(self.of(Some(&sku)))
    }
}

fn of_catalogue(line: &PosLine, offer: &Offer) -> ReceiptLineRow {
    ReceiptLineRow {
        sku: Some(offer.sku.clone()),
        gtin: offer.gtin.clone().or_else(|| line.gtin.clone()),
        product_slug: Some(offer.product_slug.clone()),
        name: Some(offer.name.clone())
            .filter(|name| !name.is_empty())
            .or_else(|| line.name.clone())
            .unwrap_or_else(|| offer.sku.clone()),
        colour: offer.colour.clone(),
        size: offer.size.clone(),
        picture_id: offer.picture_id.clone(),
        vat_rate: line.vat_rate.unwrap_or(offer.vat_rate),
        ..amounts(line)
    }
}

fn as_sent(line: &PosLine, position: usize) -> Outcome<ReceiptLineRow> {
    let required = |field: &str| invalid(&format!("lines/{position}/{field}"), Invalid::Required);
    let name = line.name.as_ref().map(|name| name.trim()).filter(|name| !name.is_empty());
    Ok(ReceiptLineRow {
        name: name.ok_or_else(|| required("name"))?.to_string(),
        vat_rate: line.vat_rate.ok_or_else(|| required("vat_rate"))?,
        gtin: line.gtin.clone(),
        ..amounts(line)
    })
}

/// What of a line comes from the till alone. The discount of what is brought back makes that less, so it is negative.
fn amounts(line: &PosLine) -> ReceiptLineRow {
    let discount = line.discount.as_ref().map_or(0, |discount| discount.amount);
    ReceiptLineRow {
        sku: None,
        gtin: None,
        product_slug: None,
        name: String::new(),
        colour: None,
        size: None,
        picture_id: None,
        quantity: line.quantity,
        unit_price: line.unit_price.amount,
        discount: discount * line.quantity.signum(),
        vat_rate: 0,
    }
}
