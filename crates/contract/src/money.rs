//! Money: integer minor units with a currency, never a float.

use serde::{Deserialize, Serialize};

/// An amount in the currency's minor unit (cents for EUR): `{ "amount": 1999, "currency": "EUR" }` is 19.99 €.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Money {
    /// Minor units. Prices include VAT.
    pub amount: i64,
    /// ISO 4217, upper case.
    pub currency: String,
}

impl Money {
    pub fn new(amount: i64, currency: impl Into<String>) -> Self {
        Self { amount, currency: currency.into() }
    }

    /// The price of several units; `None` when it no longer fits.
    pub fn times(&self, quantity: u32) -> Option<Money> {
        Some(Money::new(self.amount.checked_mul(i64::from(quantity))?, self.currency.clone()))
    }

    /// The sum of two amounts; `None` when currencies differ or it no longer fits.
    pub fn plus(&self, other: &Money) -> Option<Money> {
        if self.currency != other.currency {
            return None;
        }
        Some(Money::new(self.amount.checked_add(other.amount)?, self.currency.clone()))
    }
}

/// How many digits the currency's minor unit has (ISO 4217), for those that do not have two.
pub fn minor_digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_different_currencies_do_not_add_up() {
        assert_eq!(Money::new(1, "EUR").plus(&Money::new(1, "CHF")), None);
        assert_eq!(Money::new(1, "EUR").plus(&Money::new(2, "EUR")), Some(Money::new(3, "EUR")));
    }

    #[test]
    fn an_amount_that_no_longer_fits_is_refused() {
        assert_eq!(Money::new(i64::MAX, "EUR").times(2), None);
    }
}
