//! What the app needs to know of the retailer.

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// `GET /api/retailer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retailer {
    pub name: String,
    /// The name of the brand's picture, `3f9a….svg`, that `/pictures/logo/` serves and invoices show.
    #[serde(default)]
    pub logo: Option<String>,
    pub default_language: Language,
    pub languages: Vec<Language>,
    pub currency: String,
    pub legal: Legal,
    /// Hours a prepared pickup is kept.
    pub keep_hours: u32,
    pub max_units_per_line: u32,
    /// Pieces of one reservation.
    pub max_reservation_pieces: u32,
    /// Days in which anything may go back to any store; 0: the retailer offers none beside the law's.
    pub return_days: u32,
    /// Returns may also be sent by post.
    pub return_by_post: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Legal {
    pub name: String,
    pub address: String,
    pub siren: String,
    pub vat_number: String,
    pub email: String,
    pub phone: String,
    pub host: String,
}
