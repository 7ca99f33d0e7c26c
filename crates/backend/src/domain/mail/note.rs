//! The mails that tell of no order and no reservation: to sign in, of favourites, and with invoices (`invoice.rs`).

use contract::{
    account::Device,
    language::Language,
    money::Money,
    routes::{encode, with_query},
};
use serde::Serialize;

use super::{Kind, Parcel, ShownInvoice, ShownPass, greeting::greeted, letter::detail, say};
use crate::{
    app::App,
    db::{self, Tx, account::AccountRow},
    domain::{
        favourite::can_be_had,
        outbox::Mailing,
        price::{PriceInputs, lowest_of_30_days_before},
        sign_in,
    },
};

#[derive(Clone, Debug, Serialize)]
pub struct Note {
    #[serde(skip)]
    pub kind: Kind,
    #[serde(skip)]
    pub language: Language,
    #[serde(skip)]
    pub recipient: String,
    /// When it is of no use any more.
    #[serde(skip)]
    pub expires_at: Option<i64>,
    pub retailer: String,
    pub legal: contract::retailer::Legal,
    /// Of an invoice; the others have none, though the words that all mails share may name it.
    pub number: String,
    pub name: Option<String>,
    /// Empty when there is nothing that the recipient may open.
    pub link: String,
    /// The six digits of a request to sign in.
    pub pass: Option<ShownPass>,
    /// The browser that asked to sign in, or that came in by a code.
    pub device: Option<String>,
    /// The address that joined the account.
    pub joined: Option<String>,
    pub favourite: Option<ShownFavourite>,
    /// What comes with the mail as a PDF.
    pub invoice: Option<ShownInvoice>,
    /// The lines of the invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parcel: Option<Parcel>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ShownFavourite {
    pub name: String,
    /// Colour and size, as far as they are known.
    pub detail: Option<String>,
    pub price: String,
    /// What it cost before.
    pub before: Option<String>,
    /// The lowest price of the 30 days before, which the law wants to be said with every reduction.
    pub lowest: Option<String>,
    /// The account's store.
    pub store: Option<String>,
    /// Where these mails are turned off.
    pub account: String,
}

impl Note {
    /// `None` when there is nothing to say any more.
    pub async fn load(tx: &mut Tx, app: &App, mailing: &Mailing) -> db::Result<Option<Note>> {
        match mailing {
            Mailing::SignIn { request_id } => Note::sign_in(tx, app, request_id).await,
            Mailing::JoinAddress { request_id } => Note::join_address(tx, app, request_id).await,
            Mailing::AddressJoined { account_id, email } => {
                let note = Note::of_account(tx, app, Kind::AddressJoined, account_id).await?;
                Ok(note.map(|note| Note { joined: Some(email.clone()), ..note }))
            }
            Mailing::HandoffTaken { account_id, device } => {
                let note = Note::of_account(tx, app, Kind::HandoffTaken, account_id).await?;
                Ok(note.map(|note| Note { device: named(device.clone()), ..note }))
            }
            Mailing::FavouriteBack { account_id, sku } => {
                Note::favourite(tx, app, account_id, sku, None).await
            }
            Mailing::FavouritePrice { account_id, sku, from } => {
                Note::favourite(tx, app, account_id, sku, Some(*from)).await
            }
            Mailing::Invoice { invoice_id, recipient } => {
                Note::of_invoice(tx, app, invoice_id, recipient).await
            }
        }
    }

    async fn sign_in(tx: &mut Tx, app: &App, request_id: &str) -> db::Result<Option<Note>> {
        let Some(request) = db::sign_in::find(tx, request_id, app.clock.now()).await? else {
            return Ok(None);
        };
        let (digits, token) = sign_in::mint(tx, &request).await?;
        let page = page(app, request.language, "sign-in");
        Ok(Some(Note {
            link: format!("{page}#{}", encode(&token)),
            pass: Some(ShownPass { digits: say::digits(&digits), token: String::new(), width: None }),
            expires_at: Some(request.expires_at),
            device: named(request.device),
            ..Note::plain(app, Kind::SignIn, request.language, request.email)
        }))
    }

    /// The digits alone: a link would sign in to the other account instead of joining it.
    async fn join_address(tx: &mut Tx, app: &App, request_id: &str) -> db::Result<Option<Note>> {
        let Some(request) = db::sign_in::find(tx, request_id, app.clock.now()).await? else {
            return Ok(None);
        };
        let (digits, _) = sign_in::mint(tx, &request).await?;
        Ok(Some(Note {
            link: page(app, request.language, "account"),
            pass: Some(ShownPass { digits: say::digits(&digits), token: String::new(), width: None }),
            expires_at: Some(request.expires_at),
            ..Note::plain(app, Kind::JoinAddress, request.language, request.email)
        }))
    }

