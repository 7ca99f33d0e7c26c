//! What one pays now, and what must be said about a reduction.

use contract::{money::Money, product::Price};

use super::clock::{DAY, timestamp};
use crate::{app::App, db::offer::Offer};

/// What the feeds say about the price of a variant. Minor units, VAT included; times are epoch milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceInputs {
    pub regular: i64,
    /// Replaces the regular price in one store.
    pub local: Option<i64>,
    pub sale: Option<i64>,
    pub sale_from: Option<i64>,
    /// The first moment at which the sale price no longer applies.
    pub sale_until: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrentPrice {
    pub current: i64,
    /// The regular price, when the current one is a reduction.
    pub regular: Option<i64>,
    /// When the reduction ends, if that is known.
    pub sale_until: Option<i64>,
}

impl PriceInputs {
    pub fn of_offer(offer: &Offer) -> Self {
        Self {
            regular: offer.price,
            local: offer.stock.as_ref().and_then(|stock| stock.price),
            sale: offer.sale_price,
            sale_from: offer.sale_from,
            sale_until: offer.sale_until,
        }
    }

    pub fn price_at(&self, now: i64) -> CurrentPrice {
        let regular = self.local.unwrap_or(self.regular);
        let in_time =
            self.sale_from.is_none_or(|from| from <= now) && self.sale_until.is_none_or(|until| now < until);
        match self.sale {
            Some(sale) if in_time && sale < regular => {
                CurrentPrice { current: sale, regular: Some(regular), sale_until: self.sale_until }
            }
            _ => CurrentPrice { current: regular, regular: None, sale_until: None },
        }
    }

    /// The next moment at which the price may change by itself.
    pub fn next_change(&self, now: i64) -> Option<i64> {
        self.sale?;
        [self.sale_from, self.sale_until].into_iter().flatten().filter(|moment| *moment > now).min()
    }
}

impl CurrentPrice {
    pub fn is_reduced(&self) -> bool {
        self.regular.is_some()
    }

    /// `lowest` is that of the 30 days before the reduction; without a reduction it is not said.
    pub fn to_contract(&self, app: &App, lowest: Option<i64>) -> Price {
        let money = |amount| Money::new(amount, &app.retailer.currency);
        Price {
            current: money(self.current),
            regular: self.regular.map(money),
            lowest_30_days: lowest.filter(|_| self.is_reduced()).map(money),
            sale_until: self.sale_until.map(|until| timestamp(until, &app.retailer.zone())),
        }
    }
}

/// A price from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastPrice {
    pub valid_from: i64,
    pub price: i64,
}

/// The lowest price of the 30 days before the reduction of now began, from a history in order of time.
/// `None` when nothing is known of the time before it.
pub fn lowest_of_30_days_before(history: &[PastPrice], sale_from: Option<i64>, now: i64) -> Option<i64> {
    let began = sale_from.or_else(|| start_of_current(history, now))?;
    let from = began - 30 * DAY;
    let before: Vec<&PastPrice> = history.iter().filter(|past| past.valid_from < began).collect();
    let ends = before.iter().skip(1).map(|past| past.valid_from).chain([began]);
    before.iter().zip(ends).filter(|(_, end)| *end > from).map(|(past, _)| past.price).min()
}

