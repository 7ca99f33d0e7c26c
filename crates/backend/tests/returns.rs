//! Returns: announced, received in any store, paid back once; never more than was bought.

use backend::{
    args,
    domain::{clock::DAY, desk, return_request, session},
};
use contract::{
    desk::FoundPass,
    error::ErrorCode,
    newtypes::{Email, SixDigits},
    pass::FindPass,
    return_request::{RefusalReason, ReturnDecision, ReturnRequest, ReturnStatus},
    session::OpenLink,
};

use crate::common::{
    fitting::{hire, mails, refused},
    new_key,
    returning::{
        announce, collected, guest, ordered, pay, place_as, problem, receive, seen, sold_at_till, wish,
        with_stock,
    },
    shops,
};

#[tokio::test]
async fn brought_to_another_store_and_paid_back_once() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let marc = hire(&shop, "LYO02", "Marc", "654321").await;
        let bought = collected(&shop, &lea, 3).await;
        let request = announce(&shop, &bought, &[(0, 2)]).await.unwrap();
        assert_eq!(request.status, ReturnStatus::Requested);
        assert_eq!(request.refund.as_ref().unwrap().amount.amount, 17_800);
        assert_eq!(mails(&shop, "return_requested").await, 1);

        let digits = SixDigits::parse(&request.pass.as_ref().unwrap().digits).unwrap();
        let found = desk::find(&shop.app, &marc, &FindPass::Digits(digits.clone())).await.unwrap();
        let FoundPass::Return(found) = found else { panic!("the code is a return's") };
        assert_eq!(
            (found.return_request.id.as_str(), found.name.as_deref()),
            (&*request.id, Some("Zoé Martin"))
        );
        let token = FindPass::Token(request.pass.as_ref().unwrap().token.clone());
        assert!(matches!(desk::find(&shop.app, &lea, &token).await.unwrap(), FoundPass::Return(_)));

        let early = pay(&shop, &marc, &request.id, 17_800).await;
        assert_eq!(refused(early), ErrorCode::WrongStatus);
        let received = receive(&shop, &marc, &request, ReturnDecision::Shelf).await.unwrap();
        assert_eq!(received.to_pay, None);
        assert_eq!(received.desk_return.return_request.status, ReturnStatus::Received);
        assert_eq!(received.desk_return.return_request.store.as_ref().unwrap().id, "LYO02");
        assert_eq!(shop.stock_of("ROBE-38", "LYO02").await, (Some(7), 0));
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(17), 0));
        assert_eq!(mails(&shop, "return_received").await, 1);
        let waiting = return_request::of_store(&shop.app, &marc).await.unwrap().items;
        assert_eq!(
            (waiting.len(), return_request::of_store(&shop.app, &lea).await.unwrap().items.len()),
            (1, 0)
        );

        let elsewhere = problem(desk::find(&shop.app, &lea, &FindPass::Digits(digits)).await);
        assert_eq!(
            (elsewhere.code, elsewhere.store.as_deref()),
            (ErrorCode::WrongStore, Some("Lyon Presqu’île"))
        );
        assert_eq!(refused(pay(&shop, &lea, &request.id, 17_800).await), ErrorCode::WrongStore);
        assert_eq!(refused(pay(&shop, &marc, &request.id, 17_799).await), ErrorCode::PriceChanged);
        let paid = pay(&shop, &marc, &request.id, 17_800).await.unwrap().desk_return.return_request;
        assert_eq!(paid.status, ReturnStatus::Refunded);
        assert!(paid.refund.as_ref().unwrap().paid_at.is_some());
        assert_eq!(refused(pay(&shop, &marc, &request.id, 17_800).await), ErrorCode::WrongStatus);
        assert_eq!(
            refused(receive(&shop, &marc, &request, ReturnDecision::Shelf).await),
            ErrorCode::WrongStatus
        );
        assert_eq!(mails(&shop, "return_refunded").await, 1);
        let audit = backend::domain::audit::list(&shop.app, &marc).await.unwrap().items;
        let done: Vec<&str> = audit.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(done, ["return.refund", "return.receive"]);
        assert_eq!(audit[0].number.as_deref(), Some(&*request.number));
    }
}

