//! What is to go back, as it was chosen so far; kept as long as the tab.

use contract::return_request::{PlaceReturnLine, RefundWay, ReturnBy, ReturnCondition, ReturnReason};
use serde::{Deserialize, Serialize};

use crate::browser::storage;

const KEY: &str = "return-draft";

/// What the shopper wants of one line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    pub line_id: String,
    /// 0: it stays.
    pub units: u32,
    pub reason: Option<ReturnReason>,
    pub condition: Option<ReturnCondition>,
    pub exchange_sku: Option<String>,
}

/// What has yet to be said, by its line.
#[derive(Clone, Debug, PartialEq)]
pub enum Missing {
    Line,
    Reason(String),
    Condition(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The purchase or the gift receipt.
    subject: String,
    wishes: Vec<Wish>,
    pub by: ReturnBy,
    pub way: RefundWay,
}

impl Draft {
    /// What was chosen before of the same purchase.
    pub fn restore(subject: &str) -> Self {
        let kept = storage::session().get_json::<Draft>(KEY).filter(|kept| kept.subject == subject);
        kept.unwrap_or_else(|| Self::empty(subject))
    }

    fn empty(subject: &str) -> Self {
        Self {
            subject: subject.to_string(),
            wishes: Vec::new(),
            by: ReturnBy::Store,
            way: RefundWay::Original,
        }
    }

    pub fn keep(&self) {
        storage::session().set_json(KEY, self);
    }

    pub fn forget() {
        storage::session().remove(KEY);
    }

    pub fn wish(&self, line_id: &str) -> Option<&Wish> {
        self.wishes.iter().find(|wish| wish.line_id == line_id)
    }

    pub fn units(&self, line_id: &str) -> u32 {
        self.wish(line_id).map_or(0, |wish| wish.units)
    }

    pub fn change(&mut self, line_id: &str, change: impl FnOnce(&mut Wish)) {
        match self.wishes.iter_mut().find(|wish| wish.line_id == line_id) {
            Some(wish) => change(wish),
            None => {
                let mut wish = Wish { line_id: line_id.to_string(), ..Wish::default() };
                change(&mut wish);
                self.wishes.push(wish);
            }
        }
    }

    /// Takes no more of a line than may go back of it now.
    pub fn limit(&mut self, line_id: &str, most: u32) {
        if self.units(line_id) > most {
            self.change(line_id, |wish| wish.units = most);
        }
    }

    fn chosen(&self) -> impl Iterator<Item = &Wish> {
        self.wishes.iter().filter(|wish| wish.units > 0)
    }

    /// The lines of the request, or all that is missing.
    pub fn lines(&self) -> Result<Vec<PlaceReturnLine>, Vec<Missing>> {
        let mut missing = Vec::new();
        let mut lines = Vec::new();
        for wish in self.chosen() {
            if wish.reason.is_none() {
                missing.push(Missing::Reason(wish.line_id.clone()));
            }
            if wish.condition.is_none() {
                missing.push(Missing::Condition(wish.line_id.clone()));
            }
            if let (Some(reason), Some(condition)) = (wish.reason, wish.condition) {
                lines.push(PlaceReturnLine {
                    line_id: wish.line_id.clone(),
                    quantity: wish.units,
                    reason,
                    condition,
                    exchange_sku: wish.exchange_sku.clone(),
                });
            }
        }
        if lines.is_empty() && missing.is_empty() {
            missing.push(Missing::Line);
        }
        if missing.is_empty() { Ok(lines) } else { Err(missing) }
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn nothing_is_sent_before_each_chosen_line_has_its_reason_and_condition() {
        let mut draft = Draft::empty("P-1");
        assert_eq!(draft.lines(), Err(vec![Missing::Line]));
        draft.change("1", |wish| wish.units = 2);
        draft.change("2", |wish| wish.units = 0);
        let asked = vec![Missing::Reason("1".into()), Missing::Condition("1".into())];
        assert_eq!(draft.lines(), Err(asked));
        draft.change("1", |wish| {
            wish.reason = Some(ReturnReason::TooSmall);
            wish.condition = Some(ReturnCondition::Unused);
        });
        draft.limit("1", 1);
        let lines = draft.lines().unwrap_or_default();
        assert_eq!((lines.len(), lines[0].quantity), (1, 1));
    }
}
