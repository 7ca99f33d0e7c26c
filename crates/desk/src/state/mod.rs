//! What the desk's pages share.

pub mod actions;
pub mod closing;
pub mod desk;
pub mod listing;
pub mod now;
pub mod order;
pub mod pickups;
pub mod places;
pub mod reservations;
pub mod returns;
