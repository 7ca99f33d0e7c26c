//! A handoff: one goes on with another device, by a QR code on the screen of the first.

use serde::{Deserialize, Serialize};

use crate::{
    account::Device,
    language::Language,
    newtypes::{Invalid, text_newtype},
    session::SignedIn,
    time::Timestamp,
};

text_newtype!(
    /// A page of the app: its path, which begins with a language, and its query; at most 1,000 characters.
    PagePath,
    |text| {
        let first = text.strip_prefix('/').and_then(|rest| rest.split(['/', '?']).next());
        let plain = text.chars().all(|letter| letter.is_ascii_graphic() && !matches!(letter, '\\' | '#'));
        if text.len() > 1_000 {
            return Err(Invalid::TooLong);
        }
        if !plain || first.and_then(Language::from_tag).is_none() {
            return Err(Invalid::Malformed);
        }
        Ok(text.to_string())
    }
);

/// `POST /api/handoffs`: offers to go on elsewhere. It ends what the browser offered before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferHandoff {
    /// The page to go on with.
    pub path: PagePath,
    /// The id of "my store", for a browser that has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_id: Option<String>,
}

/// The answer to `POST /api/handoffs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferedHandoff {
    pub id: String,
    /// The secret for the fragment of the page that goes on; it is told once.
    pub token: String,
    pub expires_at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HandoffStatus {
    Open,
    Taken,
    /// Too old, or ended.
    Expired,
}

impl HandoffStatus {
    pub fn can_be_taken(self) -> bool {
        self == HandoffStatus::Open
    }
}

/// `GET /api/handoffs/{id}`, for the browser that offered it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Handoff {
    pub id: String,
    pub status: HandoffStatus,
    pub expires_at: Timestamp,
}

/// `POST /api/handoffs/find` and `/take`: the secret of the fragment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeHandoff {
    pub token: String,
}

/// The answer to `POST /api/handoffs/find`: what taking it would do. Nothing has happened yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandoffPreview {
    /// The page it goes on with.
    pub path: PagePath,
    /// The browser that offers it.
    pub device: Device,
    /// The address that this browser would be signed in with, `z…@example.fr`; `None` brings a guest's things along.
    pub email: Option<String>,
    /// Units in the cart that would come along.
    pub cart_units: u32,
    pub favourites: u32,
    /// This browser is signed in with another address, which it would leave.
    pub leaves_account: bool,
    /// Only the page would be opened: this browser has all the rest.
    pub only_page: bool,
}

/// The answer to `POST /api/handoffs/take`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakenHandoff {
    pub path: PagePath,
    /// Who is signed in now, and what joined what: `POST /api/account/merge/undo` parts it again.
    pub signed_in: SignedIn,
    /// The slug of "my store" of the browser that offered it.
    pub store: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_app_are_gone_on_with() {
        for path in ["/fr", "/en/", "/fr/products/robe?sku=R-1", "/en?x", "/fr/products?q=%C3%A9t%C3%A9"] {
            assert_eq!(PagePath::parse(path).map(String::from).as_deref(), Ok(path));
        }
        for path in [
            "",
            "fr",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/fr",
            "/free",
            "/fr/é",
            "/fr#x",
        ] {
            assert_eq!(PagePath::parse(path), Err(Invalid::Malformed), "{path}");
        }
        assert_eq!(PagePath::parse(&format!("/fr/{}", "a".repeat(1_000))), Err(Invalid::TooLong));
    }

    #[test]
    fn only_an_open_one_is_taken() {
        let can = [HandoffStatus::Open, HandoffStatus::Taken, HandoffStatus::Expired]
            .map(HandoffStatus::can_be_taken);
        assert_eq!(can, [true, false, false]);
    }
}
