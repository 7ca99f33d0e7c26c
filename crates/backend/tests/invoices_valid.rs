//! What the server writes of purchases is a valid e-invoice, whatever becomes of them.

use backend::{
    args,
    db::{self, associate::Associate, invoice::InvoiceRow, till_key::TillKey},
    domain::{
        clock::{DAY, HOUR, MINUTE},
        invoice, receipt, return_request,
    },
};
use contract::{
    invoice::{Invoice, InvoiceKind, PaymentMethod},
    language::Language,
    money::Money,
    newtypes::{Email, PersonName, Quantity},
    order::{PlaceOrder, PlaceOrderLine},
    pos::{PosCustomer, PosLine, PosPayment, PosReceipt},
    return_request::{RefundWay, ReturnDecision},
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};

use crate::{
    common::{
        SATURDAY, Shop,
        fitting::hire,
        order_by,
        returning::{Bought, all, checked, guest, lines_of, pay, place_as, wish},
        till::{credit, euros, line, refused_for, sale, send_one, till_of, token_of, void},
    },
    invoice_tools::{failures, run},
    invoicing::{company, hand_over, ready, shops},
};

const PURCHASES: usize = 200;
const STORES: [&str; 2] = ["PAR11", "LYO02"];
/// With prices; the last one at the rate of books.
const GOODS: [(&str, i64); 3] = [("ROBE-38", 8_900), ("ROBE-40", 8_900), ("LIVRE", 1_055)];
const RATES: [u32; 5] = [0, 210, 550, 1000, 2000];
const CREDIT: &str = "A-2345-6789";
const LOCALHOST: [u8; 4] = [127, 0, 0, 1];

