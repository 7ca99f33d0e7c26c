use leptos::prelude::*;

use super::Chosen;
use crate::{components::ProductPicture, t};

/// The pictures of the chosen variant: the first large, the others beside.
#[component]
pub fn Gallery(chosen: Chosen) -> impl IntoView {
    let name = chosen.product.with_value(|product| product.name.clone());
    // Sizes of one colour share their pictures: they are drawn again only when the pictures differ.
    let pictures = Memo::new(move |_| {
        chosen
            .variant()
            .map(|v| (v.colour, v.pictures))
            .unwrap_or_default()
    });
    let alternative = move |colour: &Option<String>, view: usize| match (colour, view) {
        (Some(colour), 0) => t!(product.picture_of_colour, name = name, colour = colour),
        (None, 0) => name.clone(),
        (_, view) => t!(product.picture_view, name = name, number = view + 1),
    };
    view! {
        <div class="product-pictures">
            {move || {
                let (colour, pictures) = pictures.get();
                let first = pictures.first().cloned();
                let rest = pictures.into_iter().enumerate().skip(1).take(3).map(|(index, picture)| {
                    view! {
                        <ProductPicture
                            picture=Some(picture)
                            alt=alternative(&colour, index)
                            sizes="(min-width: 60rem) 25vw, 100vw"
                        />
                    }
                });
                view! {
                    <ProductPicture
                        picture=first
                        alt=alternative(&colour, 0)
                        sizes="(min-width: 60rem) 58vw, 100vw"
                        first=true
                    />
                    <div class="product-views">{rest.collect_view()}</div>
                }
            }}
        </div>
    }
}
