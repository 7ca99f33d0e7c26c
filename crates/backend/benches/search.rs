//! How long the list of products takes at 100,000 products, from the query to the answer without HTTP.
//! `cargo bench -p vitrine --bench search [-- PRODUCTS]`
#![allow(clippy::unwrap_used)]

use std::time::Instant;

use backend::{
    app::{App, Settings},
    args,
    db::{Arg, Db, Tx, row::placeholders},
    domain::{clock::Clock, product, retailer::Retailer},
};
use contract::product::{ProductQuery, Sort};
use rand::{Rng, SeedableRng, rngs::StdRng};

const ROUNDS: usize = 50;
const STORES: usize = 20;
const COLOURS: [&str; 12] =
    ["Bleu", "Rouge", "Vert", "Sauge", "Ocre", "Noir", "Blanc", "Écru", "Rose", "Gris", "Marine", "Kaki"];
const SIZES: [&str; 6] = ["XS", "S", "M", "L", "XL", "36"];
const KINDS: [&str; 16] = [
    "Robe", "Chemise", "Écharpe", "Bougie", "Manteau", "Jupe", "Pull", "Table", "Vase", "Assiette", "Veste",
    "Pantalon", "Sac", "Ceinture", "Tapis", "Coussin",
];
const SYLLABLES: [&str; 12] = ["ca", "mil", "le", "ro", "sé", "vi", "nan", "tou", "per", "lo", "mé", "di"];

#[tokio::main]
async fn main() {
    let products = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(folder.path().join("bench.sqlite").to_str().unwrap()).await.unwrap();
    let mut tx = db.write().await.unwrap();
    fill(&mut tx, products).await;
    tx.commit().await.unwrap();
    let start = Instant::now();
    let app = App::new(db, Clock::default(), Retailer::default(), Settings::default()).await.unwrap();
    println!("{products} products, index made in {:.1} s", start.elapsed().as_secs_f64());
    println!("{:<34} {:>7} {:>8} {:>8} {:>8}", "query", "found", "p50 ms", "p99 ms", "max ms");
    for (name, query) in queries() {
        measure(&app, name, &query).await;
    }
}

fn queries() -> Vec<(&'static str, ProductQuery)> {
    let text = |q: &str| ProductQuery { q: Some(q.into()), ..ProductQuery::default() };
    let in_store =
        ProductQuery { store: Some("S00".into()), in_store: Some(true), ..ProductQuery::default() };
    vec![
        ("everything", ProductQuery::default()),
        ("the last page", ProductQuery { page: Some(4000), ..ProductQuery::default() }),
        ("one category", ProductQuery { category: Some("c3".into()), ..ProductQuery::default() }),
        ("by price", ProductQuery { sort: Some(Sort::PriceAscending), ..ProductQuery::default() }),
        ("a word", text("robe")),
        ("two words", text("robe bleu")),
        ("a plural", text("bougies")),
        ("begun", text("man")),
        ("a typo", text("chemsie")),
        ("a long typo", text("pantaloons")),
        ("typos in three words", text("chemsie vete rouge")),
        (
            "colour, size, text",
            ProductQuery { colour: Some("Bleu".into()), size: Some("M".into()), ..text("robe") },
        ),
        ("in my store", in_store.clone()),
        ("in my store, a word", ProductQuery { q: Some("robe".into()), ..in_store }),
    ]
}

async fn measure(app: &App, name: &str, query: &ProductQuery) {
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        found = product::list(app, query).await.unwrap_or_else(|_| panic!("{name} failed")).page.total;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!("{name:<34} {found:>7} {:>8.1} {:>8.1} {:>8.1}", at(0.5), at(0.99), at(1.0));
}

async fn fill(tx: &mut Tx, products: usize) {
    let mut random = StdRng::seed_from_u64(20);
    tx.execute("UPDATE catalogue SET generation = 1", args![]).await.unwrap();
    let mut rows = Rows::default();
    for (number, kind) in (0..).zip(KINDS) {
        let id = format!("c{number}");
        rows.add("category (id, parent_id, position)", args![&id, None::<&str>, number as i64]);
        rows.add("category_text (category_id, language, name)", args![&id, "fr", kind]);
    }
    for number in 0..STORES {
        let id = format!("S{number:02}");
        rows.add(
            "store (id, slug, name, city, country, time_zone, special_days, position, generation)",
            args![&id, &id, &id, "Paris", "FR", "Europe/Paris", "[]", number as i64, 1_i64],
        );
    }
    for number in 0..products {
        add_product(&mut rows, &mut random, number);
        if number % 500 == 499 {
            rows.flush(tx).await;
        }
    }
    rows.flush(tx).await;
}

fn add_product(rows: &mut Rows, random: &mut StdRng, number: usize) {
    let id = format!("p{number:06}");
    let kind = random.random_range(0..KINDS.len());
    let name = format!("{} {} {}", KINDS[kind], word(random), word(random));
    let description: Vec<String> = (0..30).map(|_| word(random)).collect();
    rows.add(
        "product (id, slug, category_id, position, generation)",
        args![&id, &id, format!("c{kind}"), number as i64, 1_i64],
    );
    rows.add(
        "product_text (product_id, language, name, description, details)",
        args![&id, "fr", name, description.join(" "), "[]"],
    );
    let colour = COLOURS[random.random_range(0..COLOURS.len())];
    for size in 0..2 {
        let sku = format!("{id}-{size}");
        let price: i64 = random.random_range(500..20_000);
        rows.add(
            "variant (sku, product_id, position, pickup_method, price, vat_rate, generation)",
            args![&sku, &id, size as i64, "buy", price, 2000_i64, 1_i64],
        );
        let size = SIZES[random.random_range(0..SIZES.len())];
        rows.add("variant_text (sku, language, colour, size)", args![&sku, "fr", colour, size]);
        for store in 0..STORES {
            if random.random_bool(0.4) {
                rows.add(
                    "stock (sku, store_id, on_hand, held, generation)",
                    args![&sku, format!("S{store:02}"), random.random_range(0..9_i64), 0_i64, 1_i64],
                );
            }
        }
    }
}

fn word(random: &mut StdRng) -> String {
    (0..random.random_range(2..4)).map(|_| SYLLABLES[random.random_range(0..SYLLABLES.len())]).collect()
}

/// Rows to be inserted, by table.
#[derive(Default)]
struct Rows(Vec<(&'static str, Vec<Vec<Arg>>)>);

impl Rows {
    fn add(&mut self, table: &'static str, row: Vec<Arg>) {
        match self.0.iter_mut().find(|(known, _)| *known == table) {
            Some((_, rows)) => rows.push(row),
            None => self.0.push((table, vec![row])),
        }
    }

    async fn flush(&mut self, tx: &mut Tx) {
        for (table, rows) in std::mem::take(&mut self.0) {
            for rows in rows.chunks(1000) {
                let width = rows[0].len();
                let places = (0..rows.len()).map(|row| format!("({})", placeholders(row * width + 1, width)));
                let sql = format!("INSERT INTO {table} VALUES {}", places.collect::<Vec<_>>().join(", "));
                tx.execute(sql, rows.concat()).await.unwrap();
            }
        }
    }
}
