//! Pages that are sent apart from the first download, in chunks of wasm. They come when they are opened or, at the first
//! sign that somebody is there, before. Without the feature `split` they are part of the app.

use std::pin::Pin;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::LazyRoute;

use super::{
    account::AccountPage,
    cart::CartPage,
    checkout::CheckoutPage,
    failure::Failure,
    favourites::FavouritesPage,
    gift::{GiftReceiptFormPage, GiftReceiptPage},
    handoff::{HandoffDialog, HandoffPage},
    invoice::InvoicePage,
    legal::LegalPage,
    order::OrderPage,
    passes::PassesPage,
    pocket::PocketNotices,
    product::{self, ProductPage},
    purchase::PurchasePage,
    purchases::PurchasesPage,
    receipt::ReceiptPage,
    recents::RecentsShelf,
    reservation::ReservationPage,
    reserve::ReservePage,
    return_form::ReturnFormPage,
    return_request::{ReturnLabelPage, ReturnPage},
    scan::ScanPage,
    sign_in::SignInPage,
    store::StorePage,
    stores::StoresPage,
    withdrawal::WithdrawalPage,
};
use crate::{
    api::{self, ApiError},
    browser::{document, install, time},
    state::{changes::ChangesState, passes::PassesState, session::SessionState},
    t,
};

/// A chunk did not arrive.
pub struct Missing;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

type Page = fn() -> AnyView;
type Load = fn() -> Pin<Box<dyn Future<Output = Result<Page, Missing>>>>;

macro_rules! apart {
    ($($chunk:ident $function:ident $route:ident $page:ident $(ahead $ahead:path)?,)*) => {
        $(
            #[cfg_attr(
                feature = "split",
                leptos::wasm_split::wasm_split($chunk, wasm_split_path = leptos::wasm_split, fallible)
            )]
            fn $function() -> Result<Page, Missing> {
                Ok(|| $page().into_any())
            }

            pub struct $route;

            impl $route {
                fn load() -> Pin<Box<dyn Future<Output = Result<Page, Missing>>>> {
                    #[cfg(feature = "split")]
                    return Box::pin($function());
                    #[cfg(not(feature = "split"))]
                    Box::pin(std::future::ready($function()))
                }
            }

            impl LazyRoute for $route {
                fn data() -> Self {
                    $($ahead();)?
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    match Self::load().await {
                        Ok(page) => page(),
                        Err(_) => view! { <NotLoaded load=Self::load /> }.into_any(),
                    }
                }
            }
        )*

        const ALL: &[Load] = &[$($route::load),*];
    };
}

// The chunk, a function's name that is found in it, the route, the page, and what need not wait for the chunk.
// Few chunks: every set of them that share a function has a file of its own, and with eight a page asked for 47. The
// product page, which most visits begin with, shares its own with no other.
apart! {
    product product_page ProductRoute ProductPage ahead product::read_ahead_of_page,
    buy cart_page CartRoute CartPage,
    buy checkout_page CheckoutRoute CheckoutPage,
    buy order_page OrderRoute OrderPage,
    buy reserve_page ReserveRoute ReservePage,
    buy reservation_page ReservationRoute ReservationPage,
    pocket scan_page ScanRoute ScanPage,
    pocket pocket_notices PocketRoute PocketNotices,
    pocket handoff_dialog HandoffDialogRoute HandoffDialog,
    pocket recents_shelf RecentsRoute RecentsShelf,
    pocket passes_page PassesRoute PassesPage,
    pocket stores_page StoresRoute StoresPage,
    pocket store_page StoreRoute StorePage,
    pocket legal_page LegalRoute LegalPage,
    purchase handoff_page HandoffRoute HandoffPage,
    purchase purchases_page PurchasesRoute PurchasesPage,
    purchase purchase_page PurchaseRoute PurchasePage,
    purchase invoice_page InvoiceRoute InvoicePage,
    purchase receipt_page ReceiptRoute ReceiptPage,
    purchase account_page AccountRoute AccountPage,
    purchase favourites_page FavouritesRoute FavouritesPage,
    purchase sign_in_page SignInRoute SignInPage,
    purchase return_form_page ReturnFormRoute ReturnFormPage,
    purchase return_page ReturnRoute ReturnPage,
    purchase return_label_page ReturnLabelRoute ReturnLabelPage,
    purchase gift_receipt_form_page GiftReceiptFormRoute GiftReceiptFormPage,
    purchase gift_receipt_page GiftReceiptRoute GiftReceiptPage,
    purchase withdrawal_page WithdrawalRoute WithdrawalPage,
}

