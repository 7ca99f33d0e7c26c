use leptos::{ev, prelude::*};
use storefront::components::{Glyph, Icon};

use crate::{
    browser::scan::{self, ScanEvent},
    paths,
};

/// Why nothing can be scanned here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    Refused,
    Absent,
    Failed,
}

impl Problem {
    fn of(event: &ScanEvent) -> Self {
        match scan::detail(event).as_str() {
            "refused" => Self::Refused,
            "absent" => Self::Absent,
            _ => Self::Failed,
        }
    }

    fn text(self) -> String {
        match self {
            Self::Refused => t!(scan.refused),
            Self::Absent => t!(scan.absent),
            Self::Failed => t!(scan.failed),
        }
    }
}

/// The camera, until it has read a code. What reads is loaded with the first one that is shown.
#[component]
pub fn Scanner(
    on_found: Callback<String>,
    on_problem: Callback<String>,
    on_stop: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let opened = move |_: ScanEvent| open.set(true);
    let found = move |event: ScanEvent| on_found.run(scan::detail(&event));
    let failed = move |event: ScanEvent| on_problem.run(Problem::of(&event).text());
    let hint = move || {
        if open.get() { t!(scan.hint) } else { t!(scan.starting) }
    };
    view! {
        <section class="scanner" aria-label=t!(scan.title)>
            <script type="module" src=paths::scanner() on:error=move |_| on_problem.run(Problem::Failed.text())></script>
            <qr-scanner
                class="scanner-picture"
                role="img"
                aria-label=t!(scan.camera)
                on:scan-open=opened
                on:scan-found=found
                on:scan-problem=failed
            ></qr-scanner>
            <p class="scanner-hint" role="status">{hint}</p>
            <button type="button" class="button button-quiet button-wide" on:click=move |_: ev::MouseEvent| on_stop.run(())>
                <Icon glyph=Glyph::Close />
                {t!(scan.stop)}
            </button>
        </section>
    }
}
