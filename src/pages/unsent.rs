//! What was sent and not done: why, and the offer to send it once the network is back.

use leptos::prelude::*;

use crate::{api::ApiError, browser::network, state::announcer::Announcer, t};

/// Why something was not done. Once the network that was missing is back, this says so instead: the button that sends it
/// is where it was and sends the same with the same key. Nothing is sent by itself.
#[component]
pub fn Unsent(
    error: ApiError,
    /// What happened, and what is safe.
    text: String,
    #[prop(default = "field-error")] class: &'static str,
    /// For what takes the focus.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The way to mend it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let back = return_of_network(&error);
    let said = move || if back.get() { t!(offline.send_now) } else { text.clone() };
    view! {
        <div class=class role=move || (!back.get()).then_some("alert") id=id tabindex=id.map(|_| "-1")>
            <p>{said} {children.map(|children| children())}</p>
        </div>
    }
}

/// Whether the network is back whose want was the reason; that is announced politely.
fn return_of_network(error: &ApiError) -> RwSignal<bool> {
    let back = RwSignal::new(false);
    if *error != ApiError::Network {
        return back;
    }
    let announcer = Announcer::expect();
    // What failed while the server is there after all has another reason, which stays to be read.
    let was_away = StoredValue::new(!network::is_online());
    network::on_change(move |online| {
        // The message may be gone by now.
        let Some(was_back) = back.try_get_untracked() else { return };
        if online && was_away.get_value() && !was_back {
            announcer.say(t!(offline.send_now));
        }
        back.set(online && was_away.get_value());
        was_away.update_value(|away| *away |= !online);
    });
    back
}
