//! The account of who is signed in: profile, stores, devices.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{delete, get, post, put},
};
use contract::{
    account::{
        Account, AccountSessions, AskToJoin, AskedToJoin, HistoryPreview, JoinHistory, PartHistory, Profile,
        ProveAddress, SetMyStore,
    },
    error::Problem,
    routes,
};

use super::{
    cookie::Caller,
    extract::{Json, Path},
    orders::private,
    session::browser,
};
use crate::{
    app::App,
    domain::{account, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::ACCOUNT, get(show))
        .route(routes::ACCOUNT_PROFILE, put(set_profile))
        .route(routes::ACCOUNT_STORE, put(set_store))
        .route(routes::ACCOUNT_FAVOURITE_STORE, put(add_favourite_store).delete(remove_favourite_store))
        .route(routes::ACCOUNT_SESSIONS, get(sessions).delete(revoke_others))
        .route(routes::ACCOUNT_SESSION, delete(revoke))
        .route(routes::ACCOUNT_ADDRESSES, post(ask_to_join))
        .route(routes::ACCOUNT_ADDRESSES_PROVE, post(prove_address))
        .route(routes::ACCOUNT_ADDRESSES_JOIN, post(join_history))
        .route(routes::ACCOUNT_ADDRESSES_PART, post(part_history))
        .route(routes::ACCOUNT_MERGE_UNDO, post(undo_merge))
}

#[utoipa::path(get, path = routes::ACCOUNT, tag = "account",
    responses((status = 200, body = Account), (status = 401, body = Problem)))]
pub async fn show(State(app): State<App>, caller: Caller) -> Outcome<(HeaderMap, Json<Account>)> {
    let account = account::find(&app, caller.session.as_deref()).await?;
    Ok((private(HeaderMap::new()), Json(account)))
}

#[utoipa::path(put, path = routes::ACCOUNT_PROFILE, tag = "account", request_body = Profile,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn set_profile(
    State(app): State<App>,
    caller: Caller,
    Json(profile): Json<Profile>,
) -> Outcome<StatusCode> {
    account::set_profile(&app, caller.session.as_deref(), &profile).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(put, path = routes::ACCOUNT_STORE, tag = "account", request_body = SetMyStore,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn set_store(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<SetMyStore>,
) -> Outcome<StatusCode> {
    account::set_store(&app, caller.session.as_deref(), body.store_id.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(put, path = routes::ACCOUNT_FAVOURITE_STORE, tag = "account", params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn add_favourite_store(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<StatusCode> {
    account::add_favourite_store(&app, caller.session.as_deref(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = routes::ACCOUNT_FAVOURITE_STORE, tag = "account", params(("id" = String, Path)),
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn remove_favourite_store(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<StatusCode> {
    account::remove_favourite_store(&app, caller.session.as_deref(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(get, path = routes::ACCOUNT_SESSIONS, tag = "account",
    responses((status = 200, body = AccountSessions), (status = 401, body = Problem)))]
pub async fn sessions(State(app): State<App>, caller: Caller) -> Outcome<(HeaderMap, Json<AccountSessions>)> {
    let sessions = account::sessions(&app, caller.session.as_deref()).await?;
    Ok((private(HeaderMap::new()), Json(sessions)))
}

#[utoipa::path(delete, path = routes::ACCOUNT_SESSIONS, tag = "account",
    responses((status = 204, description = "every browser but this one is signed out"), (status = 401, body = Problem)))]
pub async fn revoke_others(State(app): State<App>, caller: Caller) -> Outcome<StatusCode> {
    account::revoke_others(&app, caller.session.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = routes::ACCOUNT_SESSION, tag = "account", params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn revoke(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Outcome<StatusCode> {
    account::revoke(&app, caller.session.as_deref(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = routes::ACCOUNT_MERGE_UNDO, tag = "account",
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn undo_merge(State(app): State<App>, caller: Caller) -> Outcome<StatusCode> {
    account::merge::undo(&app, caller.session.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = routes::ACCOUNT_ADDRESSES, tag = "account", request_body = AskToJoin,
    responses((status = 200, body = AskedToJoin), (status = "4XX", body = Problem)))]
pub async fn ask_to_join(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<AskToJoin>,
) -> Outcome<Json<AskedToJoin>> {
    Ok(Json(account::address::ask(&app, &browser(&caller), &body).await?))
}

#[utoipa::path(post, path = routes::ACCOUNT_ADDRESSES_PROVE, tag = "account", request_body = ProveAddress,
    responses((status = 200, body = HistoryPreview), (status = "4XX", body = Problem)))]
pub async fn prove_address(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<ProveAddress>,
) -> Outcome<Json<HistoryPreview>> {
    let preview =
        account::address::prove(&app, &browser(&caller), &body.request_id, body.code.as_str()).await?;
    Ok(Json(preview))
}

#[utoipa::path(post, path = routes::ACCOUNT_ADDRESSES_JOIN, tag = "account", request_body = JoinHistory,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn join_history(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<JoinHistory>,
) -> Outcome<StatusCode> {
    account::address::join(&app, &browser(&caller), &body.request_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = routes::ACCOUNT_ADDRESSES_PART, tag = "account", request_body = PartHistory,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn part_history(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<PartHistory>,
) -> Outcome<StatusCode> {
    account::address::part(&app, caller.session.as_deref(), body.email.as_str()).await?;
    Ok(StatusCode::NO_CONTENT)
}
