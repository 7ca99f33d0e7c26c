//! Search: what shoppers look for, answered from memory. The index is made from the database, so it is the same
//! for both; it is made anew when an import has finished and takes the old one's place at once.

mod build;
mod categories;
mod facets;
mod filter;
mod index;
mod orderable;
mod text;
mod words;

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use tokio::time::timeout;

pub use categories::CategoryTree;
pub use filter::{Criteria, Found};
pub use index::Index;
pub use words::folded;

use super::retailer::Retailer;
use crate::{
    app::App,
    db::{self, Db},
};

/// An import may run in another process, which can't ring our bell.
const LOOK_EVERY: Duration = Duration::from_millis(500);

pub struct Search {
    current: RwLock<Arc<Index>>,
}

impl Search {
    pub async fn build(db: &Db, retailer: &Retailer) -> anyhow::Result<Self> {
        let index = build::build(db, retailer).await?;
        Ok(Self { current: RwLock::new(Arc::new(index)) })
    }

    /// The index of now; who holds it keeps a consistent one while the next is put in place.
    pub fn current(&self) -> Arc<Index> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes the index anew if the catalogue has changed since; answers whether it had.
    pub async fn refresh(&self, db: &Db, retailer: &Retailer) -> anyhow::Result<bool> {
        let edition = db::catalogue::edition(&mut db.read().await?).await?;
        if edition == self.current().edition() {
            return Ok(false);
        }
        let index = build::build(db, retailer).await?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(index);
        Ok(true)
    }
}

/// Follows the catalogue, for ever.
pub async fn follow(app: App) {
    let mut warm_for = None;
    loop {
        let bell = app.outbox_bell.notified();
        match app.search.refresh(&app.db, &app.retailer).await {
            Ok(true) => tracing::info!(products = app.search.current().len(), "the search index is new"),
            Ok(false) => {}
            Err(error) => tracing::error!(error = format!("{error:#}"), "cannot make the search index"),
        }
        let edition = app.search.current().edition();
        if warm_for != Some(edition) {
            warm_for = Some(edition);
            if let Err(error) = warm_up(&app).await {
                tracing::warn!(%error, "cannot read what the stores have");
            }
        }
        let _woken_or_late = timeout(LOOK_EVERY, bell).await;
    }
}

/// Reads what each store can give, so that no shopper waits for it.
async fn warm_up(app: &App) -> db::Result<()> {
    let index = app.search.current();
    for store in db::store::all(&mut app.db.read().await?).await? {
        let mut tx = app.db.read().await?;
        index.orderable(&mut tx, &store.id, app.retailer.stock.safety_stock).await?;
    }
    Ok(())
}
