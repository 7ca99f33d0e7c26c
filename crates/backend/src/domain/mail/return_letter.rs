//! The letters that tell of a return.

use contract::{
    language::Language,
    money::Money,
    return_request::{RefundWay, ReturnBy, ReturnChange, ReturnDecision, ReturnStatus},
};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{
    Kind, ShownPass,
    greeting::greeted,
    letter::{detail, shown_pass},
    return_link, say,
};
use crate::{
    app::App,
    db::{
        self, Tx, purchase::PurchaseLineRow, return_line::ReturnLineRow, return_request::ReturnRow,
        store_credit::StoreCreditRow,
    },
    domain::session,
};

/// Everything that the templates may use.
#[derive(Clone, Debug, Serialize)]
pub struct ReturnLetter {
    #[serde(skip)]
    pub kind: Kind,
    #[serde(skip)]
    pub language: Language,
    #[serde(skip)]
    pub recipient: String,
    pub retailer: String,
    pub legal: contract::retailer::Legal,
    pub number: String,
    /// How the shopper is greeted; nobody knows the name of who brings a gift back.
    pub name: Option<String>,
    pub link: String,
    pub pass: Option<ShownPass>,
    pub returned: Returned,
}

/// What comes back, and the money.
#[derive(Clone, Debug, Serialize)]
pub struct Returned {
    pub lines: Vec<ReturnedLine>,
    /// The number of the purchase; none for who brings a gift back.
    pub purchase: Option<String>,
    pub declared_at: String,
    /// The last day for it.
    pub bring_by: String,
    /// The last day on which it is paid back.
    pub due_by: String,
    pub by_post: bool,
    /// Line by line, where it may be sent.
    pub post_address: Vec<String>,
    /// The name of the store that has it.
    pub store: Option<String>,
    /// It is or will be paid back as store credit.
    pub is_credit: bool,
    /// What is or will be paid back; none when it is nothing, or not to be said.
    pub amount: Option<String>,
    pub credit: Option<ShownCredit>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReturnedLine {
    pub name: String,
    pub detail: Option<String>,
    pub quantity: u32,
    pub amount: Option<String>,
    /// The key of the words that say what became of it.
    pub word: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ShownCredit {
    pub code: String,
    pub amount: String,
    pub valid_until: String,
}

impl Kind {
    /// The letter for what happened to a return, if it is worth one and still true.
    pub fn of_return(happened: ReturnStatus, change: ReturnChange, row: &ReturnRow) -> Option<Kind> {
        if change == ReturnChange::Withdrawn {
            return Some(Kind::ReturnWithdrawn);
        }
        // Who stands at the desk has nothing to bring there.
        let is_announced = row.status == ReturnStatus::Requested && !row.address.is_empty();
        let is_too_late = row.ended_at.is_some_and(|ended| ended >= row.bring_by);
        match happened {
            ReturnStatus::Requested => is_announced.then_some(Kind::ReturnRequested),
            ReturnStatus::Received => (row.status == happened).then_some(Kind::ReturnReceived),
            ReturnStatus::Refunded => Some(Kind::ReturnRefunded),
            ReturnStatus::Refused => Some(Kind::ReturnRefused),
            ReturnStatus::Cancelled => is_too_late.then_some(Kind::ReturnExpired),
        }
    }
}

impl ReturnLetter {
    /// The letter that tells of a change of a return; `None` when there is none to be sent, or nobody to send it to.
    pub async fn load(
        tx: &mut Tx,
        app: &App,
        id: &str,
        happened: ReturnStatus,
        change: ReturnChange,
    ) -> db::Result<Option<ReturnLetter>> {
        let Some(row) = db::return_request::find(tx, id).await? else {
            return Ok(None);
        };
        let (Some(kind), Some(recipient)) = (Kind::of_return(happened, change, &row), row.email.clone())
        else {
            return Ok(None);
        };
        let pass = shown_pass(tx, id, kind).await?;
        let token = session::mint_link(tx, id, app.clock.now()).await?;
        let name = row.name.as_deref().and_then(greeted).map(String::from);
        Ok(Some(ReturnLetter {
            returned: returned(tx, app, &row, kind).await?,
            kind,
            language: row.language,
            recipient,
            retailer: app.retailer.name.clone(),
            legal: app.retailer.to_contract().legal,
            name: name.filter(|_| !row.is_gift()),
            link: return_link(&app.settings.public_url, row.language, id, &token),
            pass,
            number: row.number,
        }))
    }
}

async fn returned(tx: &mut Tx, app: &App, row: &ReturnRow, kind: Kind) -> db::Result<Returned> {
    let language = row.language;
    let purchase = db::purchase::find(tx, &row.purchase_id).await?;
    let bought = db::purchase::lines(tx, &row.purchase_id).await?;
    let lines = db::return_line::of(tx, &row.id).await?;
    let store = match &row.store_id {
        Some(id) => db::store::find(tx, id).await?,
        None => None,
    };
    let zone = match &purchase {
        Some(purchase) => db::store::find(tx, &purchase.store_id).await?.map(|store| store.zone()),
        None => None,
    };
    let zone = zone.unwrap_or_else(|| app.retailer.zone());
    let shows_amounts = !row.is_gift() || row.received_at.is_some();
    let owed = row.refund_amount.unwrap_or_else(|| lines.iter().map(|line| line.amount).sum());
    let credit = db::store_credit::of_return(tx, &row.id).await?;
    let address = app.retailer.returns.post_address.lines().map(str::trim).filter(|line| !line.is_empty());
    let may_be_sent = app.retailer.returns.by_post
        && (kind == Kind::ReturnWithdrawn || kind == Kind::ReturnRequested && row.by == ReturnBy::Post);
    let is_owed = owed > 0 && !matches!(kind, Kind::ReturnRefused | Kind::ReturnExpired);
    Ok(Returned {
        lines: lines.iter().filter_map(|line| shown_line(row, line, &bought, shows_amounts)).collect(),
        purchase: purchase.filter(|_| !row.is_gift()).map(|purchase| purchase.number),
        declared_at: say::dated(row.requested_at, &zone, language),
        bring_by: say::last_day(row.bring_by, &zone, language),
        due_by: say::last_day(row.due_by, &zone, language),
        by_post: row.by == ReturnBy::Post,
        post_address: address.filter(|_| may_be_sent && row.status.is_live()).map(String::from).collect(),
        store: store.map(|store| store.name),
        is_credit: row.way == RefundWay::StoreCredit,
        amount: (shows_amounts && is_owed).then(|| money(row, owed)),
        credit: credit.map(|credit| shown_credit(row, &credit, &app.retailer.zone())),
    })
}

fn shown_line(
    row: &ReturnRow,
    line: &ReturnLineRow,
    bought: &[PurchaseLineRow],
    shows_amounts: bool,
) -> Option<ReturnedLine> {
    let bought = bought.iter().find(|bought| bought.id == line.line_id)?;
    let is_refused = line.decision == Some(ReturnDecision::Refused);
    let word = line.decision.map(|decision| match line.refusal.filter(|_| is_refused) {
        Some(refusal) => format!("refused_{}", refusal.as_str()),
        None => decision.as_str().to_string(),
    });
    let is_paid = shows_amounts && !is_refused && line.amount > 0;
    Some(ReturnedLine {
        name: bought.name.clone(),
        detail: detail(&bought.colour, &bought.size),
        quantity: line.quantity,
        amount: is_paid.then(|| money(row, line.amount)),
        word,
    })
}

fn money(row: &ReturnRow, amount: i64) -> String {
    say::money(&Money::new(amount, &row.currency), row.language)
}

fn shown_credit(row: &ReturnRow, credit: &StoreCreditRow, zone: &TimeZone) -> ShownCredit {
    ShownCredit {
        code: credit.code.clone(),
        amount: money(row, credit.amount),
        valid_until: say::date(say::local(credit.valid_until - 1, zone).date(), row.language),
    }
}
