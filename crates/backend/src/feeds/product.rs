//! A row of a product feed: one variant, in one language.

use contract::{availability::PickupMethod, product::Detail};

use super::{
    RowError,
    reader::{Context, Row},
    record::{Columns, Record},
    value,
};

#[derive(Clone, Debug, PartialEq)]
pub struct ProductRow {
    pub line: u64,
    /// The SKU.
    pub id: String,
    /// The product; the SKU when the feed names no group.
    pub item_group_id: String,
    pub texts: Texts,
    pub image_link: Option<String>,
    pub additional_image_links: Vec<String>,
    /// Minor units of the retailer's currency.
    pub price: i64,
    pub sale: Option<Sale>,
    pub brand: Option<String>,
    pub gtin: Option<String>,
    pub pickup_method: PickupMethod,
}

/// What differs by language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    pub title: String,
    pub description: String,
    pub color: Option<String>,
    pub size: Option<String>,
    pub material: Option<String>,
    /// From the root.
    pub product_type: Vec<String>,
    pub product_detail: Vec<Detail>,
}

/// A row of a feed in another language than the retailer's: only its texts are read.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRow {
    pub line: u64,
    pub id: String,
    pub texts: Texts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
    pub price: i64,
    /// Epoch milliseconds, from and until; always when the feed gives no dates.
    pub dates: Option<(i64, i64)>,
}

/// Characters at most, so that one row cannot fill a page.
const LIMITS: [(&str, usize); 9] = [
    ("id", 100),
    ("item_group_id", 100),
    ("title", 300),
    ("description", 20_000),
    ("brand", 100),
    ("color", 100),
    ("size", 100),
    ("material", 200),
    ("product_type", 750),
];

impl Row for ProductRow {
    const COLUMNS: Columns = &[
        "id",
        "item_group_id",
        "title",
        "description",
        "image_link",
        "additional_image_link",
        "price",
        "sale_price",
        "sale_price_effective_date",
        "brand",
        "gtin",
        "color",
        "size",
        "material",
        "product_type",
        "product_detail",
        "pickup_method",
    ];
    const REQUIRED: Columns = &["id", "title", "price"];

    fn parse(record: &Record, context: &Context, remarks: &mut Vec<RowError>) -> Result<Self, RowError> {
        let id = record.required("id")?;
        for (column, limit) in LIMITS {
            check_length(record, column, limit)?;
        }
        let mut optional = |column: &str, outcome: Result<String, String>| {
            outcome
                .map_err(|reason| {
                    let error = record.error(reason).field(column);
                    remarks.push(error.value(record.get(column).unwrap_or_default()).kept());
                })
                .ok()
        };
        let gtin = record.get("gtin").and_then(|text| optional("gtin", value::gtin(text)));
        let price =
            price(record, "price", context)?.ok_or_else(|| record.error("is empty").field("price"))?;
        let sale = sale(record, price, context)?;
        let pickup_method = match record.get("pickup_method") {
            None => PickupMethod::NotSupported,
            Some(text) => value::pickup_method(text)
                .map_err(|reason| {
                    remarks.push(record.error(reason).field("pickup_method").value(text).kept())
                })
                .unwrap_or_default(),
        };
        let text = |column: &str| record.get(column).map(String::from);
        Ok(Self {
            line: record.line,
            id: id.to_string(),
            item_group_id: record.get("item_group_id").unwrap_or(id).to_string(),
            texts: texts(record)?,
            image_link: text("image_link"),
            additional_image_links: image_links(record),
            price,
            sale,
            brand: text("brand"),
            gtin,
            pickup_method,
        })
    }
}

impl Row for TextRow {
    const COLUMNS: Columns = ProductRow::COLUMNS;
    const REQUIRED: Columns = &["id", "title"];

    fn parse(record: &Record, _: &Context, _: &mut Vec<RowError>) -> Result<Self, RowError> {
        let id = record.required("id")?.to_string();
        for (column, limit) in LIMITS {
            check_length(record, column, limit)?;
        }
        Ok(Self { line: record.line, id, texts: texts(record)? })
    }
}

fn texts(record: &Record) -> Result<Texts, RowError> {
    let text = |column: &str| record.get(column).map(String::from);
    Ok(Texts {
        title: record.required("title")?.to_string(),
        description: text("description").unwrap_or_default(),
        color: text("color"),
        size: text("size"),
        material: text("material"),
        product_type: record.get("product_type").map(value::path).unwrap_or_default(),
        product_detail: details(record),
    })
}

fn check_length(record: &Record, column: &str, limit: usize) -> Result<(), RowError> {
    match record.get(column) {
        Some(text) if text.len() > limit && text.chars().count() > limit => {
            Err(record.error(format!("is longer than {limit} characters")).field(column).value(text))
        }
        _ => Ok(()),
    }
}

