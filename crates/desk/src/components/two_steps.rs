use leptos::{ev, prelude::*};
use storefront::browser::{focus, time};

/// The second half of a double tap must not confirm what nobody has read, in milliseconds.
pub const READING: f64 = 600.0;

/// The words of two steps.
#[derive(Clone)]
pub struct Steps {
    /// On the button that offers it, and how that is read out.
    pub offer: String,
    pub offer_read: String,
    pub question: String,
    pub confirm: String,
    pub cancel: String,
}

/// Does something in two steps on the spot: it is offered, then asked.
#[component]
pub fn TwoSteps(
    /// Unique in the page.
    id: String,
    steps: Steps,
    #[prop(default = "text-link")] class: &'static str,
    #[prop(into)] busy: Signal<bool>,
    on_confirm: Callback<()>,
) -> impl IntoView {
    let asked_at = RwSignal::new(None::<f64>);
    let offer = format!("offer-{id}");
    let confirm = format!("confirm-{id}");
    let (focused, offered) = (confirm.clone(), offer.clone());
    let ask = move |_: ev::MouseEvent| {
        asked_at.set(Some(time::now()));
        let confirm = focused.clone();
        time::after(0, move || focus::by_id(&confirm));
    };
    let cancel = Callback::new(move |()| {
        asked_at.set(None);
        let offer = offered.clone();
        time::after(0, move || focus::by_id(&offer));
    });
    move || {
        match asked_at.get() {
        Some(at) => {
            let on_confirm = Callback::new(move |()| {
                if time::now() - at >= READING {
                    on_confirm.run(());
                }
            });
            view! {
                <Asked id=confirm.clone() steps=steps.clone() busy=busy on_confirm=on_confirm on_cancel=cancel />
            }
            .into_any()
        }
        None => view! {
            <button type="button" id=offer.clone() class=class aria-label=steps.offer_read.clone() on:click=ask.clone()>
                {steps.offer.clone()}
            </button>
        }
        .into_any(),
    }
    }
}

#[component]
fn Asked(
    /// Of the button that confirms.
    id: String,
    steps: Steps,
    busy: Signal<bool>,
    on_confirm: Callback<()>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let question = format!("{id}-question");
    let asked = question.clone();
    let confirm = move || if busy.get() { t!(action.busy) } else { steps.confirm.clone() };
    view! {
        <p id=question class="piece-question">{steps.question}</p>
        <div class="pickup-actions">
            <button
                type="button"
                id=id
                aria-describedby=asked
                class="button"
                aria-disabled=move || busy.get().then_some("true")
                on:click=move |_| on_confirm.run(())
            >
                {confirm}
            </button>
            <button type="button" class="button button-quiet" on:click=move |_| on_cancel.run(())>
                {steps.cancel}
            </button>
        </div>
    }
}
