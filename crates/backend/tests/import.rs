//! A retailer's feeds go in: whole, again, changed, wrong, cut short.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use backend::{args, domain::import::Failure};

use crate::{
    common::SATURDAY,
    import_shop::{self, bad, importers, said},
};

const HOUR: i64 = 3_600_000;

#[tokio::test]
async fn an_untidy_feed_goes_in_whole() {
    for shop in importers().await {
        let report = shop.import(|_| {}).await.unwrap();
        assert_eq!(said(&report.problems), Vec::<String>::new());
        assert_eq!((report.products.new, report.variants.new, report.stores.new), (3, 5, 2));
        assert_eq!((report.stock.new, report.categories.new, report.pictures), (5, 4, 1));

        let vase = "SELECT slug, brand, category_id FROM product WHERE id = 'vase'";
        assert_eq!(shop.texts(vase).await, [["vase-ondes", "Terre", "maison~vases"]]);
        let texts = "SELECT language, name, description, details FROM product_text WHERE product_id = 'robe' \
                     ORDER BY language";
        assert_eq!(
            shop.texts(texts).await,
            [
                ["en", "Camille dress", "Ligne une.\nLigne deux.", "[]"],
                ["fr", "Robe \"Camille\"", "Ligne une.\nLigne deux.", "[]"]
            ]
        );
        let inches = "SELECT name FROM product_text WHERE product_id = 'BOUGIE'";
        assert_eq!(shop.texts(inches).await, [["Bougie 12\" d’hiver"]]);
        let colours = "SELECT colour FROM variant_text WHERE sku = 'VASE-BLEU' ORDER BY language";
        assert_eq!(shop.texts(colours).await, [["Blue"], ["Bleu"]]);
        let names = "SELECT name FROM category_text WHERE category_id = 'maison~vases' ORDER BY language";
        assert_eq!(shop.texts(names).await, [["Vases"], ["Vases"]]);
    }
}

#[tokio::test]
async fn prices_sales_hours_and_counts_are_kept_exactly() {
    for shop in importers().await {
        shop.import(|_| {}).await.unwrap();
        let sale = "SELECT price * 1000000 + sale_price AS value FROM variant WHERE sku = 'VASE-BLANC'";
        assert_eq!(shop.int(sale).await, 2490 * 1_000_000 + 1990);
        let until = "SELECT sale_until AS value FROM variant WHERE sku = 'VASE-BLANC'";
        assert_eq!(shop.int(until).await, 1_796_079_540_000);
        // The sale runs now, and its end is known.
        let paid = "SELECT CAST(price AS TEXT) AS price FROM price_history WHERE sku = 'VASE-BLANC' ORDER BY valid_from";
        assert_eq!(shop.texts(paid).await, [["1990"], ["2490"]]);

        let store = "SELECT address, hours, special_days FROM store WHERE id = 'PAR11'";
        let store = &shop.texts(store).await[0];
        assert_eq!(store[0], "27, rue du Petit-Émailleur, Bâtiment B");
        let week: serde_json::Value = serde_json::from_str(&store[1]).unwrap();
        assert_eq!(week[1][1], serde_json::json!({"from": "15:30", "until": "20:00"}));
        assert_eq!((week[3][0]["until"].as_str(), week[6].as_array().unwrap().len()), (Some("24:00"), 0));
        assert!(store[2].contains("2026-12-25\",\"spells\":[]"), "{}", store[2]);
        let unknown =
            "SELECT COUNT(*) AS value FROM store WHERE id = 'LYO02' AND hours IS NULL AND latitude IS NULL";
        assert_eq!(shop.int(unknown).await, 1);

        assert_eq!(shop.on_hand("VASE-BLEU", "PAR11").await, Some(7));
        assert_eq!(shop.on_hand("VASE-BLANC", "PAR11").await, Some(0));
        assert_eq!(shop.on_hand("BOUGIE", "PAR11").await, None);
        // The quantity wins over the word beside it.
        assert_eq!(shop.on_hand("VASE-BLEU", "LYO02").await, Some(3));
        let local = "SELECT price AS value FROM stock WHERE sku = 'VASE-BLANC' AND store_id = 'PAR11'";
        assert_eq!(shop.int(local).await, 2200);
        assert_eq!(shop.ledger_agrees().await, 0);
    }
}

