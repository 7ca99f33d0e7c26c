//! The legal withdrawal: in two steps, by number and address, within the law's time, with a dated receipt.

use std::net::IpAddr;

use backend::{
    args,
    domain::{
        clock::{DAY, HOUR},
        order::{self, Caller},
        refusal::{Outcome, Refusal},
        return_request::{self, Placed},
        withdrawal,
    },
};
use contract::{
    error::ErrorCode,
    language::Language,
    newtypes::{Email, PersonName},
    order::Channel,
    pickup::PickupStatus,
    return_request::{RefusalReason, ReturnDecision, ReturnKind, ReturnStatus},
    withdrawal::{FindContract, Withdraw, WithdrawLine},
};

use crate::common::{
    Shop,
    fitting::{hire, mails, refused},
    new_key,
    returning::{
        Bought, all, announce, collected, collected_on, guest, ordered, pay, problem, receive, sold_at_till,
    },
    shops,
};

const HOME: [u8; 4] = [127, 0, 0, 1];

fn contract(number: &str, email: &str) -> FindContract {
    FindContract { number: number.into(), email: Email::parse(email).unwrap() }
}

fn declaration(bought: &Bought, quantity: u32) -> Withdraw {
    Withdraw {
        number: bought.number.to_lowercase(),
        email: Email::parse("Zoe@example.fr").unwrap(),
        name: PersonName::parse("Zoé Martin").unwrap(),
        lines: vec![WithdrawLine { line_id: bought.lines[0].clone(), quantity }],
        language: Language::Fr,
    }
}

async fn declare(shop: &Shop, key: &str, request: &Withdraw) -> Outcome<Placed> {
    let caller = Caller { session: None, address: HOME.into(), idempotency_key: key };
    withdrawal::declare(&shop.app, &caller, request).await
}

async fn find(shop: &Shop, number: &str, email: &str) -> Outcome<contract::withdrawal::Contract> {
    withdrawal::find(&shop.app, IpAddr::from(HOME), &contract(number, email)).await
}

#[tokio::test]
async fn a_guest_withdraws_from_a_part_of_what_was_handed_over() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 2).await;
        let found = find(&shop, &bought.number, "zoe@example.fr").await.unwrap();
        // Saturday 5 December is the fourteenth day: until the end of Monday.
        assert_eq!(found.until.unwrap().as_str(), "2026-12-08T00:00:00+01:00");
        assert_eq!((found.lines[0].quantity, found.lines[0].amount.amount), (2, 17_800));
        let key = new_key();
        let placed = declare(&shop, &key, &declaration(&bought, 1)).await.unwrap();
        let again = declare(&shop, &key, &declaration(&bought, 1)).await.unwrap();
        let request = placed.placed.return_request;
        assert_eq!(again.placed.return_request.id, request.id);
        assert_eq!((request.kind, request.status), (ReturnKind::Withdrawal, ReturnStatus::Requested));
        assert_eq!(request.refund.as_ref().unwrap().due_by.as_str(), "2026-12-08T00:00:00+01:00");
        assert!(request.pass.is_some() && placed.new_token.is_some());
        assert_eq!(mails(&shop, "return_withdrawn").await, 1);
        let row = "SELECT body_text FROM mail WHERE template = 'return_withdrawn'";
        let row = shop.app.db.read().await.unwrap().row(row, args![]).await.unwrap().unwrap();
        let text = row.text("body_text").unwrap().replace('\u{a0}', " ");
        assert!(
            text.contains("samedi 21 novembre 2026 à 11 h") && text.contains("lundi 7 décembre"),
            "{text}"
        );
        assert!(text.contains("89,00 €") && text.contains(&bought.number) && text.contains(&request.number));

        // It does not end by itself, and the buyer's browser sees it.
        shop.app.clock.advance(60 * DAY);
        assert_eq!(return_request::expire_overdue(&shop.app).await.unwrap(), 0);
        return_request::find(&shop.app, Some(&bought.session), &request.id).await.unwrap();
        receive(&shop, &lea, &request, ReturnDecision::Shelf).await.unwrap();
        let paid = pay(&shop, &lea, &request.id, 8_900).await.unwrap().desk_return.return_request;
        assert_eq!(paid.refund.unwrap().due_by.as_str(), "2026-12-08T00:00:00+01:00");
    }
}

