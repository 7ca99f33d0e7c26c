//! A browser's session: a cookie, its guest orders, its cart.

use serde::{Deserialize, Serialize};

/// `POST /api/session/link`: exchanges the secret of a private link for access by cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenLink {
    pub order_id: String,
    /// From the URL's fragment.
    pub token: String,
}
