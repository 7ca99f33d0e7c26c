use leptos::{ev, html, prelude::*};

use super::{Glyph, Icon};
use crate::{browser::dialog, t};

/// A modal sheet: the browser's own dialog, which holds the focus, closes on Escape and gives the focus back.
#[component]
pub fn Dialog(
    /// Unique in the page.
    id: &'static str,
    title: String,
    #[prop(into)] open: Signal<bool>,
    on_close: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            dialog::set_open(&element, open.get());
        }
    });
    // A click on the backdrop is a click on the dialog itself, outside of its sheet.
    let on_backdrop = move |event: ev::MouseEvent| {
        if element.get_untracked().is_some_and(|element| dialog::is_target(&event, &element)) {
            on_close.run(());
        }
    };
    // Escape is answered by the state, like every other way out: the browser tells that a dialog has closed only later,
    // when it may be open again.
    let on_escape = move |event: ev::Event| {
        event.prevent_default();
        on_close.run(());
    };
    let on_closed = move |_| {
        if element.get_untracked().is_some_and(|element| !element.open()) {
            on_close.run(());
        }
    };
    let title_id = format!("{id}-title");
    let heading_id = title_id.clone();
    view! {
        <dialog
            id=id
            class="dialog"
            aria-labelledby=title_id
            node_ref=element
            on:cancel=on_escape
            on:close=on_closed
            on:click=on_backdrop
        >
            <div class="dialog-sheet">
                <header class="dialog-head">
                    <h2 id=heading_id>{title}</h2>
                    <button type="button" class="icon-button" aria-label=t!(dialog.close) on:click=move |_| on_close.run(())>
                        <Icon glyph=Glyph::Close />
                    </button>
                </header>
                {move || open.get().then(|| children())}
            </div>
        </dialog>
    }
}