#[tokio::test]
async fn whatever_device_it_was_ordered_on_one_may_withdraw() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        for channel in [Channel::Web, Channel::Mobile, Channel::App] {
            let bought = collected_on(&shop, &lea, channel, 1).await;
            let found = find(&shop, &bought.number, "zoe@example.fr").await.unwrap();
            assert_eq!(found.until.unwrap().as_str(), "2026-12-08T00:00:00+01:00", "{channel:?}");
            declare(&shop, &new_key(), &declaration(&bought, 1)).await.unwrap();
        }
    }
}

#[tokio::test]
async fn what_was_not_handed_over_is_cancelled() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let bought = ordered(&shop, 2).await;
        let found = find(&shop, &bought.number, "zoe@example.fr").await.unwrap();
        assert_eq!((found.received_at, found.until), (None, None));
        let part = declare(&shop, &new_key(), &declaration(&bought, 1)).await;
        assert_eq!(refused(part), ErrorCode::NotReturnable);
        let placed = declare(&shop, &new_key(), &declaration(&bought, 2)).await.unwrap().placed;
        let request = placed.return_request;
        assert_eq!((request.status, request.pass), (ReturnStatus::Refunded, None));
        assert_eq!(request.refund.unwrap().amount.amount, 0);
        let order = order::find(&shop.app, Some(&bought.session), &bought.id).await.unwrap();
        assert_eq!(order.pickups[0].status, PickupStatus::Cancelled);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(9), 0));
        assert_eq!(mails(&shop, "return_withdrawn").await, 1);
        let again = declare(&shop, &new_key(), &declaration(&bought, 2)).await;
        assert_eq!(refused(again), ErrorCode::NotReturnable);
    }
}

#[tokio::test]
async fn no_store_refuses_it_but_for_what_is_not_there() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 1).await;
        let withdrawn = async || {
            let placed = declare(&shop, &new_key(), &declaration(&bought, 1)).await.unwrap();
            placed.placed.return_request
        };
        let request = withdrawn().await;
        let mut inspected = all(&request, ReturnDecision::Refused);
        for reason in [RefusalReason::Used, RefusalReason::Incomplete, RefusalReason::TooLate] {
            inspected.lines[0].refusal = Some(reason);
            let wrong = problem(return_request::receive(&shop.app, &lea, &request.id, &inspected).await);
            assert_eq!(
                (wrong.code, wrong.field.as_deref()),
                (ErrorCode::NotRefusable, Some("lines/0/refusal")),
                "{reason:?}"
            );
        }
        inspected.lines[0].refusal = Some(RefusalReason::NotFromHere);
        let sent_home = return_request::receive(&shop.app, &lea, &request.id, &inspected).await.unwrap();
        assert_eq!(sent_home.desk_return.return_request.status, ReturnStatus::Refused);

        // What was worn is not for sale any more, and paid back.
        let request = withdrawn().await;
        receive(&shop, &lea, &request, ReturnDecision::Damaged).await.unwrap();
        pay(&shop, &lea, &request.id, 8_900).await.unwrap();
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(8), 0));
    }
}