#[tokio::test]
async fn the_same_files_again_change_nothing() {
    for shop in importers().await {
        shop.import(|_| {}).await.unwrap();
        let before = shop.state().await;
        let report = shop.import(|_| {}).await.unwrap();
        assert_eq!((report.changes(), report.pictures), (0, 0));
        assert_eq!((report.variants.unchanged, report.stock.unchanged), (5, 5));
        assert_eq!(shop.state().await, before);
    }
}

#[tokio::test]
async fn check_writes_nothing() {
    for shop in importers().await {
        let report = shop.import(|job| job.check = true).await.unwrap();
        assert_eq!((report.applied, report.variants.new), (false, 5));
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM variant").await, 0);
        assert_eq!(shop.int("SELECT last AS value FROM outbox_counter").await, 0);
    }
}

#[tokio::test]
async fn what_left_the_feed_is_withdrawn_and_holds_survive() {
    for shop in importers().await {
        shop.import(|_| {}).await.unwrap();
        shop.run("UPDATE stock SET held = 1 WHERE sku = 'ROBE-38'").await;
        shop.edit("products.fr.tsv", |text| {
            let kept =
                text.lines().filter(|line| !line.starts_with("ROBE-40") && !line.starts_with("BOUGIE"));
            kept.map(|line| format!("{line}\n")).collect()
        });
        shop.edit("products.en.tsv", |text| {
            text.lines().filter(|line| !line.starts_with("ROBE-40")).map(|line| format!("{line}\n")).collect()
        });
        shop.edit("local_inventory.tsv", |text| {
            text.lines()
                .filter(|line| !line.contains("ROBE-38") && !line.contains("BOUGIE"))
                .map(|line| format!("{line}\n"))
                .collect()
        });
        let report = shop.import(|_| {}).await.unwrap();
        assert_eq!(said(&report.problems), Vec::<String>::new());
        assert_eq!((report.products.withdrawn, report.variants.withdrawn, report.stock.withdrawn), (1, 2, 2));
        assert_eq!(shop.int("SELECT held AS value FROM stock WHERE sku = 'ROBE-38'").await, 1);
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM variant").await, 5);

        shop.restore();
        let report = shop.import(|_| {}).await.unwrap();
        assert_eq!((report.products.changed, report.variants.changed, report.stock.changed), (1, 2, 2));
        let withdrawn = "SELECT COUNT(*) AS value FROM variant WHERE withdrawn_at IS NOT NULL";
        assert_eq!(shop.int(withdrawn).await, 0);
        assert_eq!(shop.on_hand("ROBE-38", "PAR11").await, Some(1));
        assert_eq!(shop.ledger_agrees().await, 0);
    }
}

#[tokio::test]
async fn only_a_newer_count_changes_stock_and_sales_since_it_count() {
    for shop in importers().await {
        shop.import(|job| job.counted_at = Some(SATURDAY - 5 * HOUR)).await.unwrap();
        let sold = "INSERT INTO stock_movement (sku, store_id, kind, quantity, occurred_at, reference) \
                    VALUES ('VASE-BLEU', 'PAR11', 'sale', -2, $1, 'test')";
        shop.run_with(sold, args![SATURDAY - HOUR]).await;
        shop.run("UPDATE stock SET on_hand = on_hand - 2 WHERE sku = 'VASE-BLEU' AND store_id = 'PAR11'")
            .await;
        assert_eq!(shop.on_hand("VASE-BLEU", "PAR11").await, Some(5));

        let stale = shop.import(|job| job.counted_at = Some(SATURDAY - 6 * HOUR)).await.unwrap();
        assert_eq!(stale.changes(), 0);
        assert_eq!(shop.on_hand("VASE-BLEU", "PAR11").await, Some(5));

        // Counted before the sale: what was sold since is taken off.
        shop.edit("local_inventory.tsv", |text| text.replace("VASE-BLEU\t7", "VASE-BLEU\t9"));
        shop.import(|job| job.counted_at = Some(SATURDAY - 2 * HOUR)).await.unwrap();
        assert_eq!(shop.on_hand("VASE-BLEU", "PAR11").await, Some(7));
        // Counted after the sale: the count is all there is.
        let report = shop.import(|job| job.counted_at = Some(SATURDAY)).await.unwrap();
        assert_eq!(shop.on_hand("VASE-BLEU", "PAR11").await, Some(9));
        assert_eq!((report.stock.changed, report.confirmed), (1, 3));
        assert_eq!(shop.ledger_agrees().await, 0);
    }
}

