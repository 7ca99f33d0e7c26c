//! The mails that bring an invoice: when it is asked for, when an order was handed over, and instead of a paper receipt.

use contract::{
    invoice::{Invoice, InvoiceKind},
    pos::ReceiptChoice,
    purchase::{PurchaseKind, PurchaseStatus},
};
use serde::Serialize;

use super::{Kind, Line, Note, Parcel, greeting::greeted, letter::detail, purchase_link, say};
use crate::{
    app::App,
    db::{self, Tx, invoice::InvoiceRow, purchase::PurchaseRow},
    domain::{clock::DAY, session},
};

/// A receipt that comes in later than this is no news any more.
const NEWS: i64 = 3 * DAY;

/// An invoice as a mail speaks of it.
#[derive(Clone, Debug, Serialize)]
pub struct ShownInvoice {
    #[serde(skip)]
    pub id: String,
    pub number: String,
    pub is_credit_note: bool,
    /// The order's or the receipt's number.
    pub purchase: String,
    pub store: String,
}

impl Note {
    /// An invoice that was asked for. Whose address is not the buyer's gets the PDF, and no way into the purchase.
    pub(super) async fn of_invoice(
        tx: &mut Tx,
        app: &App,
        id: &str,
        recipient: &str,
    ) -> db::Result<Option<Note>> {
        let Some(row) = db::invoice::find(tx, id).await? else {
            return Ok(None);
        };
        let own = row.content.buyer.email.as_ref();
        let is_own = own.is_some_and(|own| db::account::key(own) == db::account::key(recipient));
        let mut note = Note::with(app, Kind::Invoice, &row.content, recipient);
        if is_own {
            note.open(tx, app, &row).await?;
        }
        Ok(Some(note))
    }

    /// The invoice of an order that was handed over.
    pub(super) async fn of_collected(tx: &mut Tx, app: &App, pickup_id: &str) -> db::Result<Option<Note>> {
        let Some(pickup) = db::pickup::find(tx, pickup_id).await? else {
            return Ok(None);
        };
        let Some(row) = db::invoice::current(tx, &pickup.order_id).await? else {
            return Ok(None);
        };
        let Some(recipient) = row.content.buyer.email.clone() else {
            return Ok(None);
        };
        let mut note = Note::with(app, Kind::Collected, &row.content, &recipient);
        note.open(tx, app, &row).await?;
        Ok(Some(note))
    }

    /// The receipt of a till, once, for who wants it by e-mail.
    pub(super) async fn of_receipt(tx: &mut Tx, app: &App, purchase_id: &str) -> db::Result<Option<Note>> {
        let Some(purchase) = db::purchase::find(tx, purchase_id).await? else {
            return Ok(None);
        };
        let is_news = purchase.kind == PurchaseKind::Receipt
            && purchase.status == PurchaseStatus::Bought
            && purchase.bought_at >= app.clock.now() - NEWS
            && !db::mail::is_written(tx, purchase_id, Kind::Receipt.as_str()).await?;
        if !is_news {
            return Ok(None);
        }
        let Some(row) = db::invoice::current(tx, purchase_id).await? else {
            return Ok(None);
        };
        let Some(recipient) = wants_mail(tx, &purchase).await? else {
            return Ok(None);
        };
        let mut note = Note::with(app, Kind::Receipt, &row.content, &recipient);
        note.open(tx, app, &row).await?;
        Ok(Some(note))
    }

    fn with(app: &App, kind: Kind, invoice: &Invoice, recipient: &str) -> Note {
        Note {
            number: invoice.number.clone(),
            name: invoice.buyer.name.as_deref().and_then(greeted).map(String::from),
            parcel: Some(parcel(invoice)),
            invoice: Some(ShownInvoice {
                id: invoice.id.clone(),
                number: invoice.number.clone(),
                is_credit_note: invoice.kind == InvoiceKind::CreditNote,
                purchase: invoice.purchase_number.clone(),
                store: invoice.store.clone().unwrap_or_default(),
            }),
            ..Note::plain(app, kind, invoice.language, recipient.to_string())
        }
    }

    /// Adds the private link of the purchase.
    async fn open(&mut self, tx: &mut Tx, app: &App, row: &InvoiceRow) -> db::Result<()> {
        let token = session::mint_link(tx, &row.purchase_id, app.clock.now()).await?;
        self.link = purchase_link(&app.settings.public_url, self.language, &row.purchase_id, &token);
        Ok(())
    }
}

/// Where the receipt goes: to the account that has it and wants it so, or to the address that the till was given by
/// somebody who has no account.
async fn wants_mail(tx: &mut Tx, purchase: &PurchaseRow) -> db::Result<Option<String>> {
    let owners = db::account::that_see(tx, &purchase.id).await?;
    if owners.is_empty() {
        return Ok(purchase.email.clone());
    }
    let electronic = owners.into_iter().find(|account| account.receipt == ReceiptChoice::Electronic);
    Ok(electronic.map(|account| account.email))
}

/// Its dates are of what waits to be collected, and nothing does.
fn parcel(invoice: &Invoice) -> Parcel {
    let money = |money| say::money(money, invoice.language);
    Parcel {
        ready_by: String::new(),
        collect_by: String::new(),
        lines: invoice
            .lines
            .iter()
            .map(|line| Line {
                name: line.name.clone(),
                detail: detail(&line.colour, &line.size),
                quantity: line.quantity,
                unit_price: money(&line.unit_price),
                total: money(&line.total),
            })
            .collect(),
        total: money(&invoice.total),
    }
}
