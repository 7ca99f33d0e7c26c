use leptos::prelude::*;
use qrcode::{Color, EcLevel};

/// Modules of white around the code, as the standard wants.
const QUIET: usize = 4;

/// The dark modules as one path, a run of modules at a time; nothing when the text is too long for any code.
fn drawing(text: &str) -> Option<(usize, String)> {
    let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    Some((width + 2 * QUIET, path))
}

/// A QR code, made on this device.
#[component]
pub fn QrCode(
    text: String,
    /// What it is, for who can't see it.
    label: String,
) -> impl IntoView {
    drawing(&text).map(|(size, path)| {
        view! {
            <svg class="pass-code" viewBox=format!("0 0 {size} {size}") role="img" aria-label=label>
                <path d=path />
            </svg>
        }
    })
}
