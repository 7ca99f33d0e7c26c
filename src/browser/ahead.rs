//! What was asked for before the app ran: `public/ahead.js` keeps the answers by their path.

use js_sys::{Map, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use super::time;

/// The answer to a path, once; nothing if it was not asked for, or nobody answered.
pub async fn take(path: &str) -> Option<Response> {
    let asked = promise(path)?;
    JsFuture::from(asked).await.ok()?.dyn_into().ok()
}

/// In milliseconds: so long what is already painted may take to be seen before the app keeps the page busy.
const SEEN_WITHIN: i32 = 250;

/// Calls back when what `public/paint.js` painted has been seen; at once when there is nothing.
pub fn once_painted(then: impl FnOnce() + 'static) {
    spawn_local(async {
        time::within(SEEN_WITHIN, painted()).await;
        then();
    });
}

async fn painted() {
    let painted =
        Reflect::get(&window(), &"painted".into()).and_then(|painted| painted.dyn_into::<Promise>());
    if let Ok(painted) = painted {
        let _ = JsFuture::from(painted).await;
    }
}

fn promise(path: &str) -> Option<Promise> {
    let answers: Map = Reflect::get(&window(), &"ahead".into()).ok()?.dyn_into().ok()?;
    let path = JsValue::from_str(path);
    let asked = answers.get(&path).dyn_into().ok();
    answers.delete(&path);
    asked
}
