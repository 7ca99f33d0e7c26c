//! PDFs: made when they are first asked for, and the same bytes ever after.

use anyhow::{Context, ensure};
use data_encoding::BASE64;
use sha2::{Digest, Sha256};

use super::read::visible;
use crate::{
    app::App,
    db::{self, invoice_pdf::Kept},
    domain::refusal::Outcome,
};

/// A PDF with the name it is saved under.
pub struct File {
    pub name: String,
    pub pdf: Vec<u8>,
}

/// The PDF for a session that may see the invoice.
pub async fn file(app: &App, session: Option<&str>, id: &str) -> Outcome<File> {
    visible(&mut app.db.read().await?, app, session, id).await?;
    Ok(kept(app, id).await?)
}

/// The PDF of an invoice. Of two that ask first at once, both get what the first of them keeps.
pub async fn kept(app: &App, id: &str) -> anyhow::Result<File> {
    let mut tx = app.db.read().await?;
    let row = db::invoice::find(&mut tx, id).await?.with_context(|| format!("there is no invoice {id}"))?;
    let found = db::invoice_pdf::find(&mut tx, id).await?;
    drop(tx);
    let name = format!("{}.pdf", row.content.number);
    if let Some(found) = found {
        return Ok(File { name, pdf: opened(&found)? });
    }
    let (content, xml, retailer) = (row.content, row.xml, app.retailer.clone());
    let set = move || {
        let logo = retailer.logo.as_ref().map(|logo| &logo.picture);
        ::invoice::pdf(&content, &xml, logo)
    };
    let made = tokio::task::spawn_blocking(set).await??;
    let made = Kept { sha256: hash(&made), pdf: BASE64.encode(&made) };
    let mut tx = app.db.write().await?;
    db::invoice_pdf::insert(&mut tx, id, &made, app.clock.now()).await?;
    let first = db::invoice_pdf::find(&mut tx, id).await?.context("a PDF that was kept")?;
    tx.commit().await?;
    Ok(File { name, pdf: opened(&first)? })
}

/// The bytes, if they are those that were kept.
fn opened(kept: &Kept) -> anyhow::Result<Vec<u8>> {
    let pdf = BASE64.decode(kept.pdf.as_bytes()).context("a kept PDF is not base64")?;
    ensure!(hash(&pdf) == kept.sha256, "a kept PDF is not what it was");
    Ok(pdf)
}

fn hash(pdf: &[u8]) -> String {
    BASE64.encode(&Sha256::digest(pdf))
}
