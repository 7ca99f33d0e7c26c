//! The cart of the caller's session.

use axum::{
    Router,
    extract::State,
    http::HeaderMap,
    routing::{get, put},
};
use contract::{
    cart::{Cart, SetCartLine, SetCartStore},
    error::Problem,
    language::Language,
    routes,
};
use serde::Deserialize;

use super::{
    cookie::{self, Caller},
    extract::{IdempotencyKey, Json, Path, Query},
};
use crate::{
    app::App,
    domain::{
        cart::{self, Changed, LineChange, StoreChange},
        refusal::Outcome,
    },
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::CART, get(show))
        .route(routes::CART_STORE, put(set_store))
        .route(routes::CART_LINE, put(set_line).delete(remove_line))
}

/// The language of names in the answer; the retailer's default when absent.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InLanguage {
    pub language: Option<Language>,
}

impl InLanguage {
    pub fn or_default(&self, app: &App) -> Language {
        self.language.unwrap_or(app.retailer.default_language)
    }
}

fn answer(app: &App, changed: Changed) -> (HeaderMap, Json<Cart>) {
    (cookie::shopper(app, changed.new_token.as_deref()), Json(changed.cart))
}

#[utoipa::path(get, path = routes::CART, tag = "cart", params(InLanguage), responses((status = 200, body = Cart)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<InLanguage>,
) -> Outcome<Json<Cart>> {
    Ok(Json(cart::find(&app, caller.session.as_deref(), query.or_default(&app)).await?))
}

#[utoipa::path(put, path = routes::CART_STORE, tag = "cart",
    params(InLanguage, ("Idempotency-Key" = Option<String>, Header)), request_body = SetCartStore,
    responses((status = 200, body = Cart), (status = "4XX", body = Problem)))]
pub async fn set_store(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<InLanguage>,
    key: Option<IdempotencyKey>,
    Json(body): Json<SetCartStore>,
) -> Outcome<(HeaderMap, Json<Cart>)> {
    let (session, key) = (caller.session.as_deref(), key.as_ref().map(|key| key.0.as_str()));
    let change = StoreChange { store_id: &body.store_id, was: body.was.as_deref() };
    let changed = cart::set_store(&app, session, &change, key, query.or_default(&app)).await?;
    Ok(answer(&app, changed))
}

#[utoipa::path(put, path = routes::CART_LINE, tag = "cart",
    params(("sku" = String, Path), InLanguage, ("Idempotency-Key" = Option<String>, Header)),
    request_body = SetCartLine, responses((status = 200, body = Cart), (status = "4XX", body = Problem)))]
pub async fn set_line(
    State(app): State<App>,
    caller: Caller,
    Path(sku): Path<String>,
    Query(query): Query<InLanguage>,
    key: Option<IdempotencyKey>,
    Json(body): Json<SetCartLine>,
) -> Outcome<(HeaderMap, Json<Cart>)> {
    let change = LineChange { sku: &sku, quantity: body.quantity.get(), was: body.was };
    set(&app, &caller, &change, key, query.or_default(&app)).await
}

/// What the answer is written in, and what the shopper saw of the line.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RemoveLine {
    language: Option<Language>,
    /// Units that the shopper saw in the cart: when it holds another number, it stays as it is (`cart_changed`).
    was: Option<u32>,
}

#[utoipa::path(delete, path = routes::CART_LINE, tag = "cart",
    params(("sku" = String, Path), RemoveLine, ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, body = Cart), (status = "4XX", body = Problem)))]
pub async fn remove_line(
    State(app): State<App>,
    caller: Caller,
    Path(sku): Path<String>,
    Query(query): Query<RemoveLine>,
    key: Option<IdempotencyKey>,
) -> Outcome<(HeaderMap, Json<Cart>)> {
    let change = LineChange { sku: &sku, quantity: 0, was: query.was };
    let language = InLanguage { language: query.language }.or_default(&app);
    set(&app, &caller, &change, key, language).await
}

async fn set(
    app: &App,
    caller: &Caller,
    change: &LineChange<'_>,
    key: Option<IdempotencyKey>,
    language: Language,
) -> Outcome<(HeaderMap, Json<Cart>)> {
    let key = key.as_ref().map(|key| key.0.as_str());
    Ok(answer(app, cart::set_line(app, caller.session.as_deref(), change, key, language).await?))
}
