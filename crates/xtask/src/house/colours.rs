//! No colour literal in the styles of components and pages.

use super::{Finding, Source};

const FUNCTIONS: [&str; 8] = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklch("];

/// Names that are used in practice. `transparent`, `currentcolor` and the system colours are no literals.
const NAMES: [&str; 18] = [
    "white", "black", "red", "green", "blue", "yellow", "orange", "purple", "pink", "brown", "gray", "grey",
    "silver", "gold", "navy", "teal", "crimson", "tomato",
];

pub fn literals(sources: &[Source]) -> Vec<Finding> {
    let styles = sources.iter().filter(|source| source.is_in(&["style/components", "style/pages"]));
    styles.flat_map(of_style).collect()
}

fn of_style(source: &Source) -> Vec<Finding> {
    let text = without_comments(&source.text);
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(index, line)| {
            let colour = values(line).find_map(literal)?;
            Some(Finding::at(source, index + 1, format!("the colour {colour}")))
        })
        .collect()
}

/// The values of the declarations on a line; a selector such as `a:hover {` is none.
fn values(line: &str) -> impl Iterator<Item = &str> {
    let declarations = line.split([';', '{', '}']).filter(move |part| !line.contains(&format!("{part}{{")));
    declarations.filter_map(|declaration| declaration.split_once(':')).map(|(_, value)| value)
}

fn literal(value: &str) -> Option<String> {
    let value = value.to_lowercase();
    if let Some(function) = FUNCTIONS.iter().find(|function| calls(&value, function)) {
        return Some(format!("{function}…)"));
    }
    let words = value.split(|letter: char| !letter.is_alphanumeric() && !"-#_".contains(letter));
    words.into_iter().find(|word| is_hex(word) || NAMES.contains(word)).map(str::to_string)
}

fn calls(value: &str, function: &str) -> bool {
    value
        .match_indices(function)
        .any(|(at, _)| !value[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-'))
}

fn is_hex(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|digits| {
        [3, 4, 6, 8].contains(&digits.len()) && digits.chars().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// Comments become blanks, so that line numbers stay.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((code, comment)) = rest.split_once("/*") {
        out.push_str(code);
        let (comment, after) = comment.split_once("*/").unwrap_or((comment, ""));
        out.push_str(&"\n".repeat(comment.matches('\n').count()));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> bool {
        !literals(&[Source::new("style/components/card.css", line)]).is_empty()
    }

    #[test]
    fn literals_are_found() {
        for bad in [
            "  color: #fff;",
            "  background: rgb(0 0 0 / 50%);",
            "  border: 1px solid Black;",
            ".card { color: #1A1815 }",
            "  --shade: oklch(0.2 0 0);",
        ] {
            assert!(found(bad), "{bad}");
        }
    }

    #[test]
    fn tokens_selectors_and_comments_are_fine() {
        for good in [
            "  color: var(--ink);",
            "  color: var(--blue-sign);",
            "/* #fff is paper */",
            "#add:hover {",
            "  background: color-mix(in oklch, var(--ink) 10%, transparent);",
            "  border-color: CanvasText;",
        ] {
            assert!(!found(good), "{good}");
        }
        assert!(literals(&[Source::new("style/tokens.css", "  --ink: #1A1815;")]).is_empty());
    }
}
