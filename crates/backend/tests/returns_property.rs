//! Returns in whatever order shoppers, bearers of gifts, desks and the clock come, two at a time: never more units than
//! were bought, never more money than was paid, and the ledger adds up.

use backend::{
    args,
    db::associate::Associate,
    domain::{clock::DAY, gift_receipt, order::Caller, return_request, withdrawal},
};
use contract::{
    language::Language,
    newtypes::{Email, PersonName},
    order::Channel,
    purchase::MakeGiftReceipt,
    return_request::{RefundWay, ReturnDecision, ReturnRequest},
    withdrawal::{Withdraw, WithdrawLine},
};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::common::{
    Shop,
    fitting::hire,
    new_key,
    returning::{
        Bought, announce, checked, collected_on, gift_wish, guest, pay, place_as, receive, sold_at_till, wish,
    },
    shops,
};

#[derive(Clone, Debug)]
enum Step {
    Announce { purchase: usize, line: usize, units: u32, credit: bool },
    Gift { units: u32 },
    Withdraw { units: u32 },
    Cancel(usize),
    Receive { which: usize, decision: usize, store: usize },
    Refund { which: usize, store: usize },
    DaysPass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0usize..12;
    prop_oneof![
        4 => (0usize..2, 0usize..2, 1u32..4, any::<bool>())
            .prop_map(|(purchase, line, units, credit)| Step::Announce { purchase, line, units, credit }),
        2 => (1u32..3).prop_map(|units| Step::Gift { units }),
        1 => (1u32..3).prop_map(|units| Step::Withdraw { units }),
        1 => which.clone().prop_map(Step::Cancel),
        4 => (which.clone(), 0usize..3, 0usize..2)
            .prop_map(|(which, decision, store)| Step::Receive { which, decision, store }),
        4 => (which, 0usize..2).prop_map(|(which, store)| Step::Refund { which, store }),
        1 => (1i64..8).prop_map(Step::DaysPass),
    ]
}

struct Visit {
    shop: Shop,
    desks: [Associate; 2],
    /// An order of three units in one line, and a reduced receipt of two lines.
    purchases: [Bought; 2],
    gift_token: String,
    placed: Vec<ReturnRequest>,
}

impl Visit {
    async fn new(shop: Shop, channel: Channel) -> Visit {
        for (sku, store) in [("ROBE-38", "PAR11"), ("ROBE-40", "PAR11"), ("ROBE-38", "LYO02")] {
            shop.stock(sku, store, Some(9)).await;
        }
        shop.stock("ROBE-40", "LYO02", None).await;
        let desks =
            [hire(&shop, "PAR11", "Léa", "123456").await, hire(&shop, "LYO02", "Marc", "654321").await];
        let order = collected_on(&shop, &desks[0], channel, 3).await;
        let session = guest(&shop).await;
        let receipt = sold_at_till(&shop, &[("ROBE-38", 3, 1_000), ("ROBE-40", 2, 333)], &session).await;
        let key = new_key();
        let caller =
            Caller { session: Some(&session), address: [127, 0, 0, 1].into(), idempotency_key: &key };
        let request = MakeGiftReceipt { line_ids: receipt.lines.clone() };
        let made = gift_receipt::make(&shop.app, &caller, &receipt.id, &request).await.unwrap();
        Visit { shop, desks, purchases: [order, receipt], gift_token: made.token, placed: Vec::new() }
    }

    /// Does a step; refused or done, and answers the return that it announced.
    async fn take(&self, number: usize, step: &Step) -> Option<ReturnRequest> {
        let which = |index: usize| self.placed.get(index % self.placed.len().max(1));
        match *step {
            Step::Announce { purchase, line, units, credit } => {
                let bought = &self.purchases[purchase];
                let mut request = wish(bought, &[(line % bought.lines.len(), units)]);
                if credit {
                    request.way = RefundWay::StoreCredit;
                }
                let placed = place_as(&self.shop, Some(&bought.session), &request).await;
                checked(placed).map(|placed| placed.placed.return_request)
            }
            Step::Gift { units } => {
                let mut request = gift_wish(&self.gift_token, &self.purchases[1].lines[0], units);
                request.email = Some(Email::parse(&format!("paul{number}@example.fr")).unwrap());
                checked(place_as(&self.shop, None, &request).await).map(|placed| placed.placed.return_request)
            }
            Step::Withdraw { units } => {
                let request = self.declaration(units);
                let key = new_key();
                let address = [10, 0, 0, u8::try_from(number).unwrap()].into();
                let caller = Caller { session: None, address, idempotency_key: &key };
                let placed = withdrawal::declare(&self.shop.app, &caller, &request).await;
                checked(placed).map(|placed| placed.placed.return_request)
            }
            Step::Cancel(index) => {
                let request = which(index)?;
                for bought in &self.purchases {
                    let session = Some(bought.session.as_str());
                    checked(return_request::cancel(&self.shop.app, session, &request.id).await);
                }
                None
            }
            Step::Receive { which: index, decision, store } => {
                let decision = ReturnDecision::ALL[decision];
                checked(receive(&self.shop, &self.desks[store], which(index)?, decision).await);
                None
            }
            Step::Refund { which: index, store } => {
                let request = which(index)?;
                let desk =
                    return_request::find_at_desk(&self.shop.app, &self.desks[store], &request.id).await;
                let owed = checked(desk)?.return_request.refund?.amount.amount;
                checked(pay(&self.shop, &self.desks[store], &request.id, owed).await);
                None
            }
            Step::DaysPass(days) => {
                self.shop.app.clock.advance(days * DAY);
                return_request::expire_overdue(&self.shop.app).await.unwrap();
                None
            }
        }
    }

