//! Writing a letter: the words of its language, put into one text and one HTML template.

use std::{collections::BTreeMap, sync::LazyLock};

use anyhow::Context;
use contract::language::Language;
use minijinja::{Environment, UndefinedBehavior, Value, context, syntax::SyntaxConfig, value::Serde};

use super::{Kind, Letter, Note, ReturnLetter};

const TEXT: &str = "mail.txt";
const HTML: &str = "mail.html";

/// Keys of a section to sentences; `common` is for every letter.
type Words = BTreeMap<String, BTreeMap<String, String>>;

static TEMPLATES: LazyLock<Result<Environment<'static>, minijinja::Error>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    // A word that is missing is an error, not a gap in a mail.
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    // The ending decides: what goes into .html is escaped, what goes into .txt is not.
    templates.add_template(TEXT, include_str!("../../../templates/mail/mail.txt"))?;
    templates.add_template(HTML, include_str!("../../../templates/mail/mail.html"))?;
    Ok(templates)
});

static WORDS: LazyLock<Result<[Words; 2], toml::de::Error>> = LazyLock::new(|| {
    Ok([
        together(&[
            include_str!("../../../templates/mail/words.fr.toml"),
            include_str!("../../../templates/mail/invoice.fr.toml"),
        ])?,
        together(&[
            include_str!("../../../templates/mail/words.en.toml"),
            include_str!("../../../templates/mail/invoice.en.toml"),
        ])?,
    ])
});

/// The sections of several files.
fn together(files: &[&str]) -> Result<Words, toml::de::Error> {
    let mut all = Words::new();
    for file in files {
        all.extend(toml::from_str::<Words>(file)?);
    }
    Ok(all)
}

/// A letter as it is sent.
#[derive(Clone, Debug)]
pub struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
}

pub fn write(letter: &Letter) -> anyhow::Result<Written> {
    write_as(letter.kind, letter.language, Value::from(Serde(letter)))
}

pub fn write_note(note: &Note) -> anyhow::Result<Written> {
    write_as(note.kind, note.language, Value::from(Serde(note)))
}

pub fn write_of_return(letter: &ReturnLetter) -> anyhow::Result<Written> {
    write_as(letter.kind, letter.language, Value::from(Serde(letter)))
}

fn write_as(kind: Kind, language: Language, facts: Value) -> anyhow::Result<Written> {
    let templates = TEMPLATES.as_ref().context("the templates of e-mails")?;
    let words = say(templates, kind, language, &facts)?;
    let subject = one_line(words.get("subject").map_or("", String::as_str));
    let lang = language.tag();
    let context = context! { words, lang, ..facts };
    let text = templates.get_template(TEXT)?.render(context.clone())?;
    Ok(Written { subject, text: tidy(&text), html: templates.get_template(HTML)?.render(context)? })
}

/// The sentences of a mail, with the facts put in.
fn say(
    templates: &Environment<'_>,
    kind: Kind,
    language: Language,
    facts: &Value,
) -> anyhow::Result<BTreeMap<String, String>> {
    let words = words(language)?;
    let section = |name: &str| words.get(name).with_context(|| format!("the words lack {name}"));
    let mut said = BTreeMap::new();
    for (key, sentence) in section("common")?.iter().chain(section(kind.as_str())?) {
        let sentence = templates.render_str(sentence, facts.clone()).with_context(|| key.clone())?;
        said.insert(key.clone(), sentence);
    }
    Ok(said)
}

fn words(language: Language) -> anyhow::Result<&'static Words> {
    let [fr, en] = WORDS.as_ref().context("the words of e-mails")?;
    Ok(match language {
        Language::Fr => fr,
        Language::En => en,
    })
}

/// A subject is one line, whatever a feed wrote into a name.
fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// No more than one empty line in a row, and one end.
fn tidy(text: &str) -> String {
    let mut out = String::new();
    let mut empty = true;
    for line in text.trim().lines().map(str::trim_end) {
        if line.is_empty() && empty {
            continue;
        }
        empty = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_words() {
        let keys = |language| -> Vec<(String, String)> {
            let words = words(language).expect("words");
            words
                .iter()
                .flat_map(|(section, words)| words.keys().map(move |key| (section.clone(), key.clone())))
                .collect()
        };
        assert_eq!(keys(Language::Fr), keys(Language::En));
        let sections: Vec<&String> = words(Language::Fr).expect("words").keys().collect();
        for kind in Kind::ALL {
            assert!(sections.iter().any(|section| *section == kind.as_str()), "{kind:?}");
        }
    }

    #[test]
    fn a_subject_is_one_line() {
        assert_eq!(one_line("a\r\nBcc: x@y.fr  b\u{a0}c"), "a Bcc: x@y.fr b\u{a0}c");
    }
}
