//! Who sells: `[legal]`, and the franchises that sell in stores of their own.

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LegalEntity {
    pub name: String,
    pub address: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// What its invoice numbers begin with.
    pub series: String,
    /// Legal form, capital, register, as invoices show them.
    pub mention: String,
    pub siren: String,
    pub vat_number: String,
    pub email: String,
    pub phone: String,
    pub host: String,
}

impl Default for LegalEntity {
    fn default() -> Self {
        Self {
            name: String::new(),
            address: String::new(),
            country: "FR".into(),
            series: "F".into(),
            mention: String::new(),
            siren: String::new(),
            vat_number: String::new(),
            email: String::new(),
            phone: String::new(),
            host: String::new(),
        }
    }
}

impl LegalEntity {
    /// The keys that its invoices want and the file leaves empty. Without a VAT number no rate of VAT may be named
    /// (BR-S-02, BR-Z-02), without any number nobody knows who it is (BR-CO-26); France wants the SIREN where a company
    /// buys (BR-FR-10), and its law name and address on every invoice.
    pub fn missing(&self) -> Vec<&'static str> {
        let siren = (self.country == "FR").then_some(("siren", &self.siren));
        let always = [("name", &self.name), ("address", &self.address), ("vat_number", &self.vat_number)];
        let wanted = always.into_iter().chain(siren);
        wanted.filter(|(_, value)| value.trim().is_empty()).map(|(key, _)| key).collect()
    }
}

/// Stores that another company runs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Franchise {
    /// Store codes.
    pub stores: Vec<String>,
    pub legal: LegalEntity,
}
