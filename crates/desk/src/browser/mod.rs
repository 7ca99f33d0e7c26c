//! What only the desk needs of the web's own interfaces.

pub mod visibility;
