//! Feeds from a seed: the smaller ones are the beginning of the larger.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use rand::{Rng, SeedableRng, rngs::StdRng};

pub struct Size {
    pub offers: usize,
    pub stores: usize,
    pub rows: usize,
}

const SIZES: [&str; 4] = ["S", "M", "L", "XL"];
const KINDS: [&str; 8] = ["Robe", "Chemise", "Manteau", "Jupe", "Pull", "Veste", "Sac", "Vase"];
const COLOURS: [&str; 6] = ["Bleu", "Rouge", "Vert", "Noir", "Blanc", "Ocre"];

pub fn sku(offer: usize) -> String {
    format!("SKU-{offer:06}")
}

pub fn store(store: usize) -> String {
    format!("STORE{store:03}")
}

/// The price of every first variant, which orders are placed for.
pub const PRICE: i64 = 4_990;

pub fn write(folder: &Path, size: &Size) {
    std::fs::create_dir_all(folder).unwrap();
    let mut random = StdRng::seed_from_u64(7);
    let mut products = create(folder, "products.fr.tsv");
    writeln!(
        products,
        "id\titem_group_id\ttitle\tdescription\tprice\tcolor\tsize\tproduct_type\tpickup_method"
    )
    .unwrap();
    for offer in 0..size.offers {
        let product = offer / SIZES.len();
        let (kind, colour) = (KINDS[product % KINDS.len()], COLOURS[random.random_range(0..COLOURS.len())]);
        writeln!(
            products,
            "{}\tproduct-{product}\t{kind} {product}\tUne pièce de tous les jours, numéro {product}, que l’on garde \
             longtemps et qui vieillit bien.\t{}.{:02} EUR\t{colour}\t{}\tMode > {kind}\tbuy",
            sku(offer),
            PRICE / 100,
            PRICE % 100,
            SIZES[offer % SIZES.len()]
        )
        .unwrap();
    }
    let mut stores = create(folder, "stores.csv");
    writeln!(stores, "Store code,Business name,Locality,Country / Region,Latitude,Longitude,Monday hours")
        .unwrap();
    for number in 0..size.stores {
        let latitude = 43.0 + random.random_range(0.0..7.0);
        writeln!(
            stores,
            "{},Magasin {number},Ville {number},FR,{latitude:.6},2.352200,09:00-19:00",
            store(number)
        )
        .unwrap();
    }
    write_stock(folder, size, None);
}

/// Counts again: every `differs`th quantity is another one.
pub fn recount(folder: &Path, size: &Size, differs: usize) {
    write_stock(folder, size, Some(differs));
}

fn write_stock(folder: &Path, size: &Size, differs: Option<usize>) {
    let mut random = StdRng::seed_from_u64(11);
    let mut stock = create(folder, "local_inventory.tsv");
    writeln!(stock, "store_code\tid\tquantity\tprice\tpickup_method\tinstore_product_location").unwrap();
    let each = size.rows / size.stores;
    for row in 0..size.rows {
        // Stores sell different parts of the range, and all of them its beginning.
        let (shop, nth) = (row / each, row % each);
        let offer = if nth < 8 { nth } else { (nth + shop * size.offers / size.stores) % size.offers };
        let offer = if nth >= 8 && offer < 8 { (offer + each) % size.offers } else { offer };
        let quantity = if offer < 8 { 1_000_000 } else { random.random_range(0..20) };
        let quantity = quantity + i64::from(differs.is_some_and(|differs| row % differs == 0));
        writeln!(stock, "{}\t{}\t{quantity}\t\tbuy\tAllée {}", store(shop), sku(offer), offer % 30).unwrap();
    }
}

fn create(folder: &Path, name: &str) -> BufWriter<File> {
    BufWriter::new(File::create(folder.join(name)).unwrap())
}
