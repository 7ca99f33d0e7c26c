//! The content in words, in the order of the page.

use std::collections::BTreeMap;

use contract::{
    invoice::{Invoice, InvoiceKind, InvoiceLine},
    money::Money,
};
use serde::Serialize;

use crate::{
    amounts::{due, payment_sign, tax},
    format::{money, rate},
    words::Words,
};

#[derive(Serialize)]
pub struct Content<'a> {
    words: &'a BTreeMap<String, String>,
    lang: &'static str,
    brand: &'a str,
    has_logo: bool,
    kind: &'a str,
    number: &'a str,
    corrects: Option<String>,
    facts: Vec<Fact>,
    parties: [Party; 2],
    has_discount: bool,
    lines: Vec<Row>,
    vats: Vec<Vat>,
    sums: [Labelled; 2],
    total: Labelled,
    paid_label: &'a str,
    payments: Vec<Labelled>,
    open: Option<Labelled>,
    terms: &'a str,
    mentions: Vec<&'a str>,
    foot: String,
}

#[derive(Serialize)]
struct Labelled {
    label: String,
    value: String,
}

#[derive(Serialize)]
struct Fact {
    label: String,
    texts: Vec<String>,
}

#[derive(Serialize)]
struct Party {
    label: String,
    name: String,
    texts: Vec<String>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    detail: String,
    quantity: u32,
    unit_price: String,
    discount: String,
    rate: String,
    total: String,
}

#[derive(Serialize)]
struct Vat {
    rate: String,
    base: String,
    vat: String,
}

/// An invoice with the words of its language.
struct Teller<'a> {
    invoice: &'a Invoice,
    words: &'a Words,
}

impl<'a> Content<'a> {
    pub fn of(invoice: &'a Invoice, has_logo: bool) -> Self {
        let words = Words::of(invoice.language);
        let teller = Teller { invoice, words };
        let is_credit = invoice.kind == InvoiceKind::CreditNote;
        Self {
            words: words.all(),
            lang: invoice.language.tag(),
            brand: &invoice.seller.brand,
            has_logo,
            kind: words.kind(invoice.kind),
            number: &invoice.number,
            corrects: teller.corrects(),
            facts: teller.facts(),
            parties: [teller.seller(), teller.buyer()],
            has_discount: invoice.lines.iter().any(|line| line.discount.amount != 0),
            lines: invoice.lines.iter().map(|line| teller.row(line)).collect(),
            vats: teller.vats(),
            sums: [teller.amount("net", &invoice.net), teller.amount("vat_total", &tax(invoice))],
            total: teller.amount(if is_credit { "credit_total" } else { "total" }, &invoice.total),
            paid_label: words.get(if is_credit { "refunded" } else { "paid" }),
            payments: teller.payments(),
            open: teller.open(),
            terms: words.terms(invoice),
            mentions: teller.mentions(),
            foot: teller.foot(),
        }
    }
}

impl<'a> Teller<'a> {
    fn money(&self, amount: &Money) -> String {
        money(amount, self.invoice.language)
    }

    fn amount(&self, key: &str, amount: &Money) -> Labelled {
        Labelled { label: self.words.get(key).to_string(), value: self.money(amount) }
    }

    fn corrects(&self) -> Option<String> {
        let corrected = self.invoice.corrects.as_ref()?;
        let date = self.words.date(&corrected.issued_on);
        Some(self.words.fill("corrects", &[("number", &corrected.number), ("date", &date)]))
    }

    fn facts(&self) -> Vec<Fact> {
        let invoice = self.invoice;
        let day = match invoice.kind {
            InvoiceKind::Invoice => "sold_on",
            InvoiceKind::CreditNote => "returned_on",
        };
        let store = invoice.store.as_deref().map(parts).unwrap_or_default();
        let facts = [
            ("issued_on", vec![self.words.date(&invoice.issued_on)]),
            (day, vec![self.words.date(&invoice.sold_on)]),
            ("purchase", vec![invoice.purchase_number.clone()]),
            ("store", store),
        ];
        let told = facts.into_iter().filter(|(_, texts)| !texts.is_empty());
        told.map(|(key, texts)| Fact { label: self.words.get(key).to_string(), texts }).collect()
    }

