//! `vitrine serve`.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::{Context, ensure};
use clap::Args;

use super::{Database, origin};
use crate::{
    app::{App, Settings},
    db::Db,
    domain::{
        clock::Clock, favourite, mail, notice, outbox, pickup, push, reservation, retailer::Retailer,
        return_request, search,
    },
    handlers,
};

/// Holds end within this time after they are due.
const EXPIRE_EVERY: Duration = Duration::from_secs(1);
/// Reminders come within this time after they are due.
const TELL_EVERY: Duration = Duration::from_secs(20);
const FORGET_EVERY: Duration = Duration::from_secs(3600);

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    database: Database,
    /// The retailer's file; without one a shop named Vitrine in Paris that sells in euros.
    #[arg(long)]
    retailer: Option<PathBuf>,
    /// Where the import put the pictures.
    #[arg(long, default_value = "pictures")]
    pictures: PathBuf,
    /// The built apps; without them only the API, the pictures and the logo are served.
    #[arg(long)]
    dist: Option<PathBuf>,
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// 0 takes any free port and prints it.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address that shoppers use; links in e-mails start with it. Behind https, cookies are secure.
    #[arg(long)]
    public_url: Option<String>,
    /// An origin beside our own whose pages may use the API, as https://shop.example: the shop on a host of its own, on
    /// the same site. May be given several times.
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    allow_origin: Vec<String>,
    /// Trust the last X-Forwarded-For, which the proxy in front wrote.
    #[arg(long)]
    behind_proxy: bool,
    /// Keep e-mails in the page /mailbox instead of sending them. Only on a loopback address, and not behind a proxy.
    #[arg(long)]
    mailbox: bool,
    /// Where e-mails are sent: smtps://user:password@host:port, or smtp:// and the same, which asks for STARTTLS: it must be
    /// offered when there is a user, and is taken when it is offered without one.
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    smtp: Option<String>,
    /// A PEM file with the certificate of an authority that the mail server's may be signed by, beside the system's.
    #[arg(long)]
    smtp_root: Option<PathBuf>,
    /// Push news to browsers' services on a private network and without https too; for tests.
    #[arg(long)]
    allow_private: bool,
}

impl Serve {
    pub async fn run(self) -> anyhow::Result<()> {
        let listener = tokio::net::TcpListener::bind((self.host.as_str(), self.port))
            .await
            .with_context(|| format!("cannot listen on {}:{}", self.host, self.port))?;
        let address = listener.local_addr()?;
        ensure!(
            !self.mailbox || address.ip().is_loopback(),
            "the mailbox shows everybody's e-mails: it is served on loopback only, not on {}",
            address.ip()
        );
        ensure!(
            !(self.mailbox && self.behind_proxy),
            "the mailbox shows everybody's e-mails: a proxy would show them to the world"
        );
        let app = self.app(address).await?;
        mail::Carrier::of(&app).context("e-mails could not be sent")?;
        spawn_workers(&app);
        println!("Listening on http://{address}");
        let service = handlers::router(app).into_make_service_with_connect_info::<SocketAddr>();
        // Live streams never end by themselves, so the process does not wait for them.
        tokio::select! {
            served = axum::serve(listener, service) => served?,
            () = stopped() => {}
        }
        Ok(())
    }

    async fn app(self, address: SocketAddr) -> anyhow::Result<App> {
        let retailer = Retailer::load(self.retailer.as_deref())?;
        warn_of_invoices(&retailer);
        let db = Db::open(&self.database.place).await.context("cannot open the database")?;
        let public_url = self.public_url.unwrap_or_else(|| format!("http://localhost:{}", address.port()));
        let settings = Settings {
            public_url: public_url.trim_end_matches('/').to_string(),
            dist: self.dist,
            pictures: self.pictures,
            allow_origins: self.allow_origin,
            behind_proxy: self.behind_proxy,
            mailbox: self.mailbox,
            smtp: self.smtp,
            smtp_root: self.smtp_root,
            allow_private: self.allow_private,
        };
        App::new(db, Clock::System, retailer, settings).await
    }
}

fn warn_of_invoices(retailer: &Retailer) {
    let missing = retailer.missing();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        tracing::warn!("invoices are not valid e-invoices until the retailer's file says {missing}");
    }
}

fn spawn_workers(app: &App) {
    tokio::spawn(outbox::follow(app.clone()));
    tokio::spawn(search::follow(app.clone()));
    tokio::spawn(mail::work(app.clone()));
    tokio::spawn(push::work(app.clone()));
    tokio::spawn(favourite::watch::follow(app.clone()));
    let expiring = app.clone();
    tokio::spawn(async move {
        loop {
            if let Err(error) = pickup::expire_overdue(&expiring).await {
                tracing::error!(?error, "cannot end overdue pickups");
            }
            if let Err(error) = reservation::expire_overdue(&expiring).await {
                tracing::error!(?error, "cannot end overdue reservations");
            }
            if let Err(error) = return_request::expire_overdue(&expiring).await {
                tracing::error!(?error, "cannot end overdue returns");
            }
            tokio::time::sleep(EXPIRE_EVERY).await;
        }
    });
    let telling = app.clone();
    tokio::spawn(async move {
        loop {
            if let Err(error) = notice::tell(&telling).await {
                tracing::error!(?error, "cannot tell shoppers what is near");
            }
            tokio::time::sleep(TELL_EVERY).await;
        }
    });
    let forgetting = app.clone();
    tokio::spawn(async move {
        loop {
            if let Err(error) = outbox::forget_old(&forgetting).await {
                tracing::error!(%error, "cannot forget what is old");
            }
            tokio::time::sleep(FORGET_EVERY).await;
        }
    });
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    let _stopped = interrupt.await;
}