pub fn price(record: &Record, column: &str, context: &Context) -> Result<Option<i64>, RowError> {
    let Some(text) = record.get(column) else { return Ok(None) };
    value::price(text, &context.currency)
        .map(Some)
        .map_err(|reason| record.error(reason).field(column).value(text))
}

/// A sale that cannot be read refuses the row: selling at another price than the retailer meant is worse.
fn sale(record: &Record, regular: i64, context: &Context) -> Result<Option<Sale>, RowError> {
    let Some(price) = price(record, "sale_price", context)? else { return Ok(None) };
    if price > regular {
        return Err(record.error("is higher than the price").field("sale_price"));
    }
    let column = "sale_price_effective_date";
    let dates = match record.get(column) {
        None => None,
        Some(text) => Some(
            value::interval(text, &context.zone)
                .map_err(|reason| record.error(reason).field(column).value(text))?,
        ),
    };
    Ok((price < regular).then_some(Sale { price, dates }))
}

/// Repeated in XML, separated by commas in tables; a comma inside a URL's query is left alone.
fn image_links(record: &Record) -> Vec<String> {
    let values = record.all("additional_image_link");
    let links = values.flat_map(|value| {
        let separated = !value.contains('?');
        value.split(move |c| separated && c == ',').map(str::trim).collect::<Vec<_>>()
    });
    links.filter(|link| !link.is_empty()).take(20).map(String::from).collect()
}

/// `Name:Value` pairs separated by commas, or `Section:Name:Value`; a comma without a colon behind it belongs to the
/// value before it.
fn details(record: &Record) -> Vec<Detail> {
    let mut details: Vec<Detail> = Vec::new();
    for piece in record.all("product_detail").flat_map(|value| value.split(',')) {
        match piece.split_once(':') {
            Some((name, value)) => {
                let (name, value) = value.split_once(':').unwrap_or((name, value));
                let detail = Detail { name: name.trim().into(), value: value.trim().into() };
                details.push(detail);
            }
            None => {
                if let Some(last) = details.last_mut() {
                    last.value = format!("{}, {}", last.value, piece.trim());
                }
            }
        }
    }
    details.retain(|detail| !detail.name.is_empty() && !detail.value.is_empty());
    details
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(values: &[(&str, &str)]) -> Record {
        let mut record = Record::new("products.fr.tsv", ProductRow::COLUMNS);
        record.clear(2);
        for (name, value) in values {
            let column = ProductRow::COLUMNS.iter().position(|column| column == name);
            record.push(column.expect("a known column"), value);
        }
        record
    }

    fn parse(values: &[(&str, &str)]) -> (Result<ProductRow, RowError>, Vec<RowError>) {
        let mut remarks = Vec::new();
        let row = ProductRow::parse(&record(values), &Context::default(), &mut remarks);
        (row, remarks)
    }

    #[test]
    fn details_are_pairs() {
        let record = record(&[("product_detail", "Matière:Coton, lin,Tailles:Coupe:Droite,Garantie:2 ans")]);
        let detail = |name: &str, value: &str| Detail { name: name.into(), value: value.into() };
        assert_eq!(
            details(&record),
            [detail("Matière", "Coton, lin"), detail("Coupe", "Droite"), detail("Garantie", "2 ans")]
        );
    }

    #[test]
    fn a_wrong_gtin_does_not_stop_the_sale() {
        let (row, remarks) =
            parse(&[("id", "A"), ("title", "Vase"), ("price", "10.00 EUR"), ("gtin", "2000000000016")]);
        let row = row.expect("a good row");
        assert_eq!((row.gtin, row.item_group_id.as_str()), (None, "A"));
        assert!(remarks[0].kept && remarks[0].reason.contains("check digit"));
    }

    #[test]
    fn a_sale_that_cannot_be_read_refuses_the_row() {
        let base = [("id", "A"), ("title", "Vase"), ("price", "10.00 EUR")];
        for bad in [("sale_price", "12.00 EUR"), ("sale_price", "8,00 EUR")] {
            let (row, _) = parse(&[base[0], base[1], base[2], bad]);
            assert_eq!(row.expect_err("refused").field.as_deref(), Some("sale_price"));
        }
        let sale = [("sale_price", "8.00 EUR"), ("sale_price_effective_date", "soon")];
        let (row, _) = parse(&[base[0], base[1], base[2], sale[0], sale[1]]);
        assert_eq!(row.expect_err("refused").field.as_deref(), Some("sale_price_effective_date"));
    }

    #[test]
    fn links_are_separated_by_commas() {
        let links = image_links(&record(&[
            ("additional_image_link", "a.webp, b.webp,"),
            ("additional_image_link", "https://x.fr/i?crop=1,2"),
        ]));
        assert_eq!(links, ["a.webp", "b.webp", "https://x.fr/i?crop=1,2"]);
    }
}
