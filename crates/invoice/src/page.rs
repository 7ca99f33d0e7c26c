//! What a reader sees: the content in words, set by the templates.

mod content;

use std::sync::LazyLock;

use anyhow::{Result, anyhow};
use contract::invoice::Invoice;
use minijinja::{Environment, UndefinedBehavior, syntax::SyntaxConfig, value::Serde};

use crate::face::writable;
use content::Content;

const BODY: &str = "invoice.html";
const FOOTER: &str = "footer.html";

static TEMPLATES: LazyLock<Result<Environment<'static>, minijinja::Error>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    // The ending makes everything that is filled in escaped.
    templates.add_template(BODY, include_str!("../templates/invoice.html"))?;
    templates.add_template(FOOTER, include_str!("../templates/footer.html"))?;
    Ok(templates)
});

pub struct Page {
    pub body: String,
    pub footer: String,
}

pub fn page(invoice: &Invoice, has_logo: bool) -> Result<Page> {
    let templates = TEMPLATES.as_ref().map_err(|error| anyhow!("the invoice's templates: {error}"))?;
    let content = Content::of(invoice, has_logo);
    let render = |name: &str| -> Result<String> {
        Ok(writable(&templates.get_template(name)?.render(Serde(&content))?))
    };
    Ok(Page { body: render(BODY)?, footer: render(FOOTER)? })
}
