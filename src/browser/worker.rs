//! The shop's service worker, from the page's side: its start, its new versions, and what it is told to do.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    BroadcastChannel, MessageChannel, MessageEvent, RegistrationOptions, ServiceWorker,
    ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState, ServiceWorkerUpdateViaCache,
};

use super::{
    document::{is_visible, reload},
    time,
};

/// In milliseconds.
const EACH_HOUR: u64 = 3_600_000;
/// In milliseconds: a worker that has not answered by then never does.
const PATIENCE: i32 = 3_000;
/// In milliseconds. The old version first ends what it has begun, which takes it some seconds after a page was opened:
/// a page that is loaded before the new one answers is the old one again.
const TAKEN_OVER: f64 = 15_000.0;
/// What the worker keeps of a person, and of what they looked at.
const KEPT: [&str; 3] = ["private", "public", "pictures"];
const LEAVING: &str = "leaving";
const DATABASE: &str = "vitrine";
/// The tag by which a browser asks for what was changed without a network, once there is one.
const CHANGES: &str = "changes";
/// The name by which the worker tells the pages what it did.
const CHANNEL: &str = "vitrine-worker";

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    let known = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    known.is_object().then(|| known.unchecked_into())
}

/// The worker that answers for this page.
fn current() -> Option<ServiceWorker> {
    container()?.controller()
}

/// Whether a worker answers for this page.
pub fn is_there() -> bool {
    current().is_some()
}

/// Starts the worker, or finds the one that runs; nothing where the browser refuses.
pub async fn register(url: &str) -> Option<ServiceWorkerRegistration> {
    let options = RegistrationOptions::new();
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let registered = JsFuture::from(container()?.register_with_options(url, &options)).await.ok()?;
    registered.is_object().then(|| registered.unchecked_into())
}

/// The versions of the shop: one is open in this page, another may wait.
#[derive(Clone)]
pub struct Versions(Rc<Inner>);

struct Inner {
    registration: ServiceWorkerRegistration,
    /// Whether a worker answered for this page before.
    had_worker: Cell<bool>,
    /// The version that was told of last.
    offered: RefCell<Option<ServiceWorker>>,
    told: Box<dyn Fn()>,
}

impl Versions {
    /// Calls back when a new version waits, also one that waited before or was on its way, and when another page let it
    /// take over.
    pub async fn follow(url: &str, told: impl Fn() + 'static) -> Option<Self> {
        let had_worker = Cell::new(current().is_some());
        let registration = register(url).await?;
        let (offered, told) = (RefCell::new(None), Box::new(told));
        let versions = Self(Rc::new(Inner { registration, had_worker, offered, told }));
        versions.offer(versions.0.registration.waiting());
        versions.follow_arrivals();
        if let Some(arriving) = versions.0.registration.installing() {
            versions.follow_arrival(arriving);
        }
        versions.follow_changes();
        versions.look_again();
        Some(versions)
    }

    /// Tells of a version that waits, once.
    fn offer(&self, waiting: Option<ServiceWorker>) {
        if waiting.is_some() && self.0.offered.replace(waiting.clone()) != waiting {
            (self.0.told)();
        }
    }

    fn follow_arrivals(&self) {
        let versions = self.clone();
        let found = Closure::<dyn Fn()>::new(move || {
            if let Some(arriving) = versions.0.registration.installing() {
                versions.follow_arrival(arriving);
            }
        });
        self.0.registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
        found.forget();
    }

    fn follow_arrival(&self, arriving: ServiceWorker) {
        let versions = self.clone();
        let worker = arriving.clone();
        let changed = Closure::<dyn Fn()>::new(move || {
            let has_arrived = worker.state() == ServiceWorkerState::Installed;
            // The first one takes over by itself.
            if has_arrived && versions.0.registration.active().is_some() {
                versions.offer(Some(worker.clone()));
            }
        });
        arriving.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
    }

    fn follow_changes(&self) {
        let Some(container) = container() else { return };
        let versions = self.clone();
        let changed = Closure::<dyn Fn()>::new(move || {
            if versions.0.had_worker.replace(true) {
                (versions.0.told)();
            } else {
                tell_what_was_seen();
            }
        });
        container.set_oncontrollerchange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
    }

    /// Asks for a new version when somebody comes back to the page, and each hour.
    fn look_again(&self) {
        let look = {
            let versions = self.clone();
            move || {
                let registration = &versions.0.registration;
                versions.offer(registration.waiting());
                if is_visible()
                    && let Ok(looked) = registration.update()
                {
                    quietly(looked);
                }
            }
        };
        time::every(EACH_HOUR, look.clone());
        let seen = Closure::<dyn Fn()>::new(look);
        listen(&document(), "visibilitychange", seen.as_ref().unchecked_ref());
        seen.forget();
    }

