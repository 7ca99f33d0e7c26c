//! Purchases: what was bought on any channel, in one list.

mod back;
mod find;
mod view;

pub use find::{find, list};
pub use view::view;
