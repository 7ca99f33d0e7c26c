//! A reservation's life in whatever order shoppers, associates, counts, restarts and the clock come: on hand, holds and
//! ledger add up, no unit is promised twice, and in the end nothing is stuck.

use backend::{
    app::{App, Settings},
    args,
    db::{self, associate::Associate},
    domain::{
        clock::{DAY, MINUTE},
        closing,
        desk_reservation::{self, Action},
        pickup, reservation,
        retailer::Retailer,
        secret, slots,
    },
};
use contract::{
    desk::CloseStore,
    reservation::{ChangeSlot, Reservation, SayLate},
    time::Timestamp,
};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::common::{Shop, fitting::hire, new_key, order_by, reservation_of, shops};

const SKUS: [&str; 2] = ["ROBE-38", "ROBE-40"];

#[derive(Clone, Debug)]
enum Step {
    Reserve { both: bool },
    Order { sku: usize },
    ChangeSlot { slot: usize },
    Drop { piece: usize },
    Here,
    Late { minutes: u32 },
    Cancel,
    Prepare,
    Found { piece: usize },
    Missing { piece: usize },
    Ready,
    Arrive,
    Close { bought: usize },
    NoShow,
    Undo,
    CloseStore { days: i64 },
    OpenStore,
    Count { sku: usize, on_hand: i64 },
    Restart,
    MinutesPass(i64),
    DayPasses,
}

/// A step, and the reservation it is about.
fn step() -> impl Strategy<Value = (usize, Step)> {
    let step = prop_oneof![
        4 => any::<bool>().prop_map(|both| Step::Reserve { both }),
        1 => (0usize..2).prop_map(|sku| Step::Order { sku }),
        1 => (0usize..40).prop_map(|slot| Step::ChangeSlot { slot }),
        1 => (0usize..2).prop_map(|piece| Step::Drop { piece }),
        1 => Just(Step::Here),
        1 => (0u32..200).prop_map(|minutes| Step::Late { minutes }),
        1 => Just(Step::Cancel),
        1 => Just(Step::Prepare),
        2 => (0usize..2).prop_map(|piece| Step::Found { piece }),
        2 => (0usize..2).prop_map(|piece| Step::Missing { piece }),
        2 => Just(Step::Ready),
        2 => Just(Step::Arrive),
        2 => (0usize..3).prop_map(|bought| Step::Close { bought }),
        1 => Just(Step::NoShow),
        5 => Just(Step::Undo),
        1 => (1i64..13).prop_map(|days| Step::CloseStore { days }),
        1 => Just(Step::OpenStore),
        1 => (0usize..2, 0i64..6).prop_map(|(sku, on_hand)| Step::Count { sku, on_hand }),
        1 => Just(Step::Restart),
        2 => (1i64..300).prop_map(Step::MinutesPass),
        1 => Just(Step::DayPasses),
    ];
    (0usize..6, step)
}

struct Visit {
    shop: Shop,
    lea: Associate,
    /// With the session that may see it.
    reserved: Vec<(String, Reservation)>,
    /// Articles of which a count found less than was promised.
    short: [bool; 2],
}

impl Visit {
    async fn take(&mut self, number: usize, which: usize, step: Step) {
        match step {
            Step::Reserve { both } => self.reserve(number, both).await,
            Step::Order { sku } => {
                let request = order_by(&format!("shopper{number}@example.fr"), SKUS[sku], 1);
                let _refused_or_done = self.shop.place(&new_key(), &request).await;
            }
            Step::CloseStore { days } => {
                let until = self.shop.app.clock.now() + days * DAY - MINUTE;
                let until = jiff::Timestamp::from_millisecond(until).unwrap().to_string();
                let request = CloseStore { until: Timestamp(until) };
                closing::close(&self.shop.app, &self.lea, &request).await.unwrap();
            }
            Step::OpenStore => {
                closing::open(&self.shop.app, &self.lea).await.unwrap();
            }
            Step::Count { sku, on_hand } => self.count(sku, on_hand).await,
            Step::Restart => self.restart().await,
            Step::MinutesPass(minutes) => self.time_passes(minutes * MINUTE).await,
            Step::DayPasses => self.time_passes(DAY).await,
            step => {
                if let Some((session, reserved)) =
                    self.reserved.get(which % self.reserved.len().max(1)).cloned()
                {
                    self.change(&session, &reserved, step).await;
                }
            }
        }
    }

