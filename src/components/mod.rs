//! What pages are made of: props in, callbacks out. They know neither api nor state nor pages, so that the server
//! can paint them too.

mod availability_label;
mod barcode;
mod choice_group;
mod dialog;
mod ean13;
mod error_summary;
mod icon;
mod message;
mod notify;
mod opening;
mod pagination;
mod pass;
mod picture;
mod piece_choice;
mod price;
mod product_card;
mod qr_code;
mod quantity_field;
mod skeleton;
mod store_line;
mod text_area;
mod text_field;
mod timeline;

pub use availability_label::AvailabilityLabel;
pub use barcode::Barcode;
pub use choice_group::{Choice, ChoiceGroup};
pub use dialog::Dialog;
pub use error_summary::ErrorSummary;
pub use icon::{Glyph, Icon};
pub use message::Message;
pub use notify::{NotifyMe, Telling};
pub use opening::{OpeningHours, OpeningLine, opening_text};
pub use pagination::Pagination;
pub use pass::PassCard;
pub use picture::ProductPicture;
pub use piece_choice::PieceChoice;
pub use price::PriceTag;
pub use product_card::ProductCard;
pub use qr_code::QrCode;
pub use quantity_field::QuantityField;
pub use skeleton::{Lines, ProductGridSkeleton};
pub use store_line::{StoreAddress, StoreLine, address_text};
pub use text_area::TextArea;
pub use text_field::TextField;
pub use timeline::{PickupTimeline, ReservationTimeline, ReturnTimeline};
