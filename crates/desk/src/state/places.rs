//! The staging places that were last used at this desk.

use storefront::browser::storage;

const KEY: &str = "desk places";
const MOST: usize = 4;

pub fn recent() -> Vec<String> {
    storage::local().get_json(KEY).unwrap_or_default()
}

pub fn remember(place: &str) {
    let mut places = recent();
    places.retain(|other| other != place);
    places.insert(0, place.to_string());
    places.truncate(MOST);
    storage::local().set_json(KEY, &places);
}
