//! News of an order or a reservation on this device, asked for where they help.

use contract::push::PushSubscription;
use leptos::{prelude::*, task::spawn_local};

use super::failure::failure_text;
use crate::{
    api,
    browser::{
        focus,
        push::{self, Permission, Place},
        time,
    },
    components::{NotifyMe, Telling},
    paths, t, text,
};

#[component]
pub fn Notify() -> impl IntoView {
    let telling = RwSignal::new(match push::permission() {
        Permission::Unsupported | Permission::Granted => Telling::Silent,
        // How a refusal can be taken back is said to who taps.
        Permission::Unasked | Permission::Denied => Telling::Off,
    });
    if push::permission() == Permission::Granted {
        spawn_local(async move {
            let now = match push::current().await {
                // The session may be another one than when it was asked for, and the server is told the present one.
                Some(place) => tell(place).await.map_or(Telling::Off, |()| Telling::On),
                None => Telling::Off,
            };
            let _ = telling.try_set(now);
        });
    }
    let ask = Callback::new(move |()| {
        if telling.get_untracked() == Telling::Busy {
            return;
        }
        telling.set(Telling::Busy);
        spawn_local(async move {
            let _ = telling.try_set(begin().await);
            // The button may be gone; what became of it is read next.
            time::after(0, || focus_if_lost("notify-said"));
        });
    });
    let stop = Callback::new(move |()| {
        spawn_local(async move {
            push::unsubscribe().await;
            let now = match api::push::unsubscribe().await {
                Ok(()) => Telling::Off,
                Err(error) => Telling::Failed(failure_text(&error)),
            };
            let _ = telling.try_set(now);
            time::after(0, || focus_if_lost("notify-ask"));
        });
    });
    view! { <NotifyMe telling=telling on_ask=ask on_stop=stop /> }
}

fn focus_if_lost(id: &str) {
    if focus::is_nowhere() {
        focus::by_id(id);
    }
}

/// Asks the shopper, then the browser, then tells the server.
async fn begin() -> Telling {
    match push::ask().await {
        Permission::Unsupported => return Telling::Silent,
        // The question was closed without an answer: it may be asked again.
        Permission::Unasked => return Telling::Off,
        Permission::Denied => return Telling::Denied,
        Permission::Granted => {}
    }
    let key = match api::push::key().await {
        Ok(key) => key.key,
        Err(error) => return Telling::Failed(failure_text(&error)),
    };
    let Some(place) = push::subscribe(&paths::worker(), &key).await else {
        return Telling::Failed(t!(notify.failed));
    };
    match tell(place).await {
        Ok(()) => Telling::On,
        Err(error) => Telling::Failed(failure_text(&error)),
    }
}

async fn tell(place: Place) -> Result<(), api::ApiError> {
    let Place { endpoint, p256dh, auth } = place;
    api::push::subscribe(&PushSubscription { endpoint, p256dh, auth, language: text::language() }).await
}
