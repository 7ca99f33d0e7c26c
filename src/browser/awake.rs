//! Keeps the screen from going dark while somebody shows it.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The screen stays on until this is let go.
pub struct Awake(JsValue);

fn call(object: &JsValue, name: &str, argument: &JsValue) -> Option<Promise> {
    let function: Function = Reflect::get(object, &name.into()).ok()?.dyn_into().ok()?;
    function.call1(object, argument).ok()?.dyn_into().ok()
}

/// Nothing where the browser can't, or does not want to because its battery is low.
pub async fn keep() -> Option<Awake> {
    let lock = Reflect::get(&window().navigator(), &"wakeLock".into()).ok().filter(JsValue::is_object)?;
    JsFuture::from(call(&lock, "request", &"screen".into())?).await.ok().map(Awake)
}

impl Awake {
    pub async fn let_go(self) {
        if let Some(released) = call(&self.0, "release", &JsValue::UNDEFINED) {
            // A screen that was put out has let go of it already.
            let _ = JsFuture::from(released).await;
        }
    }
}
