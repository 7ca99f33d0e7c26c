//! Returns at the desk: inspected line by line, exchanged, found without a code; the retailer's rules.

use backend::{
    args,
    domain::{
        retailer::{Retailer, ReturnRules},
        return_request,
    },
};
use contract::{
    desk_sale::{DeskPlaceReturn, FindPurchase, FoundPurchase},
    error::ErrorCode,
    invoice::{Payment, PaymentMethod},
    money::Money,
    return_request::{RefundWay, RefusalReason, ReturnBy, ReturnDecision, ReturnStatus},
};

use crate::{
    common::{
        fitting::{hire, mails, refused},
        new_key,
        returning::{
            all, announce, back, collected, guest, pay, place_as, problem, receive, seen, sold_at_till, wish,
            with_stock,
        },
        shops,
    },
    invoicing::written,
};

#[tokio::test]
async fn store_credit_instead_of_money() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 1).await;
        let mut request = wish(&bought, &[(0, 1)]);
        request.way = RefundWay::StoreCredit;
        let placed = place_as(&shop, Some(&bought.session), &request).await.unwrap().placed.return_request;
        receive(&shop, &lea, &placed, ReturnDecision::Shelf).await.unwrap();
        pay(&shop, &lea, &placed.id, 8_900).await.unwrap();
        let credit = seen(&shop, &bought, &placed.id).await.refund.unwrap().store_credit.unwrap();
        assert!(credit.code.starts_with("A-"));
        assert_eq!((credit.amount.amount, credit.remaining.amount), (8_900, 8_900));
        assert_eq!(credit.valid_until, "2028-11-21");
    }
}

#[tokio::test]
async fn the_desk_reads_how_each_part_was_paid() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let session = guest(&shop).await;
        // 178 euros: 120 by card and 58 in cash.
        let bought = sold_at_till(&shop, &[("ROBE-38", 2, 0)], &session).await;
        shop.run("UPDATE receipt_payment SET amount = 12000 WHERE receipt_id = $1", args![&bought.id]).await;
        let cash =
            "INSERT INTO receipt_payment (receipt_id, position, method, amount) VALUES ($1, 1, 'cash', 5800)";
        shop.run(cash, args![&bought.id]).await;
        let part = |method, amount| Payment { method, amount: Money::new(amount, "EUR") };
        let halves = [
            vec![part(PaymentMethod::Card, 8_900)],
            vec![part(PaymentMethod::Card, 3_100), part(PaymentMethod::Cash, 5_800)],
        ];
        for half in halves {
            let request = announce(&shop, &bought, &[(0, 1)]).await.unwrap();
            let expected = return_request::find_at_desk(&shop.app, &lea, &request.id).await.unwrap();
            assert_eq!(expected.refund_parts, [], "nothing is owed before it was received");
            let received = receive(&shop, &lea, &request, ReturnDecision::Shelf).await.unwrap();
            assert_eq!(received.desk_return.refund_parts, half);
            let paid = pay(&shop, &lea, &request.id, 8_900).await.unwrap();
            assert_eq!(paid.desk_return.refund_parts, []);
            let note = written(&shop, &bought.id).await.pop().unwrap();
            assert_eq!(note.payments, half, "the credit note says the same");
        }

        // Nobody wrote down how an order was paid in the store.
        let order = collected(&shop, &lea, 1).await;
        let request = announce(&shop, &order, &[(0, 1)]).await.unwrap();
        let received = receive(&shop, &lea, &request, ReturnDecision::Shelf).await.unwrap();
        assert_eq!(received.desk_return.refund_parts, [part(PaymentMethod::Other, 8_900)]);
    }
}

