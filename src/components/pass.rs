use contract::pass::Pass;
use leptos::prelude::*;

use super::QrCode;
use crate::{format, t};

/// What to show in the store: a QR code made on this device, and six digits to read out.
#[component]
pub fn PassCard(
    pass: Pass,
    /// What it is for.
    title: String,
) -> impl IntoView {
    view! {
        <section class="pass" aria-labelledby="pass-title">
            <h2 id="pass-title">{title}</h2>
            <QrCode text=pass.token label=t!(pass.code) />
            <p class="pass-digits">
                <span class="visually-hidden">{t!(pass.digits)}</span>
                <span>{format::digits(&pass.digits)}</span>
            </p>
            <p class="pass-hint">{t!(pass.hint)}</p>
        </section>
    }
}
