//! What is to be tried on and where: the pieces and the store, shared by the parts of the page.

use contract::{event::Event, store::StoreSummary};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::stock::Stock;
use crate::{
    api,
    pages::product::{apply, stock_text},
    paths::{self, Piece, TryOn},
    state::{
        announcer::Announcer, live::Live, my_store::MyStore, place::Place, query::Query,
        retailer::RetailerState,
    },
    t, text,
};

#[derive(Clone, Copy)]
pub struct Fitting {
    /// What the address says.
    pub try_on: Memo<TryOn>,
    pub stock: Stock,
    /// The stores that have a piece, best first; nothing until it is known. A sale moves none of them.
    pub stores: RwSignal<Option<Vec<String>>>,
    /// The one that was chosen, else the best.
    pub store: Memo<Option<StoreSummary>>,
    /// How many pieces the retailer lets one try on at once; no limit until it is known.
    pub max: Memo<usize>,
    change: Callback<TryOn>,
    again: RwSignal<u32>,
}

fn skus_of(try_on: &TryOn) -> Vec<String> {
    try_on.pieces.iter().map(|piece| piece.sku.clone()).collect()
}

/// What the page's own address says; the page that is being left still hears of the next one.
fn read_address() -> Memo<TryOn> {
    let location = use_location();
    let own = location.pathname.get_untracked();
    Memo::new(move |previous: Option<&TryOn>| {
        if location.pathname.with(|path| *path == own) {
            location.query.with(TryOn::read)
        } else {
            previous.cloned().unwrap_or_default()
        }
    })
}

/// Ranks the stores whenever what each has was read anew.
fn rank_stores(try_on: Memo<TryOn>, stock: Stock) -> RwSignal<Option<Vec<String>>> {
    let place = Place::expect();
    let mine = MyStore::expect();
    let stores = RwSignal::new(None);
    let read = Memo::new(move |_| {
        let skus = try_on.with(skus_of);
        let orders: Option<Vec<_>> = skus.iter().map(|sku| stock.order_of(sku)).collect();
        // Where the shopper is says more than which store is theirs.
        let own = place.get().is_none().then(|| mine.id()).flatten();
        (skus, orders, own)
    });
    Effect::new(move |_| {
        let (skus, orders, own) = read.get();
        if orders.is_some() {
            stores.set(Some(untrack(|| stock.rank(&skus, own.as_deref()))));
        }
    });
    stores
}

impl Fitting {
    pub fn provide() -> Self {
        let try_on = read_address();
        let stock = Stock::new();
        let stores = rank_stores(try_on, stock);
        let store = Memo::new(move |_| {
            let (skus, asked) = try_on.with(|try_on| (skus_of(try_on), try_on.store.clone()));
            let id = stores.with(|stores| {
                let stores = stores.as_ref()?;
                asked.filter(|id| stores.contains(id)).or_else(|| stores.first().cloned())
            })?;
            stock.store(&skus, &id)
        });
        let retailer = RetailerState::expect();
        let max = Memo::new(move |_| {
            let max =
                retailer.get().and_then(|retailer| usize::try_from(retailer.max_reservation_pieces).ok());
            max.unwrap_or(usize::MAX)
        });
        let navigate = use_navigate();
        // Choosing replaces the address: it can be shared, and going back leaves the page.
        let change = Callback::new(move |try_on: TryOn| {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&paths::reserve(&try_on), options);
        });
        let fitting = Self { try_on, stock, stores, store, max, change, again: RwSignal::new(0) };
        provide_context(fitting);
        fitting
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn skus(&self) -> Vec<String> {
        self.try_on.with(skus_of)
    }

    pub fn count(&self) -> usize {
        self.try_on.with(|try_on| try_on.pieces.len())
    }

    pub fn store_id(&self) -> Option<String> {
        self.store.with(|store| store.as_ref().map(|store| store.id.clone()))
    }

    /// Pieces that the store can't give, as far as it is known.
    pub fn lacking(&self) -> Vec<String> {
        let Some(store) = self.store_id() else {
            return Vec::new();
        };
        let lacks = |sku: &String| self.stock.order_of(sku).is_some() && !self.stock.can_give(sku, &store);
        self.skus().into_iter().filter(lacks).collect()
    }

    /// There is a store that can give all of them.
    pub fn is_complete(&self) -> bool {
        let gives_all = |store: String| self.skus().iter().all(|sku| self.stock.can_give(sku, &store));
        self.count() <= self.max.get() && self.store_id().is_some_and(gives_all)
    }

    fn edit(&self, edit: impl FnOnce(&mut TryOn)) {
        let mut try_on = self.try_on.get_untracked();
        edit(&mut try_on);
        self.change.run(try_on);
    }

    pub fn add(&self, piece: Piece) {
        self.edit(|try_on| try_on.pieces.push(piece));
    }

    pub fn remove(&self, sku: &str) {
        self.edit(|try_on| try_on.pieces.retain(|piece| piece.sku != sku));
    }

    pub fn choose(&self, store_id: String) {
        self.edit(|try_on| try_on.store = Some(store_id));
    }

    /// Reads again what the stores have.
    pub fn reload(&self) {
        self.again.update(|count| *count += 1);
    }

    /// Reads what the stores have of a piece and follows sales elsewhere, as long as the owner shows the piece.
    pub fn follow(self, sku: String) {
        let place = Place::expect();
        let mine = MyStore::expect();
        let live = Live::expect();
        let announcer = Announcer::expect();
        let id = StoredValue::new(sku);
        let query = Query::keeping(move || {
            Some(api::availability::list(&id.get_value(), text::language(), place.get(), mine.id()))
        });
        Effect::new(move |_| {
            let list = query.value.get();
            if let Some(list) = list.ready() {
                live.start(list.cursor);
            }
            self.stock.set(id.get_value(), list);
        });
        Effect::new(move |previous: Option<u32>| {
            let count = self.again.get();
            if previous.is_some_and(|before| before != count) {
                query.reload();
            }
            count
        });
        live.on(move |event| match event {
            Event::AvailabilityChanged(now) => {
                if let Some(row) = apply(query, now)
                    && untrack(|| self.store_id()).is_some_and(|store| store == row.store.id)
                {
                    announcer.say(t!(stock.changed, store = row.store.name, stock = stock_text(now)));
                }
            }
            Event::Resync | Event::CatalogueImported => query.reload(),
            _ => {}
        });
        on_cleanup(move || {
            if let Some(sku) = id.try_get_value() {
                self.stock.forget(&sku);
            }
        });
    }
}
