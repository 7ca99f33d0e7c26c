//! Every API URL: a pattern for the server, a function for the client. Nothing else spells one.

pub const HEALTH: &str = "/health";
pub const OPENAPI: &str = "/api/openapi.json";
pub const RETAILER: &str = "/api/retailer";
pub const CATEGORIES: &str = "/api/categories";
pub const PRODUCTS: &str = "/api/products";
pub const PRODUCT: &str = "/api/products/{slug}";
pub const PRODUCTS_BY_GTIN: &str = "/api/products/by-gtin/{gtin}";
pub const STORES: &str = "/api/stores";
pub const STORE: &str = "/api/stores/{slug}";
pub const AVAILABILITY: &str = "/api/availability";
pub const CART: &str = "/api/cart";
pub const CART_STORE: &str = "/api/cart/store";
pub const CART_LINE: &str = "/api/cart/lines/{sku}";
pub const ORDERS: &str = "/api/orders";
pub const ORDER: &str = "/api/orders/{id}";
pub const ORDER_CANCEL: &str = "/api/orders/{id}/cancel";
pub const RESERVATIONS: &str = "/api/reservations";
pub const RESERVATION: &str = "/api/reservations/{id}";
pub const RESERVATION_CANCEL: &str = "/api/reservations/{id}/cancel";
pub const RESERVATION_SLOT: &str = "/api/reservations/{id}/slot";
pub const RESERVATION_LINE: &str = "/api/reservations/{id}/lines/{line_id}";
pub const RESERVATION_HERE: &str = "/api/reservations/{id}/here";
pub const RESERVATION_LATE: &str = "/api/reservations/{id}/late";
pub const STORE_SLOTS: &str = "/api/stores/{slug}/slots";
pub const PURCHASES: &str = "/api/purchases";
pub const PURCHASE: &str = "/api/purchases/{id}";
pub const PURCHASE_COMPANY: &str = "/api/purchases/{id}/company";
pub const PURCHASE_GIFT_RECEIPTS: &str = "/api/purchases/{id}/gift-receipts";
pub const RECEIPTS_CLAIM: &str = "/api/receipts/claim";
pub const GIFT_RECEIPTS_OPEN: &str = "/api/gift-receipts/open";
pub const INVOICE: &str = "/api/invoices/{id}";
pub const INVOICE_PDF: &str = "/api/invoices/{id}/pdf";
pub const INVOICE_EMAIL: &str = "/api/invoices/{id}/email";
pub const INVOICES_ARCHIVE: &str = "/api/invoices/archive";
pub const RETURNS: &str = "/api/returns";
pub const RETURN: &str = "/api/returns/{id}";
pub const RETURN_CANCEL: &str = "/api/returns/{id}/cancel";
pub const WITHDRAWALS: &str = "/api/withdrawals";
pub const WITHDRAWALS_FIND: &str = "/api/withdrawals/find";
pub const POS_RECEIPTS: &str = "/api/pos/receipts";
pub const POS_CUSTOMER: &str = "/api/pos/customers/{code}";
pub const POS_STORE_CREDIT: &str = "/api/pos/store-credits/{code}";
pub const SESSION: &str = "/api/session";
pub const SESSION_LINK: &str = "/api/session/link";
pub const SESSION_REQUESTS: &str = "/api/session/requests";
pub const SESSION_REQUEST_FIND: &str = "/api/session/requests/find";
pub const SESSION_REQUEST_APPROVE: &str = "/api/session/requests/approve";
pub const SESSION_SIGN_IN: &str = "/api/session/sign-in";
pub const ACCOUNT: &str = "/api/account";
pub const ACCOUNT_PROFILE: &str = "/api/account/profile";
pub const ACCOUNT_STORE: &str = "/api/account/store";
pub const ACCOUNT_FAVOURITE_STORE: &str = "/api/account/favourite-stores/{id}";
pub const ACCOUNT_SESSIONS: &str = "/api/account/sessions";
pub const ACCOUNT_SESSION: &str = "/api/account/sessions/{id}";
pub const ACCOUNT_ADDRESSES: &str = "/api/account/addresses";
pub const ACCOUNT_ADDRESSES_PROVE: &str = "/api/account/addresses/prove";
pub const ACCOUNT_ADDRESSES_JOIN: &str = "/api/account/addresses/join";
pub const ACCOUNT_ADDRESSES_PART: &str = "/api/account/addresses/part";
pub const ACCOUNT_MERGE_UNDO: &str = "/api/account/merge/undo";
pub const FAVOURITES: &str = "/api/favourites";
pub const FAVOURITE: &str = "/api/favourites/{sku}";
pub const FAVOURITES_SEEN: &str = "/api/favourites/seen";
pub const RECENTS: &str = "/api/recents";
pub const RECENT: &str = "/api/recents/{slug}";
pub const HANDOFFS: &str = "/api/handoffs";
pub const HANDOFF: &str = "/api/handoffs/{id}";
pub const HANDOFFS_FIND: &str = "/api/handoffs/find";
pub const HANDOFFS_TAKE: &str = "/api/handoffs/take";
pub const PUSH_KEY: &str = "/api/push/key";
pub const PUSH_SUBSCRIPTION: &str = "/api/push/subscription";
pub const EVENTS: &str = "/api/events";
pub const DESK_SESSION: &str = "/api/desk/session";
pub const DESK_PICKUPS: &str = "/api/desk/pickups";
pub const DESK_PICKUP_PREPARE: &str = "/api/desk/pickups/{id}/prepare";
pub const DESK_PICKUP_READY: &str = "/api/desk/pickups/{id}/ready";
pub const DESK_PICKUP_COLLECT: &str = "/api/desk/pickups/{id}/collect";
pub const DESK_RESERVATIONS: &str = "/api/desk/reservations";
pub const DESK_RESERVATION_PREPARE: &str = "/api/desk/reservations/{id}/prepare";
pub const DESK_RESERVATION_FOUND: &str = "/api/desk/reservations/{id}/found";
pub const DESK_RESERVATION_MISSING: &str = "/api/desk/reservations/{id}/missing";
pub const DESK_RESERVATION_READY: &str = "/api/desk/reservations/{id}/ready";
pub const DESK_RESERVATION_ARRIVE: &str = "/api/desk/reservations/{id}/arrive";
pub const DESK_RESERVATION_CLOSE: &str = "/api/desk/reservations/{id}/close";
pub const DESK_RESERVATION_NO_SHOW: &str = "/api/desk/reservations/{id}/no-show";
pub const DESK_RESERVATION_UNDO: &str = "/api/desk/reservations/{id}/undo";
pub const DESK_RESERVATION_RESEND: &str = "/api/desk/reservations/{id}/resend";
pub const DESK_PICKUP_RESEND: &str = "/api/desk/pickups/{id}/resend";
pub const DESK_ORDERS: &str = "/api/desk/orders";
pub const DESK_PURCHASES_FIND: &str = "/api/desk/purchases/find";
pub const DESK_RETURNS: &str = "/api/desk/returns";
pub const DESK_RETURN: &str = "/api/desk/returns/{id}";
pub const DESK_RETURN_RECEIVE: &str = "/api/desk/returns/{id}/receive";
pub const DESK_RETURN_REFUND: &str = "/api/desk/returns/{id}/refund";
pub const DESK_CLOSING: &str = "/api/desk/closing";
pub const DESK_AUDIT: &str = "/api/desk/audit";
pub const DESK_PASSES_FIND: &str = "/api/desk/passes/find";
/// Everything below the API that no route answers.
pub const UNKNOWN: &str = "/api/{*rest}";
pub const PICTURES: &str = "/pictures";
pub const LOGO: &str = "/pictures/logo/{name}";