    fn declaration(&self, units: u32) -> Withdraw {
        let order = &self.purchases[0];
        Withdraw {
            number: order.number.clone(),
            email: Email::parse("zoe@example.fr").unwrap(),
            name: PersonName::parse("Zoé Martin").unwrap(),
            lines: vec![WithdrawLine { line_id: order.lines[0].clone(), quantity: units }],
            language: Language::Fr,
        }
    }

    async fn none(&self, sql: &'static str, why: &str) {
        assert_eq!(self.shop.int(sql, args![]).await, 0, "{why}");
    }

    async fn check(&self) {
        let gone = "SELECT COUNT(*) AS value FROM purchase_line p JOIN (SELECT l.line_id, SUM(l.quantity) AS units, \
                    SUM(l.amount) AS amount FROM return_line l JOIN return_request r ON r.id = l.return_id \
                    WHERE r.status NOT IN ('cancelled', 'refused') AND (l.decision IS NULL OR l.decision <> 'refused') \
                    GROUP BY l.line_id) g ON g.line_id = p.id \
                    WHERE g.units > p.quantity OR g.amount > p.quantity * p.unit_price - p.discount";
        self.none(gone, "no line goes back above what was bought, nor is worth more").await;
        let paid = "SELECT COUNT(*) AS value FROM purchase p JOIN (SELECT purchase_id, SUM(refund_amount) AS paid \
                    FROM return_request WHERE status = 'refunded' GROUP BY purchase_id) r ON r.purchase_id = p.id \
                    WHERE r.paid > p.total";
        self.none(paid, "no more money goes back than was paid").await;
        let ledger = "SELECT COUNT(*) AS value FROM stock s WHERE COALESCE(s.on_hand, 0) <> (SELECT \
                      COALESCE(SUM(m.quantity), 0) FROM stock_movement m WHERE m.sku = s.sku AND m.store_id = s.store_id)";
        self.none(ledger, "the ledger's sum is what is on hand").await;
        let shelf = "SELECT COALESCE((SELECT SUM(quantity) FROM stock_movement WHERE kind = 'return'), 0) \
                     - COALESCE((SELECT SUM(l.quantity) FROM return_line l JOIN return_request r ON r.id = l.return_id \
                     JOIN purchase_line p ON p.id = l.line_id \
                     JOIN stock s ON s.sku = p.sku AND s.store_id = r.store_id AND s.on_hand IS NOT NULL \
                     WHERE l.decision = 'shelf'), 0)";
        let shelf = format!("SELECT CAST(({shelf}) AS BIGINT) AS value");
        let mut tx = self.shop.app.db.read().await.unwrap();
        assert_eq!(tx.int(shelf, args![]).await.unwrap(), 0, "what is back on a shelf was counted once");
        drop(tx);
        let credits = "SELECT CAST(COALESCE((SELECT SUM(refund_amount) FROM return_request WHERE status = 'refunded' \
                       AND refund_way = 'store_credit'), 0) - COALESCE((SELECT SUM(amount) FROM store_credit), 0) \
                       AS BIGINT) AS value";
        self.none(credits, "each credit was written once").await;
        let passes = "SELECT COUNT(*) AS value FROM return_request r LEFT JOIN pass p ON p.subject_id = r.id \
                      AND p.ended_at IS NULL WHERE (p.id IS NOT NULL) <> (r.status = 'requested')";
        self.none(passes, "a pass lives as long as its return waits").await;
        let gaps = "SELECT COUNT(*) - (SELECT last FROM outbox_counter) AS value FROM outbox";
        self.none(gaps, "the outbox has no gap").await;
    }
}

#[test]
fn units_and_money_never_exceed_what_was_bought() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() };
    let channel = proptest::sample::select(vec![Channel::Web, Channel::Mobile, Channel::App]);
    let visits = (channel, proptest::collection::vec((step(), step()), 1..24));
    let visit = |(channel, steps): (Channel, Vec<(Step, Step)>)| {
        runtime.block_on(async {
            for shop in shops().await {
                let mut visit = Visit::new(shop, channel).await;
                for (number, (one, two)) in steps.iter().enumerate() {
                    let at_once = tokio::join!(visit.take(2 * number, one), visit.take(2 * number + 1, two));
                    visit.placed.extend([at_once.0, at_once.1].into_iter().flatten());
                    visit.check().await;
                }
            }
        });
        Ok(())
    };
    TestRunner::new(config).run(&visits, visit).unwrap();
}

/// Everything that was bought goes back, unit by unit, in two stores: all the money and not a cent more.
#[tokio::test]
async fn all_of_it_can_go_back() {
    for shop in shops().await {
        let visit = Visit::new(shop, Channel::App).await;
        let receipt = &visit.purchases[1];
        let mut paid = 0;
        for (line, store) in [(0, 0), (1, 1), (0, 1), (1, 0), (0, 0)] {
            let request = announce(&visit.shop, receipt, &[(line, 1)]).await.unwrap();
            let owed = request.refund.as_ref().unwrap().amount.amount;
            receive(&visit.shop, &visit.desks[store], &request, ReturnDecision::Shelf).await.unwrap();
            pay(&visit.shop, &visit.desks[store], &request.id, owed).await.unwrap();
            paid += owed;
        }
        assert_eq!(paid, 5 * 8_900 - 1_333);
        assert!(announce(&visit.shop, receipt, &[(0, 1)]).await.is_err());
        visit.check().await;
    }
}
