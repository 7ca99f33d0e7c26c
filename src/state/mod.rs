//! What several pages share: small newtypes given by context, and the reading of data.

pub mod announcer;
pub mod cache;
pub mod cart;
pub mod favourites;
pub mod live;
pub mod my_store;
pub mod navigation;
pub mod place;
pub mod query;
pub mod retailer;
pub mod session;
