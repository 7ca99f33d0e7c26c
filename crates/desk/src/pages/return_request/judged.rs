//! What the associate decides of each line, before it is sent.

use std::collections::HashMap;

use contract::{
    desk_sale::{DeskReturn, ExchangeOffer, InspectLine, InspectReturn},
    money::Money,
    return_request::{RefusalReason, ReturnDecision, ReturnLine},
};
use leptos::prelude::*;

/// Of one line; nothing is decided beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    pub decision: Option<ReturnDecision>,
    pub refusal: Option<RefusalReason>,
    pub exchange: Option<Exchange>,
}

/// What the shopper gets for a line that is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exchange {
    Refund,
    /// The SKU of another variant, taken along at once.
    Take(String),
}

#[derive(Clone, Copy)]
pub struct Inspection {
    /// By line of the return.
    judged: RwSignal<HashMap<String, Judged>>,
    /// What the shopper still pays at the till, as the server said.
    pub to_pay: RwSignal<Option<Money>>,
}

impl Inspection {
    pub fn new() -> Self {
        Self { judged: RwSignal::new(HashMap::new()), to_pay: RwSignal::new(None) }
    }

    pub fn of(self, line_id: &str) -> Judged {
        self.judged.with(|judged| judged.get(line_id).cloned().unwrap_or_default())
    }

    pub fn judge(self, line_id: &str, change: impl FnOnce(&mut Judged)) {
        self.judged.update(|judged| change(judged.entry(line_id.to_string()).or_default()));
    }

    /// What is sent, once every line is decided; else how many are not.
    pub fn decided(self, found: &DeskReturn) -> Result<InspectReturn, usize> {
        let lines = &found.return_request.lines;
        let inspected: Vec<_> = lines.iter().filter_map(|line| self.inspected(found, line)).collect();
        match lines.len() - inspected.len() {
            0 => Ok(InspectReturn { lines: inspected }),
            left => Err(left),
        }
    }

    fn inspected(self, found: &DeskReturn, line: &ReturnLine) -> Option<InspectLine> {
        let judged = self.of(&line.id);
        let decision = judged.decision?;
        let is_refused = decision == ReturnDecision::Refused;
        let exchange_sku = match judged.exchange {
            _ if is_refused => None,
            Some(Exchange::Take(sku)) => Some(sku),
            None if must_answer(found, line) => return None,
            _ => None,
        };
        Some(InspectLine {
            line_id: line.id.clone(),
            decision,
            refusal: if is_refused { Some(judged.refusal?) } else { None },
            exchange_sku,
        })
    }
}

/// What this store could give for a line instead, as many of it as come back.
pub fn offers<'a>(found: &'a DeskReturn, line: &'a ReturnLine) -> impl Iterator<Item = &'a ExchangeOffer> {
    let fits = |offer: &&ExchangeOffer| offer.available >= i64::from(line.quantity);
    found.exchanges.iter().filter(|offer| offer.line_id == line.id).filter(fits)
}

/// The variant that the shopper would like instead of a line, whatever this store has of it.
pub fn wish<'a>(found: &'a DeskReturn, line: &ReturnLine) -> Option<&'a ExchangeOffer> {
    let is_wanted =
        |offer: &&ExchangeOffer| offer.line_id == line.id && line.exchange_sku.as_ref() == Some(&offer.sku);
    found.exchanges.iter().find(is_wanted)
}

/// The shopper came for an exchange that can be done: whether it is done has to be said.
pub fn must_answer(found: &DeskReturn, line: &ReturnLine) -> bool {
    wish(found, line).is_some_and(|wish| wish.available >= i64::from(line.quantity))
}
