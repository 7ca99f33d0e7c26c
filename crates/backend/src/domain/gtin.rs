//! GTINs as scanners read them.

/// A scanner may add or drop the zeros before a GTIN.
pub fn ways_to_write(gtin: &str) -> Vec<String> {
    let gtin = gtin.trim();
    let digits = gtin.trim_start_matches('0');
    let mut ways = vec![gtin.to_string()];
    if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) {
        ways.extend([8, 12, 13, 14].into_iter().map(|width| format!("{digits:0>width$}")));
    }
    ways.dedup();
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_before_a_gtin_do_not_matter() {
        assert!(ways_to_write("0036000291452").contains(&"036000291452".to_string()));
        assert!(ways_to_write("36000291452").contains(&"0036000291452".to_string()));
        assert_eq!(ways_to_write("SKU 1"), ["SKU 1"]);
    }
}
