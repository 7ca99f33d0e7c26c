//! What an import did.

use crate::feeds::RowError;

/// Errors that are kept to be shown; all are counted.
const LISTED: usize = 1_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: i64,
    pub changed: i64,
    pub withdrawn: i64,
    pub unchanged: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Problems {
    pub listed: Vec<RowError>,
    pub total: u64,
    /// Rows that were left out.
    pub left_out: u64,
}

impl Problems {
    pub fn add(&mut self, error: RowError) {
        self.total += 1;
        self.left_out += u64::from(!error.kept);
        if self.listed.len() < LISTED {
            self.listed.push(error);
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Report {
    pub products: Counts,
    pub variants: Counts,
    pub stores: Counts,
    pub stock: Counts,
    pub categories: Counts,
    /// New pictures.
    pub pictures: i64,
    /// Counts that a newer one confirmed.
    pub confirmed: i64,
    pub problems: Problems,
    /// False when only checked, or refused.
    pub applied: bool,
}

impl Report {
    pub fn changes(&self) -> i64 {
        let nouns = [self.products, self.variants, self.stores, self.stock, self.categories];
        let changed: i64 = nouns.iter().map(|counts| counts.new + counts.changed + counts.withdrawn).sum();
        changed + self.confirmed
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let nouns = [
            ("products", self.products),
            ("variants", self.variants),
            ("categories", self.categories),
            ("stores", self.stores),
            ("stock", self.stock),
        ];
        writeln!(f, "{:<12}{:>10}{:>10}{:>11}{:>11}", "", "new", "changed", "withdrawn", "unchanged")?;
        for (noun, counts) in nouns {
            let Counts { new, changed, withdrawn, unchanged } = counts;
            writeln!(f, "{noun:<12}{new:>10}{changed:>10}{withdrawn:>11}{unchanged:>11}")?;
        }
        if self.pictures > 0 {
            writeln!(f, "{} new pictures", self.pictures)?;
        }
        if self.confirmed > 0 {
            writeln!(f, "{} counts confirmed by newer ones", self.confirmed)?;
        }
        write!(f, "{} changes", self.changes())
    }
}
