//! Presses of a finger, a pointer or a key on the page.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::Event;

use super::time;

/// `mousedown` moves the focus, `click` is what everything acts on, by a key too.
const KINDS: [&str; 2] = ["mousedown", "click"];

/// For so many milliseconds presses do nothing, wherever they land, and the focus stays where it is. The one that is
/// under way is done.
pub fn hold(milliseconds: u64) {
    let held = Closure::<dyn Fn(Event)>::new(|event: Event| {
        event.prevent_default();
        event.stop_propagation();
    });
    for kind in KINDS {
        // Listening fails for no kind of event. The document hears of it before what is pressed.
        let _ =
            document().add_event_listener_with_callback_and_bool(kind, held.as_ref().unchecked_ref(), true);
    }
    time::after(milliseconds, move || {
        for kind in KINDS {
            let listener = held.as_ref().unchecked_ref();
            let _ = document().remove_event_listener_with_callback_and_bool(kind, listener, true);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, rc::Rc};

    use js_sys::Promise;
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::HtmlElement;

    use super::*;

    async fn pass(milliseconds: u64) {
        let over = Promise::new(&mut |done, _| {
            time::after(milliseconds, move || {
                let _ = done.call0(&done);
            });
        });
        let _ = JsFuture::from(over).await;
    }

    #[wasm_bindgen_test]
    async fn a_press_does_nothing_while_they_are_held() {
        let pressed = Rc::new(Cell::new(0));
        let count = Closure::<dyn Fn()>::new({
            let pressed = pressed.clone();
            move || pressed.set(pressed.get() + 1)
        });
        let button: HtmlElement = document().create_element("button").expect("it is known").unchecked_into();
        let _ = document().body().expect("there is a page").append_child(&button);
        button.set_onclick(Some(count.as_ref().unchecked_ref()));

        hold(60);
        button.click();
        assert_eq!(pressed.get(), 0, "the press was held");
        pass(90).await;
        button.click();
        assert_eq!(pressed.get(), 1, "and is let through afterwards");
        button.remove();
    }
}
