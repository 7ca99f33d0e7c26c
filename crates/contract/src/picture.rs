//! Pictures of products, made once by the import and named by their content.

use serde::{Deserialize, Serialize};

/// A picture; its files are at [`crate::routes::picture`] for every width in `widths`, as AVIF and as JPEG.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Picture {
    /// Hash of the content.
    pub id: String,
    /// Pixels of the largest file.
    pub width: u32,
    pub height: u32,
    /// Widths in pixels that exist, ascending; never upscaled.
    pub widths: Vec<u32>,
    /// Dominant colour, `#rrggbb`, to show while the picture loads.
    pub colour: String,
}

/// Widths that are made, in pixels.
pub const WIDTHS: [u32; 3] = [320, 640, 1024];
