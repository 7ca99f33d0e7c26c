//! News on this device when the shop is not on screen: whether the browser can, whether it may, and where it is told.

use js_sys::{JSON, Reflect};
use leptos::prelude::window;
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushManager, PushSubscription, PushSubscriptionOptionsInit,
    ServiceWorkerRegistration,
};

use super::{json, worker};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// The browser knows no push; an iPhone does only once the shop is installed.
    Unsupported,
    /// It may be asked for.
    Unasked,
    Granted,
    Denied,
}

/// Where this browser is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
}

/// A subscription as the browser writes it in JSON.
#[derive(Deserialize)]
struct Written {
    endpoint: String,
    keys: Keys,
}

#[derive(Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

pub fn permission() -> Permission {
    let has = |object: &JsValue, name: &str| Reflect::has(object, &name.into()).unwrap_or(false);
    let window = window();
    let can = has(&window, "PushManager")
        && has(&window, "Notification")
        && has(&window.navigator(), "serviceWorker");
    if !can {
        return Permission::Unsupported;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        _ => Permission::Unasked,
    }
}

/// Shows the browser's question; to be called by a tap only.
pub async fn ask() -> Permission {
    if let Ok(asked) = Notification::request_permission() {
        // What was answered is read below, whichever way the browser gives it.
        let _ = JsFuture::from(asked).await;
    }
    permission()
}

/// Where this browser is told already; nothing when it is not, and nothing is started to find out.
pub async fn current() -> Option<Place> {
    place(&subscription().await?)
}

/// Starts the worker and asks the browser's maker for a place.
pub async fn subscribe(worker: &str, key: &str) -> Option<Place> {
    worker::register(worker).await?;
    let container = window().navigator().service_worker();
    let ready = JsFuture::from(container.ready().ok()?).await.ok()?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key_opt_str(Some(key));
    let manager = manager(ready)?;
    let subscribed = match JsFuture::from(manager.subscribe_with_options(&options).ok()?).await {
        Ok(subscribed) => subscribed,
        // A place that was given for another key stands in the way for ever.
        Err(_) => {
            unsubscribe().await;
            JsFuture::from(manager.subscribe_with_options(&options).ok()?).await.ok()?
        }
    };
    place(subscribed.unchecked_ref())
}

/// Ends it at the browser's maker.
pub async fn unsubscribe() {
    if let Some(ended) = subscription().await.and_then(|subscription| subscription.unsubscribe().ok()) {
        // The server no longer knows the place, so nothing comes even when this fails.
        let _ = JsFuture::from(ended).await;
    }
}

async fn subscription() -> Option<PushSubscription> {
    let container = window().navigator().service_worker();
    let registration = JsFuture::from(container.get_registration()).await.ok()?;
    let manager = manager(registration)?;
    let subscription = JsFuture::from(manager.get_subscription().ok()?).await.ok()?;
    subscription.is_object().then(|| subscription.unchecked_into())
}

fn manager(registration: JsValue) -> Option<PushManager> {
    let registration = Some(registration).filter(JsValue::is_object)?;
    registration.unchecked_into::<ServiceWorkerRegistration>().push_manager().ok()
}

fn place(subscription: &PushSubscription) -> Option<Place> {
    let text = String::from(JSON::stringify(subscription).ok()?);
    let Written { endpoint, keys } = json::read(&text)?;
    Some(Place { endpoint, p256dh: keys.p256dh, auth: keys.auth })
}
