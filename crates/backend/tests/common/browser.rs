//! A browser of a shopper, with the secret of its cookie.

use backend::domain::{
    account,
    cart::{self, LineChange, StoreChange},
    favourite,
    mail::{compose, newest},
    refusal::Outcome,
    secret,
    sign_in::{self, Asked, Proved},
};
use contract::{
    account::Device,
    error::ErrorCode,
    language::Language,
    newtypes::{Email, SixDigits},
    session::{AskToSignIn, Session, SignInBy, SignInLink, SignedIn},
};

use super::Shop;

#[derive(Default)]
pub struct Browser {
    token: Option<String>,
}

impl Browser {
    /// The hash that the server knows the browser by.
    pub fn hash(&self) -> Option<String> {
        self.token.as_deref().map(secret::hash)
    }

    pub fn token(&self) -> Option<String> {
        self.token.clone()
    }

    pub fn take(&mut self, new_token: Option<String>) {
        self.token = new_token.or(self.token.take());
    }

    pub async fn ask(&mut self, shop: &Shop, email: &str) -> Outcome<String> {
        let request = AskToSignIn { email: Email::parse(email).unwrap(), language: Language::Fr };
        let hash = self.hash();
        let Asked { asked, new_token } = sign_in::ask(&shop.app, &caller(hash.as_deref()), &request).await?;
        self.take(new_token);
        Ok(asked.request_id)
    }

    pub async fn prove(&mut self, shop: &Shop, by: &SignInBy) -> Outcome<SignedIn> {
        let hash = self.hash();
        let Proved { signed_in, token } = sign_in::prove(&shop.app, &caller(hash.as_deref()), by).await?;
        self.token = Some(token);
        Ok(signed_in)
    }

    /// Asks, reads the mail, and types the code.
    pub async fn sign_in(&mut self, shop: &Shop, email: &str) -> SignedIn {
        let request_id = self.ask(shop, email).await.unwrap();
        let (code, _) = mailed(shop).await;
        self.prove(shop, &by_code(&request_id, &code)).await.unwrap()
    }

    pub async fn approve(&self, shop: &Shop, token: &str) -> Outcome<()> {
        let hash = self.hash();
        sign_in::approve(&shop.app, &caller(hash.as_deref()), &SignInLink { token: token.into() }).await
    }

    pub async fn session(&self, shop: &Shop) -> Session {
        account::session(&shop.app, self.hash().as_deref()).await.unwrap()
    }

    pub async fn is_signed_in(&self, shop: &Shop) -> bool {
        self.session(shop).await.account.is_some()
    }

    pub async fn put(&mut self, shop: &Shop, sku: &str, quantity: u32) {
        self.change(shop, &LineChange { sku, quantity, was: None }, None).await.unwrap();
    }

    /// Changes a line of the cart; answers what the cart costs then.
    pub async fn change(&mut self, shop: &Shop, change: &LineChange<'_>, key: Option<&str>) -> Outcome<i64> {
        let hash = self.hash();
        let changed = cart::set_line(&shop.app, hash.as_deref(), change, key, Language::Fr).await?;
        self.take(changed.new_token);
        Ok(changed.cart.total.amount)
    }

    /// Chooses the store of the cart.
    pub async fn choose(&mut self, shop: &Shop, change: &StoreChange<'_>, key: Option<&str>) -> Outcome<()> {
        let hash = self.hash();
        let changed = cart::set_store(&shop.app, hash.as_deref(), change, key, Language::Fr).await?;
        self.take(changed.new_token);
        Ok(())
    }

    /// Has a session and nothing in it.
    pub async fn put_nothing(&mut self, shop: &Shop) {
        self.put(shop, "ROBE-38", 1).await;
        self.put(shop, "ROBE-38", 0).await;
    }

    /// SKUs with quantities, by SKU.
    pub async fn cart(&self, shop: &Shop) -> Vec<(String, u32)> {
        let cart = cart::find(&shop.app, self.hash().as_deref(), Language::Fr).await.unwrap();
        let mut lines: Vec<_> = cart.lines.into_iter().map(|line| (line.sku, line.quantity)).collect();
        lines.sort();
        lines
    }

    pub async fn favour(&mut self, shop: &Shop, sku: &str) {
        let hash = self.hash();
        let new_token = favourite::add(&shop.app, hash.as_deref(), sku, None).await.unwrap();
        self.take(new_token);
    }

    /// SKUs, in order.
    pub async fn favourites(&self, shop: &Shop) -> Vec<String> {
        let hash = self.hash();
        let listed = favourite::list(&shop.app, hash.as_deref(), Language::Fr, None).await.unwrap();
        let mut skus: Vec<String> = listed.items.into_iter().map(|item| item.sku).collect();
        skus.sort();
        skus
    }
}

pub fn caller(hash: Option<&str>) -> sign_in::Caller<'_> {
    let device = Device { browser: Some("Firefox".into()), system: Some("Linux".into()) };
    sign_in::Caller { session: hash, address: [127, 0, 0, 1].into(), device }
}

/// A choice of Lyon, whatever was chosen before.
pub fn to_lyon() -> StoreChange<'static> {
    StoreChange { store_id: "LYO02", was: None }
}

pub fn by_code(request_id: &str, code: &str) -> SignInBy {
    SignInBy::Code { request_id: request_id.into(), code: SixDigits::parse(code).unwrap() }
}

pub fn by_link(token: &str) -> SignInBy {
    SignInBy::Link { token: token.into() }
}

/// Six digits that are not those.
pub fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

/// The code and the link's secret of the last mail to sign in.
pub async fn mailed(shop: &Shop) -> (String, String) {
    compose(&shop.app).await.unwrap();
    let mails = newest(&shop.app).await.unwrap();
    let sent = mails.into_iter().filter(|kept| kept.mail.template == "sign_in");
    let last = sent.max_by_key(|kept| kept.mail.outbox_number).unwrap();
    let link = last.link.unwrap();
    let token = link.strip_prefix("http://localhost:8080/fr/sign-in#").unwrap();
    (last.digits.unwrap(), token.to_string())
}

pub fn code_of<T>(answer: Outcome<T>) -> Option<ErrorCode> {
    answer.err().and_then(|refusal| refusal.code())
}