    async fn reserve(&mut self, number: usize, both: bool) {
        if slots::list(&self.shop.app, "par11").await.unwrap().items.is_empty() {
            return;
        }
        let skus = if both { &SKUS[..] } else { &SKUS[..1] };
        let request = reservation_of(&self.shop, &format!("shopper{number}@example.fr"), skus).await;
        if let Ok(placed) = self.shop.reserve(&new_key(), &request).await {
            let session = secret::hash(&placed.new_token.unwrap());
            self.reserved.push((session, placed.placed.reservation));
        }
    }

    /// What is refused changes nothing, which the check after it sees.
    async fn change(&self, session: &str, reserved: &Reservation, step: Step) {
        let (app, id, session) = (&self.shop.app, reserved.id.as_str(), Some(session));
        let line = |piece: usize| reserved.lines[piece % reserved.lines.len()].id.clone();
        let shopper = match &step {
            Step::ChangeSlot { slot } => {
                let days = slots::list(app, "par11").await.unwrap().items;
                let all: Vec<_> = days.into_iter().flat_map(|day| day.slots).collect();
                let Some(slot) = all.get(slot % all.len().max(1)) else { return };
                let request = ChangeSlot { slot: slot.from.clone() };
                Some(reservation::change_slot(app, session, id, &request).await)
            }
            Step::Drop { piece } => Some(reservation::drop_piece(app, session, id, &line(*piece)).await),
            Step::Here => Some(reservation::say_here(app, session, id).await),
            Step::Late { minutes } => {
                Some(reservation::say_late(app, session, id, &SayLate { minutes: *minutes }).await)
            }
            Step::Cancel => Some(reservation::cancel(app, session, id).await),
            _ => None,
        };
        if let Some(outcome) = shopper {
            let failed = outcome.err().is_some_and(|refusal| refusal.code().is_none());
            assert!(!failed, "{step:?} failed");
            return;
        }
        let action = match &step {
            Step::Prepare => Action::Prepare,
            Step::Found { piece } => Action::SayFound { line_id: line(*piece) },
            Step::Missing { piece } => Action::SayMissing { line_id: line(*piece) },
            Step::Ready => Action::MakeReady { staging_place: None },
            Step::Arrive => Action::Arrive,
            Step::Close { bought } => Action::Close {
                bought: reserved.lines.iter().take(*bought).map(|line| line.id.clone()).collect(),
            },
            Step::NoShow => Action::NoShow,
            _ => Action::Undo,
        };
        let outcome = desk_reservation::act(app, &self.lea, id, action).await;
        let failed = outcome.err().is_some_and(|refusal| refusal.code().is_none());
        assert!(!failed, "{step:?} failed");
    }

    /// An import brings a newer count, which may find less than is promised.
    async fn count(&mut self, sku: usize, counted: i64) {
        let (on_hand, held) = self.shop.stock_of(SKUS[sku], "PAR11").await;
        let now = self.shop.app.clock.now();
        let mut tx = self.shop.app.db.write().await.unwrap();
        let correction = counted - on_hand.unwrap();
        db::stock::moved(&mut tx, SKUS[sku], "PAR11", "count", correction, "import", now).await.unwrap();
        tx.commit().await.unwrap();
        let sql = "UPDATE stock SET counted_at = $2 WHERE sku = $1";
        self.shop.run(sql, args![SKUS[sku], now]).await;
        self.short[sku] = counted < held;
    }

    /// The process ends and another one goes on with the same database and clock.
    async fn restart(&mut self) {
        let (db, clock) = (self.shop.app.db.clone(), self.shop.app.clock.clone());
        let settings = Settings { public_url: "http://localhost:8080".into(), ..Settings::default() };
        self.shop.app = App::new(db, clock, Retailer::default(), settings).await.unwrap();
    }

