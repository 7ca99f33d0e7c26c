//! Where the shopper is, when they say so.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Position, PositionError, PositionOptions};

/// Asks for the place; calls back with latitude and longitude, or with nothing when it is refused or unknown.
pub fn locate(done: impl Fn(Option<(f64, f64)>) + Clone + 'static) {
    let refused = done.clone();
    let Ok(geolocation) = window().navigator().geolocation() else {
        return refused(None);
    };
    let found = Closure::<dyn Fn(Position)>::new({
        let done = done.clone();
        move |position: Position| {
            let coordinates = position.coords();
            done(Some((coordinates.latitude(), coordinates.longitude())));
        }
    });
    let failed = Closure::<dyn Fn(PositionError)>::new(move |_| done(None));
    let options = PositionOptions::new();
    options.set_timeout(10_000);
    options.set_maximum_age(300_000);
    let asked = geolocation.get_current_position_with_error_callback_and_options(
        found.as_ref().unchecked_ref(),
        Some(failed.as_ref().unchecked_ref()),
        &options,
    );
    if asked.is_err() {
        refused(None);
    }
    // The browser calls one of them later, once.
    found.forget();
    failed.forget();
}
