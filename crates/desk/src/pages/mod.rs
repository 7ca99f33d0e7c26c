//! The desk's pages.

pub mod actions;
pub mod find;
pub mod hand_over;
pub mod journal;
pub mod more;
pub mod order;
pub mod pickup;
pub mod prepare;
pub mod purchase;
pub mod reservation;
pub mod return_request;
pub mod returns;
pub mod search;
pub mod sign_in;
pub mod store;
pub mod without_code;
