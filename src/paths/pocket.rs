use contract::{language::Language, routes};
use leptos_router::params::ParamsMap;

use super::in_page_language;

/// In the query of the page to sign in: who is signed in proves their address once more.
const AGAIN: &str = "again";

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

/// Where a browser that took over from another one proves its address.
pub fn sign_in_again() -> String {
    routes::with_query(&in_page_language("/sign-in"), &[(AGAIN, Some("1".to_string()))])
}

/// Whether the page to sign in was opened to do it again.
pub fn is_again(query: &ParamsMap) -> bool {
    query.get(AGAIN).is_some()
}
