//! What the retailer decides: `retailer.toml`.

mod legal;
mod logo;
mod rules;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, ensure};
use contract::{language::Language, retailer::Legal};
use jiff::tz::TimeZone;
pub use legal::{Franchise, LegalEntity};
pub use logo::Logo;
pub use rules::{EmailRules, PickupRules, ReservationRules, ReturnRules, StockRules, VatRate, VatRules};
use serde::Deserialize;

use super::clock::{HOUR, MINUTE};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retailer {
    pub name: String,
    /// The brand's picture for invoices, an SVG or a PNG; its path begins where the retailer's file is.
    #[serde(rename = "logo")]
    pub logo_file: Option<PathBuf>,
    #[serde(skip)]
    pub logo: Option<Arc<Logo>>,
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
    /// Stores that another company runs: their invoices are its own.
    #[serde(default)]
    pub franchises: Vec<Franchise>,
    #[serde(default)]
    pub stock: StockRules,
    #[serde(default)]
    pub pickup: PickupRules,
    #[serde(default)]
    pub reservation: ReservationRules,
    #[serde(default)]
    pub returns: ReturnRules,
    #[serde(default)]
    pub vat: VatRules,
    #[serde(default)]
    pub email: EmailRules,
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
            logo_file: None,
            logo: None,
            default_language: Language::Fr,
            languages: all_languages(),
            currency: euro(),
            time_zone: paris(),
            legal: LegalEntity::default(),
            franchises: Vec::new(),
            stock: StockRules::default(),
            pickup: PickupRules::default(),
            reservation: ReservationRules::default(),
            returns: ReturnRules::default(),
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
        let mut retailer = Self::parse(&text).with_context(|| format!("in {}", file.display()))?;
        if let Some(logo) = &retailer.logo_file {
            retailer.logo = Some(Arc::new(Logo::load(&file.with_file_name(logo))?));
        }
        Ok(retailer)
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
        ensure!(
            retailer.email.max_sign_ins_per_address > 0,
            "email.max_sign_ins_per_address must be at least 1"
        );
        ensure!((1..=20).contains(&reservation.max_pieces), "reservation.max_pieces must be 1 to 20");
        let returns = &retailer.returns;
        ensure!((0..=365).contains(&returns.days), "returns.days must be 0 to 365");
        ensure!((1..=60).contains(&returns.bring_days), "returns.bring_days must be 1 to 60");
        ensure!(
            !returns.by_post || !returns.post_address.trim().is_empty(),
            "returns.post_address must be given when returns.by_post is true"
        );
        ensure!((1..=10).contains(&returns.guarantee_years), "returns.guarantee_years must be 1 to 10");
        ensure!((1..=60).contains(&returns.credit_months), "returns.credit_months must be 1 to 60");
        let mut series: Vec<&str> = retailer.entities().map(|entity| entity.series.as_str()).collect();
        ensure!(
            series
                .iter()
                .all(|one| (1..=10).contains(&one.len()) && one.chars().all(|c| c.is_ascii_alphanumeric())),
            "legal.series must be 1 to 10 letters or digits"
        );
        series.sort_unstable();
        series.dedup();
        ensure!(
            series.len() == retailer.entities().count(),
            "each legal entity needs a series of its own: legal.series and franchises.legal.series"
        );
        basis_points(&retailer.vat.default).context("vat.default")?;
        for rate in &retailer.vat.rates {
            basis_points(&rate.rate).with_context(|| format!("vat.rates of {:?}", rate.product_type))?;
        }
        Ok(retailer)
    }

    pub fn zone(&self) -> TimeZone {
        super::clock::zone(&self.time_zone)
    }

    fn entities(&self) -> impl Iterator<Item = &LegalEntity> {
        std::iter::once(&self.legal).chain(self.franchises.iter().map(|franchise| &franchise.legal))
    }

    /// What the file leaves empty and invoices want, by its keys.
    pub fn missing(&self) -> Vec<String> {
        let own = self.legal.missing().into_iter().map(|key| format!("legal.{key}"));
        let others = self.franchises.iter().flat_map(|franchise| {
            let of = franchise.stores.join(", ");
            franchise.legal.missing().into_iter().map(move |key| format!("franchises.legal.{key} (of {of})"))
        });
        own.chain(others).collect()
    }

    /// The company that sells in a store.
    pub fn entity_of(&self, store_id: &str) -> &LegalEntity {
        let franchise =
            self.franchises.iter().find(|franchise| franchise.stores.iter().any(|id| id == store_id));
        franchise.map_or(&self.legal, |franchise| &franchise.legal)
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
            logo: self.logo.as_ref().map(|logo| logo.name.clone()),
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
            return_days: u32::try_from(self.returns.days).unwrap_or_default(),
            return_by_post: self.returns.by_post,
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
