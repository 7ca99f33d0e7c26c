//! What an invoice says of a purchase, before it has a number.

use contract::{
    invoice::{Buyer, Company, Invoice, InvoiceKind, InvoiceLine, Payment, PaymentMethod, Seller},
    money::Money,
    purchase::PurchaseKind,
};
use jiff::tz::TimeZone;

use crate::{
    app::App,
    db::{
        self, Tx,
        purchase::{PurchaseLineRow, PurchaseRow},
        store::StoreRow,
    },
    domain::{
        mail::say::local,
        refusal::{Outcome, not_found},
        retailer::LegalEntity,
    },
};

/// A purchase with all that its invoice says.
pub struct Sale {
    /// What the numbers of its seller begin with.
    pub series: String,
    purchase: PurchaseRow,
    lines: Vec<PurchaseLineRow>,
    payments: Vec<(PaymentMethod, i64)>,
    company: Option<Company>,
    seller: Seller,
    store: Option<StoreRow>,
    /// The store's time zone.
    zone: TimeZone,
}

impl Sale {
    pub async fn load(tx: &mut Tx, app: &App, purchase_id: &str) -> Outcome<Sale> {
        let purchase = db::purchase::find(tx, purchase_id).await?.ok_or_else(|| not_found("purchase"))?;
        let payments = match purchase.kind {
            PurchaseKind::Order => Vec::new(),
            PurchaseKind::Receipt => {
                let payments = db::receipt::payments(tx, purchase_id).await?;
                payments.into_iter().map(|payment| (payment.method, payment.amount)).collect()
            }
        };
        let store = db::store::find(tx, &purchase.store_id).await?;
        let entity = app.retailer.entity_of(&purchase.store_id);
        Ok(Sale {
            series: entity.series.clone(),
            lines: db::purchase::lines(tx, purchase_id).await?,
            payments,
            company: db::invoice::company(tx, purchase_id).await?,
            seller: seller(&app.retailer.name, entity),
            zone: store.as_ref().map_or_else(|| app.retailer.zone(), StoreRow::zone),
            store,
            purchase,
        })
    }

    /// The invoice of what was sold and the credit note of what was brought back, as far as there is something to say.
    pub fn parts(&self) -> Vec<Invoice> {
        let (back, sold): (Vec<_>, Vec<_>) = self.lines.iter().partition(|line| line.quantity < 0);
        let sum = |lines: &[&PurchaseLineRow]| lines.iter().map(|line| line.total()).sum::<i64>();
        let (bought, credited) = (sum(&sold), -sum(&back));
        // An invoice always says how it was paid: a till that said less left the rest open.
        let said: i64 = self.payments.iter().map(|(_, amount)| amount).sum();
        let mut paid = self.payments.clone();
        paid.push((PaymentMethod::Other, bought - credited - said));
        // What was brought back pays for what was taken along.
        let set_off = (PaymentMethod::Other, bought.min(credited));
        let (of_sold, of_back) = if bought >= credited {
            (paid.into_iter().chain([set_off]).collect(), vec![set_off])
        } else {
            let given = paid.into_iter().map(|(method, amount)| (method, -amount));
            (vec![set_off], given.chain([set_off]).collect())
        };
        let parts = [(InvoiceKind::Invoice, sold, of_sold), (InvoiceKind::CreditNote, back, of_back)];
        let filled = parts.into_iter().filter(|(_, lines, _)| !lines.is_empty());
        filled.map(|(kind, lines, payments)| self.part(kind, &lines, payments)).collect()
    }

