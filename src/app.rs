//! The state that every page shares, and the route table.

use leptos::prelude::*;
use leptos_router::{
    Lazy, StaticSegment,
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::{
    browser::{document, intl, scroll, time},
    frame::Frame,
    pages::{
        apart::{
            self, AccountRoute, CartRoute, CheckoutRoute, FavouritesRoute, GiftReceiptFormRoute,
            GiftReceiptRoute, HandoffRoute, InvoiceRoute, LegalRoute, OrderRoute, PassesRoute, ProductRoute,
            PurchaseRoute, PurchasesRoute, ReceiptRoute, ReservationRoute, ReserveRoute, ReturnFormRoute,
            ReturnLabelRoute, ReturnRoute, ScanRoute, SignInRoute, StoreRoute, StoresRoute, WithdrawalRoute,
        },
        home::HomePage,
        not_found::NotFoundPage,
        products::ProductsPage,
    },
    state::{
        announcer::Announcer, cart::CartState, changes::ChangesState, favourites::FavouritesState,
        kept::Kept, live::Live, my_store::MyStore, navigation::Navigation, passes::PassesState, place::Place,
        retailer::RetailerState, session::SessionState,
    },
    text,
};

#[component]
pub fn App() -> impl IntoView {
    scroll::start();
    document::forgive_skipped_transitions();
    apart::fetch_when_somebody_is_there();
    // While the first answer is on its way, not when its prices are drawn.
    time::after(0, || intl::read_ahead(text::language().tag()));
    Announcer::provide();
    ChangesState::provide();
    CartState::provide();
    FavouritesState::provide();
    Live::provide();
    MyStore::provide();
    Navigation::provide();
    Place::provide();
    PassesState::provide();
    RetailerState::provide();
    SessionState::provide();
    // After those who read what every page has: what they keep is not what the page is about.
    Kept::provide();
    view! {
        <Router>
            <Frame><Pages /></Frame>
        </Router>
    }
}

#[component]
fn Pages() -> impl IntoView {
    let lang = StaticSegment(text::language().tag());
    view! {
        <FlatRoutes fallback=NotFoundPage transition=true>
            <Route path=(lang,) view=HomePage />
            <Route path=(lang, path!("products")) view=ProductsPage />
            <Route path=(lang, path!("products/:slug")) view={Lazy::<ProductRoute>::new()} />
            <Route path=(lang, path!("stores")) view={Lazy::<StoresRoute>::new()} />
            <Route path=(lang, path!("stores/:slug")) view={Lazy::<StoreRoute>::new()} />
            <Route path=(lang, path!("cart")) view={Lazy::<CartRoute>::new()} />
            <Route path=(lang, path!("checkout")) view={Lazy::<CheckoutRoute>::new()} />
            <Route path=(lang, path!("orders/:id")) view={Lazy::<OrderRoute>::new()} />
            <Route path=(lang, path!("reserve")) view={Lazy::<ReserveRoute>::new()} />
            <Route path=(lang, path!("reservations/:id")) view={Lazy::<ReservationRoute>::new()} />
            <Route path=(lang, path!("purchases")) view={Lazy::<PurchasesRoute>::new()} />
            <Route path=(lang, path!("purchases/:id")) view={Lazy::<PurchaseRoute>::new()} />
            <Route path=(lang, path!("invoices/:id")) view={Lazy::<InvoiceRoute>::new()} />
            <Route path=(lang, path!("receipts/claim")) view={Lazy::<ReceiptRoute>::new()} />
            <Route path=(lang, path!("account")) view={Lazy::<AccountRoute>::new()} />
            <Route path=(lang, path!("passes")) view={Lazy::<PassesRoute>::new()} />
            <Route path=(lang, path!("favourites")) view={Lazy::<FavouritesRoute>::new()} />
            <Route path=(lang, path!("sign-in")) view={Lazy::<SignInRoute>::new()} />
            <Route path=(lang, path!("legal")) view={Lazy::<LegalRoute>::new()} />
            <Route path=(lang, path!("purchases/:id/return")) view={Lazy::<ReturnFormRoute>::new()} />
            <Route path=(lang, path!("purchases/:id/gift")) view={Lazy::<GiftReceiptFormRoute>::new()} />
            <Route path=(lang, path!("continue")) view={Lazy::<HandoffRoute>::new()} />
            <Route path=(lang, path!("gift")) view={Lazy::<GiftReceiptRoute>::new()} />
            <Route path=(lang, path!("returns/:id")) view={Lazy::<ReturnRoute>::new()} />
            <Route path=(lang, path!("returns/:id/label")) view={Lazy::<ReturnLabelRoute>::new()} />
            <Route path=(lang, path!("scan")) view={Lazy::<ScanRoute>::new()} />
            <Route path=(lang, path!("withdrawal")) view={Lazy::<WithdrawalRoute>::new()} />
        </FlatRoutes>
    }
}
