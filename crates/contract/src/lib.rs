//! What the apps and the server say to each other: one file a noun, serde and pure code only.
//! Shapes, units and rules are documented at the field; the API document is generated from here.

/// The version of all this. It is raised when an app built for the one before could no longer make itself understood.
pub const CONTRACT: u32 = 1;

pub mod account;
pub mod availability;
pub mod cart;
pub mod category;
pub mod desk;
pub mod desk_sale;
pub mod error;
pub mod event;
pub mod favourite;
pub mod handoff;
pub mod health;
pub mod invoice;
pub mod language;
pub mod money;
pub mod newtypes;
pub mod order;
pub mod page;
pub mod pass;
pub mod pickup;
pub mod picture;
pub mod pos;
pub mod product;
pub mod purchase;
pub mod push;
pub mod recent;
pub mod reservation;
pub mod retailer;
pub mod return_request;
pub mod routes;
pub mod session;
pub mod store;
pub mod time;
pub mod withdrawal;
