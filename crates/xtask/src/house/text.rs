//! No text that a person reads in the apps' Rust.
//!
//! It is a heuristic: a literal that stands where an element's child stands, in an attribute that is
//! read out, or that looks like a sentence.

use super::{
    Finding, Source,
    literals::{self, Literal},
    places::shipped,
};

/// Attributes whose value is seen or read out.
const READ_OUT: [&str; 7] =
    ["alt", "title", "placeholder", "label", "aria-label", "aria-description", "aria-roledescription"];

/// Calls whose text only a developer sees.
const FOR_DEVELOPERS: [&str; 6] = ["expect(", "panic!(", "unreachable!(", "log!(", "warn!(", "error!("];

pub fn visible(sources: &[Source]) -> Vec<Finding> {
    let folders = ["src/components", "src/pages", "src/frame", "src/app.rs", "crates/desk/src"];
    let apps = sources.iter().filter(|source| source.is_rust() && source.is_in(&folders));
    apps.flat_map(|source| {
        let code = shipped(source);
        let found = literals::of(&code).into_iter().filter(is_read);
        found
            .map(|literal| Finding::at(source, literal.line, format!("the text \"{}\"", literal.text)))
            .collect::<Vec<_>>()
    })
    .collect()
}

fn is_read(literal: &Literal) -> bool {
    let text = without_placeholders(literal.text);
    if !text.chars().any(char::is_alphabetic)
        || FOR_DEVELOPERS.iter().any(|call| literal.before.ends_with(call))
    {
        return false;
    }
    if let Some(attribute) = attribute(literal.before) {
        return READ_OUT.contains(&attribute);
    }
    let is_child =
        ends_with_tag(literal.before) || (literal.before.ends_with('}') && !in_attribute(literal.before));
    is_child || is_sentence(&text)
}

fn without_placeholders(text: &str) -> String {
    text.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect()
}

/// The attribute a literal is the value of: `class="…"`, `alt="…"`.
fn attribute(before: &str) -> Option<&str> {
    let before = before.strip_suffix('=')?;
    let name = before.rsplit(|c: char| !c.is_alphanumeric() && !"-:_".contains(c)).next()?;
    let blank = before.strip_suffix(name).is_some_and(|rest| rest.ends_with(char::is_whitespace));
    (!name.is_empty() && blank).then_some(name)
}

/// `<p>` or `<br/>` stands right before, not an arrow.
fn ends_with_tag(before: &str) -> bool {
    before.ends_with('>') && !before.ends_with("=>") && !before.ends_with("->")
}

fn in_attribute(before: &str) -> bool {
    before.trim_end_matches('}').ends_with('=')
}

/// More than one word, beginning as a sentence does, or with a letter that no identifier has.
fn is_sentence(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| is_word(word)).count();
    let starts = text.trim_start().chars().next().is_some_and(char::is_uppercase);
    let foreign = text.chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii());
    foreign || (words > 1 && starts)
}

fn is_word(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    letters > 1 && !word.chars().any(|letter| letter.is_ascii_digit() || "-_/".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(code: &str) -> bool {
        !visible(&[Source::new("src/pages/cart.rs", code)]).is_empty()
    }

    #[test]
    fn texts_are_found() {
        for bad in [
            "<h1>\"Panier\"</h1>",
            "<p>\n    \"your cart\"\n</p>",
            "<p>{count} \" articles\"</p>",
            "<img alt=\"robe\"/>",
            "<button aria-label=\"close\">",
            "match status { Status::Ready => \"Prête depuis midi\" }",
            "let message = \"Something went wrong\";",
        ] {
            assert!(found(bad), "{bad}");
        }
    }

    #[test]
    fn names_classes_and_keys_are_fine() {
        for good in [
            "<p class=\"card card--wide\" id=\"main\">{t!(i18n, cart.title)}</p>",
            "<span aria-hidden=\"true\">\"●\"</span>",
            "if key == \"Enter\" {}",
            "let class = if open { \"sheet is-open\" } else { \"sheet\" };",
            "value.expect(\"Router gives a location\")",
            "format!(\"{}-{}\", a, b)",
            "format!(\"M{} {}h{run}v1h-{run}z\")",
            "// \"A comment with text\"",
        ] {
            assert!(!found(good), "{good}");
        }
        assert!(visible(&[Source::new("src/api/cart.rs", "<p>\"Texte\"</p>")]).is_empty());
    }
}
