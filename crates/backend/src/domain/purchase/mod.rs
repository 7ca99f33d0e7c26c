//! Purchases: what was bought on any channel, in one list.

mod find;
mod view;

pub use find::{find, list};
pub use view::view;
