use leptos::{html, prelude::*};

use crate::{
    browser::{document, focus, scroll},
    state::{navigation::Navigation, retailer::RetailerState},
};

/// The title of the document: the page's and the retailer's.
pub fn set_title(title: impl Fn() -> String + 'static) {
    let retailer = RetailerState::expect();
    Effect::new(move |_| {
        let parts = [title(), retailer.name()];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        document::set_title(&parts.join(" · "));
    });
}

/// The page's one heading: it names the document, and takes the focus when a link led here.
#[component]
pub fn Heading(
    #[prop(into)] title: Signal<String>,
    #[prop(default = "page-title")] class: &'static str,
) -> impl IntoView {
    let element = NodeRef::<html::H1>::new();
    let navigation = Navigation::expect();
    set_title(move || title.get());
    Effect::new(move |_| {
        let navigated = navigation.0.get();
        let Some(element) = element.get() else { return };
        if navigated {
            navigation.0.set(false);
            focus::quietly(&element);
            if !scroll::is_returning() {
                scroll::to_top();
            }
        }
    });
    view! { <h1 class=class tabindex="-1" node_ref=element>{move || title.get()}</h1> }
}