    /// Lets the new version take over, and opens this page in it.
    pub async fn take_new(&self) {
        take_over(&self.0.registration).await;
        reload();
    }
}

/// Loads the page again as the server has it now: the worker that answers for this page would give what it kept.
pub async fn load_anew() {
    if let Some(registration) = registration().await {
        if let Ok(looked) = registration.update() {
            // What can't be looked for is found by the page that is loaded.
            let _ = JsFuture::from(looked).await;
        }
        until(TAKEN_OVER, || registration.installing().is_none()).await;
        take_over(&registration).await;
    }
    reload();
}

/// Has the version that waits answer from now on; one that is gone never does.
async fn take_over(registration: &ServiceWorkerRegistration) {
    let Some(waiting) = registration.waiting() else { return };
    tell(&waiting, "activate", &Array::new());
    let settled = [ServiceWorkerState::Activated, ServiceWorkerState::Redundant];
    until(TAKEN_OVER, || settled.contains(&waiting.state())).await;
}

/// Waits until something is so, or for so many milliseconds.
async fn until(patience: f64, is_so: impl Fn() -> bool) {
    let end = time::now() + patience;
    while !is_so() && time::now() < end {
        time::pause(100).await;
    }
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    let found = JsFuture::from(container()?.get_registration()).await.ok()?;
    found.is_object().then(|| found.unchecked_into())
}

/// Has what the browser keeps of a person deleted, by whoever can.
pub async fn forget() {
    if !forgotten_by_worker().await.unwrap_or(false) {
        forget_here();
    }
}

async fn forgotten_by_worker() -> Option<bool> {
    let worker = current()?;
    let channel = MessageChannel::new().ok()?;
    tell(&worker, "forget", &Array::of1(&channel.port2()));
    let answered = Promise::new(&mut |resolve: Function, _| {
        channel.port1().set_onmessage(Some(&resolve));
        // Without a clock one waits for the answer alone.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE);
    });
    JsFuture::from(answered).await.ok().map(|event| event.is_object())
}

fn forget_here() {
    if let Ok(caches) = window().caches() {
        KEPT.iter().for_each(|name| quietly(caches.delete(name)));
    }
    if let Ok(Some(databases)) = window().indexed_db() {
        // What can't be deleted was never kept.
        let _ = databases.delete_database(DATABASE);
    }
}

/// Takes away the note by which a worker tells the server that somebody has left: a page without one has told it.
pub fn drop_note() {
    if let Ok(caches) = window().caches() {
        quietly(caches.delete(LEAVING));
    }
}

/// Has what was changed without a network sent: now, and by the browser itself where it can wait for one.
pub fn replay() {
    if let Some(worker) = current() {
        tell(&worker, "replay", &Array::new());
    }
}

/// Has the browser send what was changed once there is a network, even when the page is closed by then.
pub async fn replay_later() -> Option<()> {
    let registration = registration().await?;
    let sync = Reflect::get(&registration, &"sync".into()).ok().filter(JsValue::is_object)?;
    let register: Function = Reflect::get(&sync, &"register".into()).ok()?.dyn_into().ok()?;
    let asked: Promise = register.call1(&sync, &CHANGES.into()).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok().map(drop)
}

/// Calls back with the JSON of what the worker tells, as long as the page is open.
pub fn on_told(told: impl Fn(String) + 'static) {
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return };
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok(text) = JSON::stringify(&event.data()) {
            told(String::from(text));
        }
    });
    channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    // The browser keeps a channel that somebody listens to.
    std::mem::forget(channel);
}

/// What the page loaded before there was a worker is to be kept too.
fn tell_what_was_seen() {
    let (Some(worker), Some(performance)) = (current(), window().performance()) else { return };
    let loaded = performance.get_entries_by_type("resource");
    let urls = loaded.map(&mut |entry, _, _| Reflect::get(&entry, &"name".into()).unwrap_or_default());
    let message = message("seen");
    // A plain object takes any property, and addresses can always be posted.
    let _ = Reflect::set(&message, &"urls".into(), &urls);
    let _ = worker.post_message(&message);
}

fn message(kind: &str) -> Object {
    let message = Object::new();
    // A plain object takes any property.
    let _ = Reflect::set(&message, &"type".into(), &kind.into());
    message
}

fn tell(worker: &ServiceWorker, kind: &str, ports: &Array) {
    // Such a message can always be posted.
    let _ = worker.post_message_with_transferable(&message(kind), ports);
}

fn listen(target: &web_sys::EventTarget, event: &str, listener: &Function) {
    // A listener is refused only to what takes none.
    let _ = target.add_event_listener_with_callback(event, listener);
}

/// Lets a promise fail unheard: what it is about is tried again.
fn quietly(promise: Promise) {
    leptos::task::spawn_local(async move {
        let _ = JsFuture::from(promise).await;
    });
}