    fn part(
        &self,
        kind: InvoiceKind,
        lines: &[&PurchaseLineRow],
        payments: Vec<(PaymentMethod, i64)>,
    ) -> Invoice {
        let currency = &self.purchase.currency;
        let of_line = |sold: &&PurchaseLineRow| {
            let quantity = u32::try_from(sold.quantity.unsigned_abs()).unwrap_or(u32::MAX);
            line(sold, quantity, sold.total().abs(), currency)
        };
        let paid = payments.into_iter().filter(|(_, amount)| *amount != 0);
        let mut invoice = Invoice {
            id: String::new(),
            number: String::new(),
            kind,
            corrects: None,
            issued_on: String::new(),
            sold_on: day(self.purchase.received_at.unwrap_or(self.purchase.bought_at), &self.zone),
            language: self.purchase.language,
            seller: self.seller.clone(),
            buyer: self.buyer(),
            store: self.store.as_ref().map(place),
            purchase_id: self.purchase.id.clone(),
            purchase_number: self.purchase.number.clone(),
            channel: self.purchase.channel,
            lines: lines.iter().map(of_line).collect(),
            vat: Vec::new(),
            net: Money::new(0, currency),
            total: Money::new(0, currency),
            payments: paid
                .map(|(method, amount)| Payment { method, amount: Money::new(amount, currency) })
                .collect(),
        };
        ::invoice::amounts(&mut invoice);
        invoice
    }

    fn buyer(&self) -> Buyer {
        let mut buyer = unnamed(&self.seller.country);
        buyer.name = self.purchase.name.clone();
        buyer.email = self.purchase.email.clone();
        if let Some(company) = &self.company {
            // A SIREN is of the French register.
            buyer.country = "FR".into();
            buyer.company = Some(company.clone());
        }
        buyer
    }
}

/// Somebody of whom nothing is said; they are thought to live where the shop is.
pub fn unnamed(country: &str) -> Buyer {
    Buyer { name: None, email: None, company: None, country: country.to_string() }
}

/// A retailer's file that names no company yet leaves the name over the door.
fn seller(brand: &str, entity: &LegalEntity) -> Seller {
    let name = if entity.name.is_empty() { brand } else { &entity.name };
    Seller {
        brand: brand.to_string(),
        name: name.to_string(),
        address: entity.address.clone(),
        country: entity.country.clone(),
        siren: entity.siren.clone(),
        vat_number: entity.vat_number.clone(),
        email: entity.email.clone(),
        phone: entity.phone.clone(),
        mention: entity.mention.clone(),
    }
}

/// Units of a line of a purchase for an amount that was paid, or is paid back: what lacks to their price is discount.
pub fn line(sold: &PurchaseLineRow, quantity: u32, total: i64, currency: &str) -> InvoiceLine {
    let full = sold.unit_price * i64::from(quantity);
    // More than the price says can only be told as one unit.
    let (quantity, unit_price, full) =
        if total > full { (1, total, total) } else { (quantity, sold.unit_price, full) };
    let money = |amount| Money::new(amount, currency);
    InvoiceLine {
        sku: sold.sku.clone(),
        gtin: None,
        name: sold.name.clone(),
        colour: sold.colour.clone(),
        size: sold.size.clone(),
        quantity,
        unit_price: money(unit_price),
        discount: money(full - total),
        total: money(total),
        net: money(0),
        vat_rate: sold.vat_rate,
    }
}

fn place(store: &StoreRow) -> String {
    let city = [store.postal_code.as_deref(), Some(store.city.as_str())];
    let city = city.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parts = [Some(store.name.as_str()), store.address.as_deref(), Some(city.as_str())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The time zone of the store of a purchase.
pub async fn zone_of(tx: &mut Tx, app: &App, purchase_id: &str) -> Outcome<TimeZone> {
    let purchase = db::purchase::find(tx, purchase_id).await?;
    let store = match &purchase {
        Some(purchase) => db::store::find(tx, &purchase.store_id).await?,
        None => None,
    };
    Ok(store.map_or_else(|| app.retailer.zone(), |store| store.zone()))
}

/// As `2026-11-28`.
pub fn day(milliseconds: i64, zone: &TimeZone) -> String {
    local(milliseconds, zone).date().to_string()
}
