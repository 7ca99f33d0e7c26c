//! Installing the shop: how this browser does it, and whether it has been done.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::screen;

/// Where the page keeps the browser's offer from before the app ran; `index.html` puts it there.
const KEPT: &str = "installable";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The browser asks when it is told to.
    Asking,
    /// An iPhone or an iPad, where the shopper does it by the share sheet.
    Sharing,
    /// It is installed already, or this browser can't.
    Closed,
}

pub fn way() -> Way {
    match () {
        () if is_standalone() => Way::Closed,
        () if offer().is_some() => Way::Asking,
        () if is_apple_mobile() => Way::Sharing,
        () => Way::Closed,
    }
}

/// Whether the shop is shown without the browser's bars.
pub fn is_standalone() -> bool {
    screen::matches("(display-mode: standalone)") || own_standalone() == Some(true)
}

/// Calls back when the browser offers to install, or has installed, for the life of the owner.
pub fn on_change(changed: impl Fn() + Clone + 'static) {
    let done = changed.clone();
    let offered =
        window_event_listener(ev::Custom::<web_sys::Event>::new("beforeinstallprompt"), move |_| changed());
    let installed = window_event_listener(ev::Custom::<web_sys::Event>::new("appinstalled"), move |_| {
        forget_offer();
        done();
    });
    on_cleanup(move || {
        offered.remove();
        installed.remove();
    });
}

/// Shows the browser's question; whether the shopper said yes. It can be asked once.
pub async fn ask() -> bool {
    let Some(offer) = offer() else { return false };
    forget_offer();
    answer(&offer).await.is_some_and(|outcome| outcome == "accepted")
}

async fn answer(offer: &JsValue) -> Option<String> {
    let prompt: Function = Reflect::get(offer, &"prompt".into()).ok()?.dyn_into().ok()?;
    prompt.call0(offer).ok()?;
    let choice: Promise = Reflect::get(offer, &"userChoice".into()).ok()?.dyn_into().ok()?;
    let choice = JsFuture::from(choice).await.ok()?;
    Reflect::get(&choice, &"outcome".into()).ok()?.as_string()
}

fn offer() -> Option<JsValue> {
    Reflect::get(&window(), &KEPT.into()).ok().filter(JsValue::is_object)
}

fn forget_offer() {
    let window: Object = window().unchecked_into();
    // Deleting a property that a script has set can't fail.
    let _ = Reflect::delete_property(&window, &KEPT.into());
}

/// What Apple's browsers say; the others say nothing.
fn own_standalone() -> Option<bool> {
    Reflect::get(&window().navigator(), &"standalone".into()).ok()?.as_bool()
}

/// An iPad calls itself a Mac, but no Mac has a screen to touch.
fn is_apple_mobile() -> bool {
    let navigator = window().navigator();
    let named = navigator.user_agent().unwrap_or_default();
    let is_tablet = named.contains("Macintosh") && navigator.max_touch_points() > 1;
    own_standalone().is_some() && (named.contains("iPhone") || named.contains("iPad") || is_tablet)
}
