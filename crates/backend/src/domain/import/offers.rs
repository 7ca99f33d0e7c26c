//! The SKUs and stores that a stock row may name, each with a number, and which pairs were met.

use std::collections::HashMap;

#[derive(Default)]
pub struct Numbers {
    numbers: HashMap<String, usize>,
}

impl Numbers {
    /// The number of a name; `None` when it has one already.
    pub fn add(&mut self, name: &str) -> Option<usize> {
        let next = self.numbers.len();
        match self.numbers.get(name) {
            Some(_) => None,
            None => self.numbers.insert(name.to_string(), next).is_none().then_some(next),
        }
    }

    pub fn get(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    pub fn len(&self) -> usize {
        self.numbers.len()
    }
}

/// A bit for each pair of numbers: two million stock rows take little more than half a megabyte.
pub struct Pairs {
    width: usize,
    bits: Vec<u64>,
}

impl Pairs {
    pub fn new(height: usize, width: usize) -> Self {
        Self { width, bits: vec![0; (height * width).div_ceil(64)] }
    }

    /// Whether the pair is met for the first time.
    pub fn meet(&mut self, row: usize, column: usize) -> bool {
        let at = row * self.width + column;
        let Some(word) = self.bits.get_mut(at / 64) else { return false };
        let bit = 1 << (at % 64);
        let first = *word & bit == 0;
        *word |= bit;
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_pairs_are_met_once() {
        let mut numbers = Numbers::default();
        assert_eq!((numbers.add("A"), numbers.add("B"), numbers.add("A")), (Some(0), Some(1), None));
        let mut pairs = Pairs::new(3, 50);
        assert!(pairs.meet(2, 49) && pairs.meet(1, 49) && !pairs.meet(2, 49));
    }
}
