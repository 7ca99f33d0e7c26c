//! What of a purchase comes back, before it is sent.

use std::collections::HashMap;

use contract::return_request::{PlaceReturnLine, RefundWay, ReturnCondition, ReturnReason};
use leptos::prelude::*;

use super::piece::Piece;

/// Of one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// 0: it stays with the shopper.
    pub quantity: u32,
    pub reason: Option<ReturnReason>,
    pub condition: Option<ReturnCondition>,
    /// Another variant, wanted instead.
    pub exchange_sku: Option<String>,
}

#[derive(Clone, Copy)]
pub struct Choices {
    lines: RwSignal<HashMap<String, Chosen>>,
    pub way: RwSignal<RefundWay>,
    /// It was sent with something missing: that is said beside its field.
    pub asked: RwSignal<bool>,
}

pub fn check_id(line_id: &str) -> String {
    format!("comes-back-{line_id}")
}

pub fn reason_id(line_id: &str) -> String {
    format!("reason-{line_id}")
}

pub fn condition_id(line_id: &str) -> String {
    format!("condition-{line_id}")
}

impl Choices {
    pub fn new() -> Self {
        Self {
            lines: RwSignal::new(HashMap::new()),
            way: RwSignal::new(RefundWay::Original),
            asked: RwSignal::new(false),
        }
    }

    pub fn of(self, line_id: &str) -> Chosen {
        self.lines.with(|lines| lines.get(line_id).cloned().unwrap_or_default())
    }

    pub fn change(self, line_id: &str, change: impl FnOnce(&mut Chosen)) {
        self.lines.update(|lines| change(lines.entry(line_id.to_string()).or_default()));
    }

    /// Nothing comes back.
    pub fn none(self) -> bool {
        self.lines.with_untracked(|lines| lines.values().all(|chosen| chosen.quantity == 0))
    }

    /// What is sent; else the id of the first field that is missing.
    pub fn lines(self, bought: &[Piece]) -> Result<Vec<PlaceReturnLine>, String> {
        let mut placed = Vec::new();
        for line in bought {
            let chosen = self.of(&line.id);
            let quantity = chosen.quantity.min(line.returnable);
            if quantity == 0 {
                continue;
            }
            placed.push(PlaceReturnLine {
                line_id: line.id.clone(),
                quantity,
                reason: chosen.reason.ok_or_else(|| reason_id(&line.id))?,
                condition: chosen.condition.ok_or_else(|| condition_id(&line.id))?,
                exchange_sku: chosen.exchange_sku,
            });
        }
        if placed.is_empty() {
            let first = bought.iter().find(|line| line.returnable > 0);
            return Err(first.map(|line| check_id(&line.id)).unwrap_or_default());
        }
        Ok(placed)
    }
}
