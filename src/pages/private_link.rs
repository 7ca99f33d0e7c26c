//! The private link of an order or a reservation: its secret is exchanged before the page is read.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser::{document, network},
    state::live::Live,
};

/// Whether the secret of the link was exchanged, when the address had one.
#[derive(Clone, PartialEq)]
pub enum Link {
    None,
    Opening(String),
    Failed(ApiError, String),
}

#[derive(Clone, Copy)]
pub struct PrivateLink {
    id: Memo<String>,
    link: RwSignal<Link>,
    live: Live,
}

impl PrivateLink {
    /// Takes the secret out of the address and exchanges it, now and whenever the address gets one.
    pub fn follow(id: Memo<String>) -> Self {
        let link = RwSignal::new(document::take_fragment().map_or(Link::None, Link::Opening));
        let private = Self { id, link, live: Live::expect() };
        if let Link::Opening(token) = link.get_untracked() {
            private.open(token);
        }
        // A link to the page that is already open changes nothing but the fragment.
        document::on_fragment_change(move || {
            if let Some(token) = document::take_fragment() {
                private.open(token);
            }
        });
        network::on_change(move |online| {
            if let (true, Some(Link::Failed(ApiError::Network, token))) = (online, link.try_get_untracked()) {
                private.open(token);
            }
        });
        private
    }

    pub fn get(&self) -> Link {
        self.link.get()
    }

    pub fn open(self, token: String) {
        let id = self.id.get_untracked();
        self.link.set(Link::Opening(token.clone()));
        spawn_local(async move {
            let next = match api::session::open_link(id, token.clone()).await {
                Ok(()) => {
                    self.live.reopen();
                    Link::None
                }
                Err(error) => Link::Failed(error, token),
            };
            let _ = self.link.try_set(next);
        });
    }
}
