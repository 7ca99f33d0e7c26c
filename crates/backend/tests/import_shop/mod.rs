//! A folder of feeds and a database of each kind to import it into.

pub mod bad;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use backend::{
    args,
    db::{Arg, Db},
    domain::{
        import::{self, Failure, Job, Problems, Report, Silent},
        retailer::Retailer,
    },
    feeds::discover::discover,
    pictures,
};

use crate::common::{SATURDAY, databases};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
const TABLES: [&str; 4] = ["products.fr.tsv", "products.en.tsv", "stores.csv", "local_inventory.tsv"];

pub struct Importer {
    pub db: Db,
    pub feed: PathBuf,
    folder: tempfile::TempDir,
}

pub enum Xml {
    Rss,
    Atom,
}

/// The fixture `shop`, ready to import into a fresh database of each kind.
pub async fn importers() -> Vec<Importer> {
    let databases = databases().await.into_iter();
    let importers = databases.map(|(db, folder)| Importer { feed: folder.path().join("feed"), db, folder });
    let importers: Vec<Importer> = importers.collect();
    importers.iter().for_each(|shop| shop.use_fixture("shop"));
    importers
}

/// Every error in a line.
pub fn said(problems: &Problems) -> Vec<String> {
    problems.listed.iter().map(ToString::to_string).collect()
}

impl Importer {
    pub fn use_fixture(&self, name: &str) {
        let _may_be_absent = fs::remove_dir_all(&self.feed);
        fs::create_dir_all(self.feed.join("images")).unwrap();
        let from = Path::new(FIXTURES).join(name);
        for table in TABLES {
            if from.join(table).exists() {
                self.write(table, &fs::read(from.join(table)).unwrap());
            }
        }
        fs::copy(Path::new(FIXTURES).join("shop/images/vase.png"), self.feed.join("images/vase.png"))
            .unwrap();
    }

    pub fn restore(&self) {
        self.use_fixture("shop");
    }

    /// Every file is of the same moment, so that only `counted_at` makes a count newer.
    fn write(&self, name: &str, bytes: &[u8]) {
        let mut file = fs::File::create(self.feed.join(name)).unwrap();
        file.write_all(bytes).unwrap();
        let age = Duration::from_millis(SATURDAY.unsigned_abs()) - Duration::from_secs(24 * 3600);
        file.set_modified(SystemTime::UNIX_EPOCH + age).unwrap();
    }

    pub fn edit(&self, name: &str, change: impl FnOnce(&str) -> String) {
        let before = fs::read_to_string(self.feed.join(name)).unwrap();
        let after = change(&before);
        assert_ne!(before, after, "{name} must change");
        self.write(name, after.as_bytes());
    }

