//! What several pages share: small newtypes given by context, and the reading of data.

pub mod announcer;
pub mod cache;
pub mod cart;
pub mod changes;
pub mod favourites;
pub mod keeper;
pub mod kept;
pub mod leaving;
pub mod live;
pub mod my_store;
pub mod navigation;
pub mod passes;
pub mod place;
pub mod query;
pub mod retailer;
pub mod session;

use leptos::{prelude::*, reactive::graph::Source};

/// A signal keeps a place for whoever read it, be the reader long gone. What lives as long as the app would keep all the
/// readers of a long visit, so it is emptied now and then: who still reads is told, reads again, and is known again.
pub fn release_readers() {
    fn release<T: Send + Sync + 'static>(signal: RwSignal<T>) {
        signal.notify();
        signal.clear_subscribers();
    }
    release(announcer::Announcer::expect().0);
    release(favourites::FavouritesState::expect().skus);
    release(my_store::MyStore::expect().store);
    release(navigation::Navigation::expect().0);
    release(retailer::RetailerState::expect().0.value);
    release(session::SessionState::expect().account);
    let place = place::Place::expect();
    release(place.coordinates);
    release(place.locating);
    let cart = cart::CartState::expect();
    release(cart.units);
    release(cart.cart);
}
