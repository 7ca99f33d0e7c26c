//! Rows of stock are locked in the order of their SKUs' bytes, however a database would sort them.

use backend::{
    args,
    db::{self, Db, stock::Hold},
};

use crate::common::{Shop, shops};

/// A language sorts "robe" before "SAC", bytes after it.
const SKUS: [&str; 2] = ["robe", "SAC"];

/// SQLite has no such order.
async fn sort_as_a_language(shop: &Shop) {
    if let Db::Postgres(_) = shop.app.db {
        let mut tx = shop.app.db.write().await.unwrap();
        // A view holds its columns as they are.
        tx.execute("DROP VIEW purchase_line", args![]).await.unwrap();
        for table in ["hold", "stock_movement", "receipt_line"] {
            let sql = format!("ALTER TABLE {table} ALTER COLUMN sku TYPE TEXT COLLATE \"en-x-icu\"");
            tx.execute(sql, args![]).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn what_is_released_and_what_a_void_takes_back_is_in_the_order_of_bytes() {
    for shop in shops().await {
        sort_as_a_language(&shop).await;
        let mut tx = shop.app.db.write().await.unwrap();
        for sku in SKUS {
            let sql = "INSERT INTO stock (sku, store_id, on_hand, held, counted_at, generation) \
                       VALUES ($1, 'PAR11', 5, 0, 0, 1)";
            tx.execute(sql, args![sku]).await.unwrap();
            let hold = Hold { sku: sku.into(), store_id: "PAR11".into(), quantity: 1 };
            assert!(db::stock::hold(&mut tx, "order", sku, &hold, 0, 0).await.unwrap());
            let sql = "INSERT INTO receipt_line (id, receipt_id, position, sku, name, quantity, unit_price, discount, \
                       vat_rate) VALUES ($1, 'receipt', 0, $1, '', 1, 0, 0, 0)";
            tx.execute(sql, args![sku]).await.unwrap();
            db::stock::moved(&mut tx, sku, "PAR11", "sale", -1, "receipt", 7).await.unwrap();
        }
        let released = db::stock::release(&mut tx, "order", 1).await.unwrap();
        let released: Vec<String> = released.into_iter().map(|hold| hold.sku).collect();
        let moved = db::stock::of_receipt(&mut tx, "receipt", "PAR11", 7).await.unwrap();
        let moved: Vec<String> = moved.into_iter().map(|movement| movement.sku).collect();
        assert_eq!((released, moved), (vec!["SAC".into(), "robe".into()], vec!["SAC".into(), "robe".into()]));
    }
}
