//! The rules and the transactions; SQL is in `db`, HTTP in `handlers`.

pub mod associate;
pub mod attempt;
pub mod availability;
pub mod cart;
pub mod category;
pub mod clock;
pub mod desk;
pub mod hours;
pub mod import;
pub mod mail;
pub mod order;
pub mod outbox;
pub mod pass;
pub mod pickup;
pub mod place_order;
pub mod price;
pub mod product;
pub mod refusal;
pub mod retailer;
pub mod search;
pub mod secret;
pub mod session;
pub mod store;
