//! The way back.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::{JsValue, prelude::Closure};

/// Whether there is a page of this visit to go back to. Browsers that do not know may try.
pub fn can_go_back() -> bool {
    let known =
        navigation().and_then(|navigation| Reflect::get(&navigation, &"canGoBack".into()).ok()?.as_bool());
    known.unwrap_or(true)
}

/// Calls back when another page is shown, for the life of the document; for one caller.
pub fn on_change(changed: impl Fn() + 'static) {
    let Some(navigation) = navigation() else { return };
    let changed = Closure::<dyn Fn()>::new(changed);
    // A browser that can't tell leaves the way back as it is.
    let _ = Reflect::set(&navigation, &"oncurrententrychange".into(), changed.as_ref());
    changed.forget();
}

pub fn back() {
    if let Ok(history) = window().history() {
        // At the first page nothing happens.
        let _ = history.back();
    }
}

fn navigation() -> Option<JsValue> {
    Reflect::get(&window(), &"navigation".into()).ok().filter(JsValue::is_object)
}