/// The header that makes a creating request safe to repeat.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The header by which an app says which version of the contract it was built for; see [`crate::CONTRACT`].
pub const VERSION: &str = "Vitrine-Contract";

/// The header by which the service worker says that it answers from what it kept: when that left the server, as RFC 3339.
pub const KEPT_SINCE: &str = "Vitrine-Kept-Since";

/// Puts a value into a pattern's parameter, percent-encoded.
fn fill(pattern: &str, value: &str) -> String {
    match (pattern.find('{'), pattern.find('}')) {
        (Some(start), Some(end)) if start < end => {
            format!("{}{}{}", &pattern[..start], encode(value), &pattern[end + 1..])
        }
        _ => pattern.to_string(),
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Whether an address answers everybody the same, and nothing of anybody.
pub fn is_public(url: &str) -> bool {
    [PRODUCTS, STORES, CATEGORIES, RETAILER, AVAILABILITY].iter().any(|public| url.starts_with(public))
}

/// A URL with the parameters that have a value.
pub fn with_query(path: &str, pairs: &[(&str, Option<String>)]) -> String {
    let mut url = path.to_string();
    let mut separator = '?';
    for (name, value) in pairs {
        if let Some(value) = value {
            url.push(separator);
            url.push_str(&format!("{name}={}", encode(value)));
            separator = '&';
        }
    }
    url
}

pub fn product(slug: &str) -> String {
    fill(PRODUCT, slug)
}

pub fn products_by_gtin(gtin: &str) -> String {
    fill(PRODUCTS_BY_GTIN, gtin)
}

pub fn store(slug: &str) -> String {
    fill(STORE, slug)
}

pub fn cart_line(sku: &str) -> String {
    fill(CART_LINE, sku)
}

pub fn order(id: &str) -> String {
    fill(ORDER, id)
}

pub fn order_cancel(id: &str) -> String {
    fill(ORDER_CANCEL, id)
}

pub fn reservation(id: &str) -> String {
    fill(RESERVATION, id)
}

pub fn reservation_cancel(id: &str) -> String {
    fill(RESERVATION_CANCEL, id)
}

pub fn reservation_slot(id: &str) -> String {
    fill(RESERVATION_SLOT, id)
}

pub fn reservation_line(id: &str, line_id: &str) -> String {
    fill(&fill(RESERVATION_LINE, id), line_id)
}

pub fn reservation_here(id: &str) -> String {
    fill(RESERVATION_HERE, id)
}

pub fn reservation_late(id: &str) -> String {
    fill(RESERVATION_LATE, id)
}

pub fn purchase(id: &str) -> String {
    fill(PURCHASE, id)
}

pub fn purchase_company(id: &str) -> String {
    fill(PURCHASE_COMPANY, id)
}

pub fn purchase_gift_receipts(id: &str) -> String {
    fill(PURCHASE_GIFT_RECEIPTS, id)
}

pub fn invoice(id: &str) -> String {
    fill(INVOICE, id)
}

pub fn invoice_pdf(id: &str) -> String {
    fill(INVOICE_PDF, id)
}

pub fn invoice_email(id: &str) -> String {
    fill(INVOICE_EMAIL, id)
}

pub fn invoices_archive(year: i32) -> String {
    with_query(INVOICES_ARCHIVE, &[("year", Some(year.to_string()))])
}

pub fn return_request(id: &str) -> String {
    fill(RETURN, id)
}

pub fn return_cancel(id: &str) -> String {
    fill(RETURN_CANCEL, id)
}

/// What an associate does to a return: `route` is one of the `DESK_RETURN` routes.
pub fn desk_return(route: &str, id: &str) -> String {
    fill(route, id)
}

pub fn store_slots(slug: &str) -> String {
    fill(STORE_SLOTS, slug)
}

pub fn account_favourite_store(id: &str) -> String {
    fill(ACCOUNT_FAVOURITE_STORE, id)
}

pub fn account_session(id: &str) -> String {
    fill(ACCOUNT_SESSION, id)
}

pub fn favourite(sku: &str) -> String {
    fill(FAVOURITE, sku)
}

pub fn recent(slug: &str) -> String {
    fill(RECENT, slug)
}

pub fn handoff(id: &str) -> String {
    fill(HANDOFF, id)
}

/// What an associate does to a reservation: `route` is one of the `DESK_RESERVATION_` routes.
pub fn desk_reservation(route: &str, id: &str) -> String {
    fill(route, id)
}

pub fn desk_pickup_prepare(id: &str) -> String {
    fill(DESK_PICKUP_PREPARE, id)
}

pub fn desk_pickup_ready(id: &str) -> String {
    fill(DESK_PICKUP_READY, id)
}

pub fn desk_pickup_collect(id: &str) -> String {
    fill(DESK_PICKUP_COLLECT, id)
}

pub fn desk_pickup_resend(id: &str) -> String {
    fill(DESK_PICKUP_RESEND, id)
}

/// The file of a picture; `extension` is `avif` or `jpg`.
pub fn picture(id: &str, width: u32, extension: &str) -> String {
    format!("{PICTURES}/{id}-{width}.{extension}")
}

/// The brand's picture, by the name that the retailer has of it.
pub fn logo(name: &str) -> String {
    fill(LOGO, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded() {
        assert_eq!(cart_line("A/B é"), "/api/cart/lines/A%2FB%20%C3%A9");
        assert_eq!(
            with_query(PRODUCTS, &[("q", Some("a b".into())), ("page", None)]),
            "/api/products?q=a%20b"
        );
    }

    #[test]
    fn what_is_public_is_nobody_s() {
        assert!(is_public(&product("robe")) && is_public(&with_query(STORES, &[])));
        assert!(![CART, ORDERS, FAVOURITES, SESSION, RECENTS, INVOICES_ARCHIVE].into_iter().any(is_public));
    }
}