#[tokio::test]
async fn another_size_is_taken_along() {
    for shop in shops().await {
        with_stock(&shop).await;
        shop.add_variant("ROBE-42", "robe-camille", 9_900, "42").await;
        shop.stock("ROBE-42", "PAR11", Some(1)).await;
        shop.add_product("vase", "Vase").await;
        shop.add_variant("VASE", "vase", 2_000, "").await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 3).await;
        let request = announce(&shop, &bought, &[(0, 1)]).await.unwrap();
        let desk = return_request::find_at_desk(&shop.app, &lea, &request.id).await.unwrap();
        let offered: Vec<_> =
            desk.exchanges.iter().map(|offer| (&*offer.sku, offer.price.amount, offer.available)).collect();
        assert_eq!(offered, [("ROBE-40", 8_900, 20), ("ROBE-42", 9_900, 1)]);

        let mut inspected = all(&request, ReturnDecision::Shelf);
        for wrong in ["VASE", "ROBE-38"] {
            inspected.lines[0].exchange_sku = Some(wrong.into());
            let outcome = return_request::receive(&shop.app, &lea, &request.id, &inspected).await;
            assert_eq!(problem(outcome).field.as_deref(), Some("lines/0/exchange_sku"));
        }
        // The same price: nobody owes anything, and it is over at once.
        inspected.lines[0].exchange_sku = Some("ROBE-40".into());
        let even = return_request::receive(&shop.app, &lea, &request.id, &inspected).await.unwrap();
        assert_eq!((even.to_pay, even.desk_return.return_request.status), (None, ReturnStatus::Refunded));
        assert_eq!(even.desk_return.return_request.refund.unwrap().amount.amount, 0);

        // A dearer one: the shopper pays the rest, and the last one of it can't be promised twice.
        let request = announce(&shop, &bought, &[(0, 2)]).await.unwrap();
        let mut inspected = all(&request, ReturnDecision::Shelf);
        inspected.lines[0].exchange_sku = Some("ROBE-42".into());
        let short = problem(return_request::receive(&shop.app, &lea, &request.id, &inspected).await);
        assert_eq!((short.code, short.available), (ErrorCode::NotEnoughStock, Some(1)));
        return_request::cancel(&shop.app, Some(&bought.session), &request.id).await.unwrap();
        let request = announce(&shop, &bought, &[(0, 1)]).await.unwrap();
        let mut inspected = all(&request, ReturnDecision::Damaged);
        inspected.lines[0].exchange_sku = Some("ROBE-42".into());
        let dearer = return_request::receive(&shop.app, &lea, &request.id, &inspected).await.unwrap();
        assert_eq!(dearer.to_pay.map(|rest| rest.amount), Some(1_000));
        assert_eq!(dearer.desk_return.return_request.status, ReturnStatus::Refunded);
    }
}

#[tokio::test]
async fn each_line_is_looked_at_once() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let session = guest(&shop).await;
        let bought = sold_at_till(&shop, &[("ROBE-38", 1, 0), ("ROBE-40", 1, 0)], &session).await;
        let request = announce(&shop, &bought, &[(0, 1), (1, 1)]).await.unwrap();
        let whole = all(&request, ReturnDecision::Shelf);
        for change in [0, 1, 2, 3] {
            let mut inspected = whole.clone();
            match change {
                0 => drop(inspected.lines.pop()),
                1 => inspected.lines[1] = inspected.lines[0].clone(),
                2 => inspected.lines.push(inspected.lines[0].clone()),
                _ => inspected.lines[0].decision = ReturnDecision::Refused,
            }
            let outcome = return_request::receive(&shop.app, &lea, &request.id, &inspected).await;
            assert_eq!(refused(outcome), ErrorCode::InvalidField, "{change}");
        }
        // One of two goes home again: only the other is paid back.
        let mut inspected = whole;
        inspected.lines[0].decision = ReturnDecision::Refused;
        inspected.lines[0].refusal = Some(RefusalReason::NotBrought);
        let received = return_request::receive(&shop.app, &lea, &request.id, &inspected).await.unwrap();
        assert_eq!(received.desk_return.return_request.refund.unwrap().amount.amount, 8_900);
        announce(&shop, &bought, &[(0, 1)]).await.unwrap();
        assert_eq!(refused(announce(&shop, &bought, &[(1, 1)]).await), ErrorCode::NotReturnable);
    }
}

