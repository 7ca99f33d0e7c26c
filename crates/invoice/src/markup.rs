//! Writes XML that is well formed by construction.

use quick_xml::escape::escape;

pub struct Markup {
    out: String,
}

impl Markup {
    pub fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_string() }
    }

    pub fn finish(self) -> String {
        self.out
    }

    /// An element with attributes; what it holds is written by `inside`.
    pub fn root(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        inside(self);
        self.close(name);
    }

    pub fn element(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.root(name, &[], inside);
    }

    /// An element that holds text; without text it is left out, since an empty one is not valid.
    pub fn text(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    pub fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        self.open(name, attributes);
        self.out.push_str(&escape(text.as_str()));
        self.close(name);
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push_str(&format!(" {key}=\"{}\"", escape(*value)));
        }
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}

/// On one line, without what neither XML nor a page can hold.
pub fn clean(text: &str) -> String {
    let allowed = |letter: char| if letter.is_control() || is_no_character(letter) { ' ' } else { letter };
    let text: String = text.chars().map(allowed).collect();
    // Only plain blanks: the one that does not break is part of the text.
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").trim().to_string()
}

fn is_no_character(letter: char) -> bool {
    matches!(letter, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_cleaned() {
        let mut markup = Markup::new();
        markup.root("a", &[("b", "\"&")], |markup| {
            markup.text("c", "x < y & \u{0}\t\u{b} \"z\"");
            markup.text("d", " \n ");
        });
        let (_, written) = markup.out.split_once('\n').unwrap_or_default();
        assert_eq!(written, "<a b=\"&quot;&amp;\"><c>x &lt; y &amp; &quot;z&quot;</c></a>");
    }
}
