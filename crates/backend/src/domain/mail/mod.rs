//! E-mails: composed from the outbox, each once, and sent until they arrive or are refused for good.
//!
//! One worker does both. `compose` turns rows of the outbox into queued mails in the transaction that moves the
//! reader on; `send` takes what is due. Any number of machines may do so on one database.

mod closed;
mod compose;
mod dead;
mod greeting;
mod happened;
mod invoice;
mod kept;
mod kind;
mod letter;
mod message;
mod note;
pub mod qr;
mod reservation;
mod return_letter;
pub mod say;
mod send;
mod smtp;
mod write;

use std::time::Duration;

use contract::{language::Language, routes::encode};
use tokio::time::timeout;

pub use closed::Closed;
pub use compose::compose;
pub use dead::{list, retry};
pub use happened::{Happened, What};
pub use invoice::ShownInvoice;
pub use kept::{Kept, PASS_PICTURE, find, newest};
pub use kind::Kind;
pub use letter::{Letter, Line, Parcel, Place, ShownPass};
pub use note::{Note, ShownFavourite};
pub use return_letter::{ReturnLetter, Returned, ReturnedLine, ShownCredit};
pub use send::{ATTEMPTS, Carrier, send_due};
pub use write::{Written, write, write_note, write_of_return};

use crate::app::App;

/// A wake-up may be lost, and mails that failed come due by themselves.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The private link of an order, as `src/paths.rs` of the shopper's app spells it. The secret is in the fragment,
/// which no server sees.
pub fn order_link(public_url: &str, language: Language, order_id: &str, token: &str) -> String {
    format!("{public_url}{}#{}", order_path(language, order_id), encode(token))
}

/// The private link of a reservation, likewise; `?cancel=1` makes its page ask at once.
pub fn reservation_link(public_url: &str, language: Language, id: &str, query: &str, token: &str) -> String {
    format!("{public_url}{}{query}#{}", reservation_path(language, id), encode(token))
}

/// The private link of a purchase, likewise.
pub fn purchase_link(public_url: &str, language: Language, id: &str, token: &str) -> String {
    format!("{public_url}/{}/purchases/{}#{}", language.tag(), encode(id), encode(token))
}

/// The private link of a return, likewise.
pub fn return_link(public_url: &str, language: Language, id: &str, token: &str) -> String {
    format!("{public_url}/{}/returns/{}#{}", language.tag(), encode(id), encode(token))
}

pub fn order_path(language: Language, order_id: &str) -> String {
    format!("/{}/orders/{}", language.tag(), encode(order_id))
}

pub fn reservation_path(language: Language, id: &str) -> String {
    format!("/{}/reservations/{}", language.tag(), encode(id))
}

/// The page of all stores, likewise.
pub fn stores_link(public_url: &str, language: Language) -> String {
    format!("{public_url}/{}/stores", language.tag())
}

/// Composes and sends, for ever.
pub async fn work(app: App) {
    let carrier = match Carrier::of(&app) {
        Ok(carrier) => carrier,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "e-mails wait: the settings are wrong");
            None
        }
    };
    if carrier.is_none() {
        tracing::warn!("e-mails are queued but not sent: neither --smtp nor --mailbox was given");
    }
    tokio::join!(composing(&app), sending(&app, carrier));
}

async fn composing(app: &App) {
    loop {
        let bell = app.outbox_bell.notified();
        if let Err(error) = compose(app).await {
            tracing::error!(%error, "cannot compose e-mails");
        }
        let _woken_or_late = timeout(LOOK_EVERY, bell).await;
    }
}

async fn sending(app: &App, carrier: Option<Carrier>) {
    let Some(carrier) = carrier else { return };
    loop {
        if let Err(error) = send_due(app, &carrier).await {
            tracing::error!(%error, "cannot send e-mails");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
