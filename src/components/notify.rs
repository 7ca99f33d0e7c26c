use leptos::prelude::*;

use crate::t;

/// Whether this device tells when something happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Not known yet, or this browser can't: an e-mail will come anyway.
    Silent,
    Off,
    Busy,
    On,
    /// The shopper or their browser does not allow it.
    Denied,
    Failed(String),
}

/// « Prévenez-moi » : asks by a tap only, says what became of it, and can be taken back.
#[component]
pub fn NotifyMe(
    #[prop(into)] telling: Signal<Telling>,
    on_ask: Callback<()>,
    on_stop: Callback<()>,
) -> impl IntoView {
    let offer = move || matches!(telling.get(), Telling::Off | Telling::Busy | Telling::Failed(_));
    let said = move || match telling.get() {
        Telling::On => Some(t!(notify.on)),
        Telling::Denied => Some(t!(notify.denied)),
        Telling::Failed(text) => Some(text),
        Telling::Silent | Telling::Off | Telling::Busy => None,
    };
    view! {
        <div class="notify" hidden=move || telling.get() == Telling::Silent>
            <p class="notify-said" id="notify-said" role="status" tabindex="-1">{said}</p>
            <Show when=offer>
                <button
                    type="button"
                    id="notify-ask"
                    class="button button-quiet"
                    aria-disabled=move || (telling.get() == Telling::Busy).to_string()
                    on:click=move |_| on_ask.run(())
                >
                    {t!(notify.ask)}
                </button>
            </Show>
            <Show when=move || telling.get() == Telling::On>
                <button type="button" class="text-link" on:click=move |_| on_stop.run(())>{t!(notify.stop)}</button>
            </Show>
        </div>
    }
}
