//! What the desk's pages share.

pub mod actions;
pub mod desk;
pub mod now;
pub mod places;
