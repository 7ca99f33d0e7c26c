//! Places in the feed's order that change as little as can be: one row more in a feed must not move all behind it.

const GAP: i64 = 1024;

pub struct Places {
    last: i64,
    step: i64,
}

impl Places {
    /// With gaps when nothing has a place yet, so that there is room later.
    pub fn new(nothing_known: bool) -> Self {
        Self { last: 0, step: if nothing_known { GAP } else { 1 } }
    }

    /// The place of the next row, which had one or is new.
    pub fn next(&mut self, known: Option<i64>) -> i64 {
        self.last = known.filter(|place| *place > self.last).unwrap_or(self.last + self.step);
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(known: &[Option<i64>]) -> Vec<i64> {
        let mut places = Places::new(known.iter().all(Option::is_none));
        known.iter().map(|place| places.next(*place)).collect()
    }

    #[test]
    fn a_row_more_moves_no_other() {
        assert_eq!(places(&[None, None]), [1024, 2048]);
        assert_eq!(places(&[None, Some(1024), None, Some(2048)]), [1, 1024, 1025, 2048]);
        assert_eq!(places(&[Some(2048), Some(1024)]), [2048, 2049]);
    }
}
