//! Receipts and counts come late, twice and in any order: the end is the same.

use std::{collections::BTreeMap, fs};

use backend::{
    app::{App, Settings},
    args,
    db::till_key::TillKey,
    domain::{
        clock::{Clock, DAY, HOUR, MINUTE},
        retailer::Retailer,
    },
};
use contract::{invoice::Invoice, language::Language, pos::PosReceipt};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::{
    common::{
        SATURDAY, Shop,
        till::{by_loyalty_code, credit, line, remaining, sale, send, till_of, void, with_credit},
    },
    import_shop::{Importer, importers},
    invoicing::written,
};

/// The last one was never counted when the shop opens.
const SKUS: [&str; 3] = ["VASE-BLEU", "VASE-BLANC", "BOUGIE"];
const CODE: &str = "2900000000018";
const CREDIT: &str = "A-2345-6789";
const SPENT: i64 = 50;
/// They number their receipts alike.
const TILLS: [&str; 2] = ["1", "2"];

#[derive(Clone, Debug)]
struct Sale {
    till: usize,
    /// SKUs and units; negative ones are brought back.
    lines: Vec<(usize, i64)>,
    minute: i64,
    voided_at: Option<i64>,
    has_code: bool,
    has_credit: bool,
}

#[derive(Clone, Debug)]
enum Arrival {
    Receipt(Box<PosReceipt>),
    Count { sku: usize, quantity: i64, minute: i64 },
}

/// All that happens, in the order of time; then an order with repetitions, and how many come in one request.
#[derive(Clone, Debug)]
struct Day {
    straight: Vec<Arrival>,
    shuffled: Vec<Arrival>,
    batch: usize,
}

fn sales() -> impl Strategy<Value = Vec<Sale>> {
    let units = prop_oneof![3 => 1i64..4, 1 => -2i64..0];
    let lines = proptest::collection::vec((0usize..3, units), 1..4);
    let minute = || -300i64..0;
    let tills = 0..TILLS.len();
    let one = (tills, lines, minute(), proptest::option::of(minute()), any::<bool>(), any::<bool>());
    let one = one.prop_map(|(till, lines, minute, voided_at, has_code, has_credit)| Sale {
        till,
        lines,
        minute,
        voided_at,
        has_code,
        has_credit,
    });
    proptest::collection::vec(one, 1..7)
}

fn day() -> impl Strategy<Value = Day> {
    let counts = proptest::collection::vec((0usize..3, 0i64..9, -300i64..0), 0..4);
    (sales(), counts, 1usize..6).prop_flat_map(|(sales, counts, batch)| {
        let straight = arrivals(&sales, counts);
        let twice = proptest::sample::subsequence(straight.clone(), 0..=straight.len());
        let all = straight.clone();
        let shuffled =
            twice.prop_map(move |twice| all.iter().cloned().chain(twice).collect::<Vec<_>>()).prop_shuffle();
        (Just(straight), shuffled, Just(batch)).prop_map(|(straight, shuffled, batch)| Day {
            straight,
            shuffled,
            batch,
        })
    })
}

fn arrivals(sales: &[Sale], counts: Vec<(usize, i64, i64)>) -> Vec<Arrival> {
    let mut all = Vec::new();
    let mut numbers = [0; TILLS.len()];
    for sold in sales {
        let number = numbers[sold.till];
        numbers[sold.till] += 1;
        let of_till = |receipt: PosReceipt| PosReceipt { till: TILLS[sold.till].into(), ..receipt };
        let lines = sold.lines.iter().map(|(sku, units)| line(SKUS[*sku], *units, 2_000)).collect();
        let mut receipt = sale(&format!("{number}"), sold.minute, lines);
        if sold.has_code {
            receipt = by_loyalty_code(CODE, receipt);
        }
        if sold.has_credit {
            receipt = with_credit(CREDIT, SPENT, receipt);
        }
        all.push((sold.minute, Arrival::Receipt(Box::new(of_till(receipt)))));
        if let Some(minute) = sold.voided_at {
            let taken = void(&format!("void {number}"), minute, &format!("{number}"));
            all.push((minute, Arrival::Receipt(Box::new(of_till(taken)))));
        }
    }
    // Of two counts of one minute nobody could say which is the last.
    let counts: BTreeMap<(usize, i64), i64> =
        counts.into_iter().map(|(sku, quantity, minute)| ((sku, minute), quantity)).collect();
    for ((sku, minute), quantity) in counts {
        all.push((minute, Arrival::Count { sku, quantity, minute }));
    }
    all.sort_by_key(|(minute, _)| *minute);
    all.into_iter().map(|(_, arrival)| arrival).collect()
}

struct Branch {
    importer: Importer,
    shop: Shop,
    tills: [TillKey; TILLS.len()],
}

/// Everything but ids and the numbers of invoices.
#[derive(Debug, PartialEq)]
struct End {
    /// Till, number, status, and what was written of it.
    receipts: Vec<(String, String, String, Vec<Document>)>,
    owned: Vec<Vec<String>>,
    on_hand: Vec<Option<i64>>,
    sold: Vec<i64>,
    credit: i64,
}

