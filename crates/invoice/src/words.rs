//! The words of `templates/words.*.toml`, and what is read in more than one place.

use std::{collections::BTreeMap, sync::LazyLock};

use contract::{
    invoice::{Buyer, Invoice, InvoiceKind, PaymentMethod},
    language::Language,
};
use serde::Deserialize;

use crate::{amounts::due, format::day_parts};

/// A key that is missing is seen as itself, and by the test that compares both files.
#[derive(Deserialize)]
pub struct Words {
    months: Vec<String>,
    #[serde(flatten)]
    words: BTreeMap<String, String>,
}

static FRENCH: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("../templates/words.fr.toml")));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("../templates/words.en.toml")));

impl Words {
    pub fn of(language: Language) -> &'static Words {
        match language {
            Language::Fr => &FRENCH,
            Language::En => &ENGLISH,
        }
    }

    fn read(text: &str) -> Words {
        toml::from_str(text).unwrap_or_else(|_| Words { months: Vec::new(), words: BTreeMap::new() })
    }

    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.words
    }

    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// A sentence with its facts.
    pub fn fill(&self, key: &str, facts: &[(&str, &str)]) -> String {
        // In one pass, so that a fact that looks like a place is none.
        let mut out = String::new();
        let mut rest = self.get(key);
        while let Some((before, place)) = rest.split_once('{') {
            let (name, after) = place.split_once('}').unwrap_or((place, ""));
            out.push_str(before);
            out.push_str(facts.iter().find(|(fact, _)| *fact == name).map_or("", |(_, value)| value));
            rest = after;
        }
        out + rest
    }

    /// `28 novembre 2026` for `2026-11-28`.
    pub fn date(&self, day: &str) -> String {
        let Some((year, month, number)) = day_parts(day) else { return day.to_string() };
        let Some(month) = self.months.get(usize::from(month).wrapping_sub(1)) else { return day.to_string() };
        let number = if number == 1 { self.get("first_day").to_string() } else { number.to_string() };
        self.fill("date", &[("day", &number), ("month", month), ("year", &year.to_string())])
    }

    pub fn kind(&self, kind: InvoiceKind) -> &str {
        self.get(match kind {
            InvoiceKind::Invoice => "invoice",
            InvoiceKind::CreditNote => "credit_note",
        })
    }

    pub fn method(&self, method: PaymentMethod) -> &str {
        self.get(method.as_str())
    }

    pub fn buyer<'a>(&'a self, buyer: &'a Buyer) -> &'a str {
        let company = buyer.company.as_ref().map(|company| company.name.as_str());
        let name = company.or(buyer.name.as_deref()).map(str::trim).filter(|name| !name.is_empty());
        name.unwrap_or_else(|| self.get("unnamed"))
    }

    /// What is still to do about the money.
    pub fn terms(&self, invoice: &Invoice) -> &str {
        self.get(match (invoice.kind, due(invoice).amount > 0) {
            (InvoiceKind::Invoice, true) => "payable",
            (InvoiceKind::Invoice, false) => "settled",
            (InvoiceKind::CreditNote, true) => "refundable",
            (InvoiceKind::CreditNote, false) => "refund_done",
        })
    }

    /// What the law wants to be read, each with its code of UNTDID 4451.
    pub fn mentions<'a>(&'a self, invoice: &'a Invoice) -> Vec<(&'static str, &'a str)> {
        let mut mentions = Vec::new();
        if !invoice.seller.mention.trim().is_empty() {
            mentions.push(("REG", invoice.seller.mention.as_str()));
        }
        if invoice.seller.country != "FR" {
            return mentions;
        }
        if invoice.buyer.company.is_some() {
            mentions.push(("PMT", self.get("late_fee")));
            mentions.push(("PMD", self.get("late_interest")));
            mentions.push(("AAB", self.get("early_payment")));
        } else if invoice.kind == InvoiceKind::Invoice {
            mentions.push(("AAI", self.get("warranty")));
        }
        mentions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_words() {
        let keys = |words: &'static Words| words.all().keys().collect::<Vec<_>>();
        assert!(FRENCH.all().len() > 40);
        assert_eq!(keys(&FRENCH), keys(&ENGLISH));
        assert_eq!((FRENCH.months.len(), ENGLISH.months.len()), (12, 12));
    }

    #[test]
    fn dates_are_written_out() {
        assert_eq!(FRENCH.date("2026-11-28"), "28\u{a0}novembre\u{a0}2026");
        assert_eq!(FRENCH.date("2026-02-01"), "1er\u{a0}février\u{a0}2026");
        assert_eq!(ENGLISH.date("2026-02-01"), "1\u{a0}February\u{a0}2026");
        assert_eq!(ENGLISH.date("soon"), "soon");
    }

    #[test]
    fn a_fact_is_not_read_as_a_place() {
        let filled = ENGLISH.fill("corrects", &[("number", "{date}"), ("date", "today")]);
        assert_eq!(filled, "Corrects invoice {date} of today");
    }
}