/// Asks for all of them once a finger, a pointer or a key moves, so that the next page is there when it is opened.
pub fn fetch_when_somebody_is_there() {
    document::once_somebody_is_there(|| {
        for load in ALL {
            spawn_local(async move {
                // What is missing is asked for again, and said, by the page that needs it.
                let _ = load().await;
            });
        }
    });
}

/// In milliseconds: by then the first page has what it shows.
const AFTER_PAINT: u64 = 3_000;

/// What no first page waits for; without it every page works as well. It comes at once when something is to be kept.
#[component]
pub fn Pocket() -> impl IntoView {
    let notices = RwSignal::new(None::<Page>);
    let load = move || {
        spawn_local(async move {
            if let Ok(loaded) = PocketRoute::load().await
                && notices.with_untracked(Option::is_none)
            {
                notices.set(Some(loaded));
            }
        });
    };
    // Without the browser's bars it brings the way back, and the worker has it at hand.
    let wait = if install::is_standalone() { 0 } else { AFTER_PAINT };
    time::after(wait, load);
    let (passes, changes) = (PassesState::expect(), ChangesState::expect());
    Effect::new(move |_| {
        if passes.keeper.is_awaited() || changes.keeper.is_awaited() {
            load();
        }
    });
    move || notices.get().map(|notices| notices())
}

/// What who is signed in looked at lately; a guest downloads nothing of it.
#[component]
pub fn Recents() -> impl IntoView {
    let session = SessionState::expect();
    let is_signed_in = Memo::new(move |_| session.is_signed_in());
    let shelf = RwSignal::new(None::<Page>);
    Effect::new(move |_| {
        if is_signed_in.get() {
            spawn_local(async move {
                if let Ok(loaded) = RecentsRoute::load().await {
                    let _ = shelf.try_set(Some(loaded));
                }
            });
        }
    });
    move || shelf.get().filter(|_| is_signed_in.get()).map(|shelf| shelf())
}

/// The way to another device: its dialog comes when it is asked for, each time anew.
#[component]
pub fn HandoffButton() -> impl IntoView {
    let dialog = RwSignal::new(None::<Page>);
    let is_missing = RwSignal::new(false);
    let open = move |_| {
        spawn_local(async move {
            let loaded = HandoffDialogRoute::load().await;
            is_missing.set(loaded.is_err());
            dialog.set(loaded.ok());
        });
    };
    view! {
        <button type="button" class="text-link" on:click=open>{t!(handoff.link)}</button>
        {move || is_missing.get().then(|| view! { <p class="field-error" role="alert">{t!(error.network)}</p> })}
        {move || dialog.get().map(|dialog| dialog())}
    }
}

#[component]
fn NotLoaded(load: Load) -> impl IntoView {
    let page = RwSignal::new(None::<Page>);
    let error = RwSignal::new(ApiError::Network);
    let again = Callback::new(move |()| {
        spawn_local(async move {
            match load().await {
                Ok(loaded) => page.set(Some(loaded)),
                // The server is there, and has it no more: it is of another version.
                Err(_) if api::is_there().await => error.set(ApiError::Outdated),
                Err(_) => {}
            }
        });
    });
    move || match page.get() {
        Some(page) => page(),
        None => view! {
            <div class="page">
                <Failure error=error.get() on_retry=again />
            </div>
        }
        .into_any(),
    }
}
