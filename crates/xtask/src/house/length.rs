//! A file one can read in one sitting.

use super::{Finding, Source};

const MOST: usize = 350;

pub fn too_long(sources: &[Source]) -> Vec<Finding> {
    let written = sources.iter().filter(|source| !source.path.ends_with(".json"));
    written
        .filter_map(|source| {
            let lines = source.text.lines().count();
            (lines > MOST).then(|| Finding::at(source, MOST, format!("has {lines} lines, more than {MOST}")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_found_and_data_is_not() {
        let long = "x\n".repeat(MOST + 1);
        assert_eq!(too_long(&[Source::new("src/app.rs", &long)]).len(), 1);
        assert!(too_long(&[Source::new("locales/fr.json", &long)]).is_empty());
        assert!(too_long(&[Source::new("src/app.rs", &"x\n".repeat(MOST))]).is_empty());
    }
}
