//! What the retailer decides: `retailer.toml`.

use std::path::Path;

use anyhow::{Context, ensure};
use contract::{language::Language, retailer::Legal};
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::clock::{HOUR, MINUTE};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retailer {
    pub name: String,
    #[serde(default)]
    pub default_language: Language,
    #[serde(default = "all_languages")]
    pub languages: Vec<Language>,
    #[serde(default = "euro")]
    pub currency: String,
    #[serde(default = "paris")]
    pub time_zone: String,
    #[serde(default)]
    pub legal: LegalEntity,
    #[serde(default)]
    pub stock: StockRules,
    #[serde(default)]
    pub pickup: PickupRules,
    #[serde(default)]
    pub reservation: ReservationRules,
    #[serde(default)]
    pub vat: VatRules,
    #[serde(default)]
    pub email: EmailRules,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LegalEntity {
    pub name: String,
    pub address: String,
    pub siren: String,
    pub vat_number: String,
    pub email: String,
    pub phone: String,
    pub host: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StockRules {
    /// Units a store keeps back from promises.
    pub safety_stock: i64,
    /// This many or fewer are "limited".
    pub limited_at: i64,
    /// A count older than this is to be confirmed when few are left.
    pub stale_after_hours: i64,
}

impl Default for StockRules {
    fn default() -> Self {
        Self { safety_stock: 0, limited_at: 3, stale_after_hours: 72 }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PickupRules {
    /// Minutes of opening a store needs to prepare.
    pub lead_minutes: i64,
    /// Hours a prepared pickup is kept.
    pub keep_hours: i64,
    /// Hours before its end at which the shopper who has not come is told.
    pub warn_hours: i64,
    pub max_units_per_line: u32,
    /// Orders that one e-mail address may have waiting.
    pub max_open_orders: i64,
    /// Orders that one network address may have waiting: a family, an office, a store's own wireless network.
    pub max_open_orders_per_address: i64,
}

impl Default for PickupRules {
    fn default() -> Self {
        Self {
            lead_minutes: 120,
            keep_hours: 72,
            warn_hours: 24,
            max_units_per_line: 5,
            max_open_orders: 5,
            max_open_orders_per_address: 50,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReservationRules {
    /// Minutes of opening a store needs before the first slot.
    pub lead_minutes: i64,
    pub slot_minutes: i64,
    /// Days on which one can come, today included.
    pub days_ahead: i8,
    /// Minutes that pieces are kept after the slot's day has closed.
    pub grace_minutes: i64,
    /// Opening days after which a fitting that nobody closed is closed by itself: 1 is the end of the next one.
    pub close_after_days: usize,
    /// Minutes before the slot at which the shopper is reminded; never in the night.
    pub remind_minutes: i64,
    /// Minutes before the pieces go back at which the shopper who has not come is told.
    pub warn_minutes: i64,
    pub max_pieces: u32,
    /// Reservations that one e-mail address may have open, and those of them in one store.
    pub max_open: i64,
    pub max_open_per_store: i64,
    /// Reservations that one network address may have open.
    pub max_open_per_address: i64,
}

impl Default for ReservationRules {
    fn default() -> Self {
        Self {
            lead_minutes: 120,
            slot_minutes: 60,
            days_ahead: 7,
            grace_minutes: 15,
            close_after_days: 1,
            remind_minutes: 180,
            warn_minutes: 60,
            max_pieces: 5,
            max_open: 3,
            max_open_per_store: 2,
            max_open_per_address: 30,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VatRules {
    /// Per cent, written as text so that 5.5 is exact.
    pub default: String,
    pub rates: Vec<VatRate>,
}

impl Default for VatRules {
    fn default() -> Self {
        Self { default: "20.0".into(), rates: Vec::new() }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VatRate {
    /// A product type of the feed in the default language; what lies below it is included.
    pub product_type: String,
    pub rate: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EmailRules {
    pub from: String,
}

impl Default for EmailRules {
    fn default() -> Self {
        Self { from: "shop@localhost".into() }
    }
}

fn all_languages() -> Vec<Language> {
    Language::ALL.to_vec()
}

fn euro() -> String {
    "EUR".into()
}

fn paris() -> String {
    "Europe/Paris".into()
}

impl Default for Retailer {
    fn default() -> Self {
        Self {
            name: "Vitrine".into(),
            default_language: Language::Fr,
            languages: all_languages(),
            currency: euro(),
            time_zone: paris(),
            legal: LegalEntity::default(),
            stock: StockRules::default(),
            pickup: PickupRules::default(),
            reservation: ReservationRules::default(),
            vat: VatRules::default(),
            email: EmailRules::default(),
        }
    }
}

impl Retailer {
    /// Reads the file; without one, a shop named Vitrine in Paris that sells in euros.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let Some(file) = file else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the retailer's file {}", file.display()))?;
        Self::parse(&text).with_context(|| format!("in {}", file.display()))
    }

    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let retailer: Self = toml::from_str(text)?;
        ensure!(
            retailer.currency.len() == 3 && retailer.currency.chars().all(|c| c.is_ascii_uppercase()),
            "currency must be an ISO 4217 code such as EUR, not {:?}",
            retailer.currency
        );
        ensure!(
            TimeZone::get(&retailer.time_zone).is_ok(),
            "time_zone must be an IANA name such as Europe/Paris, not {:?}",
            retailer.time_zone
        );
        ensure!(
            retailer.languages.contains(&retailer.default_language),
            "languages must hold the default_language"
        );
        ensure!(retailer.stock.safety_stock >= 0, "stock.safety_stock must not be negative");
        ensure!(retailer.pickup.keep_hours > 0, "pickup.keep_hours must be at least 1");
        ensure!(retailer.pickup.lead_minutes >= 0, "pickup.lead_minutes must not be negative");
        let reservation = &retailer.reservation;
        ensure!(reservation.lead_minutes >= 0, "reservation.lead_minutes must not be negative");
        ensure!(reservation.slot_minutes >= 15, "reservation.slot_minutes must be at least 15");
        ensure!((1..=14).contains(&reservation.days_ahead), "reservation.days_ahead must be 1 to 14");
        ensure!(reservation.grace_minutes >= 0, "reservation.grace_minutes must not be negative");
        ensure!(reservation.close_after_days <= 7, "reservation.close_after_days must be 0 to 7");
        ensure!(reservation.remind_minutes >= 0, "reservation.remind_minutes must not be negative");
        ensure!(reservation.warn_minutes >= 0, "reservation.warn_minutes must not be negative");
        ensure!(retailer.pickup.warn_hours >= 0, "pickup.warn_hours must not be negative");
        ensure!((1..=20).contains(&reservation.max_pieces), "reservation.max_pieces must be 1 to 20");
        basis_points(&retailer.vat.default).context("vat.default")?;
        for rate in &retailer.vat.rates {
            basis_points(&rate.rate).with_context(|| format!("vat.rates of {:?}", rate.product_type))?;
        }
        Ok(retailer)
    }

    pub fn zone(&self) -> TimeZone {
        super::clock::zone(&self.time_zone)
    }

    pub fn lead(&self) -> i64 {
        self.pickup.lead_minutes * MINUTE
    }

    pub fn keep(&self) -> i64 {
        self.pickup.keep_hours * HOUR
    }

    /// The VAT rate in basis points of a product type's path; the longest rule that covers it wins.
    pub fn vat_rate(&self, product_type: &[String]) -> u32 {
        let covering = self.vat.rates.iter().filter_map(|rule| {
            let path: Vec<&str> = rule.product_type.split('>').map(str::trim).collect();
            let covers = path.len() <= product_type.len()
                && path.iter().zip(product_type).all(|(rule, part)| rule.eq_ignore_ascii_case(part));
            covers.then_some((path.len(), &rule.rate))
        });
        let rate = covering.max_by_key(|(length, _)| *length).map_or(&self.vat.default, |(_, rate)| rate);
        basis_points(rate).unwrap_or_default()
    }

    pub fn to_contract(&self) -> contract::retailer::Retailer {
        let legal = self.legal.clone();
        contract::retailer::Retailer {
            name: self.name.clone(),
            default_language: self.default_language,
            languages: self.languages.clone(),
            currency: self.currency.clone(),
            legal: Legal {
                name: legal.name,
                address: legal.address,
                siren: legal.siren,
                vat_number: legal.vat_number,
                email: legal.email,
                phone: legal.phone,
                host: legal.host,
            },
            keep_hours: u32::try_from(self.pickup.keep_hours).unwrap_or(u32::MAX),
            max_units_per_line: self.pickup.max_units_per_line,
            max_reservation_pieces: self.reservation.max_pieces,
        }
    }
}

/// `"5.5"` is 550; at most two decimals, from 0 to 100.
fn basis_points(per_cent: &str) -> anyhow::Result<u32> {
    let (whole, decimals) = per_cent.split_once('.').unwrap_or((per_cent, ""));
    ensure!(
        !whole.is_empty()
            && decimals.len() <= 2
            && whole.len() <= 3
            && whole.chars().chain(decimals.chars()).all(|c| c.is_ascii_digit()),
        "{per_cent:?} is not a rate in per cent such as \"5.5\""
    );
    let points: u32 = format!("{whole}{decimals:0<2}").parse()?;
    ensure!(points <= 10_000, "{per_cent:?} is more than 100 per cent");
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_exact() {
        assert_eq!(basis_points("5.5").ok(), Some(550));
        assert_eq!(basis_points("20").ok(), Some(2000));
        assert_eq!(basis_points("2.10").ok(), Some(210));
        for bad in ["", "a", "5,5", "101", "-1", "1.234"] {
            assert!(basis_points(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_longest_product_type_decides_the_rate() {
        let retailer = Retailer::parse(
            "name = \"x\"\n[vat]\ndefault = \"20\"\n[[vat.rates]]\nproduct_type = \"Maison\"\nrate = \"10\"\n\
             [[vat.rates]]\nproduct_type = \"Maison > Livres\"\nrate = \"5.5\"\n",
        );
        let retailer = retailer.expect("a valid file");
        let path = |text: &str| text.split(" > ").map(String::from).collect::<Vec<_>>();
        assert_eq!(retailer.vat_rate(&path("Maison > Livres > Cuisine")), 550);
        assert_eq!(retailer.vat_rate(&path("Maison")), 1000);
        assert_eq!(retailer.vat_rate(&path("Mode")), 2000);
    }

    #[test]
    fn a_wrong_file_says_what_is_wrong() {
        let error = Retailer::parse("name = \"x\"\ntime_zone = \"Paris\"").expect_err("no such zone");
        assert!(error.to_string().contains("IANA"));
    }
}
