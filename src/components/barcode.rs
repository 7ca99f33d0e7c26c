use leptos::prelude::*;

use super::ean13;

/// Modules of white on each side, as the standard wants.
const QUIET: usize = 11;
/// Modules of height.
const HEIGHT: usize = 40;

/// The dark runs as one path.
fn drawing(bars: &[bool]) -> String {
    let mut path = String::new();
    let mut x = 0;
    while x < bars.len() {
        let run = bars[x..].iter().take_while(|dark| **dark).count();
        if run > 0 {
            path.push_str(&format!("M{} 0h{run}v{HEIGHT}h-{run}z", x + QUIET));
        }
        x += run.max(1);
    }
    path
}

/// An EAN-13 with its digits; only the digits when they are no such code.
#[component]
pub fn Barcode(
    code: String,
    /// What it is, for who can't see it.
    label: String,
) -> impl IntoView {
    let bars = ean13::modules(&code).map(|bars| {
        let size = format!("0 0 {} {HEIGHT}", ean13::MODULES + 2 * QUIET);
        view! {
            <svg class="barcode" viewBox=size role="img" aria-label=label>
                <path d=drawing(&bars) />
            </svg>
        }
    });
    view! {
        {bars}
        <p class="barcode-digits">{ean13::grouped(&code)}</p>
    }
}
