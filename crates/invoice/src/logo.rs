//! The brand's picture at the head of the page.

use std::{collections::HashMap, sync::Arc};

use anyhow::{Context, Result, ensure};
use takumi_core::resources::image::{ImageSource, is_svg_bytes};

use crate::pdf::try_logo;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// In bytes; every PDF holds it.
const MOST: usize = 512 * 1024;
/// How the template names it.
const SOURCE: &str = "logo";

/// An SVG or a PNG that a page can show.
#[derive(Clone, Debug)]
pub struct Logo {
    image: ImageSource,
    bytes: Vec<u8>,
    is_svg: bool,
}

impl Logo {
    /// Reads what a file holds. What no page can show is refused here, before an invoice is to be set.
    pub fn read(bytes: Vec<u8>) -> Result<Self> {
        let is_svg = is_svg_bytes(&bytes);
        ensure!(is_svg || bytes.starts_with(PNG), "it is neither an SVG nor a PNG");
        ensure!(bytes.len() <= MOST, "it has more than {} kB, and every PDF would hold it", MOST / 1024);
        let image = ImageSource::from_bytes(&bytes).context("it can't be read")?;
        let logo = Self { image, bytes, is_svg };
        try_logo(&logo).context("no PDF can show it")?;
        Ok(logo)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn media_type(&self) -> &'static str {
        if self.is_svg { "image/svg+xml" } else { "image/png" }
    }

    /// The ending of a file's name.
    pub fn ending(&self) -> &'static str {
        if self.is_svg { "svg" } else { "png" }
    }
}

/// What the templates show, by the names that they give it.
pub fn images(logo: Option<&Logo>) -> HashMap<Arc<str>, ImageSource> {
    logo.map(|logo| (Arc::from(SOURCE), logo.image.clone())).into_iter().collect()
}
