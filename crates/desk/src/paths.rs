//! Every URL of the desk as a function.

use contract::routes;

pub fn prepare() -> String {
    "/desk".to_string()
}

pub fn find() -> String {
    "/desk/find".to_string()
}

/// What came back.
pub fn returns() -> String {
    "/desk/returns".to_string()
}

pub fn return_request(id: &str) -> String {
    format!("/desk/returns/{}", routes::encode(id))
}

/// What was bought, to take some of it back.
pub fn purchase(id: &str) -> String {
    format!("/desk/purchases/{}", routes::encode(id))
}

/// An order by telephone or by message.
pub fn order() -> String {
    "/desk/order".to_string()
}

/// What concerns the whole store.
pub fn store() -> String {
    "/desk/store".to_string()
}

/// Who did what.
pub fn journal() -> String {
    "/desk/journal".to_string()
}

pub fn pickup(id: &str) -> String {
    format!("/desk/pickups/{}", routes::encode(id))
}

pub fn reservation(id: &str) -> String {
    format!("/desk/reservations/{}", routes::encode(id))
}
