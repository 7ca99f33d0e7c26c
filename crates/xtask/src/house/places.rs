//! Rules on who may name what: layers, URLs, the browser, SQL.

use super::{Finding, Source, literals};

const APPS: [&str; 2] = ["src/", "crates/desk/src/"];

pub fn component_imports(sources: &[Source]) -> Vec<Finding> {
    let components = sources.iter().filter(|source| source.is_rust() && source.is_in(&["src/components"]));
    components.flat_map(|source| forbidden_imports(source, &["api", "state", "pages"])).collect()
}

fn forbidden_imports(source: &Source, modules: &[&str]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut statement: Option<(usize, String)> = None;
    for (number, line) in source.code() {
        let (start, text) = match statement.take() {
            Some((start, text)) => (start, text + line.trim()),
            None => (number, line.trim().to_string()),
        };
        let is_use = text.starts_with("use ") || text.starts_with("pub use ");
        if is_use && !text.contains(';') {
            statement = Some((start, text));
            continue;
        }
        for name in first_segments(&text) {
            if modules.contains(&name) {
                findings.push(Finding::at(source, start, format!("uses crate::{name}")));
            }
        }
    }
    findings
}

/// The modules right below `crate::` (and `storefront::`) that the code names, in a group or alone.
fn first_segments(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, matched) in code.match_indices("crate::").chain(code.match_indices("storefront::")) {
        let rest = &code[at + matched.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_members(group)),
            None => found.push(identifier(rest)),
        }
    }
    found
}

fn group_members(group: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut start = 0;
    let mut members = Vec::new();
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                members.push(identifier(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                members.push(identifier(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    members
}

fn identifier(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or(text)
}

pub fn app_urls(sources: &[Source]) -> Vec<Finding> {
    let apps = sources.iter().filter(|source| source.is_rust() && source.is_in(&APPS));
    let others = apps
        .filter(|source| !source.path.ends_with("src/paths.rs") && !source.path.starts_with("src/paths/"));
    others.flat_map(|source| literals_that(source, is_app_url, "spells the URL")).collect()
}

/// Starts as a path does; an `/api` URL is another rule's.
fn is_app_url(text: &str) -> bool {
    let mut letters = text.chars();
    let path = letters.next() == Some('/')
        && letters.next().is_some_and(|c| c.is_alphanumeric() || ":{".contains(c));
    path && !is_api_url(text)
}

fn is_api_url(text: &str) -> bool {
    text == "/api" || text.starts_with("/api/") || text.starts_with("/api?")
}

pub fn api_urls(sources: &[Source]) -> Vec<Finding> {
    let allowed = ["crates/contract/src/routes.rs", "crates/xtask/src/house"];
    let rust = sources.iter().filter(|source| source.is_rust() && !source.is_in(&allowed));
    rust.flat_map(|source| literals_that(source, is_api_url, "spells the API URL")).collect()
}

pub fn sql(sources: &[Source]) -> Vec<Finding> {
    let layers = ["crates/backend/src/handlers", "crates/backend/src/domain"];
    let rust = sources.iter().filter(|source| source.is_rust() && source.is_in(&layers));
    rust.flat_map(|source| literals_that(source, is_sql, "holds the SQL")).collect()
}

fn is_sql(text: &str) -> bool {
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE "]
        .iter()
        .any(|start| text.trim_start().starts_with(start))
}

/// Findings for the literals of the shipped code that a rule refuses.
fn literals_that(source: &Source, refused: fn(&str) -> bool, what: &str) -> Vec<Finding> {
    let code = shipped(source);
    let literals = literals::of(&code).into_iter().filter(|literal| refused(literal.text));
    let shown = |text: &str| text.trim().chars().take(60).collect::<String>();
    literals
        .map(|literal| Finding::at(source, literal.line, format!("{what} \"{}\"", shown(literal.text))))
        .collect()
}

/// The shipped code as one text, with the same line numbers.
pub fn shipped(source: &Source) -> String {
    let mut text = String::new();
    let mut next = 1;
    for (number, line) in source.code() {
        text.push_str(&"\n".repeat(number - next));
        next = number;
        text.push_str(line);
    }
    text
}

pub fn browser_apis(sources: &[Source]) -> Vec<Finding> {
    let apps = sources.iter().filter(|source| source.is_rust() && source.is_in(&APPS));
    let others = apps.filter(|source| !source.is_in(&["src/browser", "crates/desk/src/browser"]));
    others
        .flat_map(|source| {
            let lines = source.code().filter(|(_, line)| line.contains("web_sys") || line.contains("js_sys"));
            lines.map(|(number, line)| Finding::at(source, number, line.trim())).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [usize; 0] = [];

    fn lines(findings: Vec<Finding>) -> Vec<usize> {
        findings.into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn components_import_no_layer_above_them() {
        let source = |text| [Source::new("src/components/card.rs", text)];
        assert_eq!(
            lines(component_imports(&source("use crate::{\n    format,\n    state::Store,\n};"))),
            [1]
        );
        assert_eq!(
            lines(component_imports(&source("use leptos::*;\nfn f() { crate::api::products() }"))),
            [2]
        );
        assert_eq!(
            lines(component_imports(&source("use crate::{format::{state, api}, components::icon};"))),
            NONE
        );
        assert_eq!(lines(component_imports(&[Source::new("src/pages/home.rs", "use crate::api;")])), NONE);
    }

    #[test]
    fn urls_are_spelled_in_one_place() {
        let text = "// \"/fr\"\nlet a = \"/fr/panier\";\nlet b = \"/\";\nlet c = format!(\"/{lang}\");";
        assert_eq!(lines(app_urls(&[Source::new("src/app.rs", text)])), [2, 4]);
        assert_eq!(lines(app_urls(&[Source::new("src/paths.rs", text)])), NONE);
        let api = "get(\"/api/products\")\n#[cfg(test)]\nmod tests { \"/api/carts\" }";
        assert_eq!(lines(api_urls(&[Source::new("crates/backend/src/app.rs", api)])), [1]);
        assert_eq!(lines(api_urls(&[Source::new("crates/contract/src/routes.rs", api)])), NONE);
        assert_eq!(lines(api_urls(&[Source::new("crates/backend/tests/orders.rs", api)])), NONE);
    }

    #[test]
    fn sql_stays_in_db() {
        let text = "query(\n    \"SELECT 1\")\nsay(\"UPDATED\")";
        assert_eq!(lines(sql(&[Source::new("crates/backend/src/domain/order.rs", text)])), [2]);
        assert_eq!(lines(sql(&[Source::new("crates/backend/src/db/order.rs", text)])), NONE);
    }

    #[test]
    fn the_browser_is_called_in_one_place() {
        let text = "//! web_sys\nlet window = web_sys::window();";
        assert_eq!(lines(browser_apis(&[Source::new("src/pages/home.rs", text)])), [2]);
        assert_eq!(lines(browser_apis(&[Source::new("src/browser/scroll.rs", text)])), NONE);
    }
}
