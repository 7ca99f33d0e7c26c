//! The associate's app. Like the shopper's: `pages → state → api → contract`, with the shopper's components.

#[macro_use]
mod text;

mod api;
mod app;
mod browser;
mod components;
mod pages;
mod paths;
mod state;

// The macro is deprecated in favour of a build script, which would compile ICU for texts that need none of it.
#[allow(deprecated)]
mod locales {
    leptos_i18n::load_locales!();
}
use locales::i18n;
use storefront::browser::document;

fn main() {
    let language = storefront::text::preferred_language();
    storefront::text::set_language(language);
    document::set_language(language.tag());
    document::remove_element("shell");
    leptos::mount::mount_to_body(app::App);
}
