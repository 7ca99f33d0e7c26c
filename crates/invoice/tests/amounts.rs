//! The arithmetic of invoices, tried with any lines.

use contract::{language::Language, order::vat_contained};
use proptest::prelude::*;

use crate::common::{self, euros, line};

#[test]
fn lines_share_the_cents_by_largest_remainder() {
    // 3 × 1.00 with 20 % are 2.50 without; each line would be 0.8333.
    let invoice = common::invoice(Language::Fr, (0..3).map(|_| line("Carte", 1, 100, 0, 2000)).collect());
    let nets: Vec<i64> = invoice.lines.iter().map(|line| line.net.amount).collect();
    assert_eq!(nets, [84, 83, 83]);
    assert_eq!((invoice.net, invoice.total), (euros(250), euros(300)));
}

#[test]
fn rates_come_from_the_lowest() {
    let lines =
        vec![line("Robe", 1, 12_000, 0, 2000), line("Livre", 1, 1_055, 0, 550), line("Timbre", 1, 100, 0, 0)];
    let invoice = common::invoice(Language::Fr, lines);
    let told: Vec<_> = invoice.vat.iter().map(|vat| (vat.rate, vat.base.amount, vat.vat.amount)).collect();
    assert_eq!(told, [(0, 100, 0), (550, 1_000, 55), (2000, 10_000, 2_000)]);
}

proptest! {
    #[test]
    fn everything_adds_up(lines in prop::collection::vec(
        (1u32..100, 0i64..10_000_000, 0u32..=100, prop::sample::select(vec![0, 210, 550, 1000, 2000])), 1..40,
    )) {
        let lines = lines.into_iter().map(|(quantity, price, discount, rate)| {
            let gross = price * i64::from(quantity);
            line("Robe", quantity, price, gross * i64::from(discount) / 100, rate)
        });
        let invoice = common::invoice(Language::Fr, lines.collect());
        let total: i64 = invoice.lines.iter().map(|line| line.total.amount).sum();
        prop_assert_eq!(invoice.total.amount, total);
        for vat in &invoice.vat {
            let of_rate = || invoice.lines.iter().filter(|line| line.vat_rate == vat.rate);
            prop_assert_eq!(of_rate().map(|line| line.net.amount).sum::<i64>(), vat.base.amount);
            prop_assert_eq!(vat.vat.amount, vat_contained(vat.base.amount + vat.vat.amount, vat.rate));
            for line in of_rate() {
                let exact = line.total.amount as f64 * 10_000.0 / f64::from(10_000 + vat.rate);
                prop_assert!((line.net.amount as f64 - exact).abs() < 1.0 + 1e-6);
            }
        }
        let base: i64 = invoice.vat.iter().map(|vat| vat.base.amount).sum();
        prop_assert_eq!(invoice.net.amount, base);
    }
}
