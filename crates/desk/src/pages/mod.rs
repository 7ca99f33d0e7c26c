//! The desk's pages.

pub mod actions;
pub mod find;
pub mod hand_over;
pub mod pickup;
pub mod prepare;
pub mod reservation;
pub mod sign_in;
