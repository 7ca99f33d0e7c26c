//! What every request needs.

use std::{path::PathBuf, sync::Arc};

use tokio::sync::Notify;

use crate::{
    db::Db,
    domain::{clock::Clock, retailer::Retailer},
};

#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub retailer: Arc<Retailer>,
    /// Rung after each commit that wrote to the outbox.
    pub outbox_bell: Arc<Notify>,
    /// Where the pictures' files are.
    pub pictures: PathBuf,
}
