//! A week of slots over each change of clocks: every reservation ends at its second, and its stock comes back.

use std::collections::BTreeMap;

use backend::domain::{
    clock::{MINUTE, timestamp, zone},
    desk_reservation::Action,
    reservation,
    retailer::{ReservationRules, Retailer},
    slots,
};
use contract::reservation::{ReservationStatus as Status, Slot};
use jiff::Timestamp;

use crate::common::{
    SATURDAY, Shop,
    fitting::{act, hire, ready},
    new_key, reservation_of, shops,
};

fn moment(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

/// A shop whose clock shows a moment, and that lets one network reserve a lot.
fn at(shop: Shop, now: &str) -> Shop {
    shop.app.clock.advance(moment(now) - SATURDAY);
    let rules = ReservationRules { max_open_per_address: 1_000, ..ReservationRules::default() };
    let retailer = Retailer { reservation: rules, ..Retailer::default() };
    Shop { app: shop.app.with_retailer(retailer), folder: shop.folder }
}

/// The local day of a slot, whose local hours are those of the store.
fn day_of(slot: &Slot) -> String {
    let (day, from) = slot.from.as_str().split_at(10);
    let (last, until) = slot.until.as_str().split_at(10);
    assert_eq!(day, last);
    let hour = |text: &str| text[1..3].parse::<u32>().unwrap();
    assert!((10..19).contains(&hour(from)) && hour(until) == hour(from) + 1, "{slot:?}");
    assert_eq!((&from[3..9], &until[3..9]), (":00:00", ":00:00"));
    day.to_string()
}

struct Expected {
    id: String,
    ends: Status,
}

/// Reserves every slot of the week: a third is prepared, a third is begun, a third is forgotten. By the moment it ends.
async fn fill_the_week(shop: &Shop) -> BTreeMap<i64, Vec<Expected>> {
    let lea = hire(shop, "PAR11", "Léa", "123456").await;
    let mut ends: BTreeMap<i64, Vec<Expected>> = BTreeMap::new();
    let days = slots::list(&shop.app, "par11").await.unwrap().items;
    assert_eq!(days.len(), 7);
    for (number, slot) in days.iter().flat_map(|day| &day.slots).enumerate() {
        let mut request = reservation_of(shop, &format!("shopper{number}@example.fr"), &["ROBE-38"]).await;
        request.slot = slot.from.clone();
        let id = shop.reserve(&new_key(), &request).await.unwrap().placed.reservation.id;
        let ends_as = match number % 3 {
            0 => {
                act(shop, &lea, &id, ready()).await.unwrap();
                Status::NoShow
            }
            1 => {
                act(shop, &lea, &id, Action::Prepare).await.unwrap();
                Status::Expired
            }
            _ => Status::Expired,
        };
        // A quarter of an hour after seven in the evening, by the clock on the store's wall.
        let wall: jiff::civil::Date = day_of(slot).parse().unwrap();
        let end = wall.at(19, 15, 0, 0).to_zoned(zone("Europe/Paris")).unwrap();
        let end = end.timestamp().as_millisecond();
        ends.entry(end).or_default().push(Expected { id, ends: ends_as });
    }
    ends
}

async fn drive(shop: Shop, offsets: [&str; 2]) {
    shop.stock("ROBE-38", "PAR11", Some(100)).await;
    let ends = fill_the_week(&shop).await;
    let mut held = ends.values().flatten().count();
    let clock = &shop.app.clock;
    let said: Vec<String> =
        ends.keys().map(|end| timestamp(*end, &zone("Europe/Paris")).as_str().to_string()).collect();
    for offset in offsets {
        assert!(said.iter().any(|end| end.ends_with(&format!("T19:15:00{offset}"))), "{said:?}");
    }
    for (end, expected) in &ends {
        // A minute, then a second before, nothing ends; a second is enough to see each end.
        clock.advance(end - MINUTE - clock.now());
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), 0);
        clock.advance(MINUTE - 1_000);
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), 0);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(100), held as i64));
        clock.advance(1_000);
        assert_eq!(reservation::expire_overdue(&shop.app).await.unwrap(), expected.len());
        held -= expected.len();
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(100), held as i64));
        let mut tx = shop.app.db.read().await.unwrap();
        for reserved in expected {
            let row = reservation::load(&mut tx, &reserved.id).await.unwrap();
            assert_eq!((row.status, row.keep_until, row.ended_at), (reserved.ends, *end, Some(*end)));
        }
    }
    assert_eq!(held, 0, "everything is back on the shelf");
}

#[tokio::test]
async fn a_week_into_summer() {
    for shop in shops().await {
        drive(at(shop, "2026-03-26T08:00:00+01:00"), ["+01:00", "+02:00"]).await;
    }
}

#[tokio::test]
async fn a_week_into_winter() {
    for shop in shops().await {
        drive(at(shop, "2026-10-22T08:00:00+02:00"), ["+02:00", "+01:00"]).await;
    }
}
