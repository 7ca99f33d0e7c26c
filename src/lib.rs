//! The shopper's app. Data flows one way: `pages → state → api → contract`; `components` take props and
//! callbacks, and only `browser` touches the web's own interfaces.

pub mod api;
pub mod app;
pub mod browser;
pub mod components;
pub mod format;
pub mod frame;
pub mod pages;
pub mod paths;
pub mod state;
#[macro_use]
pub mod text;

// The macro is deprecated in favour of a build script, which would compile ICU for texts that need none of it.
#[allow(deprecated)]
mod locales {
    leptos_i18n::load_locales!();
}
pub use locales::i18n;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Decides the language, takes the painted shell away and mounts the app.
pub fn start() {
    let Some(language) = text::language_of_document() else {
        browser::document::replace_location(&paths::home_in(text::preferred_language()));
        return;
    };
    text::set_language(language);
    browser::document::set_language(language.tag());
    browser::document::set_manifest(&paths::manifest(language));
    browser::ahead::once_painted(|| {
        browser::document::remove_element("shell");
        leptos::mount::mount_to_body(app::App);
    });
}
