use contract::{order::Channel, purchase::PurchaseQuery};
use leptos_router::params::ParamsMap;

/// Which purchases are shown, as the address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurchaseFilter {
    pub year: Option<i32>,
    pub channel: Option<Channel>,
    /// The id of a store.
    pub store: Option<String>,
    pub q: Option<String>,
    pub page: u32,
}

impl PurchaseFilter {
    pub fn of_year(year: i32) -> Self {
        Self { year: Some(year), ..Self::default() }
    }

    /// What can't be read narrows nothing.
    pub fn read(query: &ParamsMap) -> Self {
        let text = |name| query.get(name).map(|value| value.trim().to_string()).filter(|v| !v.is_empty());
        Self {
            year: text("year").and_then(|year| year.parse().ok()),
            channel: text("channel").as_deref().and_then(Channel::from_text),
            store: text("store"),
            q: text("text"),
            page: text("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
        }
    }

    pub(super) fn pairs(&self) -> [(&'static str, Option<String>); 5] {
        [
            ("year", self.year.map(|year| year.to_string())),
            ("channel", self.channel.map(|channel| channel.as_str().to_string())),
            ("store", self.store.clone()),
            // Not `q`: that is what the search of the shop’s head reads.
            ("text", self.q.clone()),
            ("page", (self.page > 1).then(|| self.page.to_string())),
        ]
    }

    /// The same list from its first page.
    pub fn restarted(&self) -> Self {
        Self { page: 1, ..self.clone() }
    }

    pub fn is_narrowed(&self) -> bool {
        self.year.is_some() || self.channel.is_some() || self.store.is_some() || self.q.is_some()
    }

    pub fn request(&self) -> PurchaseQuery {
        PurchaseQuery {
            year: self.year,
            channel: self.channel,
            store: self.store.clone(),
            q: self.q.clone(),
            page: (self.page > 1).then_some(self.page),
            per_page: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::paths::purchases_of;

    #[wasm_bindgen_test]
    fn purchases_are_read_from_the_address_as_they_were_written() {
        let filter = PurchaseFilter {
            year: Some(2026),
            channel: Some(Channel::Store),
            store: Some("PAR11".into()),
            q: Some("robe & lin".into()),
            page: 2,
        };
        let address = purchases_of(&filter);
        assert_eq!(address, "/fr/purchases?year=2026&channel=store&store=PAR11&text=robe%20%26%20lin&page=2");
        let mut query = ParamsMap::new();
        for (name, value) in [
            ("year", "2026"),
            ("channel", "store"),
            ("store", "PAR11"),
            ("text", " robe & lin "),
            ("page", "2"),
        ] {
            query.insert(name, value.to_string());
        }
        assert_eq!(PurchaseFilter::read(&query), filter);
        query.replace("year", "then".to_string());
        query.replace("channel", "pigeon".to_string());
        query.replace("page", "-1".to_string());
        let read = PurchaseFilter::read(&query);
        assert_eq!((read.year, read.channel, read.page), (None, None, 1));
        assert!(!PurchaseFilter::read(&ParamsMap::new()).is_narrowed());
    }
}
