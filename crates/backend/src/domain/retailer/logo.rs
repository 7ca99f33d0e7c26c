//! The brand's picture, read once and named by its content.

use std::path::Path;

use anyhow::Context;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Of the hash's bytes, enough that no two pictures are called alike.
const NAME: usize = 8;

#[derive(Debug)]
pub struct Logo {
    /// Under which it is served, for ever.
    pub name: String,
    pub picture: ::invoice::Logo,
}

impl Logo {
    pub fn load(file: &Path) -> anyhow::Result<Self> {
        let shown = file.display();
        let bytes = std::fs::read(file).with_context(|| format!("cannot read the logo {shown}"))?;
        let hash = HEXLOWER.encode(&Sha256::digest(&bytes)[..NAME]);
        let picture =
            ::invoice::Logo::read(bytes).with_context(|| format!("the logo {shown} can't be used"))?;
        Ok(Self { name: format!("{hash}.{}", picture.ending()), picture })
    }
}