/// Since when the price of now has been paid without interruption.
fn start_of_current(history: &[PastPrice], now: i64) -> Option<i64> {
    let mut past = history.iter().rev().skip_while(|past| past.valid_from > now);
    let current = past.next()?;
    let same = past.take_while(|past| past.price == current.price).last();
    Some(same.unwrap_or(current).valid_from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SALE: PriceInputs = PriceInputs {
        regular: 8900,
        local: None,
        sale: Some(6900),
        sale_from: Some(100),
        sale_until: Some(200),
    };

    fn past(days: i64, price: i64) -> PastPrice {
        PastPrice { valid_from: days * DAY, price }
    }

    #[test]
    fn a_sale_begins_and_ends_on_time() {
        assert_eq!(SALE.price_at(99).current, 8900);
        let sale = CurrentPrice { current: 6900, regular: Some(8900), sale_until: Some(200) };
        assert_eq!(SALE.price_at(100), sale);
        assert_eq!(SALE.price_at(199), sale);
        assert_eq!(SALE.price_at(200), CurrentPrice { current: 8900, regular: None, sale_until: None });
        assert_eq!([50, 100, 200].map(|now| SALE.next_change(now)), [Some(100), Some(200), None]);
    }

    #[test]
    fn a_store_may_have_its_own_regular_price() {
        let dearer = PriceInputs { local: Some(9500), ..SALE };
        assert_eq!(dearer.price_at(0).current, 9500);
        assert_eq!(dearer.price_at(150).regular, Some(9500));
        let cheaper_than_the_sale = PriceInputs { local: Some(5000), ..SALE };
        assert_eq!(
            cheaper_than_the_sale.price_at(150),
            CurrentPrice { current: 5000, regular: None, sale_until: None }
        );
    }

    #[test]
    fn a_sale_price_that_is_not_lower_is_no_reduction() {
        assert!(!PriceInputs { sale: Some(8900), ..SALE }.price_at(150).is_reduced());
    }

    #[test]
    fn the_lowest_price_looks_back_from_the_start_of_the_reduction() {
        let history = [past(0, 7000), past(10, 9000), past(45, 8000), past(60, 6000)];
        // From day 30 on: 9000, then 8000. The 7000 ended on day 10, the 6000 is the reduction itself.
        assert_eq!(lowest_of_30_days_before(&history, Some(60 * DAY), 70 * DAY), Some(8000));
        // Without dates the reduction began when its price did.
        assert_eq!(lowest_of_30_days_before(&history, None, 70 * DAY), Some(8000));
        // A price of long ago that still held 30 days before counts.
        assert_eq!(lowest_of_30_days_before(&history, Some(39 * DAY), 40 * DAY), Some(7000));
    }

    #[test]
    fn nothing_is_claimed_about_a_time_before_the_history() {
        assert_eq!(lowest_of_30_days_before(&[], Some(5), 6), None);
        assert_eq!(lowest_of_30_days_before(&[past(60, 6000)], Some(50 * DAY), 70 * DAY), None);
        assert_eq!(lowest_of_30_days_before(&[past(60, 6000)], None, 70 * DAY), None);
    }

    proptest! {
        #[test]
        fn a_shopper_never_pays_more_than_the_regular_price(
            regular in 0i64..1_000_000, local in proptest::option::of(0i64..1_000_000),
            sale in proptest::option::of(0i64..1_000_000), sale_from in proptest::option::of(0i64..100),
            sale_until in proptest::option::of(0i64..100), now in 0i64..100,
        ) {
            let inputs = PriceInputs { regular, local, sale, sale_from, sale_until };
            let price = inputs.price_at(now);
            let base = local.unwrap_or(regular);
            prop_assert!(price.current <= base);
            prop_assert_eq!(price.is_reduced(), price.current < base);
            if let Some(next) = inputs.next_change(now) {
                prop_assert_eq!(price, inputs.price_at(next - 1));
            }
        }

        #[test]
        fn the_lowest_price_was_really_paid(prices in proptest::collection::vec(1i64..100, 1..12), began in 1i64..90) {
            let history: Vec<_> = (0..).step_by(7).zip(&prices).map(|(day, price)| past(day, *price)).collect();
            let lowest = lowest_of_30_days_before(&history, Some(began * DAY), 100 * DAY);
            let earlier: Vec<_> = history.iter().filter(|past| past.valid_from < began * DAY).collect();
            prop_assert_eq!(lowest.is_some(), !earlier.is_empty());
            if let Some(lowest) = lowest {
                prop_assert!(earlier.iter().any(|past| past.price == lowest));
                prop_assert!(earlier.last().is_some_and(|last| lowest <= last.price));
            }
        }
    }
}
