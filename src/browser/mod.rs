//! The only place that touches the web's own interfaces; everything else calls these functions.

pub mod ahead;
pub mod awake;
pub mod clipboard;
pub mod database;
pub mod dialog;
pub mod document;
pub mod download;
pub mod events;
pub mod focus;
pub mod geolocation;
pub mod history;
pub mod install;
pub mod intl;
pub mod json;
pub mod network;
pub mod press;
pub mod push;
pub mod random;
pub mod scanner;
pub mod screen;
pub mod scroll;
pub mod share;
pub mod storage;
pub mod time;
pub mod worker;
