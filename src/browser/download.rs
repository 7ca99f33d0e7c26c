//! Files that the browser keeps for the shopper.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Has the browser fetch a file and keep it; the page stays as it is.
pub fn start(url: &str) {
    let Some(link) = document().create_element("a").ok().and_then(|a| a.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    // An element refuses an attribute only for a name that is not one.
    let _ = link.set_attribute("href", url);
    let _ = link.set_attribute("download", "");
    link.click();
}
