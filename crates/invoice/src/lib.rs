//! An invoice as a document. Nothing here reads a database or a clock: the same content gives the same bytes.
//!
//! `amounts` fills in what follows from the gross lines, `xml` writes the e-invoice (EN 16931 as CII, the Factur-X
//! profile of that name), `pdf` sets the page and puts the e-invoice into it.

mod amounts;
mod cii;
mod face;
mod format;
mod logo;
mod markup;
mod page;
mod pdf;
mod words;

pub use amounts::amounts;
pub use cii::xml;
pub use logo::Logo;
pub use pdf::pdf;
