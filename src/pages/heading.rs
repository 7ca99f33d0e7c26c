use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

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

/// Gives the focus to the heading of a page that a link led to. The page that is being left still hears of the
/// navigation, so a heading answers only for its own path.
pub fn take_focus(element: NodeRef<html::H1>) {
    let navigation = Navigation::expect();
    let pathname = use_location().pathname;
    let own = pathname.get_untracked();
    Effect::new(move |_| {
        let navigated = navigation.0.get();
        let Some(element) = element.get() else { return };
        if navigated && pathname.with_untracked(|path| *path == own) {
            navigation.0.set(false);
            focus::quietly(&element);
            if !scroll::is_returning() {
                scroll::to_top();
            }
        }
    });
}

/// The page's one heading: it names the document, and takes the focus when a link led here.
#[component]
pub fn Heading(
    #[prop(into)] title: Signal<String>,
    #[prop(default = "page-title")] class: &'static str,
) -> impl IntoView {
    let element = NodeRef::<html::H1>::new();
    set_title(move || title.get());
    take_focus(element);
    view! { <h1 class=class tabindex="-1" node_ref=element>{move || title.get()}</h1> }
}
