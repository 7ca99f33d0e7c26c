//! HTTP only: reads requests, calls the domain, writes answers.

pub mod account;
pub mod availability;
pub mod cart;
pub mod categories;
pub mod cookie;
pub mod cross_origin;
pub mod desk;
pub mod desk_orders;
pub mod desk_reservations;
pub mod desk_returns;
pub mod desk_store;
pub mod events;
pub mod extract;
pub mod favourites;
pub mod files;
pub mod gift_receipts;
pub mod handoffs;
pub mod health;
pub mod invoices;
pub mod mailbox;
pub mod openapi;
pub mod orders;
pub mod origin;
pub mod pos;
pub mod problem;
pub mod products;
pub mod purchases;
pub mod push;
pub mod recents;
pub mod resend;
pub mod reservations;
pub mod retailer;
pub mod returns;
pub mod security;
pub mod session;
pub mod stores;
pub mod till;
pub mod version;
pub mod withdrawals;

use axum::{Router, extract::DefaultBodyLimit, http::HeaderValue, http::header, middleware};
use tower_http::{
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
    set_header::SetResponseHeaderLayer,
    trace::TraceLayer,
};

use contract::routes;

use crate::app::App;

/// No request of the API is larger than a long cart.
const MAX_BODY: usize = 64 * 1024;

/// The whole service: API, pictures, apps.
pub fn router(app: App) -> Router {
    let api = Router::new()
        .merge(account::router())
        .merge(availability::router())
        .merge(cart::router())
        .merge(categories::router())
        .merge(desk::router())
        .merge(desk_orders::router())
        .merge(desk_reservations::router())
        .merge(desk_returns::router())
        .merge(desk_store::router())
        .merge(events::router())
        .merge(favourites::router())
        .merge(gift_receipts::router())
        .merge(handoffs::router())
        .merge(health::router())
        .merge(invoices::router())
        .merge(openapi::router())
        .merge(orders::router())
        .merge(pos::router())
        .merge(products::router())
        .merge(purchases::router())
        .merge(push::router())
        .merge(recents::router())
        .merge(resend::router())
        .merge(reservations::router())
        .merge(retailer::router())
        .merge(returns::router())
        .merge(session::router())
        .merge(stores::router())
        .merge(withdrawals::router())
        .route(routes::UNKNOWN, axum::routing::any(problem::no_such_route))
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(middleware::from_fn_with_state(app.clone(), origin::check))
        .layer(middleware::from_fn(version::check))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-cache"),
        ))
        // Documents are opened too, in viewers of the browser's own that a policy for pages would stop.
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("frame-ancestors 'none'"),
        ))
        // Live events must leave at once, so they are not compressed; documents are so already.
        .layer(
            CompressionLayer::new().compress_when(
                SizeAbove::new(860)
                    .and(NotForContentType::const_new("text/event-stream"))
                    .and(NotForContentType::const_new("application/pdf"))
                    .and(NotForContentType::const_new("application/zip")),
            ),
        );
    let mut service = Router::new().merge(api).merge(files::router(&app));
    if app.settings.mailbox {
        service = service.merge(mailbox::router());
    }
    security::add(service, &app.settings)
        .layer(middleware::from_fn_with_state(app.clone(), cross_origin::allow))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}
