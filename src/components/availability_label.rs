use contract::availability::AvailabilityStatus;
use leptos::prelude::*;

fn drawing(status: AvailabilityStatus) -> &'static str {
    match status {
        AvailabilityStatus::InStock => r#"<circle cx="8" cy="8" r="7" class="dot-fill"/>"#,
        AvailabilityStatus::Limited => {
            r#"<circle cx="8" cy="8" r="6.25" class="dot-line"/><path d="M8 1.75a6.25 6.25 0 0 0 0 12.5z" class="dot-fill"/>"#
        }
        AvailabilityStatus::OutOfStock => r#"<circle cx="8" cy="8" r="6.25" class="dot-line"/>"#,
        AvailabilityStatus::Unknown => {
            r#"<circle cx="8" cy="8" r="6.25" class="dot-line dot-dashed"/><circle cx="8" cy="8" r="1.5" class="dot-fill"/>"#
        }
    }
}

/// A status as a shape and always a word.
#[component]
pub fn AvailabilityLabel(status: AvailabilityStatus, text: String) -> impl IntoView {
    view! {
        <span class="availability">
            <svg class="dot" viewBox="0 0 16 16" aria-hidden="true" focusable="false" inner_html=drawing(status)></svg>
            <span>{text}</span>
        </span>
    }
}
