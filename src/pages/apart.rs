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
    invoice::InvoicePage,
    legal::LegalPage,
    order::OrderPage,
    product::ProductPage,
    purchase::PurchasePage,
    purchases::PurchasesPage,
    receipt::ReceiptPage,
    reservation::ReservationPage,
    reserve::ReservePage,
    return_form::ReturnFormPage,
    return_request::{ReturnLabelPage, ReturnPage},
    sign_in::SignInPage,
    store::StorePage,
    stores::StoresPage,
    withdrawal::WithdrawalPage,
};
use crate::{api::ApiError, browser::document};

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
    ($($chunk:ident $function:ident $route:ident $page:ident,)*) => {
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

// The chunk, a function's name that is found in it, the route, the page.
apart! {
    product product_page ProductRoute ProductPage,
    order cart_page CartRoute CartPage,
    order checkout_page CheckoutRoute CheckoutPage,
    order order_page OrderRoute OrderPage,
    order reserve_page ReserveRoute ReservePage,
    order reservation_page ReservationRoute ReservationPage,
    purchase purchases_page PurchasesRoute PurchasesPage,
    purchase purchase_page PurchaseRoute PurchasePage,
    purchase invoice_page InvoiceRoute InvoicePage,
    purchase receipt_page ReceiptRoute ReceiptPage,
    account account_page AccountRoute AccountPage,
    account favourites_page FavouritesRoute FavouritesPage,
    account sign_in_page SignInRoute SignInPage,
    store stores_page StoresRoute StoresPage,
    store store_page StoreRoute StorePage,
    store legal_page LegalRoute LegalPage,
    returns return_form_page ReturnFormRoute ReturnFormPage,
    returns return_page ReturnRoute ReturnPage,
    returns return_label_page ReturnLabelRoute ReturnLabelPage,
    returns gift_receipt_form_page GiftReceiptFormRoute GiftReceiptFormPage,
    returns gift_receipt_page GiftReceiptRoute GiftReceiptPage,
    returns withdrawal_page WithdrawalRoute WithdrawalPage,
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

#[component]
fn NotLoaded(load: Load) -> impl IntoView {
    let page = RwSignal::new(None::<Page>);
    let again = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(loaded) = load().await {
                page.set(Some(loaded));
            }
        });
    });
    move || match page.get() {
        Some(page) => page(),
        None => view! {
            <div class="page">
                <Failure error=ApiError::Network on_retry=again />
            </div>
        }
        .into_any(),
    }
}
