//! A browser's session: a cookie, its guest orders and reservations, its cart.

use serde::{Deserialize, Serialize};

/// `POST /api/session/link`: exchanges the secret of a private link for access by cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenLink {
    /// Of the order or the reservation.
    pub id: String,
    /// From the URL's fragment.
    pub token: String,
}
