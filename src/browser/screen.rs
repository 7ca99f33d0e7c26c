//! The screen that the shop is shown on.

use leptos::prelude::window;

/// A finger's screen that is narrow one way, however it is held; a tablet's is wider both ways.
const PHONE: &str = "(pointer: coarse) and (max-width: 599px), (pointer: coarse) and (max-height: 599px)";

pub fn is_phone() -> bool {
    matches(PHONE)
}

pub fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|media| media.matches())
}
