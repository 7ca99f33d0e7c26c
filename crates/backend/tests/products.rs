//! A shopper looks for things: by words, by category, by filter, by page.

use backend::{
    args,
    domain::{
        clock::DAY,
        outbox::{self, Entry},
    },
};
use contract::{
    availability::AvailabilityStatus,
    category::Categories,
    error::ErrorCode,
    event::Event,
    page::Page,
    product::{FacetValue, Product, ProductList, ScannedVariant},
};

use crate::catalogue::{Visit, visits};

async fn slugs(visit: &Visit, query: &str) -> Vec<String> {
    let list: ProductList = visit.get(&format!("/api/products?{query}")).await;
    assert_eq!(list.page.total as usize, list.page.items.len(), "{query}");
    list.page.items.into_iter().map(|product| product.slug).collect()
}

#[tokio::test]
async fn words_are_found_as_people_type_them() {
    for visit in visits().await {
        for (typed, found) in [
            ("robe+camille", vec!["robe-camille"]),
            ("Robe+Éléonore", vec!["robe-eleonore"]),
            ("eleonore", vec!["robe-eleonore"]),
            ("echarpe", vec!["echarpe-laine"]),
            ("écharpes", vec!["echarpe-laine"]),
            ("robes", vec!["robe-camille", "robe-eleonore"]),
            ("l'%C3%A9charpe+de+laine", vec!["echarpe-laine"]),
            ("chemsie", vec!["chemise-lin"]),
            ("bougi", vec!["bougie-figuier"]),
            ("figuir", vec!["bougie-figuier"]),
            ("elonoree", vec!["robe-eleonore"]),
            ("robe+cam", vec!["robe-camille"]),
            ("poches", vec!["robe-camille"]),
            ("sauge", vec!["robe-camille"]),
            ("vetements", vec!["robe-camille", "robe-eleonore", "chemise-lin", "echarpe-laine"]),
            ("2041700000707", vec!["robe-camille"]),
            ("02041700000707", vec!["robe-camille"]),
            ("robe-bleu-38", vec!["robe-camille"]),
            ("robe+bougie", vec![]),
            ("xyzzy", vec![]),
            ("%21%3F", vec![]),
            ("ancienne", vec![]),
        ] {
            let mut slugs = slugs(&visit, &format!("q={typed}")).await;
            let mut found: Vec<_> = found.into_iter().map(String::from).collect();
            slugs.sort();
            found.sort();
            assert_eq!(slugs, found, "{typed} on {}", visit.app.db.name());
        }
    }
}

#[tokio::test]
async fn english_has_its_own_words_and_falls_back_to_french_ones() {
    for visit in visits().await {
        assert_eq!(slugs(&visit, "language=en&q=dresses").await, ["robe-camille", "robe-eleonore"]);
        assert_eq!(slugs(&visit, "language=en&q=bougie").await, ["bougie-figuier"]);
        let product: Product = visit.get("/api/products/robe-camille?language=en").await;
        assert_eq!(product.name, "Camille dress");
        let colours: Vec<_> = product.variants.iter().map(|variant| variant.colour.as_deref()).collect();
        assert_eq!(colours, [Some("Sage"), Some("Sauge"), Some("Bleu")]);
        assert_eq!(
            product.trail.iter().map(|category| &*category.name).collect::<Vec<_>>(),
            ["Clothing", "Dresses"]
        );
    }
}