#[tokio::test]
async fn the_desk_sees_first_what_is_due_first() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 3).await;
        let withdrawn = declare(&shop, &new_key(), &declaration(&bought, 1)).await.unwrap();
        let withdrawn = withdrawn.placed.return_request;
        shop.app.clock.advance(5 * DAY);
        let paid = announce(&shop, &bought, &[(0, 1)]).await.unwrap();
        let brought = announce(&shop, &bought, &[(0, 1)]).await.unwrap();
        for request in [&paid, &brought, &withdrawn] {
            receive(&shop, &lea, request, ReturnDecision::Shelf).await.unwrap();
            shop.app.clock.advance(HOUR);
        }
        pay(&shop, &lea, &paid.id, 8_900).await.unwrap();
        // The law counts from the declaration, and the retailer's offer from the day on which it came in.
        let list = return_request::of_store(&shop.app, &lea).await.unwrap().items;
        let order: Vec<_> = list.into_iter().map(|found| found.return_request.id).collect();
        assert_eq!(order, [withdrawn.id, brought.id, paid.id]);
    }
}

#[tokio::test]
async fn the_law_sets_the_time() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 2).await;
        shop.app.clock.advance(16 * DAY + 12 * HOUR);
        declare(&shop, &new_key(), &declaration(&bought, 1)).await.unwrap();
        shop.app.clock.advance(HOUR);
        let Err(Refusal::Problem(late)) = declare(&shop, &new_key(), &declaration(&bought, 1)).await else {
            panic!("it is too late")
        };
        assert_eq!((late.code, late.at.unwrap().0), (ErrorCode::TooLate, "2026-12-08T00:00:00+01:00".into()));
        assert_eq!(refused(find(&shop, &bought.number, "zoe@example.fr").await), ErrorCode::TooLate);
        // The retailer's own offer lasts longer.
        announce(&shop, &bought, &[(0, 1)]).await.unwrap();
    }
}

#[tokio::test]
async fn wrong_pairs_are_alike_and_counted() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 1).await;
        for (number, email) in [(bought.number.as_str(), "eve@example.fr"), ("V-2222-2222", "zoe@example.fr")]
        {
            let Err(Refusal::Problem(wrong)) = find(&shop, number, email).await else { panic!("{number}") };
            assert_eq!(
                (wrong.code, wrong.title.as_str()),
                (ErrorCode::NotFound, "there is no such contract")
            );
        }
        let mut wrong = declaration(&bought, 1);
        wrong.email = Email::parse("eve@example.fr").unwrap();
        for _ in 2..10 {
            assert_eq!(refused(declare(&shop, &new_key(), &wrong).await), ErrorCode::NotFound);
        }
        let limited = find(&shop, &bought.number, "zoe@example.fr").await;
        assert_eq!(refused(limited), ErrorCode::TooManyTries);
    }
}

#[tokio::test]
async fn not_of_a_sale_in_a_store() {
    for shop in shops().await {
        let session = guest(&shop).await;
        let bought = sold_at_till(&shop, &[("ROBE-38", 1, 0)], &session).await;
        shop.run("UPDATE receipt SET email = 'zoe@example.fr' WHERE id = $1", args![&bought.id]).await;
        assert_eq!(refused(find(&shop, &bought.number, "zoe@example.fr").await), ErrorCode::NotReturnable);
        let request = Withdraw { number: bought.number.clone(), ..declaration(&bought, 1) };
        assert_eq!(refused(declare(&shop, &new_key(), &request).await), ErrorCode::NotReturnable);
    }
}

#[tokio::test]
async fn it_stays_open_when_nothing_is_brought() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", Some(9)).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 1).await;
        let placed = declare(&shop, &new_key(), &declaration(&bought, 1)).await.unwrap();
        let request = placed.placed.return_request;
        let mut inspected = all(&request, ReturnDecision::Refused);
        inspected.lines[0].refusal = Some(RefusalReason::NotBrought);
        let wrong = problem(return_request::receive(&shop.app, &lea, &request.id, &inspected).await);
        assert_eq!((wrong.code, wrong.field.as_deref()), (ErrorCode::NotRefusable, Some("lines")));
        let open = return_request::find(&shop.app, Some(&bought.session), &request.id).await.unwrap();
        assert_eq!((open.status, open.pass.is_some()), (ReturnStatus::Requested, true));
        receive(&shop, &lea, &request, ReturnDecision::Shelf).await.unwrap();
    }
}
