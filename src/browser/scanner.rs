//! The scanner, an element of its own that `public/scanner/scan.js` defines: its events, and whether the camera may be
//! opened without a question.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

pub type ScanEvent = web_sys::CustomEvent;

/// What the event says: the text that was read, or what is wrong.
pub fn detail(event: &ScanEvent) -> String {
    event.detail().as_string().unwrap_or_default()
}

/// Whether the shopper has allowed the camera before. A browser that does not say so has to ask.
pub async fn is_allowed() -> bool {
    permission().await.is_some_and(|state| state == "granted")
}

async fn permission() -> Option<String> {
    let permissions = Reflect::get(&window().navigator(), &"permissions".into()).ok()?;
    let query: Function = Reflect::get(&permissions, &"query".into()).ok()?.dyn_into().ok()?;
    let camera = Object::new();
    Reflect::set(&camera, &"name".into(), &"camera".into()).ok()?;
    let asked: Promise = query.call1(&permissions, &camera).ok()?.dyn_into().ok()?;
    let status: JsValue = JsFuture::from(asked).await.ok()?;
    Reflect::get(&status, &"state".into()).ok()?.as_string()
}
