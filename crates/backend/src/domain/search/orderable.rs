//! What a store can give now, kept in memory and followed by the outbox: reading a store's whole stock for every
//! request would take longer than the search itself.

use std::sync::{Arc, PoisonError};

use contract::{availability::PickupMethod, event::Event};

use super::index::Index;
use crate::db::{self, Tx};

/// More changes than this are read faster all at once.
const MOST_CHANGES: i64 = 500;

#[derive(Clone)]
pub(super) struct Orderable {
    /// The last event that is contained.
    cursor: i64,
    /// By variant.
    variants: Arc<Bits>,
}

/// A flag for each variant, in an eighth of the memory of booleans: there is one such list for each store.
#[derive(Clone)]
pub struct Bits(Vec<u64>);

impl Bits {
    fn new(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    pub(super) fn get(&self, number: usize) -> bool {
        self.0[number / 64] >> (number % 64) & 1 == 1
    }

    fn set(&mut self, number: usize, value: bool) {
        let mask = 1 << (number % 64);
        let word = &mut self.0[number / 64];
        *word = if value { *word | mask } else { *word & !mask };
    }
}

impl Index {
    /// For every variant, whether a store can give it at the moment of the transaction.
    pub async fn orderable(&self, tx: &mut Tx, store_id: &str, safety: i64) -> db::Result<Arc<Bits>> {
        let cursor = db::outbox::last(tx).await?;
        if self.known(store_id).is_none() {
            // Callers who come meanwhile wait for the first one's reading instead of repeating it.
            let _loading = self.loading.lock().await;
            if self.known(store_id).is_none() {
                let variants = self.load(tx, store_id, safety).await?;
                return Ok(self.keep(store_id, cursor, variants));
            }
        }
        let variants = match self.known(store_id) {
            Some(known) if known.cursor >= cursor => return Ok(known.variants),
            Some(known) => self.follow(tx, store_id, safety, known).await?,
            None => self.load(tx, store_id, safety).await?,
        };
        Ok(self.keep(store_id, cursor, variants))
    }

    /// What a store can give that had to close.
    pub fn nothing(&self) -> Arc<Bits> {
        Arc::new(Bits::new(self.variants.len()))
    }

    fn known(&self, store_id: &str) -> Option<Orderable> {
        self.orderable.lock().unwrap_or_else(PoisonError::into_inner).get(store_id).cloned()
    }

    fn keep(&self, store_id: &str, cursor: i64, variants: Arc<Bits>) -> Arc<Bits> {
        let orderable = Orderable { cursor, variants: variants.clone() };
        self.orderable.lock().unwrap_or_else(PoisonError::into_inner).insert(store_id.to_string(), orderable);
        variants
    }

    async fn load(&self, tx: &mut Tx, store_id: &str, safety: i64) -> db::Result<Arc<Bits>> {
        let mut variants = Bits::new(self.variants.len());
        let in_stock = db::search::in_stock(tx, store_id, safety, None).await?;
        self.mark(&mut variants, in_stock);
        Ok(Arc::new(variants))
    }

    async fn follow(
        &self,
        tx: &mut Tx,
        store_id: &str,
        safety: i64,
        known: Orderable,
    ) -> db::Result<Arc<Bits>> {
        let rows = db::outbox::after(tx, known.cursor, MOST_CHANGES).await?;
        let has_all = rows.first().is_some_and(|row| row.number == known.cursor + 1)
            && i64::try_from(rows.len()).is_ok_and(|count| count < MOST_CHANGES);
        let mut changed = Vec::new();
        for row in &rows {
            match serde_json::from_str(&row.payload) {
                Ok(Event::AvailabilityChanged(now)) if now.store_id == store_id => changed.push(now.sku),
                Err(_) if row.kind == db::outbox::MAILING => {}
                Ok(Event::CatalogueImported | Event::Resync) | Err(_) => {
                    return self.load(tx, store_id, safety).await;
                }
                Ok(_) => {}
            }
        }
        if !has_all {
            return self.load(tx, store_id, safety).await;
        }
        let mut variants = known.variants;
        if !changed.is_empty() {
            let in_stock = db::search::in_stock(tx, store_id, safety, Some(&changed)).await?;
            let all = Arc::make_mut(&mut variants);
            for number in changed.iter().filter_map(|sku| self.by_sku.get(sku.as_str())) {
                all.set(*number as usize, false);
            }
            self.mark(all, in_stock);
        }
        Ok(variants)
    }

    fn mark(&self, variants: &mut Bits, in_stock: Vec<(String, Option<PickupMethod>)>) {
        for (sku, method) in in_stock {
            if let Some(number) = self.by_sku.get(sku.as_str()) {
                let number = *number as usize;
                variants.set(number, method.map_or(self.can_order[number], PickupMethod::can_order));
            }
        }
    }
}
