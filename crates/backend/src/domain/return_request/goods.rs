//! What of a purchase may go back, until when, and what it is worth.

use std::collections::HashMap;

use contract::{
    error::ErrorCode,
    money::Money,
    purchase::{PurchaseLine, PurchaseStore},
    return_request::ReturnTerms,
};
use jiff::tz::TimeZone;

use crate::{
    app::App,
    db::{
        self, Tx,
        purchase::{PurchaseLineRow, PurchaseRow},
        return_line::Gone,
        store::StoreRow,
    },
    domain::{
        clock::timestamp,
        law,
        refusal::{Outcome, Refusal, not_found, refuse},
    },
};

/// A purchase with what is gone of it. Whoever takes something back queues at the purchase first, so that it is still
/// true at the commit.
pub struct Goods {
    pub purchase: PurchaseRow,
    pub store: StoreRow,
    pub lines: Vec<PurchaseLineRow>,
    gone: HashMap<String, Gone>,
}

/// A purchase of which nothing, or not that much, may go back.
pub fn not_returnable(title: &str, available: i64) -> Refusal {
    refuse(ErrorCode::NotReturnable, title).left(available)
}

impl Goods {
    pub async fn load(tx: &mut Tx, purchase_id: &str) -> Outcome<Goods> {
        let purchase = db::purchase::find(tx, purchase_id).await?.ok_or_else(|| not_found("purchase"))?;
        let store = db::store::find(tx, &purchase.store_id).await?.ok_or_else(|| not_found("store"))?;
        let lines = db::purchase::lines(tx, purchase_id).await?;
        let gone = db::return_line::gone(tx, purchase_id).await?;
        Ok(Goods { purchase, store, lines, gone })
    }

    /// The same, while nobody else can take anything of it back.
    pub async fn queue(tx: &mut Tx, purchase_id: &str) -> Outcome<Goods> {
        db::purchase::queue(tx, purchase_id).await?;
        Self::load(tx, purchase_id).await
    }

    pub fn zone(&self) -> TimeZone {
        self.store.zone()
    }

    pub fn line(&self, id: &str) -> Option<&PurchaseLineRow> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// When the customer got it; `None` while it waits, or after it was taken back.
    pub fn received_at(&self) -> Option<i64> {
        self.purchase.received_at.filter(|_| self.purchase.status.is_bought())
    }

    /// When the retailer's own offer ends.
    pub fn goodwill_until(&self, app: &App) -> Option<i64> {
        let days = Some(app.retailer.returns.days).filter(|days| *days > 0)?;
        Some(law::end_of_day_after(self.received_at()?, days, &self.zone()))
    }

    /// When the legal right ends.
    pub fn withdrawal_until(&self) -> Option<i64> {
        let received_at = self.received_at().filter(|_| self.purchase.channel.is_at_a_distance())?;
        Some(law::withdrawal_until(received_at, &self.zone()))
    }

    pub fn terms(&self, app: &App) -> ReturnTerms {
        let zone = self.zone();
        ReturnTerms {
            goodwill_until: self.goodwill_until(app).map(|until| timestamp(until, &zone)),
            withdrawal_until: self.withdrawal_until().map(|until| timestamp(until, &zone)),
            by_post: app.retailer.returns.by_post,
        }
    }

    fn gone(&self, line: &PurchaseLineRow) -> Gone {
        self.gone.get(&line.id).copied().unwrap_or_default()
    }

    /// Units that have not gone back and are not on their way.
    pub fn left(&self, line: &PurchaseLineRow) -> i64 {
        (line.quantity - self.gone(line).units).max(0)
    }

    /// What units of a line are worth that have not gone back.
    pub fn amount(&self, line: &PurchaseLineRow, units: i64) -> i64 {
        amount(line.total().max(0), line.quantity, self.gone(line), units)
    }

    pub fn view_store(&self) -> PurchaseStore {
        view_store(&self.store)
    }

