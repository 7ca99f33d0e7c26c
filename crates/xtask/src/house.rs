//! The rules of the house, each checked here with a message that says what to do instead.

mod colours;
mod length;
mod literals;
mod locales;
mod places;
mod text;

use std::path::Path;

use anyhow::{Context, Result};

use crate::{process::root, stamp, test::Outcome};

/// A file of the project, with its path from the workspace's folder.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    #[cfg(test)]
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_string(), text: text.to_string() }
    }

    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The Rust code that is shipped, line by line with its number: without comments and without tests.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_test_file = ["/tests/", "/benches/"].iter().any(|folder| self.path.contains(folder))
            || self.path.ends_with("tests.rs");
        let lines = self.text.lines().take_while(|line| *line != "#[cfg(test)]");
        let numbered = lines.enumerate().map(|(index, line)| (index + 1, line));
        numbered.filter(move |(_, line)| !is_test_file && !line.trim_start().starts_with("//"))
    }
}

pub struct Finding {
    pub path: String,
    pub line: usize,
    pub what: String,
}

impl Finding {
    pub fn at(source: &Source, line: usize, what: impl Into<String>) -> Self {
        Self { path: source.path.clone(), line, what: what.into() }
    }
}

struct Rule {
    name: &'static str,
    instead: &'static str,
    find: fn(&[Source]) -> Vec<Finding>,
}

const RULES: [Rule; 9] = [
    Rule {
        name: "components take props and callbacks",
        instead: "A component imports neither api, state nor pages: take the value as a prop, hand the event to a \
                  callback, and let the page do the rest.",
        find: places::component_imports,
    },
    Rule {
        name: "only paths spells an app URL",
        instead: "Add a function to paths.rs (or use the one that is there) and call it.",
        find: places::app_urls,
    },
    Rule {
        name: "only contract::routes spells an API URL",
        instead: "Add the pattern and its function to crates/contract/src/routes.rs and use those.",
        find: places::api_urls,
    },
    Rule {
        name: "only browser calls the browser",
        instead: "Give src/browser a small function that does it and call that; web_sys and js_sys stay there.",
        find: places::browser_apis,
    },
    Rule {
        name: "only db speaks SQL",
        instead: "Move the query into crates/backend/src/db, as a function with the noun's name.",
        find: places::sql,
    },
    Rule {
        name: "styles use tokens",
        instead: "Use a custom property of style/tokens.css or style/themes.css (add one there if none fits), \
                  so that the dark theme and forced colours keep working.",
        find: colours::literals,
    },
    Rule {
        name: "locales hold the same keys",
        instead: "Add the key with its text to both fr.json and en.json.",
        find: locales::keys,
    },
    Rule {
        name: "texts are in locales",
        instead: "Put the text into locales/fr.json and locales/en.json (the desk has its own, beside its sources) \
                  and show it by its key.",
        find: text::visible,
    },
    Rule {
        name: "files are small",
        instead: "Split it by noun; a file becomes a folder when it no longer fits.",
        find: length::too_long,
    },
];

/// Checks every rule; each counts as one test.
pub fn check() -> Result<Outcome> {
    let sources = sources(&root())?;
    let mut outcome = Outcome::default();
    for rule in &RULES {
        let findings = (rule.find)(&sources);
        outcome.count(findings.is_empty());
        println!("   {} {}", if findings.is_empty() { "ok    " } else { "FAILED" }, rule.name);
        for finding in &findings {
            println!("          {}:{}: {}", finding.path, finding.line, finding.what);
        }
        if !findings.is_empty() {
            println!("          Instead: {}", rule.instead);
        }
    }
    Ok(outcome)
}

fn sources(root: &Path) -> Result<Vec<Source>> {
    let folders = ["src", "style", "locales", "end2end", "crates", "index.html"].map(|name| root.join(name));
    let kinds = ["rs", "css", "json", "ts", "mjs", "js", "html", "sql"];
    let mut sources = Vec::new();
    for file in stamp::files(&folders) {
        let path =
            file.strip_prefix(root).context("a file is below its root")?.to_string_lossy().into_owned();
        let kind = file.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        if !kinds.contains(&kind) || path.starts_with("end2end/results") {
            continue;
        }
        let text = std::fs::read_to_string(&file).with_context(|| format!("reading {path}"))?;
        sources.push(Source { path, text });
    }
    Ok(sources)
}