#[tokio::test]
async fn bad_rows_are_told_and_good_ones_go_in() {
    for shop in importers().await {
        shop.use_fixture("bad");
        let report = shop.import(|_| {}).await.unwrap();
        let told = said(&report.problems);
        for expected in bad::EXPECTED {
            assert!(told.iter().any(|line| line.contains(expected)), "{expected} in {told:#?}");
        }
        assert_eq!(told.len(), bad::EXPECTED.len(), "{told:#?}");
        let skus = shop.texts("SELECT sku FROM variant ORDER BY sku").await;
        assert_eq!(skus, [["GOOD-1"], ["GOOD-2"], ["GTIN"], ["METHOD"], ["PICTURE"]]);
        assert_eq!(shop.texts("SELECT id FROM store ORDER BY id").await, [["S1"], ["S2"]]);
        assert_eq!((shop.on_hand("GOOD-1", "S2").await, report.stock.new), (Some(3), 2));
    }
}

#[tokio::test]
async fn strict_refuses_the_lot() {
    for shop in importers().await {
        shop.use_fixture("bad");
        let report = shop.import(|job| job.strict = true).await.unwrap();
        assert!(!report.applied && report.problems.total > 0);
        assert_eq!(shop.int("SELECT COUNT(*) AS value FROM variant").await, 0);
    }
}

#[tokio::test]
async fn a_row_that_turns_bad_leaves_its_offer_as_it_was() {
    for shop in importers().await {
        shop.import(|_| {}).await.unwrap();
        shop.edit("products.fr.tsv", |text| text.replace("89 EUR", "89"));
        shop.edit("stores.csv", |text| text.replace("PAR11,Paris 11e", "PAR11,"));
        shop.edit("local_inventory.tsv", |text| text.replace("ROBE-38\t1", "ROBE-38\tbeaucoup"));
        let report = shop.import(|_| {}).await.unwrap();
        assert_eq!((report.problems.total, report.changes()), (3, 0), "{:?}", said(&report.problems));
        assert_eq!(shop.on_hand("ROBE-38", "PAR11").await, Some(1));
    }
}

#[tokio::test]
async fn a_truncated_gzip_keeps_nothing() {
    for shop in importers().await {
        shop.compress("local_inventory.tsv");
        assert_eq!(shop.import(|_| {}).await.unwrap().stock.new, 5);
        shop.edit("products.fr.tsv", |text| text.replace("24.90", "29.90"));
        let path = shop.feed.join("local_inventory.tsv.gz");
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 9]).unwrap();
        let Err(Failure::File(error)) = shop.import(|_| {}).await else { panic!("cut short") };
        assert!(
            error.to_string().starts_with("local_inventory.tsv.gz") && error.reason.contains("cut short")
        );
        assert_eq!(shop.int("SELECT price AS value FROM variant WHERE sku = 'VASE-BLEU'").await, 2490);
    }
}

#[tokio::test]
async fn a_missing_column_is_named() {
    let shop = &importers().await[0];
    shop.edit("products.fr.tsv", |text| text.replacen("\tPrice\t", "\tPrix\t", 1));
    let Err(Failure::File(error)) = shop.import(|_| {}).await else { panic!("no price") };
    assert!(error.reason.contains("no column price") && error.reason.contains("prix"), "{error}");
}

#[tokio::test]
async fn a_huge_field_is_a_row_error() {
    let shop = &importers().await[0];
    shop.edit("products.fr.tsv", |text| text.replace("Tourné à la main.", &"é".repeat(5 << 20)));
    let report = shop.import(|_| {}).await.unwrap();
    assert_eq!(report.variants.new, 4);
    assert!(said(&report.problems)[0].contains("products.fr.tsv:3 Description: is longer than 1 MB"));
}

