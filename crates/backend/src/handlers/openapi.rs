//! The API's document, made of the handlers' annotations and the contract's schemas.

use axum::{Json, Router, routing::get};
use contract::routes;
use utoipa::OpenApi;

use super::{
    account, availability, cart, categories, desk, desk_orders, desk_reservations, desk_store, events,
    favourites, health, orders, products, push, resend, reservations, retailer, session, stores,
};
use crate::app::App;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vitrine",
        description = "The API of an omnichannel shop. Money is integer minor units with a currency; times are RFC 3339 \
                       with an offset; errors are RFC 9457 problems with a code from a closed list."
    ),
    paths(
        health::show,
        retailer::show,
        categories::list,
        products::list,
        products::show,
        stores::list,
        stores::show,
        availability::list,
        cart::show,
        cart::set_store,
        cart::set_line,
        cart::remove_line,
        orders::list,
        orders::place,
        orders::show,
        orders::cancel,
        reservations::slots_of_store,
        reservations::list,
        reservations::place,
        reservations::show,
        reservations::cancel,
        reservations::change_slot,
        reservations::drop_piece,
        reservations::say_here,
        reservations::say_late,
        session::show,
        session::open_link,
        session::close,
        session::ask,
        session::find_request,
        session::approve,
        session::prove,
        account::show,
        account::set_profile,
        account::set_store,
        account::add_favourite_store,
        account::remove_favourite_store,
        account::sessions,
        account::revoke,
        account::revoke_others,
        account::undo_merge,
        favourites::list,
        favourites::add,
        favourites::remove,
        favourites::see,
        events::listen,
        desk::sign_in,
        desk::session,
        desk::sign_out,
        desk::pickups,
        desk::prepare,
        desk::make_ready,
        desk::collect,
        desk::find,
        desk_orders::place,
        desk_reservations::list,
        desk_reservations::prepare,
        desk_reservations::say_missing,
        desk_reservations::make_ready,
        desk_reservations::arrive,
        desk_reservations::close,
        desk_reservations::say_found,
        desk_reservations::no_show,
        desk_reservations::undo,
        desk_store::show,
        desk_store::close,
        desk_store::open,
        desk_store::list,
        resend::of_reservation,
        resend::of_pickup,
        push::key,
        push::subscribe,
        push::unsubscribe,
    )
)]
pub struct Document;

pub fn router() -> Router<App> {
    Router::new().route(routes::OPENAPI, get(|| async { Json(Document::openapi()) }))
}
