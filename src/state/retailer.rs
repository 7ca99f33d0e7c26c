//! The retailer, remembered so that its name is there from the first frame of the next visit.

use contract::retailer::Retailer;
use leptos::prelude::*;

use super::query::Query;
use crate::{api, browser::storage};

const KEY: &str = "retailer";

#[derive(Clone, Copy)]
pub struct RetailerState(pub Query<Retailer>);

impl RetailerState {
    pub fn provide() -> Self {
        let query = Query::new(|| Some(api::retailer::get()));
        if let Some(known) = storage::local().get_json(KEY) {
            query.set(known);
        }
        Effect::new(move |_| {
            if let Some(retailer) = query.ready() {
                storage::local().set_json(KEY, &retailer);
            }
        });
        let state = Self(query);
        provide_context(state);
        state
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn get(&self) -> Option<Retailer> {
        self.0.ready()
    }

    pub fn name(&self) -> String {
        self.0.value.with(|value| value.ready().map(|retailer| retailer.name.clone()).unwrap_or_default())
    }
}