#[tokio::test]
async fn xml_says_the_same_as_the_table() {
    for shop in importers().await {
        shop.import(|_| {}).await.unwrap();
        let before = shop.state().await;
        shop.as_xml("products.fr.tsv", import_shop::Xml::Rss);
        shop.as_xml("products.en.tsv", import_shop::Xml::Atom);
        shop.as_xml("local_inventory.tsv", import_shop::Xml::Rss);
        let report = shop.import(|_| {}).await.unwrap();
        assert_eq!(said(&report.problems), Vec::<String>::new());
        assert_eq!((report.changes(), report.stock.unchanged, report.variants.unchanged), (0, 5, 5));
        assert_eq!(shop.state().await, before);
    }
}

#[tokio::test]
async fn what_a_killed_import_left_is_cleared() {
    for shop in importers().await {
        shop.import(|_| {}).await.unwrap();
        for sql in [
            "INSERT INTO product (id, slug, position, generation) VALUES ('x', 'x', 0, 2)",
            "INSERT INTO product_text (product_id, language, name, description, details) VALUES ('x', 'fr', 'x', '', '[]')",
            "INSERT INTO variant (sku, product_id, position, pickup_method, price, vat_rate, generation) \
             VALUES ('X', 'x', 0, 'buy', 1, 0, 2)",
            "INSERT INTO stock (sku, store_id, on_hand, held, generation) VALUES ('X', 'PAR11', 3, 0, 2)",
            "INSERT INTO stock_movement (sku, store_id, kind, quantity, occurred_at, reference) \
             VALUES ('X', 'PAR11', 'count', 3, 0, 'import 2')",
        ] {
            shop.run(sql).await;
        }
        let report = shop.import(|_| {}).await.unwrap();
        assert_eq!(report.changes(), 0);
        for table in [
            "product WHERE id",
            "product_text WHERE product_id",
            "variant WHERE sku",
            "stock WHERE sku",
            "stock_movement WHERE sku",
        ] {
            let sql = format!("SELECT COUNT(*) AS value FROM {table} IN ('x', 'X')");
            assert_eq!(shop.int(&sql).await, 0, "{table}");
        }
    }
}

#[tokio::test]
async fn a_reader_never_sees_it_half_done() {
    for shop in importers().await {
        let shop = Arc::new(shop);
        let over = Arc::new(AtomicBool::new(false));
        let (watched, stop) = (Arc::clone(&shop), Arc::clone(&over));
        let watching = tokio::spawn(async move {
            let mut seen = Vec::new();
            while !stop.load(Ordering::SeqCst) {
                seen.push(watched.visible().await);
                tokio::task::yield_now().await;
            }
            seen
        });
        shop.import(|_| {}).await.unwrap();
        over.store(true, Ordering::SeqCst);
        let seen = watching.await.unwrap();
        assert!(seen.iter().all(|counts| *counts == (0, 0, 0) || *counts == (5, 2, 5)), "{seen:?}");
        assert_eq!(shop.visible().await, (5, 2, 5));
    }
}

#[tokio::test]
async fn one_import_at_a_time() {
    let shop = &importers().await[0];
    let _other = backend::db::import::Staging::begin(&shop.db).await.unwrap().unwrap();
    assert!(matches!(shop.import(|_| {}).await, Err(Failure::Busy)));
}

#[tokio::test]
async fn the_real_feeds_go_in() {
    let feeds = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/feeds");
    if !std::path::Path::new(feeds).is_dir() {
        return;
    }
    for shop in importers().await {
        let mut report = shop.import_from(feeds, |job| job.without_pictures = true).await.unwrap();
        assert_eq!(said(&report.problems), Vec::<String>::new());
        assert_eq!((report.variants.new, report.stores.new, report.stock.new), (87, 24, 1402));
        report = shop.import_from(feeds, |job| job.without_pictures = true).await.unwrap();
        assert_eq!(report.changes(), 0);
        let on_sale = "SELECT COUNT(*) AS value FROM variant WHERE sale_until IS NOT NULL";
        assert_eq!(shop.int(on_sale).await, 19);
        assert_eq!(shop.ledger_agrees().await, 0);
    }
}