    async fn time_passes(&self, milliseconds: i64) {
        self.shop.app.clock.advance(milliseconds);
        pickup::expire_overdue(&self.shop.app).await.unwrap();
        reservation::expire_overdue(&self.shop.app).await.unwrap();
    }

    async fn check(&mut self) {
        for (sku, short) in SKUS.into_iter().zip(&mut self.short) {
            let (on_hand, held) = self.shop.stock_of(sku, "PAR11").await;
            let on_hand = on_hand.unwrap();
            let sums = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS value FROM stock_movement WHERE sku = $1";
            assert_eq!(self.shop.int(sums, args![sku]).await, on_hand, "the ledger's sum is what is on hand");
            let holds = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) AS value FROM hold \
                         WHERE sku = $1 AND released_at IS NULL";
            assert_eq!(self.shop.int(holds, args![sku]).await, held, "the live holds are what is held");
            *short = *short && held > on_hand;
            assert!(0 <= held && (held <= on_hand || *short), "promised twice: {held} of {on_hand} {sku}");
        }
        let kept = "SELECT COUNT(*) AS value FROM reservation_line l LEFT JOIN hold h ON h.subject_id = l.reservation_id \
                    AND h.sku = l.sku AND h.released_at IS NULL \
                    WHERE (l.status IN ('held', 'found')) <> (h.id IS NOT NULL)";
        assert_eq!(self.shop.int(kept, args![]).await, 0, "a piece is held as long as it is kept");
        let kept = "SELECT COUNT(*) AS value FROM reservation r WHERE \
                    (r.status IN ('requested', 'preparing', 'ready', 'arrived')) <> EXISTS (SELECT 1 \
                    FROM reservation_line l WHERE l.reservation_id = r.id AND l.status IN ('held', 'found'))";
        assert_eq!(self.shop.int(kept, args![]).await, 0, "it lives as long as it keeps a piece");
        let passes = "SELECT COUNT(*) AS value FROM reservation r WHERE (SELECT COUNT(*) FROM pass a \
                      WHERE a.subject_id = r.id AND a.ended_at IS NULL) <> \
                      CASE WHEN r.status IN ('requested', 'preparing', 'ready', 'arrived') THEN 1 ELSE 0 END";
        assert_eq!(self.shop.int(passes, args![]).await, 0, "it has one pass as long as it lives");
        let ended = "SELECT COUNT(*) AS value FROM reservation r WHERE (r.ended_at IS NULL) <> \
                     (r.status IN ('requested', 'preparing', 'ready', 'arrived'))";
        assert_eq!(self.shop.int(ended, args![]).await, 0, "what is over has an end");
        let gaps = "SELECT COUNT(*) - (SELECT last FROM outbox_counter) AS value FROM outbox";
        assert_eq!(self.shop.int(gaps, args![]).await, 0, "the outbox has no gap");
    }
}

#[test]
fn whatever_happens_adds_up_and_nothing_is_stuck() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() };
    let steps = proptest::collection::vec(step(), 1..60);
    let visit = |steps: Vec<(usize, Step)>| {
        runtime.block_on(async {
            for shop in shops().await {
                for sku in SKUS {
                    shop.stock(sku, "PAR11", Some(4)).await;
                }
                let lea = hire(&shop, "PAR11", "Léa", "123456").await;
                let mut visit = Visit { shop, lea, reserved: Vec::new(), short: [false; 2] };
                for (number, (which, step)) in steps.iter().enumerate() {
                    visit.take(number, *which, step.clone()).await;
                    visit.check().await;
                }
                visit.time_passes(60 * DAY).await;
                let held = "SELECT COUNT(*) AS value FROM hold WHERE released_at IS NULL";
                assert_eq!(visit.shop.int(held, args![]).await, 0, "in the end nothing is stuck");
                visit.check().await;
            }
        });
        Ok(())
    };
    TestRunner::new(config).run(&steps, visit).unwrap();
}
