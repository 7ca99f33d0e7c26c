use leptos::prelude::*;

/// Icons of lucide (ISC licence), only those used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    House,
    Search,
    Store,
    Cart,
    Close,
    Minus,
    Plus,
    Next,
    Previous,
    Locate,
    Check,
    Directions,
    Remove,
    Package,
    Scan,
    Heart,
    Person,
    Return,
    Refresh,
    Share,
}

impl Glyph {
    fn drawing(self) -> &'static str {
        match self {
            Glyph::House => {
                r#"<path d="M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8"/><path d="M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"/>"#
            }
            Glyph::Search => r#"<path d="m21 21-4.34-4.34"/><circle cx="11" cy="11" r="8"/>"#,
            Glyph::Store => {
                r#"<path d="M20 10c0 4.993-5.539 10.193-7.399 11.799a1 1 0 0 1-1.202 0C9.539 20.193 4 14.993 4 10a8 8 0 0 1 16 0"/><circle cx="12" cy="10" r="3"/>"#
            }
            Glyph::Cart => {
                r#"<path d="M16 10a4 4 0 0 1-8 0"/><path d="M3.103 6.034h17.794"/><path d="M3.4 5.467a2 2 0 0 0-.4 1.2V20a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2V6.667a2 2 0 0 0-.4-1.2l-2-2.667A2 2 0 0 0 17 2H7a2 2 0 0 0-1.6.8z"/>"#
            }
            Glyph::Close => r#"<path d="M18 6 6 18"/><path d="m6 6 12 12"/>"#,
            Glyph::Minus => r#"<path d="M5 12h14"/>"#,
            Glyph::Plus => r#"<path d="M5 12h14"/><path d="M12 5v14"/>"#,
            Glyph::Next => r#"<path d="m9 18 6-6-6-6"/>"#,
            Glyph::Previous => r#"<path d="m15 18-6-6 6-6"/>"#,
            Glyph::Locate => {
                r#"<path d="M2 12h3m14 0h3M12 2v3m0 14v3"/><circle cx="12" cy="12" r="7"/><circle cx="12" cy="12" r="3"/>"#
            }
            Glyph::Check => r#"<path d="M20 6 9 17l-5-5"/>"#,
            Glyph::Directions => r#"<path d="m3 11 19-9-9 19-2-8z"/>"#,
            Glyph::Remove => {
                r#"<path d="M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6"/><path d="M3 6h18"/><path d="M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2"/>"#
            }
            Glyph::Package => {
                r#"<path d="M11 21.73a2 2 0 0 0 2 0l7-4A2 2 0 0 0 21 16V8a2 2 0 0 0-1-1.73l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.73z"/><path d="M12 22V12M3.29 7 12 12l8.71-5M7.5 4.27l9 5.15"/>"#
            }
            Glyph::Heart => {
                r#"<path d="M2 9.5a5.5 5.5 0 0 1 9.591-3.676.56.56 0 0 0 .818 0A5.49 5.49 0 0 1 22 9.5c0 2.29-1.5 4-3 5.5l-5.492 5.313a2 2 0 0 1-3 .019L5 15c-1.5-1.5-3-3.2-3-5.5"/>"#
            }
            Glyph::Person => {
                r#"<circle cx="12" cy="12" r="10"/><circle cx="12" cy="10" r="3"/><path d="M7 20.662V19a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v1.662"/>"#
            }
            Glyph::Return => r#"<path d="M9 14 4 9l5-5"/><path d="M4 9h10.5a5.5 5.5 0 0 1 0 11H11"/>"#,
            Glyph::Refresh => {
                r#"<path d="M21 12a9 9 0 1 1-9-9c2.52 0 4.93 1 6.74 2.74L21 8"/><path d="M21 3v5h-5"/>"#
            }
            Glyph::Share => {
                r#"<path d="M12 2v13m4-9-4-4-4 4"/><path d="M4 12v8a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-8"/>"#
            }
            Glyph::Scan => {
                r#"<path d="M3 7V5a2 2 0 0 1 2-2h2m10 0h2a2 2 0 0 1 2 2v2m0 10v2a2 2 0 0 1-2 2h-2M7 21H5a2 2 0 0 1-2-2v-2M7 12h10"/>"#
            }
        }
    }
}

/// A decoration beside a word; it says nothing by itself.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false" inner_html=glyph.drawing()></svg>
    }
}
