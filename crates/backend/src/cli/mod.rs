//! The command line.

pub mod associate;
pub mod headers;
pub mod import;
pub mod mail;
pub mod openapi;
pub mod progress;
pub mod serve;
pub mod till;

use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
#[command(name = "vitrine", version, about = "The backend of Vitrine, an omnichannel shop.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Brings a retailer's feeds in: products, stores, local inventory.
    Import(import::Import),
    /// Serves the shop, the desk and their API.
    Serve(serve::Serve),
    /// People who work in the stores.
    #[command(subcommand)]
    Associate(associate::Command),
    /// Keys of the tills that send receipts.
    #[command(subcommand)]
    Till(till::Command),
    /// E-mails that wait, were sent, or were given up.
    #[command(subcommand)]
    Mail(mail::Command),
    /// Prints the headers that a static host of the apps has to send.
    Headers(headers::Headers),
    /// Prints the API's document.
    Openapi,
}

#[derive(Args, Clone, Debug)]
pub struct Database {
    /// An SQLite file, or a postgres:// URL.
    #[arg(long = "database", env = "DATABASE_URL", default_value = "vitrine.sqlite")]
    pub place: String,
}

impl Cli {
    pub async fn run(self) -> anyhow::Result<std::process::ExitCode> {
        match self.command {
            Command::Import(import) => return import.run().await,
            Command::Serve(serve) => serve.run().await?,
            Command::Associate(command) => command.run().await?,
            Command::Till(command) => command.run().await?,
            Command::Mail(command) => command.run().await?,
            Command::Headers(headers) => headers.run()?,
            Command::Openapi => openapi::print()?,
        }
        Ok(std::process::ExitCode::SUCCESS)
    }
}

/// An origin as browsers send it: scheme, host and a port that is not the scheme's own, and nothing after them.
fn origin(text: &str) -> Result<String, String> {
    let origin = url::Url::parse(text).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    if origin == text && text.starts_with("http") {
        return Ok(origin);
    }
    Err("an origin is written as https://shop.example, without a slash at its end".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_browsers_send() {
        assert!(origin("https://shop.example").is_ok() && origin("http://localhost:4000").is_ok());
        for wrong in [
            "https://shop.example/",
            "shop.example",
            "*",
            "null",
            "https://shop.example:443",
            "ftp://a.example",
        ] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
