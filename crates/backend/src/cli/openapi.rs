//! `vitrine openapi`.

use utoipa::OpenApi;

use crate::handlers::openapi::Document;

pub fn print() -> anyhow::Result<()> {
    println!("{}", Document::openapi().to_pretty_json()?);
    Ok(())
}
