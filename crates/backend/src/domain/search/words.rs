//! How texts become words: small letters, no accents, no articles; and how words become stems.

use std::borrow::Cow;

use contract::language::Language;
use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
    TokenStream,
};

/// Words that a query may hold and a product need not.
const FRENCH_FILLERS: &[&str] = &[
    "le", "la", "les", "un", "une", "des", "de", "du", "et", "en", "au", "aux", "pour", "par", "sur", "dans",
    "avec", "ce", "cet", "cette", "ces", "son", "sa", "ses", "ou", "qui", "que",
];
const ENGLISH_FILLERS: &[&str] =
    &["the", "a", "an", "and", "or", "of", "for", "with", "in", "on", "to", "by", "at", "that"];

/// What French puts before an apostrophe.
const ELIDED: &[&str] = &["l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu"];

const LONGEST_WORD: usize = 40;

#[derive(Clone)]
pub struct Words {
    plain: TextAnalyzer,
    folded: TextAnalyzer,
    stemmed: TextAnalyzer,
}

impl Words {
    pub fn of(language: Language) -> Self {
        let (fillers, stemmer) = match language {
            Language::Fr => (FRENCH_FILLERS, tantivy::tokenizer::Language::French),
            Language::En => (ENGLISH_FILLERS, tantivy::tokenizer::Language::English),
        };
        let plain = || {
            TextAnalyzer::builder(SimpleTokenizer::default())
                .filter(RemoveLongFilter::limit(LONGEST_WORD))
                .filter(LowerCaser)
                .filter(AsciiFoldingFilter)
        };
        let folded = || plain().filter(StopWordFilter::remove(fillers.iter().map(|word| word.to_string())));
        // Folding comes before stemming, so that a word stems alike with and without its accents.
        Self {
            plain: plain().build(),
            folded: folded().build(),
            stemmed: folded().filter(Stemmer::new(stemmer)).build(),
        }
    }

    pub fn folded(&self) -> TextAnalyzer {
        self.folded.clone()
    }

    pub fn stemmed(&self) -> TextAnalyzer {
        self.stemmed.clone()
    }

    /// The words of a query; its fillers only when it has nothing else.
    pub fn of_query(&self, text: &str) -> Vec<String> {
        let text = without_elisions(text);
        let words = tokens(self.folded.clone(), &text);
        if words.is_empty() { tokens(self.plain.clone(), &text) } else { words }
    }

    /// The stem of a folded word.
    pub fn stem(&self, word: &str) -> String {
        tokens(self.stemmed.clone(), word).pop().unwrap_or_else(|| word.to_string())
    }
}

/// The words of a text in small letters without accents, fillers and all.
pub fn folded(text: &str) -> Vec<String> {
    let plain =
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(AsciiFoldingFilter);
    tokens(plain.build(), text)
}

fn tokens(mut analyzer: TextAnalyzer, text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut stream = analyzer.token_stream(text);
    while stream.advance() {
        words.push(stream.token().text.clone());
    }
    words
}

/// `l’huile d'olive` is `huile olive`: a lone `l` would be found by those who look for the size.
pub fn without_elisions(text: &str) -> Cow<'_, str> {
    if !text.contains(['\'', '’']) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let elided =
            part.strip_suffix(['\'', '’']).is_some_and(|word| ELIDED.contains(&word.to_lowercase().as_str()));
        if !elided {
            kept.push_str(part);
        }
    }
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_articles_and_elisions_are_dropped() {
        let words = Words::of(Language::Fr);
        assert_eq!(words.of_query("L’Écharpe de l'été"), ["echarpe", "ete"]);
        assert_eq!(words.of_query("aujourd'hui Œuf"), ["aujourd", "hui", "oeuf"]);
        assert_eq!(words.of_query("robe taille L"), ["robe", "taille", "l"]);
        assert_eq!(words.of_query("de la"), ["de", "la"]);
        assert!(words.of_query(" !? ").is_empty());
    }

    #[test]
    fn plurals_share_a_stem() {
        let french = Words::of(Language::Fr);
        for (one, many) in
            [("robe", "robes"), ("manteau", "manteaux"), ("bougie", "bougies"), ("bleu", "bleues")]
        {
            assert_eq!(french.stem(one), french.stem(many), "{one}");
        }
        let english = Words::of(Language::En);
        assert_eq!(english.stem("dress"), english.stem("dresses"));
    }
}
