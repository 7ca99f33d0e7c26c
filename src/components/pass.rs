use contract::pass::Pass;
use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use crate::{format, t};

/// Modules of white around the code, as the standard wants.
const QUIET: usize = 4;

/// The dark modules as one path, a run of modules at a time; nothing when the text is too long for any code.
fn drawing(token: &str) -> Option<(usize, String)> {
    let code = QrCode::with_error_correction_level(token, EcLevel::M).ok()?;
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

/// What to show in the store: a QR code made on this device, and six digits to read out.
#[component]
pub fn PassCard(
    pass: Pass,
    /// What it is for.
    title: String,
) -> impl IntoView {
    let code = drawing(&pass.token).map(|(size, path)| {
        view! {
            <svg class="pass-code" viewBox=format!("0 0 {size} {size}") role="img" aria-label=t!(pass.code)>
                <path d=path />
            </svg>
        }
    });
    view! {
        <section class="pass" aria-labelledby="pass-title">
            <h2 id="pass-title">{title}</h2>
            {code}
            <p class="pass-digits">
                <span class="visually-hidden">{t!(pass.digits)}</span>
                <span>{format::digits(&pass.digits)}</span>
            </p>
            <p class="pass-hint">{t!(pass.hint)}</p>
        </section>
    }
}
