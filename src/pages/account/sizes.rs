use leptos::{ev, prelude::*};

use crate::{
    browser::focus,
    components::{Glyph, Icon, TextField},
    t,
};

/// More than these the account does not keep.
const MOST_SIZES: usize = 12;
const LONGEST_SIZE: usize = 20;

/// Sizes usually taken: each a chip that can be taken away, and a field to add one. What is typed and not yet added
/// is in `typed`.
#[component]
pub fn Sizes(sizes: RwSignal<Vec<String>>, typed: RwSignal<String>) -> impl IntoView {
    let failed = RwSignal::new(None::<String>);
    let add = move || {
        failed.set(add_size(sizes, typed).err());
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            // In this field it adds a size, and does not send the form.
            event.prevent_default();
            add();
        }
    };
    let remove = move |size: &str| {
        sizes.update(|sizes| sizes.retain(|known| known != size));
        // The button goes away with its size.
        focus::by_id("sizes");
    };
    let chip = move |size: String| {
        let label = t!(profile.remove_size, size = size);
        let shown = size.clone();
        view! {
            <li>
                <button type="button" class="chip" aria-label=label on:click=move |_| remove(&size)>
                    {shown}
                    <Icon glyph=Glyph::Close />
                </button>
            </li>
        }
    };
    view! {
        <fieldset class="sizes">
            <legend>{t!(profile.sizes)}</legend>
            <ul class="chips" id="sizes" tabindex="-1">{move || sizes.get().into_iter().map(chip).collect_view()}</ul>
            <div class="sizes-add" on:keydown=on_key>
                <TextField
                    id="size"
                    label=t!(profile.size)
                    autocomplete="off"
                    hint=Some(t!(profile.sizes_hint))
                    value=typed
                    error=failed
                    on_blur=Callback::new(|()| {})
                />
                <button type="button" class="button button-quiet" on:click=move |_| add()>{t!(profile.add_size)}</button>
            </div>
        </fieldset>
    }
}

/// Adds what is typed; says why it can't.
pub fn add_size(sizes: RwSignal<Vec<String>>, typed: RwSignal<String>) -> Result<(), String> {
    let size = typed.get_untracked().trim().to_string();
    if size.is_empty() {
        return Ok(());
    }
    if size.chars().count() > LONGEST_SIZE {
        return Err(t!(invalid.too_long));
    }
    let known = sizes.with_untracked(|sizes| sizes.iter().any(|known| known.eq_ignore_ascii_case(&size)));
    if !known && sizes.with_untracked(Vec::len) >= MOST_SIZES {
        return Err(t!(profile.too_many_sizes));
    }
    if !known {
        sizes.update(|sizes| sizes.push(size));
    }
    typed.set(String::new());
    Ok(())
}
