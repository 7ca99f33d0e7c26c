use contract::{picture::Picture, routes};
use leptos::prelude::*;

use crate::browser::document;

fn address(picture: &Picture, width: u32, extension: &str) -> String {
    document::api_address(&routes::picture(&picture.id, width, extension))
}

fn srcset(picture: &Picture, extension: &str) -> String {
    let one = |width: &u32| format!("{} {width}w", address(picture, *width, extension));
    picture.widths.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A picture on its own ground; the place is kept and coloured until it is there.
#[component]
pub fn ProductPicture(
    picture: Option<Picture>,
    alt: String,
    /// How wide it is shown, as `sizes` of an image.
    sizes: &'static str,
    /// On the first screen: loaded before the others.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let Some(picture) = picture else {
        return view! { <span class="picture picture-none"></span> }.into_any();
    };
    let middle =
        picture.widths.iter().copied().find(|width| *width >= 640).or(picture.widths.last().copied());
    let source = middle.map(|width| address(&picture, width, "jpg"));
    // From another host it comes as something that the service worker can read, and keep.
    view! {
        <picture class="picture" style:--ground=picture.colour>
            <source type="image/avif" srcset=srcset(&picture, "avif") sizes=sizes />
            <img
                crossorigin="anonymous"
                srcset=srcset(&picture, "jpg")
                sizes=sizes
                src=source
                alt=alt
                width=picture.width
                height=picture.height
                decoding="async"
                loading=if first { "eager" } else { "lazy" }
                fetchpriority=first.then_some("high")
            />
        </picture>
    }
    .into_any()
}