    pub fn compress(&self, name: &str) {
        let bytes = fs::read(self.feed.join(name)).unwrap();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&bytes).unwrap();
        self.write(&format!("{name}.gz"), &encoder.finish().unwrap());
        fs::remove_file(self.feed.join(name)).unwrap();
    }

    /// Writes a table anew as XML with Google's names.
    pub fn as_xml(&self, name: &str, kind: Xml) {
        let text = fs::read_to_string(self.feed.join(name)).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let names: Vec<String> =
            reader.headers().unwrap().iter().map(|name| name.to_lowercase().replace(' ', "_")).collect();
        let item = match kind {
            Xml::Rss => "item",
            Xml::Atom => "entry",
        };
        let mut items = String::new();
        for row in reader.records() {
            // An Atom entry's own id is not the offer's.
            items.push_str(&format!("<{item}><id>urn:{}</id>\n", items.len()));
            for (name, value) in names.iter().zip(&row.unwrap()) {
                let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('é', "&#233;");
                items.push_str(&format!("<g:{name}>{value}</g:{name}>"));
            }
            items.push_str(&format!("</{item}>\n"));
        }
        let whole = match kind {
            Xml::Rss => format!(
                "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\">\
                 <channel><title>Shop</title>{items}</channel></rss>"
            ),
            Xml::Atom => format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:g=\"http://base.google.com/ns/1.0\">\
                 <id>urn:shop</id>{items}</feed>"
            ),
        };
        self.write(&name.replace(".tsv", ".xml"), whole.as_bytes());
        fs::remove_file(self.feed.join(name)).unwrap();
    }

    pub async fn import(&self, change: impl FnOnce(&mut Job)) -> Result<Report, Failure> {
        self.import_from(self.feed.to_str().unwrap(), change).await
    }

    pub async fn import_from(&self, from: &str, change: impl FnOnce(&mut Job)) -> Result<Report, Failure> {
        let mut job = Job {
            feeds: discover(&[from.to_string()]).map_err(Failure::File)?,
            retailer: Retailer::default(),
            pictures: pictures::Options { folder: self.folder.path().join("pictures"), allow_private: false },
            without_pictures: false,
            counted_at: None,
            now: SATURDAY,
            check: false,
            strict: false,
            progress: Arc::new(Silent),
        };
        change(&mut job);
        import::run(&self.db, job).await
    }

    pub async fn run(&self, sql: &'static str) {
        self.run_with(sql, args![]).await;
    }

    pub async fn run_with(&self, sql: &'static str, args: Vec<Arg>) {
        let mut tx = self.db.write().await.unwrap();
        tx.execute(sql, args).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn int(&self, sql: &str) -> i64 {
        self.db.read().await.unwrap().int(sql.to_string(), args![]).await.unwrap()
    }

    /// The text columns that a query names, row by row.
    pub async fn texts(&self, sql: &str) -> Vec<Vec<String>> {
        let (columns, _) = sql.split_once("SELECT ").unwrap().1.split_once(" FROM").unwrap();
        let columns =
            columns.split(", ").map(|column| column.rsplit_once(" AS ").map_or(column, |(_, name)| name));
        let columns: Vec<&str> = columns.collect();
        let rows = self.db.read().await.unwrap().rows(sql.to_string(), args![]).await.unwrap();
        rows.iter().map(|row| columns.iter().map(|column| row.text(column).unwrap()).collect()).collect()
    }

    pub async fn on_hand(&self, sku: &str, store: &str) -> Option<i64> {
        let sql = "SELECT on_hand AS value FROM stock WHERE sku = $1 AND store_id = $2";
        let row = self.db.read().await.unwrap().row(sql, args![sku, store]).await.unwrap().unwrap();
        row.opt_int("value").unwrap()
    }

    /// Rows of stock that are not the sum of their movements.
    pub async fn ledger_agrees(&self) -> i64 {
        self.int(
            "SELECT COUNT(*) AS value FROM stock s WHERE COALESCE(s.on_hand, 0) <> COALESCE((SELECT \
             CAST(SUM(m.quantity) AS BIGINT) FROM stock_movement m WHERE m.sku = s.sku AND m.store_id = s.store_id), 0)",
        )
        .await
    }

    /// Generation, movements, outbox rows and prices: what an import without differences leaves alone.
    pub async fn state(&self) -> [i64; 4] {
        [
            self.int("SELECT generation AS value FROM catalogue").await,
            self.int("SELECT COUNT(*) AS value FROM stock_movement").await,
            self.int("SELECT last AS value FROM outbox_counter").await,
            self.int("SELECT COUNT(*) AS value FROM price_history").await,
        ]
    }

    /// Variants, stores and stock rows that a reader sees in one moment.
    pub async fn visible(&self) -> (i64, i64, i64) {
        let mut tx = self.db.read().await.unwrap();
        let mut counts = Vec::new();
        for table in ["variant", "store", "stock"] {
            let seen = backend::db::catalogue::visible("t");
            let sql = format!("SELECT COUNT(*) AS value FROM {table} t WHERE {seen}");
            counts.push(tx.int(sql, args![]).await.unwrap());
        }
        (counts[0], counts[1], counts[2])
    }
}
