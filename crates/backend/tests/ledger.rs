//! Whatever shoppers, associates and the clock do, in whatever order: on hand, holds and ledger add up.

use backend::{
    args,
    db::associate::Associate,
    domain::{
        associate,
        clock::DAY,
        desk::{self, Action},
        desk_reservation, order, pickup, reservation, secret,
    },
};
use contract::reservation::Reservation;
use proptest::{prelude::*, test_runner::TestRunner};

use crate::common::{Shop, new_key, order_by, reservation_of, shops};

const SKUS: [&str; 2] = ["ROBE-38", "ROBE-40"];

#[derive(Clone, Debug)]
enum Step {
    Place { sku: usize, quantity: i64 },
    Cancel(usize),
    Prepare(usize),
    MakeReady(usize),
    Collect(usize),
    Reserve { both: bool },
    CancelReservation(usize),
    PrepareReservation(usize),
    SayMissing { reservation: usize, piece: usize },
    MakeReservationReady(usize),
    Arrive(usize),
    Close { reservation: usize, bought: usize },
    DaysPass(i64),
    Count { sku: usize, on_hand: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0usize..8;
    prop_oneof![
        3 => (0usize..2, 1i64..4).prop_map(|(sku, quantity)| Step::Place { sku, quantity }),
        1 => which.clone().prop_map(Step::Cancel),
        1 => which.clone().prop_map(Step::Prepare),
        2 => which.clone().prop_map(Step::MakeReady),
        2 => which.clone().prop_map(Step::Collect),
        3 => any::<bool>().prop_map(|both| Step::Reserve { both }),
        1 => which.clone().prop_map(Step::CancelReservation),
        1 => which.clone().prop_map(Step::PrepareReservation),
        1 => (which.clone(), 0usize..2).prop_map(|(reservation, piece)| Step::SayMissing { reservation, piece }),
        1 => which.clone().prop_map(Step::MakeReservationReady),
        2 => which.clone().prop_map(Step::Arrive),
        2 => (which, 0usize..3).prop_map(|(reservation, bought)| Step::Close { reservation, bought }),
        1 => (1i64..5).prop_map(Step::DaysPass),
        1 => (0usize..2, 0i64..8).prop_map(|(sku, on_hand)| Step::Count { sku, on_hand }),
    ]
}

/// A shopper's placed order.
struct Placed {
    session: String,
    order_id: String,
    pickup_id: String,
}

struct Visit {
    shop: Shop,
    lea: Associate,
    placed: Vec<Placed>,
    /// With the session that may see it.
    reserved: Vec<(String, Reservation)>,
}

impl Visit {
    async fn take(&mut self, number: usize, step: Step) {
        let app = &self.shop.app;
        let which = |index: usize| self.placed.get(index % self.placed.len().max(1));
        match step {
            Step::Place { sku, quantity } => {
                let request = order_by(&format!("shopper{number}@example.fr"), SKUS[sku], quantity);
                if let Ok(placed) = self.shop.place(&new_key(), &request).await {
                    self.placed.push(Placed {
                        session: secret::hash(&placed.new_token.unwrap()),
                        order_id: placed.placed.order.id.clone(),
                        pickup_id: placed.placed.order.pickups[0].id.clone(),
                    });
                }
            }
            Step::Cancel(index) => {
                if let Some(placed) = which(index) {
                    let _refused_or_done = order::cancel(app, Some(&placed.session), &placed.order_id).await;
                }
            }
            Step::Prepare(index) => self.act(index, Action::Prepare).await,
            Step::MakeReady(index) => self.act(index, Action::MakeReady { staging_place: None }).await,
            Step::Collect(index) => self.act(index, Action::Collect).await,
            Step::Reserve { both } => {
                let skus = if both { &SKUS[..] } else { &SKUS[..1] };
                let request = reservation_of(&self.shop, &format!("shopper{number}@example.fr"), skus).await;
                if let Ok(placed) = self.shop.reserve(&new_key(), &request).await {
                    let session = secret::hash(&placed.new_token.unwrap());
                    self.reserved.push((session, placed.placed.reservation));
                }
            }
            Step::CancelReservation(index) => {
                if let Some((session, reserved)) = self.reserved(index) {
                    let _refused_or_done = reservation::cancel(app, Some(session), &reserved.id).await;
                }
            }
            Step::PrepareReservation(index) => self.fit(index, |_| desk_reservation::Action::Prepare).await,
            Step::SayMissing { reservation, piece } => {
                let line = |reserved: &Reservation| reserved.lines[piece % reserved.lines.len()].id.clone();
                let action =
                    |reserved: &Reservation| desk_reservation::Action::SayMissing { line_id: line(reserved) };
                self.fit(reservation, action).await;
            }
            Step::MakeReservationReady(index) => {
                self.fit(index, |_| desk_reservation::Action::MakeReady { staging_place: None }).await;
            }
            Step::Arrive(index) => self.fit(index, |_| desk_reservation::Action::Arrive).await,
            Step::Close { reservation, bought } => {
                let action = |reserved: &Reservation| {
                    let bought = reserved.lines.iter().take(bought).map(|line| line.id.clone());
                    desk_reservation::Action::Close { bought: bought.collect() }
                };
                self.fit(reservation, action).await;
            }
            Step::DaysPass(days) => {
                app.clock.advance(days * DAY);
                pickup::expire_overdue(app).await.unwrap();
                reservation::expire_overdue(app).await.unwrap();
            }
            Step::Count { sku, on_hand } => self.count(SKUS[sku], on_hand).await,
        }
    }

