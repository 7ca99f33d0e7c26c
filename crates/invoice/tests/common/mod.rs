//! Invoices at random, always the same ones for the same seed.

pub mod tools;

use contract::{
    invoice::{
        Buyer, Company, Invoice, InvoiceKind, InvoiceLine, InvoiceReference, Payment, PaymentMethod, Seller,
    },
    language::Language,
    money::Money,
    newtypes::{PersonName, Siren, VatNumber},
    order::Channel,
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};

const RATES: [u32; 5] = [0, 210, 550, 1000, 2000];
const NAMES: [&str; 12] = [
    "Chemise Milo",
    "Bougie « Nuit d’août »",
    "Livre & carnet <A5>",
    "Écharpe \"Été\" 100 % laine",
    "Vase 𝄞 symphonie",
    "Robe ]]> longue",
    "O'Neill & Söhne",
    "Čapek Žluťoučký",
    "Ελένη 42",
    "Пальто «Зима»",
    "Thé vert 🍵",
    "Tabs\tand\nlines\u{0}",
];

pub fn euros(amount: i64) -> Money {
    Money::new(amount, "EUR")
}

pub fn seller() -> Seller {
    Seller {
        brand: "Tournemidi".into(),
        name: "Tournemidi SAS".into(),
        address: "1 rue de l’Exemple, 75011 Paris, France".into(),
        country: "FR".into(),
        siren: "732829320".into(),
        vat_number: "FR44732829320".into(),
        email: "bonjour@tournemidi.example".into(),
        phone: "01 99 00 00 12".into(),
        mention: "SAS au capital de 10 000 €, RCS Paris 732 829 320".into(),
    }
}

pub fn company() -> Company {
    Company {
        name: PersonName::parse("Atelier Bertin & Fils").unwrap(),
        siren: Siren::parse("552100554").unwrap(),
        vat_number: Some(VatNumber::parse("FR53552100554").unwrap()),
        address: "14 quai de Valmy, 75010 Paris".into(),
    }
}

/// One line of a price.
pub fn line(name: &str, quantity: u32, unit_price: i64, discount: i64, vat_rate: u32) -> InvoiceLine {
    InvoiceLine {
        sku: Some("MILO-BLEU-M".into()),
        gtin: Some("3601234567899".into()),
        name: name.into(),
        colour: Some("Bleu".into()),
        size: Some("M".into()),
        quantity,
        unit_price: euros(unit_price),
        discount: euros(discount),
        total: euros(unit_price * i64::from(quantity) - discount),
        net: euros(0),
        vat_rate,
    }
}

/// A paid invoice of these lines.
pub fn invoice(language: Language, lines: Vec<InvoiceLine>) -> Invoice {
    let mut invoice = Invoice {
        id: "019a0000-0000-7000-8000-000000000001".into(),
        number: "TM-2026-000042".into(),
        kind: InvoiceKind::Invoice,
        corrects: None,
        issued_on: "2026-11-28".into(),
        sold_on: "2026-11-27".into(),
        language,
        seller: seller(),
        buyer: Buyer {
            name: Some("Zoé Lambert".into()),
            email: Some("zoe.lambert@example.fr".into()),
            company: None,
            country: "FR".into(),
        },
        store: Some("Tournemidi Bastille, 8 rue de la Roquette, 75011 Paris".into()),
        purchase_id: "019a0000-0000-7000-8000-000000000002".into(),
        purchase_number: "B7-2026-1183".into(),
        channel: Channel::Web,
        lines,
        vat: Vec::new(),
        net: euros(0),
        total: euros(0),
        payments: Vec::new(),
    };
    invoice::amounts(&mut invoice);
    invoice.payments = vec![Payment { method: PaymentMethod::Card, amount: invoice.total.clone() }];
    invoice
}

