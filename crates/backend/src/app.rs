//! What every request needs.

use std::{path::PathBuf, sync::Arc};

use tokio::sync::{Notify, broadcast};

use crate::{
    db::Db,
    domain::{clock::Clock, outbox::Numbered, pass::Signer, retailer::Retailer, search::Search},
};

#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub retailer: Arc<Retailer>,
    pub settings: Arc<Settings>,
    pub signer: Arc<Signer>,
    pub search: Arc<Search>,
    /// Rung after each commit that wrote to the outbox.
    pub outbox_bell: Arc<Notify>,
    /// What the outbox brought, for the live streams of this process.
    pub live: broadcast::Sender<Arc<Numbered>>,
}

/// How this process serves.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The address that shoppers use, without a slash at its end; links in e-mails start with it.
    pub public_url: String,
    /// The built apps.
    pub dist: Option<PathBuf>,
    /// The pictures' files.
    pub pictures: PathBuf,
    /// The origins beside our own whose pages may use the API: the shop on a host of its own.
    pub allow_origins: Vec<String>,
    /// Trust the last `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Keep e-mails in a page instead of sending them; only on loopback.
    pub mailbox: bool,
    /// `smtp://user:password@host:port` or `smtps://…`.
    pub smtp: Option<String>,
    /// A PEM file with a certificate that the mail server's may be signed by, beside those of the system.
    pub smtp_root: Option<PathBuf>,
    /// Let push services be on a private network and without https; for tests of our own.
    pub allow_private: bool,
}

impl Settings {
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

impl App {
    /// An app over an open database, before anything runs in the background.
    pub async fn new(db: Db, clock: Clock, retailer: Retailer, settings: Settings) -> anyhow::Result<App> {
        let signer = Signer::load(&db, clock.now()).await?;
        let search = Search::build(&db, &retailer).await?;
        Ok(App {
            db,
            clock,
            retailer: Arc::new(retailer),
            settings: Arc::new(settings),
            signer: Arc::new(signer),
            search: Arc::new(search),
            outbox_bell: Arc::new(Notify::new()),
            live: broadcast::channel(1024).0,
        })
    }

    /// The same app with other rules.
    pub fn with_retailer(self, retailer: Retailer) -> App {
        App { retailer: Arc::new(retailer), ..self }
    }

    /// To be called after each commit that wrote to the outbox.
    pub async fn ring(&self) {
        self.outbox_bell.notify_waiters();
        self.db.wake_others().await;
    }
}
