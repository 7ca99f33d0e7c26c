//! Finds string literals in Rust code, with what stands before them.

pub struct Literal<'a> {
    pub line: usize,
    pub text: &'a str,
    /// The code before it, without trailing blanks.
    pub before: &'a str,
}

/// The string literals of the code, in order. Comments are skipped; raw strings are literals too.
pub fn of(code: &str) -> Vec<Literal<'_>> {
    let bytes = code.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = end_of_line(code, at),
            // A character or byte such as '"' opens no string; a lifetime has no closing quote.
            b'\'' if bytes.get(at + 2) == Some(&b'\'') => at += 3,
            b'\'' if bytes.get(at + 1) == Some(&b'\\') && bytes.get(at + 3) == Some(&b'\'') => at += 4,
            b'"' => {
                let end = closing_quote(code, at);
                found.push(Literal {
                    line: code[..at].matches('\n').count() + 1,
                    text: &code[at + 1..end],
                    before: code[..at].trim_end_matches(['#', 'r']).trim_end(),
                });
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn end_of_line(code: &str, at: usize) -> usize {
    code[at..].find('\n').map_or(code.len(), |length| at + length)
}

/// Where the literal that opens at `open` ends.
fn closing_quote(code: &str, open: usize) -> usize {
    let hashes = code[..open].len() - code[..open].trim_end_matches('#').len();
    if hashes > 0 {
        let close = format!("\"{}", "#".repeat(hashes));
        return code[open + 1..].find(&close).map_or(code.len(), |length| open + 1 + length);
    }
    let bytes = code.as_bytes();
    let mut at = open + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_literals_and_what_stands_before_them() {
        let code =
            "let quote = '\"'; // \"no\"\nlet a: &'static str = \"one \\\" two\";\nf( r#\"three \"four\"#)";
        let found = of(code);
        let texts: Vec<&str> = found.iter().map(|literal| literal.text).collect();
        assert_eq!(texts, ["one \\\" two", "three \"four"]);
        assert_eq!((found[0].line, found[1].line), (2, 3));
        assert!(found[0].before.ends_with('=') && found[1].before.ends_with('('));
    }
}
