//! How and until when a purchase may go back, and what of it did.

use std::collections::HashMap;

use contract::{order::Channel, purchase::PurchaseReturn, return_request::ReturnTerms};
use jiff::tz::TimeZone;

use crate::{
    app::App,
    db::{
        self, Tx,
        purchase::{PurchaseLineRow, PurchaseRow},
    },
    domain::{clock::timestamp, law, refusal::Outcome},
};

/// What of a purchase went back.
pub struct Back {
    pub terms: ReturnTerms,
    pub returns: Vec<PurchaseReturn>,
    /// In minor units.
    pub refunded: i64,
    may_still: bool,
    gone: HashMap<String, i64>,
}

pub async fn of(tx: &mut Tx, app: &App, purchase: &PurchaseRow, zone: &TimeZone) -> Outcome<Back> {
    let (goodwill, withdrawal) = ends(app, purchase, zone);
    let returns = db::purchase_back::of_purchase(tx, &purchase.id).await?;
    let refunded = db::purchase_back::refunded(tx, std::slice::from_ref(&purchase.id)).await?;
    let time = |moment| timestamp(moment, zone);
    Ok(Back {
        terms: ReturnTerms {
            goodwill_until: goodwill.map(time),
            withdrawal_until: withdrawal.map(time),
            by_post: app.retailer.returns.by_post,
        },
        returns: returns
            .into_iter()
            .map(|row| PurchaseReturn {
                requested_at: time(row.requested_at),
                id: row.id,
                number: row.number,
                status: row.status,
            })
            .collect(),
        refunded: refunded.values().sum(),
        may_still: [goodwill, withdrawal].into_iter().flatten().any(|end| app.clock.now() < end),
        gone: db::purchase_back::units(tx, &purchase.id).await?,
    })
}

/// When the retailer's own offer ends, and the right of who bought at a distance.
fn ends(app: &App, purchase: &PurchaseRow, zone: &TimeZone) -> (Option<i64>, Option<i64>) {
    let Some(received_at) = purchase.received_at.filter(|_| purchase.status.is_bought()) else {
        return (None, None);
    };
    let days = app.retailer.returns.days;
    let goodwill = (days > 0).then(|| law::end_of_day_after(received_at, days, zone));
    let at_a_distance = purchase.channel != Channel::Store;
    (goodwill, at_a_distance.then(|| law::withdrawal_until(received_at, zone)))
}

impl Back {
    /// Units of a line that went back or are on their way, and those that may still go.
    pub fn units(&self, line: &PurchaseLineRow) -> (u32, u32) {
        let gone = self.gone.get(&line.id).copied().unwrap_or_default();
        let left = if self.may_still { line.quantity - gone } else { 0 };
        let units = |quantity: i64| u32::try_from(quantity.max(0)).unwrap_or_default();
        (units(gone), units(left))
    }
}
