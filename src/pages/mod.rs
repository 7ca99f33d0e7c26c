//! One file a page: it reads its address, asks for its data and lays out components.

pub mod account;
pub mod apart;
pub mod attempt;
pub mod cart;
pub mod change;
pub mod checkout;
pub mod failure;
pub mod favourites;
pub mod heading;
pub mod home;
pub mod legal;
pub mod merged;
pub mod not_found;
pub mod notify;
pub mod order;
pub mod private_link;
pub mod private_page;
pub mod product;
pub mod products;
pub mod reservation;
pub mod reserve;
pub mod sign_in;
pub mod signed_in;
pub mod slots;
pub mod store;
pub mod stores;