    /// The lines as their buyer and the desk see them.
    pub async fn view_lines(&self, tx: &mut Tx, app: &App) -> Outcome<Vec<PurchaseLine>> {
        let pictures: Vec<String> = self.lines.iter().filter_map(|line| line.picture_id.clone()).collect();
        let pictures = db::picture::by_ids(tx, &pictures).await?;
        let skus: Vec<String> = self.lines.iter().filter_map(|line| line.sku.clone()).collect();
        let language = app.retailer.default_language.tag();
        let offers = db::offer::of_skus(tx, &skus, None, language, language).await?;
        let is_sold = |sku: &str| offers.iter().any(|offer| offer.sku == sku && !offer.withdrawn);
        let may_go_back = self.goodwill_until(app).is_some_and(|until| app.clock.now() < until);
        let money = |amount| Money::new(amount, &self.purchase.currency);
        let years = app.retailer.returns.guarantee_years;
        let guarantee = self.received_at().map(|received| law::day_in_years(received, years, &self.zone()));
        let view = |line: &PurchaseLineRow| PurchaseLine {
            id: line.id.clone(),
            sku: line.sku.clone(),
            product_slug: line.product_slug.clone().filter(|_| line.sku.as_deref().is_some_and(is_sold)),
            name: line.name.clone(),
            colour: line.colour.clone(),
            size: line.size.clone(),
            picture: line.picture_id.as_ref().and_then(|id| pictures.get(id).cloned()),
            quantity: line.quantity,
            unit_price: money(line.unit_price),
            discount: money(line.discount),
            total: money(line.total()),
            vat_rate: line.vat_rate,
            returned: units(self.gone(line).units),
            returnable: if may_go_back { units(self.left(line)) } else { 0 },
            guarantee_until: guarantee.clone().filter(|_| line.quantity > 0),
        };
        Ok(self.lines.iter().map(view).collect())
    }
}

pub fn view_store(store: &StoreRow) -> PurchaseStore {
    PurchaseStore {
        id: store.id.clone(),
        slug: store.slug.clone(),
        name: store.name.clone(),
        city: store.city.clone(),
    }
}

/// A number of units as the contract says it; what was brought back at the till is none.
pub fn units(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// What units are worth of a line whose total may not be a multiple of its quantity: some units are worth one more than
/// the others, and those go last, so that all parts add up to the total in whatever order they come and go.
fn amount(total: i64, quantity: i64, gone: Gone, units: i64) -> i64 {
    if quantity <= 0 {
        return 0;
    }
    let (each, dearer) = (total / quantity, total % quantity);
    let dearer_gone = gone.amount - gone.units * each;
    let cheaper_left = (quantity - gone.units) - (dearer - dearer_gone);
    units * each + (units - cheaper_left).max(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_last_units_take_the_remainder() {
        let none = Gone::default();
        assert_eq!([1, 2, 3].map(|units| amount(1_000, 3, none, units)), [333, 666, 1_000]);
        let one = Gone { units: 1, amount: 333 };
        assert_eq!([1, 2].map(|units| amount(1_000, 3, one, units)), [333, 667]);
        let the_last = Gone { units: 1, amount: 334 };
        assert_eq!([1, 2].map(|units| amount(1_000, 3, the_last, units)), [333, 666]);
    }

    proptest! {
        /// Parts come and go in any order; what is gone never is worth more than the line, and all of it exactly that.
        #[test]
        fn all_parts_add_up(
            total in 0i64..5_000, quantity in 1i64..12, steps in prop::collection::vec((0i64..5, any::<bool>()), 0..40),
        ) {
            let mut parts: Vec<Gone> = Vec::new();
            let sum = |parts: &[Gone]| Gone {
                units: parts.iter().map(|part| part.units).sum(),
                amount: parts.iter().map(|part| part.amount).sum(),
            };
            for (number, goes) in steps {
                let gone = sum(&parts);
                let units = number.min(quantity - gone.units);
                if goes && units > 0 {
                    let worth = amount(total, quantity, gone, units);
                    let each = total / quantity;
                    prop_assert!((units * each..=units * (each + 1)).contains(&worth));
                    parts.push(Gone { units, amount: worth });
                } else if !goes && !parts.is_empty() {
                    let which = usize::try_from(number).unwrap_or_default() % parts.len();
                    parts.remove(which);
                }
                let gone = sum(&parts);
                prop_assert!(gone.amount <= total);
                prop_assert!(gone.units < quantity || gone.amount == total);
            }
        }
    }
}