#[tokio::test]
async fn without_a_code_the_desk_finds_the_purchase() {
    for shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let session = guest(&shop).await;
        let bought = sold_at_till(&shop, &[("ROBE-38", 2, 0)], &session).await;
        let token = shop.app.signer.sign(&bought.id, "PAR11").unwrap();
        for wanted in [FindPurchase::Token(token), FindPurchase::Number(format!(" {} ", bought.number))] {
            let found = return_request::find_purchase(&shop.app, &lea, &wanted).await.unwrap();
            let FoundPurchase::Purchase(found) = found else { panic!("it is a receipt") };
            assert_eq!((found.id.as_str(), found.lines[0].returnable), (bought.id.as_str(), 2));
            assert_eq!(found.lines[0].guarantee_until.as_deref(), Some("2028-11-21"));
        }
        let missing = shop.app.signer.sign(&backend::domain::secret::new_id(), "PAR11").unwrap();
        let wrong = [
            (FindPurchase::Token(missing), ErrorCode::ReceiptNotArrived),
            (FindPurchase::Token("rubbish".into()), ErrorCode::ReceiptNotGenuine),
            (FindPurchase::Number("V-0000-0000".into()), ErrorCode::NotFound),
        ];
        for (wanted, expected) in wrong {
            assert_eq!(refused(return_request::find_purchase(&shop.app, &lea, &wanted).await), expected);
        }
        let request = DeskPlaceReturn {
            purchase_id: Some(bought.id.clone()),
            gift_token: None,
            lines: vec![back(&bought.lines[0], 1)],
            way: RefundWay::Original,
        };
        let key = new_key();
        let address = [127, 0, 0, 1].into();
        let place = || return_request::place_at_desk(&shop.app, &lea, &key, address, &request);
        let placed = place().await.unwrap().return_request;
        assert_eq!(place().await.unwrap().return_request.id, placed.id);
        assert_eq!(seen(&shop, &bought, &placed.id).await.number, placed.number);
        assert_eq!(mails(&shop, "return_requested").await, 0, "who stands at the desk has nothing to bring");
        receive(&shop, &lea, &placed, ReturnDecision::Shelf).await.unwrap();
        let audit = backend::domain::audit::list(&shop.app, &lea).await.unwrap().items;
        let done: Vec<&str> = audit.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(done, ["return.receive", "return.place", "purchase.find", "purchase.find"]);
        assert_eq!(audit[3].number.as_deref(), Some(&*bought.number));
    }
}

#[tokio::test]
async fn a_voided_sale_is_not_paid_back_again() {
    for shop in shops().await {
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let session = guest(&shop).await;
        let bought = sold_at_till(&shop, &[("ROBE-38", 1, 0)], &session).await;
        let request = announce(&shop, &bought, &[(0, 1)]).await.unwrap();
        shop.run("UPDATE receipt SET status = 'voided' WHERE id = $1", args![&bought.id]).await;
        assert_eq!(
            refused(receive(&shop, &lea, &request, ReturnDecision::Shelf).await),
            ErrorCode::NotReturnable
        );
        assert_eq!(refused(announce(&shop, &bought, &[(0, 1)]).await), ErrorCode::NotReturnable);
    }
}

#[tokio::test]
async fn the_retailers_rules_hold() {
    for mut shop in shops().await {
        with_stock(&shop).await;
        let lea = hire(&shop, "PAR11", "Léa", "123456").await;
        let bought = collected(&shop, &lea, 1).await;
        let mut by_post = wish(&bought, &[(0, 1)]);
        by_post.by = ReturnBy::Post;
        let outcome = place_as(&shop, Some(&bought.session), &by_post).await;
        assert_eq!(problem(outcome).field.as_deref(), Some("by"));
        let returns = ReturnRules {
            by_post: true,
            post_address: "Vitrine\n1 rue de l’Exemple\n75011 Paris\n".into(),
            stores_without: vec!["PAR11".into()],
            ..ReturnRules::default()
        };
        shop.app = shop.app.clone().with_retailer(Retailer { returns, ..Retailer::default() });
        let placed = place_as(&shop, Some(&bought.session), &by_post).await.unwrap().placed.return_request;
        assert_eq!(placed.post_address.as_deref(), Some("Vitrine\n1 rue de l’Exemple\n75011 Paris"));
        assert_eq!(refused(receive(&shop, &lea, &placed, ReturnDecision::Shelf).await), ErrorCode::Forbidden);
        let wanted = FindPurchase::Number(bought.number.clone());
        assert_eq!(
            refused(return_request::find_purchase(&shop.app, &lea, &wanted).await),
            ErrorCode::Forbidden
        );
    }
}