    /// How the registers know a company, without what it does not have.
    fn numbers(&self, siren: &str, vat_number: &str) -> Vec<String> {
        let siren = (!siren.is_empty()).then(|| self.words.fill("siren", &[("siren", &in_threes(siren))]));
        let vat_number =
            (!vat_number.is_empty()).then(|| self.words.fill("vat_number", &[("number", vat_number)]));
        siren.into_iter().chain(vat_number).collect()
    }

    fn seller(&self) -> Party {
        let seller = &self.invoice.seller;
        let mut texts = parts(&seller.address);
        texts.extend(self.numbers(&seller.siren, &seller.vat_number));
        texts.extend([&seller.email, &seller.phone].into_iter().filter(|text| !text.is_empty()).cloned());
        Party { label: self.words.get("seller").to_string(), name: seller.name.clone(), texts }
    }

    fn buyer(&self) -> Party {
        let buyer = &self.invoice.buyer;
        let mut texts = Vec::new();
        if let Some(company) = &buyer.company {
            texts.extend(parts(&company.address));
            let vat_number = company.vat_number.as_ref().map_or("", |number| number.as_str());
            texts.extend(self.numbers(company.siren.as_str(), vat_number));
        }
        texts.extend(buyer.email.clone());
        let name = self.words.buyer(buyer).to_string();
        Party { label: self.words.get("buyer").to_string(), name, texts }
    }

    fn row(&self, line: &InvoiceLine) -> Row {
        let reference = line.sku.as_ref().map(|sku| self.words.fill("reference", &[("sku", sku)]));
        let details = [line.colour.clone(), line.size.clone(), reference];
        let discount = Money::new(-line.discount.amount, line.discount.currency.clone());
        Row {
            name: line.name.clone(),
            detail: details
                .into_iter()
                .flatten()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            quantity: line.quantity,
            unit_price: self.money(&line.unit_price),
            discount: if discount.amount == 0 { String::new() } else { self.money(&discount) },
            rate: rate(line.vat_rate, self.invoice.language),
            total: self.money(&line.total),
        }
    }

    fn vats(&self) -> Vec<Vat> {
        let vats = self.invoice.vat.iter();
        vats.map(|vat| Vat {
            rate: rate(vat.rate, self.invoice.language),
            base: self.money(&vat.base),
            vat: self.money(&vat.vat),
        })
        .collect()
    }

    fn payments(&self) -> Vec<Labelled> {
        let sign = payment_sign(self.invoice);
        let payments = self.invoice.payments.iter();
        payments
            .map(|payment| {
                let amount = Money::new(payment.amount.amount * sign, payment.amount.currency.clone());
                let method = self.words.method(payment.method);
                let change =
                    if amount.amount < 0 { format!(", {}", self.words.get("change")) } else { String::new() };
                Labelled { label: format!("{method}{change}"), value: self.money(&amount) }
            })
            .collect()
    }

    /// What is left to pay, if anything is.
    fn open(&self) -> Option<Labelled> {
        let due = due(self.invoice);
        let key = match (self.invoice.kind, due.amount) {
            (_, 0) => return None,
            (InvoiceKind::Invoice, 1..) => "due",
            (InvoiceKind::CreditNote, 1..) => "to_refund",
            _ => "overpaid",
        };
        Some(self.amount(key, &Money::new(due.amount.abs(), due.currency)))
    }

    fn mentions(&self) -> Vec<&'a str> {
        let mut mentions = vec![self.words.get("included")];
        mentions.extend(self.words.mentions(self.invoice).into_iter().map(|(_, text)| text));
        mentions.push(self.words.get("electronic"));
        mentions
    }

    fn foot(&self) -> String {
        let seller = &self.invoice.seller;
        let numbers = self.numbers(&seller.siren, &seller.vat_number);
        std::iter::once(seller.name.clone()).chain(numbers).collect::<Vec<_>>().join(" · ")
    }
}

/// One line a part: `1 rue de l’Exemple`, `75011 Paris`, `France`.
fn parts(text: &str) -> Vec<String> {
    text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_string).collect()
}

/// `732 829 320`, its blanks not breaking.
fn in_threes(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(|letter| !letter.is_whitespace()).collect();
    digits.chunks(3).map(String::from_iter).collect::<Vec<_>>().join("\u{a0}")
}