/// An invoice or a credit note: kind, total, and base and VAT by rate.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Document {
    kind: &'static str,
    total: i64,
    vat: Vec<(u32, i64, i64)>,
}

impl Document {
    fn of(invoice: &Invoice) -> Document {
        let vat = invoice.vat.iter().map(|vat| (vat.rate, vat.base.amount, vat.vat.amount));
        Document { kind: invoice.kind.as_str(), total: invoice.total.amount, vat: vat.collect() }
    }
}

impl Branch {
    async fn open(importer: Importer) -> Branch {
        importer.import(|job| job.counted_at = Some(SATURDAY - 3 * HOUR)).await.unwrap();
        let settings = Settings { public_url: "http://localhost:8080".into(), ..Settings::default() };
        let app = App::new(importer.db.clone(), Clock::manual(SATURDAY), Retailer::default(), settings);
        let shop = Shop { app: app.await.unwrap(), folder: tempfile::tempdir().unwrap() };
        let account = "INSERT INTO account (id, email, email_key, language, sizes, notice_back, notice_price, \
                       created_at, loyalty_code) VALUES ('zoe', $1, $1, $2, '[]', 0, 0, 0, $3)";
        shop.run(account, args!["zoe@example.fr", Language::Fr.tag(), CODE]).await;
        credit(&shop, CREDIT, 1_000, SATURDAY + DAY).await;
        let tills = [till_of(&shop, "PAR11").await.0, till_of(&shop, "PAR11").await.0];
        Branch { importer, shop, tills }
    }

    async fn live(&self, arrivals: &[Arrival], batch: usize) {
        let mut waiting = Vec::new();
        for arrival in arrivals {
            match arrival {
                Arrival::Receipt(receipt) => waiting.push(PosReceipt::clone(receipt)),
                Arrival::Count { sku, quantity, minute } => {
                    self.send(&mut waiting).await;
                    self.count(SKUS[*sku], *quantity, *minute).await;
                }
            }
            if waiting.len() >= batch {
                self.send(&mut waiting).await;
            }
            assert_eq!(self.importer.ledger_agrees().await, 0, "the ledger's sum is what is on hand");
        }
        self.send(&mut waiting).await;
    }

    async fn send(&self, waiting: &mut Vec<PosReceipt>) {
        for (key, till) in self.tills.iter().zip(TILLS) {
            let of_till = waiting.extract_if(.., |receipt| receipt.till == till).collect();
            for posted in send(&self.shop, key, of_till).await {
                assert_eq!(posted.problem, None);
            }
        }
    }

    /// Somebody counted one SKU; the feed lists the others without a count.
    async fn count(&self, counted: &str, quantity: i64, minute: i64) {
        let mut table = String::from("store code\tid\tquantity\tavailability\n");
        for sku in SKUS {
            let quantity = if sku == counted { quantity.to_string() } else { String::new() };
            table.push_str(&format!("PAR11\t{sku}\t{quantity}\tin_stock\n"));
        }
        fs::write(self.importer.feed.join("local_inventory.tsv"), table).unwrap();
        let counted_at = SATURDAY + minute * MINUTE;
        self.importer.import(|job| job.counted_at = Some(counted_at)).await.unwrap();
    }

    async fn end(&self) -> End {
        assert_eq!(self.importer.ledger_agrees().await, 0, "the ledger's sum is what is on hand");
        let owned = "SELECT till, number FROM receipt WHERE id IN (SELECT subject_id FROM account_grant) \
                     ORDER BY till, number";
        let (mut on_hand, mut sold) = (Vec::new(), Vec::new());
        for sku in SKUS {
            on_hand.push(self.importer.on_hand(sku, "PAR11").await);
            let moved = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS value FROM stock_movement \
                         WHERE sku = $1 AND kind <> 'count'";
            sold.push(self.shop.int(moved, args![sku]).await);
        }
        End {
            receipts: self.receipts().await,
            owned: self.importer.texts(owned).await,
            on_hand,
            sold,
            credit: remaining(&self.shop, CREDIT).await,
        }
    }

    async fn receipts(&self) -> Vec<(String, String, String, Vec<Document>)> {
        let all = "SELECT till, number, status, id FROM receipt ORDER BY till, number";
        let mut receipts = Vec::new();
        for row in self.importer.texts(all).await {
            let [till, number, status, id] = row.try_into().unwrap();
            let mut documents: Vec<_> = written(&self.shop, &id).await.iter().map(Document::of).collect();
            documents.sort();
            receipts.push((till, number, status, documents));
        }
        receipts
    }
}

#[test]
fn the_end_is_the_same_in_whatever_order_receipts_and_counts_come() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() };
    let replay = |day: Day| {
        runtime.block_on(async {
            for (one, other) in importers().await.into_iter().zip(importers().await) {
                let (straight, shuffled) = (Branch::open(one).await, Branch::open(other).await);
                straight.live(&day.straight, 1).await;
                shuffled.live(&day.shuffled, day.batch).await;
                assert_eq!(straight.end().await, shuffled.end().await);
            }
        });
        Ok(())
    };
    TestRunner::new(config).run(&day(), replay).unwrap();
}
