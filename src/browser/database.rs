//! What this device keeps for itself in IndexedDB. A browser that refuses to keep is treated as one that kept nothing.
//!
//! The connection is open only while something is read or written, so that whoever deletes the database need not wait.

use js_sys::{Array, Promise};
use leptos::prelude::window;
use serde::{Serialize, de::DeserializeOwned};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbObjectStoreParameters, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
};

/// The service worker opens the same one.
const NAME: &str = "vitrine";
const VERSION: u32 = 1;

pub const PASSES: &str = "passes";
pub const CHANGES: &str = "changes";

/// Each table and the field that names its entries.
const TABLES: [(&str, &str); 2] = [(PASSES, "id"), (CHANGES, "key")];

/// All entries of a table; `None` when it can't be read.
pub async fn all<T: DeserializeOwned>(table: &str) -> Option<Vec<T>> {
    let database = open().await?;
    let found = read_all(&database, table).await;
    database.close();
    let entries = found?.unchecked_into::<Array>();
    // What an older version wrote in another way is as good as nothing.
    Some(entries.iter().filter_map(|entry| serde_wasm_bindgen::from_value(entry).ok()).collect())
}

/// Writes an entry in place of the one of its name; whether it is kept now.
pub async fn put(table: &str, entry: &impl Serialize) -> bool {
    let Ok(entry) = entry.serialize(&Serializer::json_compatible()) else { return false };
    write(table, |store| store.put(&entry)).await
}

pub async fn delete(table: &str, name: &str) -> bool {
    write(table, |store| store.delete(&name.into())).await
}

pub async fn clear(table: &str) -> bool {
    write(table, web_sys::IdbObjectStore::clear).await
}

/// Asks the browser not to clear away what is kept when room is short.
pub async fn persist() {
    if let Ok(asked) = window().navigator().storage().persist() {
        // A browser that does not promise it keeps it as long as it likes.
        let _ = JsFuture::from(asked).await;
    }
}

async fn read_all(database: &IdbDatabase, table: &str) -> Option<JsValue> {
    let transaction = database.transaction_with_str(table).ok()?;
    let request = transaction.object_store(table).ok()?.get_all().ok()?;
    answered(&request).await.ok()?;
    request.result().ok()
}

async fn write(
    table: &str,
    change: impl FnOnce(&web_sys::IdbObjectStore) -> Result<IdbRequest, JsValue>,
) -> bool {
    let Some(database) = open().await else { return false };
    let begun = database.transaction_with_str_and_mode(table, IdbTransactionMode::Readwrite);
    let written = match begun {
        Ok(transaction) => {
            let changed = transaction.object_store(table).and_then(|store| change(&store));
            changed.is_ok() && committed(&transaction).await.is_ok()
        }
        Err(_) => false,
    };
    database.close();
    written
}

async fn open() -> Option<IdbDatabase> {
    let request = window().indexed_db().ok()??.open_with_u32(NAME, VERSION).ok()?;
    let upgrade = Closure::once(create(&request));
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    answered(&request).await.ok()?;
    request.result().ok()?.dyn_into().ok()
}

/// Creates the tables of a new database.
fn create(request: &IdbOpenDbRequest) -> impl FnOnce() + 'static {
    let request = request.clone();
    move || {
        let Ok(database) = request.result() else { return };
        let database: IdbDatabase = database.unchecked_into();
        for (table, name) in TABLES {
            let options = IdbObjectStoreParameters::new();
            options.set_key_path(&name.into());
            // A table that can't be made is missed by whoever writes to it.
            let _ = database.create_object_store_with_optional_parameters(table, &options);
        }
    }
}

async fn answered(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    JsFuture::from(promise).await
}

async fn committed(transaction: &IdbTransaction) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        transaction.set_oncomplete(Some(&done));
        transaction.set_onabort(Some(&failed));
        transaction.set_onerror(Some(&failed));
    });
    JsFuture::from(promise).await
}
