use contract::language::Language;

use super::in_page_language;

/// In the query of the list of stores: the shopper's own is meant, if there is one.
pub const MINE: &str = "mine";

/// The codes that are still to be shown in a store.
pub fn passes() -> String {
    in_page_language("/passes")
}

/// Reads a code off a label, a receipt or another screen.
pub fn scan() -> String {
    in_page_language("/scan")
}

/// What the browser reads to install the shop.
pub fn manifest(language: Language) -> String {
    format!("/manifest.{}.webmanifest", language.tag())
}

/// The module that reads codes off the camera's picture, of the shop and of the desk.
pub fn scanner() -> &'static str {
    "/scanner/scan.js"
}

/// Where another device goes on; what it may is in the part after `#`.
pub fn handoff() -> String {
    in_page_language("/continue")
}
