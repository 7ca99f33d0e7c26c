//! Stores: which there are, which is near, when they are open.

use contract::{
    error::ErrorCode,
    store::{Opening, Store, Stores},
};

use crate::catalogue::visits;

#[tokio::test]
async fn stores_are_by_city_until_a_place_is_known() {
    for visit in visits().await {
        let by_city: Stores = visit.get("/api/stores").await;
        assert_eq!(
            by_city.items.iter().map(|store| &*store.id).collect::<Vec<_>>(),
            ["LYO02", "PAR11", "PAR06"]
        );
        let near: Stores = visit.get("/api/stores?latitude=48.8512&longitude=2.3329").await;
        assert_eq!(
            near.items.iter().map(|store| &*store.id).collect::<Vec<_>>(),
            ["PAR06", "PAR11", "LYO02"]
        );
        assert!(near.items[0].distance.unwrap() < 10);
        assert!((3_000..4_000).contains(&near.items[1].distance.unwrap()));
    }
}

#[tokio::test]
async fn a_store_says_its_hours() {
    for visit in visits().await {
        let store: Store = visit.get("/api/stores/par11").await;
        let Opening::Open { until } = store.summary.opening else { panic!("open on Saturday at eleven") };
        assert_eq!(until.as_str(), "2026-11-21T13:00:00+01:00");
        assert_eq!(store.hours.unwrap()[0].len(), 2);
        let special: Vec<_> = store.special_days.iter().map(|day| &*day.date).collect();
        assert_eq!(special, ["2026-11-22", "2026-12-25"]);
    }
}

#[tokio::test]
async fn places_and_stores_that_do_not_exist_are_refused() {
    for visit in visits().await {
        for slug in ["nope", "old01"] {
            assert_eq!(visit.refusal(&format!("/api/stores/{slug}")).await.code, ErrorCode::NotFound);
        }
        for (query, field) in [
            ("latitude=91&longitude=2", "latitude"),
            ("latitude=48&longitude=-181", "longitude"),
            ("latitude=48", "longitude"),
            ("latitude=NaN&longitude=2", "latitude"),
        ] {
            let problem = visit.refusal(&format!("/api/stores?{query}")).await;
            assert_eq!(problem.field.as_deref(), Some(field), "{query}");
        }
    }
}
