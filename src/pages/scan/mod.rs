//! The shopper's scanner: a bar code in the aisle opens its article, a code of the shop its page.

mod found;
mod reading;

use contract::{newtypes::Gtin, page::Page, product::ScannedVariant};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::heading::Heading;
use crate::{
    api::{self, ApiError},
    browser::{document, focus, network, scanner, time},
    components::{Glyph, Icon, ScanProblem, Scanner, TextField},
    paths, t, text,
};
use found::Outcome;
use reading::Reading;

const FIELD: &str = "scan-digits";
const OUTCOME: &str = "scan-outcome";

/// Bar codes of articles, and the codes that the shop prints itself.
const FORMATS: &str = "qr_code ean_13 ean_8 upc_a";

/// What came of a code.
#[derive(Clone, Debug, PartialEq)]
enum Known {
    Nothing,
    Looking(Gtin),
    /// Several articles carry it.
    Articles(Vec<ScannedVariant>),
    NoArticle(Gtin),
    /// The article of a bar code could not be asked for.
    Failed(Gtin, ApiError),
    Read(Reading),
}

#[derive(Clone, Copy)]
struct Scan {
    known: RwSignal<Known>,
    scanning: RwSignal<bool>,
    problem: RwSignal<Option<String>>,
    open: Callback<ScannedVariant>,
}

impl Scan {
    fn start() -> Self {
        let navigate = use_navigate();
        let open = Callback::new(move |found: ScannedVariant| {
            navigate(&paths::product(&found.product_slug, Some(&found.sku)), NavigateOptions::default());
        });
        let scan = Self {
            known: RwSignal::new(Known::Nothing),
            scanning: RwSignal::new(false),
            problem: RwSignal::new(None),
            open,
        };
        network::on_change(move |online| {
            if let Known::Failed(gtin, ApiError::Network) = scan.known.get_untracked()
                && online
            {
                scan.look_up(gtin);
            }
        });
        spawn_local(async move {
            if scanner::is_allowed().await {
                let _ = scan.scanning.try_set(true);
            }
        });
        scan
    }

    fn take(self, written: &str) {
        self.scanning.set(false);
        self.problem.set(None);
        match reading::read(written, &document::origin()) {
            Reading::Article(gtin) => self.look_up(gtin),
            // A secret after `#` is read by the page it is for when that is loaded.
            Reading::Page(path) => document::go_to(&path),
            other => self.show(Known::Read(other)),
        }
    }

    fn look_up(self, gtin: Gtin) {
        let looking = Known::Looking(gtin.clone());
        self.known.set(looking.clone());
        spawn_local(async move {
            let fetch = api::products::by_gtin(&gtin, text::language());
            let answer = api::get_text(fetch.url()).await.and_then(|text| api::parse(&text));
            // The page may have been left, or another code given meanwhile.
            if self.known.try_get_untracked() != Some(looking) {
                return;
            }
            match answer.map(|page: Page<ScannedVariant>| page.items) {
                Ok(found) => match found.as_slice() {
                    [] => self.show(Known::NoArticle(gtin)),
                    [only] => self.open.run(only.clone()),
                    _ => self.show(Known::Articles(found)),
                },
                Err(error) => self.show(Known::Failed(gtin, error)),
            }
        });
    }

    fn show(self, known: Known) {
        self.known.set(known);
        time::after(0, || focus::by_id(OUTCOME));
    }

    fn scan_again(self) {
        self.known.set(Known::Nothing);
        self.problem.set(None);
        self.scanning.set(true);
    }
}

fn problem_text(problem: ScanProblem) -> String {
    match problem {
        ScanProblem::Refused => t!(scan.refused),
        ScanProblem::Absent => t!(scan.absent),
        ScanProblem::Busy => t!(scan.busy),
        ScanProblem::Failed => t!(scan.failed),
    }
}

#[component]
pub fn ScanPage() -> impl IntoView {
    let scan = Scan::start();
    view! {
        <div class="page scan-page">
            <Heading title=t!(scan.title) />
            <p class="lead">{t!(scan.lead)}</p>
            <div id=OUTCOME class="scan-outcome" tabindex="-1">
                {move || view! { <Outcome known=scan.known.get() retry=Callback::new(move |gtin| scan.look_up(gtin)) /> }}
            </div>
            <div class="scan-ways">
                <Camera scan=scan />
                <Typed scan=scan />
            </div>
        </div>
    }
}

#[component]
fn Camera(scan: Scan) -> impl IntoView {
    let found = Callback::new(move |text: String| scan.take(&text));
    let problem = Callback::new(move |problem: ScanProblem| {
        scan.scanning.set(false);
        scan.problem.set(Some(problem_text(problem)));
        focus::by_id(FIELD);
    });
    let stop = Callback::new(move |()| scan.scanning.set(false));
    let open = move |_: ev::MouseEvent| scan.scan_again();
    let label = move || match scan.known.get() {
        Known::Nothing => t!(scan.open),
        _ => t!(scan.another),
    };
    move || {
        if scan.scanning.get() {
            return view! {
                <Scanner formats=FORMATS hint=t!(scan.hint) on_found=found on_problem=problem on_stop=stop />
            }
            .into_any();
        }
        view! {
            <div class="scan-camera">
                <p class="field-error" role="alert">{move || scan.problem.get()}</p>
                <button type="button" class="button button-now button-wide" on:click=open>
                    <Icon glyph=Glyph::Scan />
                    {label}
                </button>
            </div>
        }
        .into_any()
    }
}

/// What the camera can't read is typed.
#[component]
fn Typed(scan: Scan) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let written = typed.get_untracked();
        if written.trim().is_empty() {
            error.set(Some(t!(invalid.required)));
            focus::by_id(FIELD);
            return;
        }
        error.set(None);
        scan.take(&written);
    };
    view! {
        <form class="scan-form" novalidate on:submit=submit>
            <TextField
                id=FIELD
                label=t!(scan.digits)
                autocomplete="off"
                inputmode="numeric"
                hint=Some(t!(scan.digits_hint))
                value=typed
                error=error
                on_blur=Callback::new(|()| {})
            />
            <button type="submit" class="button button-quiet">{t!(scan.submit)}</button>
        </form>
    }
}
