//! Texts to products: tantivy in memory, one index a language. Documents are numbered as they are added.

use contract::language::Language;
use tantivy::{
    DocId, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term,
    collector::{Collector, SegmentCollector},
    directory::RamDirectory,
    indexer::SingleSegmentIndexWriter,
    query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
};

use super::words::{Words, without_elisions};

/// More words than anybody types; the rest of a pasted text is not looked at.
const MOST_WORDS: usize = 12;
const MEMORY: usize = 50_000_000;

#[derive(Clone, Copy)]
struct Fields {
    /// The name.
    name: Field,
    name_stems: Field,
    /// Name, brand, categories, colours, sizes, material.
    words: Field,
    word_stems: Field,
    /// Description and details.
    text_stems: Field,
}

/// A product as it is searched.
#[derive(Default)]
pub struct Document {
    pub name: String,
    pub words: Vec<String>,
    pub text: Vec<String>,
}

pub struct TextIndexWriter {
    words: Words,
    fields: Fields,
    writer: SingleSegmentIndexWriter,
}

pub struct TextIndex {
    words: Words,
    fields: Fields,
    searcher: Searcher,
}

/// A document with how well it matches.
pub type Hit = (DocId, Score);

impl TextIndexWriter {
    pub fn new(language: Language) -> tantivy::Result<Self> {
        let words = Words::of(language);
        let mut schema = Schema::builder();
        let mut field = |name: &str, tokenizer: &str| {
            // How often a word stands in a product, and among how many others, says nothing about how well it
            // fits: a dress in ten colours is no lesser dress.
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false);
            schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
        };
        let fields = Fields {
            name: field("name", "folded"),
            name_stems: field("name_stems", "stemmed"),
            words: field("words", "folded"),
            word_stems: field("word_stems", "stemmed"),
            text_stems: field("text_stems", "stemmed"),
        };
        let tokenizers = tantivy::tokenizer::TokenizerManager::new();
        tokenizers.register("folded", words.folded());
        tokenizers.register("stemmed", words.stemmed());
        let writer = tantivy::Index::builder()
            .schema(schema.build())
            .tokenizers(tokenizers)
            .single_segment_index_writer(RamDirectory::create(), MEMORY)?;
        Ok(Self { words, fields, writer })
    }

    pub fn add(&mut self, document: &Document) -> tantivy::Result<()> {
        let mut fields = TantivyDocument::new();
        let name = without_elisions(&document.name);
        for field in [self.fields.name, self.fields.name_stems, self.fields.words, self.fields.word_stems] {
            fields.add_text(field, &name);
        }
        for words in &document.words {
            let words = without_elisions(words);
            fields.add_text(self.fields.words, &words);
            fields.add_text(self.fields.word_stems, &words);
        }
        for text in &document.text {
            fields.add_text(self.fields.text_stems, without_elisions(text));
        }
        self.writer.add_document(fields)
    }

    pub fn finish(self) -> tantivy::Result<TextIndex> {
        let searcher = self.writer.finalize()?.reader()?.searcher();
        Ok(TextIndex { words: self.words, fields: self.fields, searcher })
    }
}

impl TextIndex {
    /// Every document that has all the words, in any order. Each word is taken as it is written if any document
    /// has it, else as one that is not typed to its end, else as one that is mistyped.
    pub fn search(&self, text: &str) -> tantivy::Result<Vec<Hit>> {
        let mut words = self.words.of_query(text);
        words.truncate(MOST_WORDS);
        let hits = self.all_of(&words, false)?;
        if hits.is_empty() && words.len() > 1 {
            // Each word exists, but nowhere together: one of them may be another, mistyped.
            return self.all_of(&words, true);
        }
        Ok(hits)
    }

    fn all_of(&self, words: &[String], doubtful: bool) -> tantivy::Result<Vec<Hit>> {
        let mut queries = Vec::new();
        for (position, word) in words.iter().enumerate() {
            let is_last = position + 1 == words.len();
            let mut ways = self.as_written(word)?;
            if ways.is_empty() || doubtful {
                ways.extend(self.as_guessed(word, is_last)?);
            }
            if ways.is_empty() {
                return Ok(Vec::new());
            }
            let best_way: Box<dyn Query> = Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, 0.1));
            queries.push((Occur::Must, best_way));
        }
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        self.searcher.search(&BooleanQuery::new(queries), &Hits)
    }

    fn as_written(&self, word: &str) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let stem = self.words.stem(word);
        let fields = &self.fields;
        let ways = [
            (fields.name, word, 5.0),
            (fields.name_stems, &stem, 4.0),
            (fields.words, word, 2.5),
            (fields.word_stems, &stem, 2.0),
            (fields.text_stems, &stem, 0.5),
        ];
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        for (field, text, boost) in ways {
            let term = Term::from_field_text(field, text);
            if self.searcher.doc_freq(&term)? > 0 {
                let query = TermQuery::new(term, IndexRecordOption::Basic);
                queries.push(Box::new(BoostQuery::new(Box::new(query), boost)));
            }
        }
        Ok(queries)
    }

    /// The first guess that any document confirms.
    fn as_guessed(&self, word: &str, is_last: bool) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let letters = word.chars().count();
        let mistakes = match letters {
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        let query = |field, guess: &Guess| {
            let term = Term::from_field_text(field, word);
            match guess {
                Guess::Begun(mistakes) => FuzzyTermQuery::new_prefix(term, *mistakes, true),
                Guess::Mistyped(mistakes) => FuzzyTermQuery::new(term, *mistakes, true),
            }
        };
        let mut guesses = Vec::new();
        if is_last && letters >= 2 {
            guesses.push(Guess::Begun(0));
        }
        guesses.extend((1..=mistakes).map(Guess::Mistyped));
        if is_last && letters >= 5 {
            guesses.push(Guess::Begun(1));
        }
        for guess in guesses {
            if self.any_term(&query(self.fields.words, &guess))? {
                let in_name = BoostQuery::new(Box::new(query(self.fields.name, &guess)), 2.0);
                return Ok(vec![Box::new(in_name), Box::new(query(self.fields.words, &guess))]);
            }
        }
        Ok(Vec::new())
    }

    fn any_term(&self, query: &FuzzyTermQuery) -> tantivy::Result<bool> {
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.words)?;
            if inverted.terms().search(query.automaton()?).into_stream()?.advance() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

enum Guess {
    /// A word that goes on, with so many mistakes in what was typed.
    Begun(u8),
    Mistyped(u8),
}

/// Collects every hit: facets and totals need them all.
struct Hits;

struct SegmentHits(Vec<Hit>);

impl Collector for Hits {
    type Fruit = Vec<Hit>;
    type Child = SegmentHits;

    fn for_segment(&self, _: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentHits> {
        Ok(SegmentHits(Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Hit>>) -> tantivy::Result<Vec<Hit>> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentHits {
    type Fruit = Vec<Hit>;

    fn collect(&mut self, document: DocId, score: Score) {
        self.0.push((document, score));
    }

    fn harvest(self) -> Vec<Hit> {
        self.0
    }
}