#[tokio::test]
async fn facets_say_what_another_choice_would_bring() {
    let value = |value: &str, products| FacetValue { value: value.into(), products };
    for visit in visits().await {
        let all: ProductList = visit.get("/api/products").await;
        assert_eq!(
            all.facets.colours,
            [value("Bleu", 2), value("Blanc", 1), value("Rouge", 1), value("Sauge", 1)]
        );
        assert_eq!(
            all.facets.sizes,
            [value("38", 2), value("40", 1), value("S", 1), value("M", 1), value("L", 1)]
        );
        assert_eq!(all.page.total, 5);
        assert_eq!(
            all.categories.iter().map(|c| (&*c.id, c.products)).collect::<Vec<_>>(),
            [("vetements", 4), ("maison", 1)]
        );

        let blue: ProductList = visit.get("/api/products?colour=bleu").await;
        assert_eq!(blue.page.total, 2);
        assert_eq!(blue.facets.colours, all.facets.colours);
        assert_eq!(blue.facets.sizes, [value("38", 2)]);
        assert_eq!(blue.page.items[0].picture.as_ref().unwrap().id, "bleu");

        // The dress comes in blue and in size 40, but not in both at once.
        assert_eq!(slugs(&visit, "colour=Bleu&size=40").await, Vec::<String>::new());
        assert_eq!(slugs(&visit, "colour=Mauve").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn lists_are_cut_by_category_price_and_page() {
    for visit in visits().await {
        let dresses: ProductList =
            visit.get("/api/products?category=vetements~robes&per_page=1&page=2").await;
        assert_eq!((dresses.page.total, dresses.page.pages(), dresses.page.items.len()), (2, 2, 1));
        assert_eq!(dresses.page.items[0].slug, "robe-eleonore");
        assert_eq!(
            dresses.trail.iter().map(|c| &*c.id).collect::<Vec<_>>(),
            ["vetements", "vetements~robes"]
        );
        assert!(dresses.categories.is_empty());
        let beyond: ProductList = visit.get("/api/products?page=9").await;
        assert_eq!((beyond.page.total, beyond.page.items.len()), (5, 0));
    }
}

#[tokio::test]
async fn a_card_says_price_colours_and_stock() {
    for visit in visits().await {
        let list: ProductList = visit.get("/api/products?store=PAR11").await;
        let card = |slug: &str| list.page.items.iter().find(|item| item.slug == slug).unwrap();
        let camille = card("robe-camille");
        assert_eq!(
            camille.colourways.iter().map(|c| (&*c.name, &*c.sku)).collect::<Vec<_>>(),
            [("Sauge", "ROBE-SAUGE-38"), ("Bleu", "ROBE-BLEU-38")]
        );
        assert_eq!(camille.in_store.as_ref().unwrap().status, AvailabilityStatus::InStock);
        assert_eq!(camille.stores_with_stock, 2);
        assert!(!camille.price_varies);
        let shirt = card("chemise-lin");
        assert_eq!((shirt.price.current.amount, shirt.price_varies), (5900, true));
        assert_eq!(shirt.in_store.as_ref().unwrap().status, AvailabilityStatus::OutOfStock);
        assert_eq!(card("bougie-figuier").in_store, None);
    }
}

#[tokio::test]
async fn only_what_my_store_can_give() {
    for visit in visits().await {
        assert_eq!(slugs(&visit, "store=PAR06&in_store=true").await, ["robe-eleonore", "bougie-figuier"]);
        assert_eq!(slugs(&visit, "store=LYO02&in_store=true&colour=Bleu").await, ["robe-camille"]);
        // The last candle is sold elsewhere.
        visit.run("UPDATE stock SET held = 10 WHERE sku = 'BOUGIE'", args![]).await;
        let mut tx = visit.app.db.write().await.unwrap();
        let left = backend::domain::availability::load(&mut tx, &visit.app, "BOUGIE", "PAR06")
            .await
            .unwrap()
            .unwrap();
        let entries = vec![Entry::public(Event::AvailabilityChanged(left))];
        outbox::publish(&mut tx, visit.app.clock.now(), entries).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(slugs(&visit, "store=PAR06&in_store=true").await, ["robe-eleonore"]);
    }
}

#[tokio::test]
async fn a_store_that_had_to_close_can_give_nothing() {
    for visit in visits().await {
        let until = visit.app.clock.now() + 3_600_000;
        visit.run("UPDATE store SET closed_until = $1 WHERE id = 'PAR06'", args![until]).await;
        assert!(slugs(&visit, "store=PAR06&in_store=true").await.is_empty());
        assert_eq!(slugs(&visit, "store=LYO02&in_store=true&colour=Bleu").await, ["robe-camille"]);
        visit.run("UPDATE store SET closed_until = $1 WHERE id = 'PAR06'", args![until - 3_600_000]).await;
        assert_eq!(slugs(&visit, "store=PAR06&in_store=true").await, ["robe-eleonore", "bougie-figuier"]);
    }
}

#[tokio::test]
async fn a_reduction_begins_and_ends_by_itself() {
    for visit in visits().await {
        let reduced: Product = visit.get("/api/products/robe-eleonore").await;
        let price = &reduced.variants[0].price;
        assert_eq!(price.current.amount, 6900);
        assert_eq!(price.regular.as_ref().unwrap().amount, 9900);
        assert_eq!(price.lowest_30_days.as_ref().unwrap().amount, 8500);
        assert_eq!(price.sale_until.as_ref().unwrap().as_str(), "2026-12-01T11:00:00+01:00");
        assert_eq!(slugs(&visit, "price_max=7000&sort=price_descending").await[0], "robe-eleonore");

        visit.app.clock.advance(10 * DAY - 1);
        assert_eq!(slugs(&visit, "price_min=9000").await, Vec::<String>::new());
        visit.app.clock.advance(1);
        assert_eq!(slugs(&visit, "price_min=9000").await, ["robe-eleonore"]);
        let regular: Product = visit.get("/api/products/robe-eleonore").await;
        assert_eq!(regular.variants[0].price.regular, None);
        assert_eq!(regular.variants[0].price.lowest_30_days, None);
    }
}

#[tokio::test]
async fn the_page_of_a_product_shows_what_is_sold() {
    for visit in visits().await {
        let shirt: Product = visit.get("/api/products/chemise-lin?store=PAR06").await;
        let sizes: Vec<_> = shirt.variants.iter().filter_map(|variant| variant.size.as_deref()).collect();
        assert_eq!(sizes, ["S", "M", "L"]);
        assert_eq!(shirt.variants[1].in_store.as_ref().unwrap().quantity, Some(8));
        assert_eq!(shirt.variants[1].stores_with_stock, 0);
        assert_eq!(shirt.variants[0].in_store, None);
        let dress: Product = visit.get("/api/products/robe-camille").await;
        assert_eq!(dress.variants[0].stores_with_stock, 2);
        assert_eq!(dress.variants[0].pictures[0].widths, [320, 640]);
        assert_eq!(dress.details[0].value, "Lavage à 30 °C");
    }
}

#[tokio::test]
async fn an_import_that_finishes_is_seen_at_once() {
    for visit in visits().await {
        assert_eq!(slugs(&visit, "q=argent").await, Vec::<String>::new());
        visit.run("UPDATE product SET withdrawn_at = 1 WHERE id = 'echarpe-laine'", args![]).await;
        visit.import_finishes().await;
        assert_eq!(slugs(&visit, "q=argent").await, ["robe-future"]);
        assert_eq!(slugs(&visit, "q=echarpe").await, Vec::<String>::new());
        let categories: Categories = visit.get("/api/categories").await;
        let counts: Vec<_> = categories.items.iter().map(|c| (&*c.name, c.products)).collect();
        assert_eq!(counts, [("Vêtements", 4), ("Robes", 3), ("Chemises", 1), ("Maison", 1), ("Bougies", 1)]);
        assert_eq!(categories.items[1].picture.as_ref().unwrap().id, "sauge");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    for visit in visits().await {
        for (path, code, field) in [
            ("/api/products?page=0", ErrorCode::InvalidField, Some("page")),
            ("/api/products?per_page=101", ErrorCode::InvalidField, Some("per_page")),
            ("/api/products?price_min=2&price_max=1", ErrorCode::InvalidField, Some("price_max")),
            ("/api/products?price_min=-2", ErrorCode::InvalidField, Some("price_min")),
            ("/api/products?in_store=true", ErrorCode::InvalidField, Some("store")),
            ("/api/products?page=one", ErrorCode::Malformed, None),
            ("/api/products?category=nope", ErrorCode::NotFound, None),
            ("/api/products?store=NOPE", ErrorCode::NotFound, None),
            ("/api/products?store=OLD01", ErrorCode::NotFound, None),
            ("/api/products/nope", ErrorCode::NotFound, None),
            ("/api/products/robe-ancienne", ErrorCode::NotFound, None),
            ("/api/products/robe-future", ErrorCode::NotFound, None),
        ] {
            let problem = visit.refusal(path).await;
            assert_eq!((problem.code, problem.field.as_deref()), (code, field), "{path}");
        }
        let long = visit.refusal(&format!("/api/products?q={}", "a".repeat(201))).await;
        assert_eq!(long.field.as_deref(), Some("q"));
    }
}

#[tokio::test]
async fn a_bar_code_names_its_variants() {
    for visit in visits().await {
        let read = async |gtin: &str| -> Vec<ScannedVariant> {
            let page: Page<ScannedVariant> =
                visit.get(&format!("/api/products/by-gtin/{gtin}?language=en")).await;
            assert_eq!(page.total as usize, page.items.len());
            page.items
        };
        let dress = ScannedVariant {
            sku: "ROBE-SAUGE-38".into(),
            product_slug: "robe-camille".into(),
            name: "Camille dress".into(),
            colour: Some("Sage".into()),
            size: Some("38".into()),
        };
        assert_eq!(read("2041700000707").await, std::slice::from_ref(&dress));
        assert_eq!(read("02041700000707").await, std::slice::from_ref(&dress));
        assert_eq!(read("4006381333931").await, []);

        // Feeds repeat a code by mistake; what is no longer sold, or not yet, has none.
        visit
            .run(
                "UPDATE variant SET gtin = '2041700000707' \
                 WHERE sku IN ('ELEONORE-38', 'ANCIENNE-38', 'FUTURE-38', 'CHEMISE-XL')",
                args![],
            )
            .await;
        let skus: Vec<String> = read("2041700000707").await.into_iter().map(|found| found.sku).collect();
        assert_eq!(skus, ["ROBE-SAUGE-38", "ELEONORE-38"]);

        for wrong in ["2041700000708", "12", "robe"] {
            let problem = visit.refusal(&format!("/api/products/by-gtin/{wrong}")).await;
            assert_eq!(
                (problem.code, problem.field.as_deref()),
                (ErrorCode::InvalidField, Some("gtin")),
                "{wrong}"
            );
        }
    }
}
