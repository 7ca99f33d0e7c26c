//! The device's own way to share a link.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

fn function() -> Option<Function> {
    let navigator = window().navigator();
    Reflect::get(&navigator, &JsValue::from_str("share")).ok()?.dyn_into().ok()
}

/// Whether this browser shares at all; many on a desk do not.
pub fn is_offered() -> bool {
    function().is_some()
}

/// Hands a link to whatever the shopper chooses; false when they chose nothing.
pub async fn link(title: &str, url: &str) -> bool {
    let Some(share) = function() else { return false };
    let data = Object::new();
    for (name, value) in [("title", title), ("url", url)] {
        // Setting a property of a fresh plain object can't fail.
        let _ = Reflect::set(&data, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let shared =
        share.call1(&window().navigator(), &data).ok().and_then(|answer| answer.dyn_into::<Promise>().ok());
    match shared {
        Some(shared) => JsFuture::from(shared).await.is_ok(),
        None => false,
    }
}
