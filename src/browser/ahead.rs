//! What was asked for before the app ran: `public/ahead.js` keeps the answers by their path.

use js_sys::{Map, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The answer to a path, once; nothing if it was not asked for, or nobody answered.
pub async fn take(path: &str) -> Option<Response> {
    let asked = promise(path)?;
    JsFuture::from(asked).await.ok()?.dyn_into().ok()
}

fn promise(path: &str) -> Option<Promise> {
    let answers: Map = Reflect::get(&window(), &"ahead".into()).ok()?.dyn_into().ok()?;
    let path = JsValue::from_str(path);
    let asked = answers.get(&path).dyn_into().ok();
    answers.delete(&path);
    asked
}
