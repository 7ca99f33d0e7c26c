use leptos::prelude::*;

use super::Chosen;
use crate::{components::ProductPicture, t};

/// The pictures of the chosen variant: side by side under a thumb, the first large on a desk.
#[component]
pub fn Gallery(chosen: Chosen) -> impl IntoView {
    let name = chosen.product.with_value(|product| product.name.clone());
    // Sizes of one colour share their pictures: they are drawn again only when the pictures differ.
    let pictures = Memo::new(move |_| chosen.variant().map(|v| (v.colour, v.pictures)).unwrap_or_default());
    let alternative = move |colour: &Option<String>, view: usize| match (colour, view) {
        (Some(colour), 0) => t!(product.picture_of_colour, name = name, colour = colour),
        (None, 0) => name.clone(),
        (_, view) => t!(product.picture_view, name = name, number = view + 1),
    };
    let all = move || {
        let (colour, pictures) = pictures.get();
        if pictures.is_empty() {
            return view! { <ProductPicture picture=None alt=String::new() sizes="100vw" /> }.into_any();
        }
        let one = |(index, picture)| {
            let alt = alternative(&colour, index);
            let sizes = "(min-width: 60rem) 58vw, 100vw";
            view! { <ProductPicture picture=Some(picture) alt=alt sizes=sizes first=index == 0 /> }
        };
        pictures.into_iter().take(4).enumerate().map(one).collect_view().into_any()
    };
    view! { <div class="product-pictures" role="group" aria-label=t!(product.pictures) tabindex="0">{all}</div> }
}
