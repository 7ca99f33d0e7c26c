//! Histories that join while somebody is on the way into one of them.

use backend::domain::{account, clock::DAY};
use contract::error::ErrorCode;

use crate::{
    addresses::{ask, join, mailed, prove},
    common::{
        browser::{Browser, code_of},
        shops,
    },
};

const ZOE: &str = "zoe@example.fr";
const WORK: &str = "zoe.martin@work.example.fr";

#[tokio::test]
async fn two_who_bring_each_other_at_once_become_one_account() {
    for shop in shops().await {
        let (mut phone, mut office) = (Browser::default(), Browser::default());
        for round in 0..10 {
            let emails = [format!("a{round}@example.fr"), format!("b{round}@example.fr")];
            phone.sign_in(&shop, &emails[0]).await;
            office.sign_in(&shop, &emails[1]).await;
            let mut requests = Vec::new();
            for (browser, email) in [(&phone, &emails[1]), (&office, &emails[0])] {
                let request_id = ask(&shop, browser, email).await.unwrap();
                prove(&shop, browser, &request_id, &mailed(&shop).await).await.unwrap();
                requests.push(request_id);
            }
            let joined = tokio::join!(join(&shop, &phone, &requests[0]), join(&shop, &office, &requests[1]));
            let refused: Vec<_> = [joined.0, joined.1].map(code_of).into_iter().flatten().collect();
            assert_eq!(refused, [ErrorCode::WrongStatus], "one was faster");
            let (one, other) = (phone.session(&shop).await, office.session(&shop).await);
            assert_eq!(one.account.unwrap().email, other.account.unwrap().email);
            shop.app.clock.advance(DAY);
        }
    }
}

#[tokio::test]
async fn who_was_signed_out_elsewhere_joins_nothing_and_is_told_why() {
    for shop in shops().await {
        let (mut phone, mut office) = (Browser::default(), Browser::default());
        phone.sign_in(&shop, ZOE).await;
        office.sign_in(&shop, ZOE).await;
        let request_id = ask(&shop, &phone, WORK).await.unwrap();
        prove(&shop, &phone, &request_id, &mailed(&shop).await).await.unwrap();
        account::revoke_others(&shop.app, office.hash().as_deref()).await.unwrap();
        assert_eq!(code_of(join(&shop, &phone, &request_id).await), Some(ErrorCode::SignedOut));
    }
}
