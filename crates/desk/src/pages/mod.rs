//! The desk's pages.

pub mod actions;
pub mod find;
pub mod hand_over;
pub mod journal;
pub mod more;
pub mod pickup;
pub mod prepare;
pub mod reservation;
pub mod search;
pub mod sign_in;
pub mod store;
