use leptos::prelude::*;
use storefront::browser::{focus, press, time};

/// The second half of a double tap must not do what nobody has read, in milliseconds.
const READING: u64 = 600;

/// Whether what came up by itself has been there long enough to be read.
pub fn is_read(shown_at: f64) -> bool {
    time::now() - shown_at >= READING as f64
}

/// Whether it is asked by now: the first of two steps and the way back. What is offered and what confirms it have an id
/// each, and the focus goes from one to the other.
#[derive(Clone, Copy)]
pub struct Asking {
    is_asked: RwSignal<bool>,
    offer: StoredValue<String>,
    confirm: StoredValue<String>,
}

impl Asking {
    pub fn new(offer: String, confirm: String) -> Self {
        let is_asked = RwSignal::new(false);
        Self { is_asked, offer: StoredValue::new(offer), confirm: StoredValue::new(confirm) }
    }

    pub fn is_asked(self) -> bool {
        self.is_asked.get()
    }

    pub fn offer_id(self) -> String {
        self.offer.get_value()
    }

    pub fn confirm_id(self) -> String {
        self.confirm.get_value()
    }

    /// Wherever the second half of a double tap lands, it neither answers nor takes the focus away.
    pub fn ask(self) {
        press::hold(READING);
        self.is_asked.set(true);
        focus_on(self.confirm_id());
    }

    pub fn cancel(self) {
        self.is_asked.set(false);
        focus_on(self.offer_id());
    }
}

fn focus_on(id: String) {
    time::after(0, move || focus::by_id(&id));
}

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
    let asking = Asking::new(format!("offer-{id}"), format!("confirm-{id}"));
    move || {
        if asking.is_asked() {
            view! { <Asked asking=asking steps=steps.clone() busy=busy on_confirm=on_confirm /> }.into_any()
        } else {
            view! {
                <button
                    type="button"
                    id=asking.offer_id()
                    class=class
                    aria-label=steps.offer_read.clone()
                    on:click=move |_| asking.ask()
                >
                    {steps.offer.clone()}
                </button>
            }
            .into_any()
        }
    }
}

#[component]
fn Asked(asking: Asking, steps: Steps, busy: Signal<bool>, on_confirm: Callback<()>) -> impl IntoView {
    let id = asking.confirm_id();
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
            <button type="button" class="button button-quiet" on:click=move |_| asking.cancel()>
                {steps.cancel}
            </button>
        </div>
    }
}