/// A way in which a document differs from others.
type Sort = (&'static str, fn(&Invoice) -> bool);

/// What two hundred purchases were to bring about.
const SORTS: [Sort; 10] = [
    ("what an exchange brought back", |one| is_credit(one) && one.corrects.is_none()),
    ("what is credited later", |one| is_credit(one) && one.corrects.is_some()),
    ("an exchange that a till took back", |one| !is_credit(one) && one.corrects.is_some()),
    ("a company that buys", |one| !is_credit(one) && one.buyer.company.is_some()),
    ("a company that is credited", |one| is_credit(one) && one.buyer.company.is_some()),
    ("a buyer without a name", |one| one.buyer.name.is_none() && one.buyer.email.is_none()),
    ("French", |one| one.language == Language::Fr),
    ("English", |one| one.language == Language::En),
    ("store credit", |one| is_paid(one, PaymentMethod::StoreCredit)),
    ("a way that was not said", |one| is_paid(one, PaymentMethod::Other)),
];

fn is_credit(invoice: &Invoice) -> bool {
    invoice.kind == InvoiceKind::CreditNote
}

fn is_paid(invoice: &Invoice, method: PaymentMethod) -> bool {
    invoice.payments.iter().any(|payment| payment.method == method)
}

/// Two stores of two companies, and who buys there.
struct Visit {
    shop: Shop,
    tills: [TillKey; 2],
    desks: [Associate; 2],
    random: StdRng,
}

impl Visit {
    async fn open(shop: Shop) -> Visit {
        shop.add_product("livre", "Livre & carnet « Août »").await;
        shop.add_variant("LIVRE", "livre", 1_055, "").await;
        shop.run("UPDATE variant SET vat_rate = 550 WHERE sku = 'LIVRE'", args![]).await;
        for (sku, _) in GOODS {
            for store in STORES {
                shop.stock(sku, store, Some(5_000)).await;
            }
        }
        credit(&shop, CREDIT, 100_000_000, SATURDAY + 365 * DAY).await;
        let tills = [till_of(&shop, STORES[0]).await.0, till_of(&shop, STORES[1]).await.0];
        let desks =
            [hire(&shop, STORES[0], "Léa", "123456").await, hire(&shop, STORES[1], "Marc", "654321").await];
        Visit { shop, tills, desks, random: StdRng::seed_from_u64(11) }
    }

    fn chance(&mut self, of_ten: u32) -> bool {
        self.random.random_ratio(of_ten, 10)
    }

    fn any<T: Clone>(&mut self, of: &[T]) -> T {
        of.choose(&mut self.random).unwrap().clone()
    }

    /// One purchase and what becomes of it; the year ends meanwhile.
    async fn live(&mut self, number: usize) {
        self.shop.app.clock.advance(6 * HOUR);
        let store = number % 2;
        let is_order = self.chance(4);
        let bought = if is_order { self.order(store).await } else { self.sale(store, number).await };
        if self.chance(3) {
            self.name_company(&bought.id, &bought.session).await;
        }
        if self.chance(5) {
            self.bring_back(&bought).await;
        }
        if self.chance(2) {
            self.name_company(&bought.id, &bought.session).await;
        }
        if !is_order && self.chance(3) {
            let void = void(&format!("void {number}"), self.minute(), &bought.number);
            // Refused when something of it went back.
            send_one(&self.shop, &self.tills[store], void).await;
        }
    }

    fn minute(&self) -> i64 {
        (self.shop.app.clock.now() - SATURDAY) / MINUTE
    }

    async fn order(&mut self, store: usize) -> Bought {
        let goods = if self.chance(5) { &GOODS[..1] } else { &GOODS[1..] };
        let quantity = self.random.random_range(1..=3);
        let line = |(sku, _): &(&str, i64)| PlaceOrderLine {
            sku: (*sku).into(),
            quantity: Quantity::try_from(quantity).unwrap(),
        };
        let total: i64 = goods.iter().map(|(_, price)| price * quantity).sum();
        let request = PlaceOrder {
            store_id: STORES[store].into(),
            lines: goods.iter().map(line).collect(),
            expected_total: Money::new(total, "EUR"),
            language: self.any(&Language::ALL),
            ..order_by("zoe@example.fr", "ROBE-38", 1)
        };
        let (id, session) = ready(&self.shop, &request, LOCALHOST).await;
        if self.chance(2) {
            self.name_company(&id, &session).await;
        }
        hand_over(&self.shop.app, &id, true).await.unwrap();
        let lines = lines_of(&self.shop, &id).await;
        Bought { id, number: String::new(), session, lines }
    }

    /// A receipt of a till, and whoever scanned it.
    async fn sale(&mut self, store: usize, number: usize) -> Bought {
        let lines = (0..self.random.random_range(1..6)).map(|_| self.line()).collect();
        let receipt = sale(&number.to_string(), self.minute(), lines);
        let total = receipt.total.as_ref().unwrap().amount;
        let receipt = PosReceipt {
            payments: self.payments(total),
            customer: self.customer(),
            language: Some(self.any(&Language::ALL)),
            ..receipt
        };
        let posted = send_one(&self.shop, &self.tills[store], receipt).await;
        assert_eq!(refused_for(&posted), None);
        let session = guest(&self.shop).await;
        let token = token_of(&posted);
        receipt::claim(&self.shop.app, Some(&session), LOCALHOST.into(), &token).await.unwrap();
        let id = posted.id.unwrap();
        let lines = lines_of(&self.shop, &id).await;
        Bought { id, number: number.to_string(), session, lines }
    }

    fn line(&mut self) -> PosLine {
        let quantity = self.any(&[1, 1, 1, 2, 3, -1]);
        let price = self.random.random_range(0..30_000);
        let (sku, _) = self.any(&GOODS);
        let mut line = line(sku, quantity, price);
        if self.chance(4) {
            let name = self.any(&["Écharpe \"Été\" 100 % laine", "Thé vert 🍵 <vrac>", "Ελένη]]>"]);
            line.name = Some(name.into());
            line.sku = None;
            line.vat_rate = Some(self.any(&RATES));
        }
        if self.chance(3) {
            line.discount = Some(euros(self.random.random_range(0..=price * quantity.abs())));
        }
        line
    }

    /// At once, in two ways, with change, with store credit, in a way that was not said; or given back.
    fn payments(&mut self, total: i64) -> Vec<PosPayment> {
        use PaymentMethod::{Card, Cash, Cheque, GiftCard, Other, StoreCredit};
        let paid = match self.random.random_range(0..6) {
            0 if total > 0 => vec![(Cash, total + 500), (Cash, -500)],
            1 if total > 1 => vec![(Card, total / 2), (GiftCard, total - total / 2)],
            2 if total > 1 => vec![(StoreCredit, total / 2), (Cheque, total - total / 2)],
            3 => vec![(Other, total)],
            _ => vec![(Card, total)],
        };
        let payment = |(method, amount)| PosPayment {
            method,
            amount: euros(amount),
            reference: (method == StoreCredit).then(|| CREDIT.into()),
        };
        paid.into_iter().map(payment).collect()
    }

    fn customer(&mut self) -> Option<PosCustomer> {
        let name = self.chance(3).then(|| PersonName::parse("Zoé Čapek & Fils").unwrap());
        let email = self.chance(3).then(|| Email::parse("zoe@example.fr").unwrap());
        self.chance(6).then_some(PosCustomer { loyalty_code: None, email, name })
    }

    /// Refused when something of it came back.
    async fn name_company(&mut self, id: &str, session: &str) {
        let company = company(self.any(&["Atelier Bertin & Fils", "Söhne <GmbH>"]));
        checked(invoice::name_company(&self.shop.app, Some(session), id, &company).await);
    }

    /// Some units of a line, to any store, for money, credit or another size.
    async fn bring_back(&mut self, bought: &Bought) -> Option<()> {
        let line = self.random.random_range(0..bought.lines.len());
        let mut request = wish(bought, &[(line, self.random.random_range(1..3))]);
        request.way = self.any(&[RefundWay::Original, RefundWay::StoreCredit]);
        let placed = checked(place_as(&self.shop, Some(&bought.session), &request).await)?;
        let request = placed.placed.return_request;
        let mut inspect = all(&request, self.any(ReturnDecision::ALL));
        if self.chance(4) {
            inspect.lines[0].exchange_sku = Some("ROBE-40".into());
        }
        let desk = &self.desks[self.random.random_range(0..2)];
        let received = return_request::receive(&self.shop.app, desk, &request.id, &inspect).await;
        let owed = checked(received)?.desk_return.return_request.refund?.amount.amount;
        checked(pay(&self.shop, desk, &request.id, owed).await)?;
        Some(())
    }

    /// Every document, by its number.
    async fn documents(&self) -> Vec<InvoiceRow> {
        let mut tx = self.shop.app.db.read().await.unwrap();
        let sql = "SELECT id FROM invoice ORDER BY series, year, sequence";
        let mut documents = Vec::new();
        for row in tx.rows(sql, args![]).await.unwrap() {
            documents.extend(db::invoice::find(&mut tx, &row.text("id").unwrap()).await.unwrap());
        }
        documents
    }
}

/// What the PDF of a document holds is what the database does.
async fn check_inside(shop: &Shop, document: &InvoiceRow) {
    let path = |name: &str| shop.folder.path().join(name).to_str().unwrap().to_string();
    let file = invoice::kept(&shop.app, &document.id).await.unwrap();
    std::fs::write(path("page.pdf"), file.pdf).unwrap();
    run("pdfdetach", &["-save", "1", "-o", &path("inside.xml"), &path("page.pdf")]);
    assert_eq!(std::fs::read_to_string(path("inside.xml")).unwrap(), document.xml);
}

#[tokio::test]
async fn every_document_of_two_hundred_purchases_is_valid() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = 1;
    for (index, shop) in shops().await.into_iter().enumerate() {
        let mut visit = Visit::open(shop).await;
        for number in 0..PURCHASES {
            visit.live(number).await;
        }
        let documents = visit.documents().await;
        for (sort, is_of_it) in SORTS {
            assert!(documents.iter().any(|document| is_of_it(&document.content)), "none is of {sort}");
        }
        for document in &documents {
            let name = format!("{index} {}.xml", document.content.number);
            std::fs::write(folder.path().join(name), &document.xml).unwrap();
        }
        check_inside(&visit.shop, documents.last().unwrap()).await;
        files += documents.len();
        let tampered = documents[0].xml.replacen("<ram:GrandTotalAmount>", "<ram:GrandTotalAmount>1", 1);
        std::fs::write(folder.path().join("tampered.xml"), tampered).unwrap();
    }
    let failures = failures(folder.path(), files);
    let (caught, others): (Vec<_>, Vec<_>) =
        failures.iter().partition(|failure| failure.starts_with("tampered: "));
    assert!(others.is_empty(), "{others:#?}");
    assert!(!caught.is_empty(), "the amount that was tampered with is found");
}
