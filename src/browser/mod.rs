//! The only place that touches the web's own interfaces; everything else calls these functions.

pub mod clipboard;
pub mod dialog;
pub mod document;
pub mod download;
pub mod events;
pub mod focus;
pub mod geolocation;
pub mod intl;
pub mod json;
pub mod network;
pub mod press;
pub mod push;
pub mod random;
pub mod scroll;
pub mod share;
pub mod storage;
pub mod time;
