//! `vitrine headers`: what a static host of the apps has to send, in lines that its configuration takes over.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::origin;
use crate::handlers::{files::policy, security};

#[derive(Args)]
pub struct Headers {
    /// The built apps: their inline scripts are allowed by what they hash to.
    #[arg(long)]
    dist: PathBuf,
    /// The origin of the API, as https://api.shop.example.
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    api: Option<String>,
}

impl Headers {
    pub fn run(&self) -> anyhow::Result<()> {
        println!("# every answer");
        for (name, value) in security::of_every_answer(true) {
            println!("{name}: {value}");
        }
        for page in ["index.html", "desk/index.html"] {
            let file = self.dist.join(page);
            let html = std::fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}: are the apps built?", file.display()))?;
            println!("\n# {page}, for every path of that app that is no file");
            println!("content-security-policy: {}", policy::of_page(&html, self.api.as_deref()));
            println!("cache-control: no-cache");
        }
        println!("\n# names with a hash (12 to 16 hexadecimal digits)");
        println!("cache-control: public, max-age=31536000, immutable");
        println!("\n# every other file");
        println!("cache-control: no-cache");
        Ok(())
    }
}