#[tokio::test]
async fn never_above_what_was_bought_nor_twice() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 3).await;
        let too_many = problem(announce(&shop, &bought, &[(0, 4)]).await);
        assert_eq!((too_many.code, too_many.available), (ErrorCode::NotReturnable, Some(3)));
        let twice = announce(&shop, &bought, &[(0, 1), (0, 1)]).await;
        assert_eq!(problem(twice).field.as_deref(), Some("lines/1/line_id"));
        let none = announce(&shop, &bought, &[(0, 0)]).await;
        assert_eq!(problem(none).field.as_deref(), Some("lines/0/quantity"));
        assert_eq!(problem(announce(&shop, &bought, &[]).await).field.as_deref(), Some("lines"));

        let first = announce(&shop, &bought, &[(0, 2)]).await.unwrap();
        let rest = problem(announce(&shop, &bought, &[(0, 2)]).await);
        assert_eq!((rest.code, rest.available), (ErrorCode::NotReturnable, Some(1)));
        // What is not brought after all, or refused, may go back another time.
        return_request::cancel(&shop.app, Some(&bought.session), &first.id).await.unwrap();
        let again = return_request::cancel(&shop.app, Some(&bought.session), &first.id).await;
        assert_eq!(refused(again), ErrorCode::AlreadyCancelled);
        let second = announce(&shop, &bought, &[(0, 3)]).await.unwrap();
        let sent_home = receive(&shop, &lea, &second, ReturnDecision::Refused).await.unwrap();
        assert_eq!(sent_home.desk_return.return_request.status, ReturnStatus::Refused);
        assert_eq!(sent_home.desk_return.return_request.lines[0].refusal, Some(RefusalReason::Used));
        assert_eq!(mails(&shop, "return_refused").await, 1);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(17), 0));
        let third = announce(&shop, &bought, &[(0, 3)]).await.unwrap();
        receive(&shop, &lea, &third, ReturnDecision::Damaged).await.unwrap();
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(17), 0), "damaged goods are not for sale");
        assert_eq!(problem(announce(&shop, &bought, &[(0, 1)]).await).available, Some(0));
    }
}

#[tokio::test]
async fn of_many_at_once_only_what_was_bought_goes_back() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 3).await;
        let announced =
            futures_util::future::join_all((0..8).map(|_| announce(&shop, &bought, &[(0, 1)]))).await;
        let (placed, late): (Vec<_>, Vec<_>) = announced.into_iter().partition(Result::is_ok);
        assert_eq!((placed.len(), late.len()), (3, 5));
        assert!(late.into_iter().all(|late| refused(late) == ErrorCode::NotReturnable));
        let request = placed.into_iter().next().unwrap().unwrap();
        let (one, two) = tokio::join!(
            receive(&shop, &lea, &request, ReturnDecision::Shelf),
            receive(&shop, &lea, &request, ReturnDecision::Shelf)
        );
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
        assert_eq!(refused(if one.is_err() { one } else { two }), ErrorCode::WrongStatus);
        let (one, two) =
            tokio::join!(pay(&shop, &lea, &request.id, 8_900), pay(&shop, &lea, &request.id, 8_900));
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
        assert_eq!(refused(if one.is_err() { one } else { two }), ErrorCode::WrongStatus);
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (Some(18), 0));
    }
}

#[tokio::test]
async fn parts_of_a_reduced_line_add_up() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let session = guest(&shop).await;
        // 26,700 less 1,000: 8,566.67 each.
        let bought = sold_at_till(&shop, &[("ROBE-38", 3, 1_000), ("ROBE-40", -1, 0)], &session).await;
        let amount = |request: &ReturnRequest| request.refund.as_ref().unwrap().amount.amount;
        let first = announce(&shop, &bought, &[(0, 1)]).await.unwrap();
        let rest = announce(&shop, &bought, &[(0, 2)]).await.unwrap();
        assert_eq!((amount(&first), amount(&rest)), (8_566, 17_134));
        assert_eq!(problem(announce(&shop, &bought, &[(1, 1)]).await).code, ErrorCode::NotReturnable);
        for (request, sum) in [(&first, 8_566), (&rest, 17_134)] {
            receive(&shop, &lea, request, ReturnDecision::Shelf).await.unwrap();
            pay(&shop, &lea, &request.id, sum).await.unwrap();
        }
        // The shop never listed that size in Paris: nothing is known of it, and nothing is made up.
        let listed = "SELECT COUNT(*) AS value FROM stock_movement WHERE sku = 'ROBE-38'";
        assert_eq!(shop.int(listed, args![]).await, 0);
    }
}

#[tokio::test]
async fn what_was_never_counted_stays_unknown() {
    for shop in shops().await {
        shop.stock("ROBE-38", "PAR11", None).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let session = guest(&shop).await;
        let bought = sold_at_till(&shop, &[("ROBE-38", 1, 0)], &session).await;
        let request = announce(&shop, &bought, &[(0, 1)]).await.unwrap();
        receive(&shop, &lea, &request, ReturnDecision::Shelf).await.unwrap();
        assert_eq!(shop.stock_of("ROBE-38", "PAR11").await, (None, 0));
    }
}

