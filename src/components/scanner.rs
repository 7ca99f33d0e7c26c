use leptos::{ev, prelude::*};

use super::{Glyph, Icon};
use crate::{
    browser::scanner::{self, ScanEvent},
    paths, t,
};

/// Why nothing can be scanned here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanProblem {
    Refused,
    Absent,
    /// Another app has the camera.
    Busy,
    Failed,
}

impl ScanProblem {
    fn of(event: &ScanEvent) -> Self {
        match scanner::detail(event).as_str() {
            "refused" => Self::Refused,
            "absent" => Self::Absent,
            "busy" => Self::Busy,
            _ => Self::Failed,
        }
    }
}

/// The camera, until it has read a code. What reads is loaded with the first one that is shown.
#[component]
pub fn Scanner(
    /// What is read, as the web calls it: `qr_code ean_13`.
    formats: &'static str,
    /// What to hold in front of the camera.
    hint: String,
    on_found: Callback<String>,
    on_problem: Callback<ScanProblem>,
    on_stop: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let has_torch = RwSignal::new(false);
    let torch = RwSignal::new(false);
    let opened = move |event: ScanEvent| {
        has_torch.set(!scanner::detail(&event).is_empty());
        open.set(true);
    };
    let found = move |event: ScanEvent| on_found.run(scanner::detail(&event));
    let failed = move |event: ScanEvent| on_problem.run(ScanProblem::of(&event));
    let said = move || {
        if open.get() { hint.clone() } else { t!(scan.starting) }
    };
    view! {
        <section class="scanner" aria-label=t!(scan.camera)>
            <script type="module" src=paths::scanner() on:error=move |_| on_problem.run(ScanProblem::Failed)></script>
            <code-scanner
                class="scanner-picture"
                role="img"
                aria-label=t!(scan.picture)
                formats=formats
                torch=move || torch.get().then_some("")
                on:scan-open=opened
                on:scan-found=found
                on:scan-problem=failed
            ></code-scanner>
            <p class="scanner-hint" role="status">{said}</p>
            <Show when=move || has_torch.get()>
                <button
                    type="button"
                    class="button button-quiet button-wide"
                    aria-pressed=move || torch.get().to_string()
                    on:click=move |_| torch.update(|torch| *torch = !*torch)
                >
                    {t!(scan.torch)}
                </button>
            </Show>
            <button type="button" class="button button-quiet button-wide" on:click=move |_: ev::MouseEvent| on_stop.run(())>
                <Icon glyph=Glyph::Close />
                {t!(scan.stop)}
            </button>
        </section>
    }
}
