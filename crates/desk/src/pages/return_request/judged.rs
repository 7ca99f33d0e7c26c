//! What the associate decides of each line, before it is sent.

use std::collections::HashMap;

use contract::{
    desk_sale::{DeskReturn, ExchangeOffer, InspectLine, InspectReturn},
    money::Money,
    return_request::{RefusalReason, ReturnDecision, ReturnLine},
};
use leptos::prelude::*;

/// Of one line; nothing is decided beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    pub decision: Option<ReturnDecision>,
    pub refusal: Option<RefusalReason>,
    /// The shopper takes the wanted variant along.
    pub exchanged: Option<bool>,
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
        self.judged.with(|judged| judged.get(line_id).copied().unwrap_or_default())
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
        let offer = exchange_of(found, line).filter(|_| !is_refused);
        let exchange_sku = match offer {
            Some(offer) if judged.exchanged? => Some(offer.sku.clone()),
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

/// The variant that is wanted for a line, when this store can give as many.
pub fn exchange_of<'a>(found: &'a DeskReturn, line: &ReturnLine) -> Option<&'a ExchangeOffer> {
    wanted_of(found, line).filter(|offer| offer.available >= i64::from(line.quantity))
}

/// The variant that is wanted for a line, whatever this store has of it.
pub fn wanted_of<'a>(found: &'a DeskReturn, line: &ReturnLine) -> Option<&'a ExchangeOffer> {
    found.exchanges.iter().find(|offer| offer.line_id == line.id)
}