    async fn act(&self, index: usize, action: Action) {
        if let Some(placed) = self.placed.get(index % self.placed.len().max(1)) {
            let _refused_or_done = desk::act(&self.shop.app, &self.lea, &placed.pickup_id, action).await;
        }
    }

    fn reserved(&self, index: usize) -> Option<&(String, Reservation)> {
        self.reserved.get(index % self.reserved.len().max(1))
    }

    async fn fit(&self, index: usize, action: impl Fn(&Reservation) -> desk_reservation::Action) {
        if let Some((_, reserved)) = self.reserved(index) {
            let action = action(reserved);
            let _refused_or_done =
                desk_reservation::act(&self.shop.app, &self.lea, &reserved.id, action).await;
        }
    }

    /// Somebody counts the shelf, and finds at least what is promised: it stands in the staging place.
    async fn count(&self, sku: &str, on_shelf: i64) {
        let (on_hand, held) = self.shop.stock_of(sku, "PAR11").await;
        let correction = on_shelf + held - on_hand.unwrap();
        let now = self.shop.app.clock.now();
        let mut tx = self.shop.app.db.write().await.unwrap();
        backend::db::stock::moved(&mut tx, sku, "PAR11", "count", correction, "test", now).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn check(&self) {
        for sku in SKUS {
            let (on_hand, held) = self.shop.stock_of(sku, "PAR11").await;
            let on_hand = on_hand.unwrap();
            let sums = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS value FROM stock_movement WHERE sku = $1";
            assert_eq!(self.shop.int(sums, args![sku]).await, on_hand, "the ledger's sum is what is on hand");
            let holds = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS value FROM hold \
                         WHERE sku = $1 AND released_at IS NULL";
            assert_eq!(self.shop.int(holds, args![sku]).await, held, "the live holds are what is held");
            assert!(0 <= held && held <= on_hand, "no unit is promised twice: {held} of {on_hand}");
        }
        let stuck = "SELECT COUNT(*) AS value FROM hold h JOIN pickup p ON p.id = h.subject_id \
                     WHERE h.released_at IS NULL AND p.status NOT IN ('placed', 'preparing', 'ready')";
        assert_eq!(self.shop.int(stuck, args![]).await, 0, "what is over holds nothing");
        let passes = "SELECT COUNT(*) AS value FROM pass a JOIN pickup p ON p.id = a.subject_id \
                      WHERE (a.ended_at IS NULL) <> (p.status IN ('placed', 'preparing', 'ready'))";
        assert_eq!(self.shop.int(passes, args![]).await, 0, "a pass lives as long as its pickup");
        let stuck = "SELECT COUNT(*) AS value FROM hold h JOIN reservation r ON r.id = h.subject_id \
                     WHERE h.released_at IS NULL AND r.status NOT IN ('requested', 'preparing', 'ready', 'arrived')";
        assert_eq!(self.shop.int(stuck, args![]).await, 0, "a reservation that is over holds nothing");
        let kept = "SELECT COUNT(*) AS value FROM reservation_line l LEFT JOIN hold h ON h.subject_id = l.reservation_id \
                    AND h.sku = l.sku AND h.released_at IS NULL \
                    WHERE (l.status IN ('held', 'found')) <> (h.id IS NOT NULL)";
        assert_eq!(self.shop.int(kept, args![]).await, 0, "a piece is held as long as it is kept");
        let passes = "SELECT COUNT(*) AS value FROM pass a JOIN reservation r ON r.id = a.subject_id \
                      WHERE (a.ended_at IS NULL) <> (r.status IN ('requested', 'preparing', 'ready', 'arrived'))";
        assert_eq!(self.shop.int(passes, args![]).await, 0, "a pass lives as long as its reservation");
        let gaps = "SELECT COUNT(*) - (SELECT last FROM outbox_counter) AS value FROM outbox";
        assert_eq!(self.shop.int(gaps, args![]).await, 0, "the outbox has no gap");
    }
}

#[test]
fn stock_holds_and_ledger_always_add_up() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    let steps = proptest::collection::vec(step(), 1..40);
    let visit = |steps: Vec<Step>| {
        runtime.block_on(async {
            for shop in shops().await {
                for sku in SKUS {
                    shop.stock(sku, "PAR11", Some(4)).await;
                }
                associate::add(&shop.app.db, 0, "PAR11", "Léa", "123456").await.unwrap();
                let mut tx = shop.app.db.read().await.unwrap();
                let lea = backend::db::associate::of_store(&mut tx, "PAR11").await.unwrap().remove(0);
                drop(tx);
                let mut visit = Visit { shop, lea, placed: Vec::new(), reserved: Vec::new() };
                for (number, step) in steps.iter().enumerate() {
                    visit.take(number, step.clone()).await;
                    visit.check().await;
                }
            }
        });
        Ok(())
    };
    TestRunner::new(config).run(&steps, visit).unwrap();
}
