//! Slugs: what a name looks like in a URL.

use std::collections::HashSet;

use sha2::{Digest, Sha256};
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};

const LONGEST: usize = 80;

/// Makes slugs, each different from all before it.
pub struct Slugs {
    taken: HashSet<String>,
    words: TextAnalyzer,
}

impl Slugs {
    pub fn new(taken: impl IntoIterator<Item = String>) -> Self {
        let words = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .build();
        Self { taken: taken.into_iter().collect(), words }
    }

    /// `Écharpe d’hiver` as `echarpe-d-hiver`; a name without Latin letters gets one from its hash.
    pub fn of(&mut self, name: &str) -> String {
        let mut slug = String::new();
        let mut stream = self.words.token_stream(name);
        while let Some(token) = stream.next() {
            let word: String = token.text.chars().filter(char::is_ascii_alphanumeric).collect();
            if !word.is_empty() && slug.len() + word.len() < LONGEST {
                if !slug.is_empty() {
                    slug.push('-');
                }
                slug.push_str(&word);
            }
        }
        if slug.is_empty() {
            slug = format!("x{}", data_encoding::HEXLOWER.encode(&Sha256::digest(name)[..6]));
        }
        slug
    }

    pub fn unique(&mut self, name: &str) -> String {
        let base = self.of(name);
        let mut slug = base.clone();
        let mut number = 2;
        while !self.taken.insert(slug.clone()) {
            slug = format!("{base}-{number}");
            number += 1;
        }
        slug
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_slugs_of_their_own() {
        let mut slugs = Slugs::new(["robe-camille".to_string()]);
        assert_eq!(slugs.unique("Écharpe d’hiver (laine)"), "echarpe-d-hiver-laine");
        assert_eq!(slugs.unique("Robe Camille"), "robe-camille-2");
        assert_eq!(slugs.unique("Robe  Camille !"), "robe-camille-3");
        assert_eq!(slugs.of("Œuvre"), "oeuvre");
        assert!(slugs.unique("ワンピース").starts_with('x'));
    }
}