    /// What happened to an account is told to its main address.
    async fn of_account(tx: &mut Tx, app: &App, kind: Kind, account_id: &str) -> db::Result<Option<Note>> {
        let account = db::account::find(tx, account_id).await?;
        Ok(account.map(|account| Note {
            link: page(app, account.language, "account"),
            name: account.name.as_deref().and_then(greeted).map(String::from),
            ..Note::plain(app, kind, account.language, account.email)
        }))
    }

    async fn favourite(
        tx: &mut Tx,
        app: &App,
        account_id: &str,
        sku: &str,
        before: Option<i64>,
    ) -> db::Result<Option<Note>> {
        let Some(account) = db::account::find(tx, account_id).await? else {
            return Ok(None);
        };
        let (kind, wanted) = match before {
            None => (Kind::FavouriteBack, account.notice_back),
            Some(_) => (Kind::FavouritePrice, account.notice_price),
        };
        if !wanted || !db::favourite::has(tx, account_id, sku).await? {
            return Ok(None);
        }
        Note::of_variant(tx, app, kind, account, sku, before).await
    }

    /// `None` when it is no longer true.
    async fn of_variant(
        tx: &mut Tx,
        app: &App,
        kind: Kind,
        account: AccountRow,
        sku: &str,
        before: Option<i64>,
    ) -> db::Result<Option<Note>> {
        let store = match &account.store_id {
            Some(id) => db::store::find_visible(tx, id).await?,
            None => None,
        };
        let language = account.language;
        let fallback = app.retailer.default_language.tag();
        // Prices that drop are compared on the web, where everybody sees the same.
        let place = store.as_ref().map(|store| store.id.as_str()).filter(|_| before.is_none());
        let offers = db::offer::of_skus(tx, &[sku.to_string()], place, language.tag(), fallback).await?;
        let Some(offer) = offers.first().filter(|offer| !offer.withdrawn) else {
            return Ok(None);
        };
        let price = PriceInputs::of_offer(offer).price_at(app.clock.now()).current;
        let is_true = match before {
            Some(before) => price < before,
            None => {
                let safety = app.retailer.stock.safety_stock;
                let stores = db::favourite::stores_with(tx, &[sku.to_string()], safety).await?;
                stores.get(sku).is_some_and(|stores| can_be_had(stores, place))
            }
        };
        if !is_true {
            return Ok(None);
        }
        let money = |amount| say::money(&Money::new(amount, &app.retailer.currency), language);
        let history = db::product::price_history(tx, &[sku.to_string()]).await?;
        let history = history.get(sku).map(Vec::as_slice).unwrap_or_default();
        let lowest = lowest_of_30_days_before(history, offer.sale_from, app.clock.now());
        let product = page(app, language, &format!("products/{}", encode(&offer.product_slug)));
        let favourite = ShownFavourite {
            name: offer.name.clone(),
            detail: detail(&offer.colour, &offer.size),
            price: money(price),
            before: before.map(money),
            lowest: lowest.map(money),
            store: store.map(|store| store.name),
            account: page(app, language, "account"),
        };
        Ok(Some(Note {
            name: account.name.as_deref().and_then(greeted).map(String::from),
            link: with_query(&product, &[("sku", Some(sku.to_string()))]),
            favourite: Some(favourite),
            ..Note::plain(app, kind, language, account.email)
        }))
    }

    pub(super) fn plain(app: &App, kind: Kind, language: Language, recipient: String) -> Note {
        Note {
            kind,
            language,
            recipient,
            expires_at: None,
            retailer: app.retailer.name.clone(),
            legal: app.retailer.to_contract().legal,
            number: String::new(),
            name: None,
            link: String::new(),
            pass: None,
            device: None,
            joined: None,
            favourite: None,
            invoice: None,
            parcel: None,
        }
    }
}

/// A browser and its system, as far as they are known.
fn named(device: Device) -> Option<String> {
    let parts: Vec<String> = [device.browser, device.system].into_iter().flatten().collect();
    Some(parts.join(", ")).filter(|name| !name.is_empty())
}

/// A page of the shopper's app, as its `src/paths.rs` spells it.
fn page(app: &App, language: Language, path: &str) -> String {
    format!("{}/{}/{path}", app.settings.public_url, language.tag())
}
