//! A row of a local inventory feed: a variant in a store.

use contract::availability::PickupMethod;

use super::{
    RowError, product,
    reader::{Context, Row},
    record::{Columns, Record},
    value,
};

#[derive(Clone, Debug, PartialEq)]
pub struct StockRow {
    pub line: u64,
    pub store_code: String,
    /// The SKU.
    pub id: String,
    /// `None` when the feed gives none: never counted. What the feed's `availability` says beside it is not looked
    /// at, because a count is more than a word.
    pub quantity: Option<i64>,
    /// The store's own regular price.
    pub price: Option<i64>,
    /// `None` is the product's.
    pub pickup_method: Option<PickupMethod>,
    pub aisle: Option<String>,
}

const MAX_QUANTITY: i64 = 1_000_000_000;

impl Row for StockRow {
    const COLUMNS: Columns =
        &["store_code", "id", "quantity", "price", "pickup_method", "instore_product_location"];
    const REQUIRED: Columns = &["store_code", "id", "quantity"];

    fn parse(record: &Record, context: &Context, remarks: &mut Vec<RowError>) -> Result<Self, RowError> {
        let pickup_method = match record.get("pickup_method") {
            None => None,
            Some(text) => value::pickup_method(text)
                .map_err(|reason| {
                    remarks.push(record.error(reason).field("pickup_method").value(text).kept())
                })
                // What the store meant is not known, so nothing is promised there.
                .map_or(Some(PickupMethod::NotSupported), Some),
        };
        let aisle = record.get("instore_product_location").map(|text| text.chars().take(100).collect());
        Ok(Self {
            line: record.line,
            store_code: record.required("store_code")?.to_string(),
            id: record.required("id")?.to_string(),
            quantity: quantity(record)?,
            price: product::price(record, "price", context)?,
            pickup_method,
            aisle,
        })
    }
}

fn quantity(record: &Record) -> Result<Option<i64>, RowError> {
    let Some(text) = record.get("quantity") else { return Ok(None) };
    let error = |reason: &str| record.error(reason).field("quantity").value(text);
    match text.parse::<i64>() {
        Ok(quantity) if quantity < 0 => Err(error("is negative")),
        Ok(quantity) if quantity > MAX_QUANTITY => Err(error("is too large")),
        Ok(quantity) => Ok(Some(quantity)),
        Err(_) => Err(error("is not a whole number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_quantity(text: &str) -> Result<Option<i64>, String> {
        let mut record = Record::new("local_inventory.tsv", StockRow::COLUMNS);
        record.clear(2);
        record.push(2, text);
        quantity(&record).map_err(|error| error.reason)
    }

    #[test]
    fn nothing_is_unknown_and_negative_is_wrong() {
        assert_eq!(with_quantity(""), Ok(None));
        assert_eq!(with_quantity(" 0 "), Ok(Some(0)));
        assert_eq!(with_quantity("12"), Ok(Some(12)));
        assert_eq!(with_quantity("-1"), Err("is negative".into()));
        for bad in ["1.5", "1 000", "beaucoup", "9999999999999999999999"] {
            assert_eq!(with_quantity(bad), Err("is not a whole number".into()), "{bad}");
        }
    }
}
