//! One file a page: it reads its address, asks for its data and lays out components.

pub mod apart;
pub mod attempt;
pub mod cart;
pub mod change;
pub mod checkout;
pub mod failure;
pub mod heading;
pub mod home;
pub mod legal;
pub mod not_found;
pub mod order;
pub mod private_link;
pub mod private_page;
pub mod product;
pub mod products;
pub mod reservation;
pub mod reserve;
pub mod slots;
pub mod store;
pub mod stores;
