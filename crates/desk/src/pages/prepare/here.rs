use leptos::prelude::*;
use storefront::format;

use crate::{
    components::HereLine,
    paths,
    state::{desk::Desk, now::Now},
};

/// The shoppers who said « Je suis là » and whom nobody has welcomed, above everything else.
#[component]
pub fn HereNow() -> impl IntoView {
    let desk = Desk::expect();
    let now = Now::expect();
    let waiting = Memo::new(move |_| {
        let mut waiting =
            desk.reservations.those(|known| known.here_at.is_some() && known.status.can_arrive());
        waiting.sort_by(|one, other| one.here_at.cmp(&other.here_at));
        waiting
    });
    let is_empty = move || waiting.with(Vec::is_empty);
    view! {
        <section class="here-now" aria-labelledby="here-now" hidden=is_empty>
            <h2 id="here-now">{t!(prepare.here_now)}</h2>
            <ul>
                <For each=move || waiting.get() key=|known| (known.id.clone(), known.here_at.clone()) let:known>
                    {
                        let since = known.here_at.clone();
                        let ago = Signal::derive(move || {
                            now.0.track();
                            since.as_ref().map(format::ago).unwrap_or_default()
                        });
                        view! { <HereLine name=known.name.clone() ago=ago href=paths::reservation(&known.id) /> }
                    }
                </For>
            </ul>
        </section>
    }
}
