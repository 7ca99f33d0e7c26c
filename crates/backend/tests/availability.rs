//! Where is it? Each store that lists this size and colour answers, and "unknown" is an answer.

use backend::{args, domain::clock::HOUR};
use contract::{
    availability::{AvailabilityList, AvailabilityStatus as Status, StoreAvailability},
    error::ErrorCode,
};

use crate::catalogue::{Visit, visits};

async fn ask(visit: &Visit, query: &str) -> Vec<StoreAvailability> {
    let list: AvailabilityList = visit.get(&format!("/api/availability?{query}")).await;
    list.items
}

fn ids(items: &[StoreAvailability]) -> Vec<&str> {
    items.iter().map(|item| item.store.id.as_str()).collect()
}

#[tokio::test]
async fn stores_that_can_give_it_come_first_nearest_first() {
    for visit in visits().await {
        let from_lyon = ask(&visit, "sku=ROBE-SAUGE-38&latitude=45.75&longitude=4.85").await;
        assert_eq!(ids(&from_lyon), ["LYO02", "PAR11", "PAR06"]);
        assert!(from_lyon[0].distance.unwrap() < 3_000);
        assert_eq!(from_lyon[0].price.amount, 9200);
        assert_eq!(from_lyon[1].price.amount, 8900);

        let mine = ask(&visit, "sku=ROBE-SAUGE-38&store=LYO02").await;
        assert_eq!(ids(&mine), ["LYO02", "PAR11", "PAR06"]);
        assert_eq!(mine[0].distance, Some(0));
        let nowhere = ask(&visit, "sku=ROBE-SAUGE-38").await;
        assert_eq!(nowhere[0].distance, None);
        assert!(!nowhere[2].can_order());
    }
}

#[tokio::test]
async fn a_store_says_how_many_how_fresh_and_where() {
    for visit in visits().await {
        let items = ask(&visit, "sku=ROBE-SAUGE-38&store=PAR11").await;
        let paris = &items[0];
        assert_eq!((paris.availability.status, paris.availability.quantity), (Status::InStock, Some(5)));
        assert_eq!(paris.availability.counted_at.as_ref().unwrap().as_str(), "2026-11-21T10:00:00+01:00");
        assert_eq!(paris.aisle.as_deref(), Some("Allée 10"));
        // Two hours of opening from eleven on, with the lunch break from one to two.
        assert_eq!(paris.ready_by.as_ref().unwrap().as_str(), "2026-11-21T13:00:00+01:00");
        assert!(!paris.availability.to_confirm);
        let lyon = items.iter().find(|item| item.store.id == "LYO02").unwrap();
        assert!(lyon.availability.to_confirm, "two left by a count of four days ago");
        let empty = items.iter().find(|item| item.store.id == "PAR06").unwrap();
        assert_eq!((empty.availability.status, empty.ready_by.as_ref()), (Status::OutOfStock, None));
    }
}

#[tokio::test]
async fn unknown_is_an_answer() {
    for visit in visits().await {
        let items = ask(&visit, "sku=ROBE-SAUGE-40").await;
        assert_eq!(ids(&items), ["PAR11"]);
        assert_eq!((items[0].availability.status, items[0].availability.quantity), (Status::Unknown, None));
        assert!(!items[0].can_order());
        assert!(ask(&visit, "sku=CHEMISE-S").await.is_empty(), "no store carries it");
    }
}

#[tokio::test]
async fn what_is_held_or_only_shown_is_not_promised() {
    for visit in visits().await {
        let shirts = ask(&visit, "sku=CHEMISE-M&store=PAR11").await;
        assert!(shirts.iter().all(|item| !item.can_order() && item.ready_by.is_none()));
        assert_eq!(shirts[0].availability.quantity, Some(0));
        let blue = ask(&visit, "sku=ROBE-BLEU-38").await;
        assert_eq!((blue[0].availability.status, blue[0].availability.quantity), (Status::Limited, Some(1)));
    }
}

#[tokio::test]
async fn time_makes_a_small_count_doubtful() {
    for visit in visits().await {
        visit.app.clock.advance(71 * HOUR);
        assert!(!ask(&visit, "sku=ROBE-BLEU-38").await[0].availability.to_confirm);
        visit.app.clock.advance(1);
        assert!(ask(&visit, "sku=ROBE-BLEU-38").await[0].availability.to_confirm);
    }
}

#[tokio::test]
async fn the_cursor_is_the_last_event_that_is_contained() {
    for visit in visits().await {
        visit.run("UPDATE outbox_counter SET last = 7", args![]).await;
        let list: AvailabilityList = visit.get("/api/availability?sku=ROBE-SAUGE-38").await;
        assert_eq!(list.cursor, 7);
    }
}

#[tokio::test]
async fn what_does_not_exist_is_refused() {
    for visit in visits().await {
        for sku in ["NOPE", "CHEMISE-XL", "FUTURE-38", "ANCIENNE-38"] {
            assert_eq!(
                visit.refusal(&format!("/api/availability?sku={sku}")).await.code,
                ErrorCode::NotFound,
                "{sku}"
            );
        }
        assert_eq!(visit.refusal("/api/availability").await.field.as_deref(), Some("sku"));
        let problem = visit.refusal("/api/availability?sku=ROBE-SAUGE-38&store=NOPE").await;
        assert_eq!(problem.code, ErrorCode::NotFound);
    }
}