#[tokio::test]
async fn the_retailers_days_count() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let waiting = ordered(&shop, 1).await;
        let early = problem(announce(&shop, &waiting, &[(0, 1)]).await);
        assert_eq!((early.code, early.available), (ErrorCode::NotReturnable, Some(0)));
        let bought = collected(&shop, &lea, 2).await;
        // Thirty days and the rest of the first one: until the midnight that ends the 21st of December.
        shop.app.clock.advance(30 * DAY);
        let request = announce(&shop, &bought, &[(0, 1)]).await.unwrap();
        shop.app.clock.advance(DAY);
        let late = problem(announce(&shop, &bought, &[(0, 1)]).await);
        assert_eq!(late.code, ErrorCode::TooLate);
        assert_eq!(late.at.unwrap().as_str(), "2026-12-22T00:00:00+01:00");
        // What was announced in time may still be brought.
        receive(&shop, &lea, &request, ReturnDecision::Shelf).await.unwrap();
    }
}

#[tokio::test]
async fn what_nobody_brings_ends_by_itself() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 2).await;
        let request = announce(&shop, &bought, &[(0, 2)]).await.unwrap();
        assert_eq!(request.bring_by.as_str(), "2026-12-06T00:00:00+01:00");
        shop.app.clock.advance(14 * DAY);
        assert_eq!(return_request::expire_overdue(&shop.app).await.unwrap(), 0);
        shop.app.clock.advance(DAY);
        assert_eq!(return_request::expire_overdue(&shop.app).await.unwrap(), 1);
        assert_eq!(return_request::expire_overdue(&shop.app).await.unwrap(), 0);
        assert_eq!(seen(&shop, &bought, &request.id).await.status, ReturnStatus::Cancelled);
        assert_eq!(mails(&shop, "return_expired").await, 1);
        assert_eq!(
            refused(receive(&shop, &lea, &request, ReturnDecision::Shelf).await),
            ErrorCode::AlreadyCancelled
        );
        announce(&shop, &bought, &[(0, 2)]).await.unwrap();
    }
}

#[tokio::test]
async fn strangers_see_nothing_and_links_open() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 1).await;
        let stranger = guest(&shop).await;
        let request = wish(&bought, &[(0, 1)]);
        assert_eq!(refused(place_as(&shop, Some(&stranger), &request).await), ErrorCode::NotFound);
        assert_eq!(refused(place_as(&shop, None, &request).await), ErrorCode::NotFound);
        let placed = place_as(&shop, Some(&bought.session), &request).await.unwrap().placed;
        let id = &placed.return_request.id;
        for session in [Some(stranger.as_str()), None] {
            let hidden = return_request::find(&shop.app, session, id).await;
            assert_eq!(refused(hidden), ErrorCode::NotFound);
            let kept = return_request::cancel(&shop.app, session, id).await;
            assert_eq!(refused(kept), ErrorCode::NotFound);
        }
        let link = OpenLink { id: id.clone(), token: placed.link_token };
        session::open_link(&shop.app, Some(&stranger), &link).await.unwrap();
        return_request::find(&shop.app, Some(&stranger), id).await.unwrap();
        // Whoever sees the purchase, be it later, sees its returns.
        let claimer = guest(&shop).await;
        shop.run(
            "INSERT INTO session_grant (token_hash, subject_id) VALUES ($1, $2)",
            args![&claimer, &bought.id],
        )
        .await;
        return_request::find(&shop.app, Some(&claimer), id).await.unwrap();
        let asked = backend::domain::page::Asked::check(None, None).unwrap();
        let listed = return_request::list(&shop.app, Some(&claimer), asked).await.unwrap();
        assert_eq!((listed.total, listed.items[0].id.as_str()), (1, id.as_str()));
    }
}

#[tokio::test]
async fn a_key_places_once() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 1).await;
        let (key, request) = (new_key(), wish(&bought, &[(0, 1)]));
        let caller = backend::domain::order::Caller {
            session: Some(&bought.session),
            address: [127, 0, 0, 1].into(),
            idempotency_key: &key,
        };
        let first = return_request::place(&shop.app, &caller, &request).await.unwrap().placed;
        let again = return_request::place(&shop.app, &caller, &request).await.unwrap().placed;
        assert_eq!(first.return_request.id, again.return_request.id);
        assert_eq!(mails(&shop, "return_requested").await, 1);
    }
}

#[tokio::test]
async fn letters_fill_nobodys_inbox() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 1).await;
        let mut request = wish(&bought, &[(0, 1)]);
        request.email = Some(Email::parse("paul@example.fr").unwrap());
        for _ in 0..10 {
            let placed = place_as(&shop, Some(&bought.session), &request).await.unwrap().placed;
            let id = &placed.return_request.id;
            return_request::cancel(&shop.app, Some(&bought.session), id).await.unwrap();
        }
        let one_more = place_as(&shop, Some(&bought.session), &request).await;
        assert_eq!(refused(one_more), ErrorCode::TooManyTries);
    }
}