/// Turns it into the credit note that takes it back.
pub fn credited(mut invoice: Invoice) -> Invoice {
    invoice.kind = InvoiceKind::CreditNote;
    invoice.corrects = Some(InvoiceReference {
        id: invoice.id.clone(),
        number: invoice.number.clone(),
        issued_on: invoice.issued_on.clone(),
    });
    invoice.number = "TM-2026-000043".into();
    invoice.issued_on = "2026-12-03".into();
    invoice.sold_on = "2026-12-03".into();
    for payment in &mut invoice.payments {
        payment.amount.amount = -payment.amount.amount;
    }
    invoice
}

/// The invoice of a seed.
pub fn random(seed: u64) -> Invoice {
    let mut random = StdRng::seed_from_u64(seed);
    let count = if random.random_bool(0.1) { random.random_range(8..40) } else { random.random_range(1..8) };
    let lines = (0..count).map(|_| random_line(&mut random)).collect();
    let language = *Language::ALL.choose(&mut random).unwrap();
    let mut invoice = invoice(language, lines);
    invoice.number = format!("TM-2026-{seed:06}");
    invoice.channel = *Channel::ALL.choose(&mut random).unwrap();
    invoice.store = random.random_bool(0.8).then(|| random_name(&mut random));
    invoice.buyer = random_buyer(&mut random);
    if random.random_bool(0.1) {
        invoice.seller.mention.clear();
        invoice.seller.phone.clear();
    }
    invoice.payments = random_payments(&mut random, invoice.total.amount);
    if random.random_bool(0.25) { credited(invoice) } else { invoice }
}

fn random_line(random: &mut StdRng) -> InvoiceLine {
    let quantity = if random.random_bool(0.6) { 1 } else { random.random_range(2..100) };
    let unit_price = match random.random_range(0..10) {
        0 => random.random_range(0..30),
        1 => random.random_range(100_000..90_000_000),
        _ => random.random_range(100..30_000),
    };
    let gross = unit_price * i64::from(quantity);
    let discount = match random.random_range(0..10) {
        0 => random.random_range(0..=gross.min(2)),
        1 => random.random_range(0..=gross),
        2 => gross,
        3 => gross / 5,
        _ => 0,
    };
    let rate = *RATES.choose(random).unwrap();
    let mut line = line(&random_name(random), quantity, unit_price, discount, rate);
    line.sku = random.random_bool(0.8).then(|| random_name(random));
    line.gtin = random.random_bool(0.5).then(|| "3601234567899".into());
    line.colour = random.random_bool(0.5).then(|| random_name(random));
    line.size =
        random.random_bool(0.5).then(|| ["M", "", "38/40", "1,5 < 2 m"].choose(random).unwrap().to_string());
    line
}

fn random_name(random: &mut StdRng) -> String {
    if random.random_bool(0.02) {
        return "é".repeat(100);
    }
    let name = *NAMES.choose(random).unwrap();
    if random.random_bool(0.1) { name.chars().cycle().take(100).collect() } else { name.into() }
}

fn random_buyer(random: &mut StdRng) -> Buyer {
    let with_company = random.random_bool(0.3).then(company).map(|company| Company {
        name: PersonName::parse(NAMES[random.random_range(0..11)]).unwrap(),
        vat_number: company.vat_number.filter(|_| random.random_bool(0.7)),
        ..company
    });
    Buyer {
        name: random.random_bool(0.7).then(|| random_name(random)),
        email: random.random_bool(0.7).then(|| "zoe.lambert@example.fr".into()),
        company: with_company,
        country: ["FR", "", "BE", "DE"].choose(random).unwrap().to_string(),
    }
}

/// Paid at once, in two ways, with change, in part or not at all.
fn random_payments(random: &mut StdRng, total: i64) -> Vec<Payment> {
    let mut pay =
        |amount: i64| Payment { method: *PaymentMethod::ALL.choose(random).unwrap(), amount: euros(amount) };
    match total % 7 {
        0 => Vec::new(),
        1 => vec![pay(total / 2), pay(total - total / 2)],
        2 => vec![pay(total + 500), pay(-500)],
        3 => vec![pay(total / 3)],
        _ => vec![pay(total)],
    }
}
