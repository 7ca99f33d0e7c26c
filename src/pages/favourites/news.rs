use std::collections::HashMap;

use contract::favourite::{FavouriteNews, Favourites};
use leptos::{prelude::*, task::spawn_local};

use crate::{api, browser::time, format, state::query::Query, t};

/// In milliseconds: by then news on screen was read.
const READ: u64 = 2_000;

/// What became better, by SKU. It stays on the page after the server was told that it was read.
#[derive(Clone, Copy)]
pub struct News(RwSignal<HashMap<String, FavouriteNews>>);

impl News {
    pub fn of(query: Query<Favourites>) -> Self {
        let news = Self(RwSignal::new(HashMap::new()));
        Effect::new(move |_| {
            let found: Vec<_> = query.value.with(|list| {
                let items = list.ready().map(|list| list.items.as_slice()).unwrap_or_default();
                items.iter().filter_map(|item| Some((item.sku.clone(), item.news.clone()?))).collect()
            });
            let is_new = |(sku, what): &(String, FavouriteNews)| {
                news.0.with_untracked(|known| known.get(sku) != Some(what))
            };
            if found.iter().any(is_new) {
                news.0.update(|known| known.extend(found));
                news.tell_that_it_was_read();
            }
        });
        news
    }

    fn tell_that_it_was_read(self) {
        time::after(READ, move || {
            // The page may have been left before anybody could read it.
            if self.0.try_with_untracked(HashMap::len).is_some() {
                spawn_local(async {
                    // What the server did not hear is news again on the next visit.
                    let _ = api::favourites::seen().await;
                });
            }
        });
    }

    pub fn text(&self, sku: &str) -> Option<String> {
        self.0.with(|news| {
            Some(match news.get(sku)? {
                FavouriteNews::Back => t!(favourite.back),
                FavouriteNews::PriceDropped { from } => {
                    t!(favourite.price_dropped, price = format::money(from))
                }
            })
        })
    }
}
