#[path = "../tests/common/mod.rs"]
mod common;
use contract::language::Language;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let n: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let t = std::time::Instant::now();
    for seed in 0..n {
        let i = common::random(seed);
        std::fs::write(format!("{dir}/{seed:04}.xml"), invoice::xml(&i)).unwrap();
    }
    eprintln!("xml {:?}", t.elapsed());
    use common::*;
    let many: Vec<_> = (0..30).map(|n| { let mut l = line("Chemise Milo en popeline", 1 + n % 3, 4990 + i64::from(n) * 100, if n % 4 == 0 { 500 } else { 0 }, [2000, 550][n as usize % 2]); if n == 7 { l.name = "Écharpe très longue tissée à la main dans un petit atelier du Jura, laine mérinos et soie, édition d’hiver".into(); } l }).collect();
    let mut unpaid = invoice(Language::Fr, many.clone());
    unpaid.payments.clear();
    unpaid.buyer.company = Some(company());
    let mut bare = invoice(Language::Fr, vec![line("Bougie Nuit d’août", 1, 2400, 0, 2000)]);
    bare.buyer.name = None;
    bare.buyer.email = None;
    let all = [
        ("fr1", invoice(Language::Fr, vec![line("Chemise Milo en popeline", 1, 7990, 0, 2000)])),
        ("en3", invoice(Language::En, many[..3].to_vec())),
        ("fr30", unpaid),
        ("bare", bare),
        ("credit", credited(invoice(Language::Fr, many[..2].to_vec()))),
        ("rand5", random(5)),
    ];
    for (n, i) in &all {
        let t = std::time::Instant::now();
        let p = invoice::pdf(i, &invoice::xml(i)).unwrap();
        eprintln!("{n} {:?} {} bytes", t.elapsed(), p.len());
        std::fs::write(format!("{dir}/{n}.pdf"), p).unwrap();
    }
}
