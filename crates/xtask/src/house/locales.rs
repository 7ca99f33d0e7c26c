//! Both languages hold the same keys, and no empty text.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Finding, Source};

/// Each app has its own folder of locales.
const FOLDERS: [&str; 2] = ["locales/", "crates/desk/locales/"];

pub fn keys(sources: &[Source]) -> Vec<Finding> {
    FOLDERS.iter().flat_map(|folder| keys_in(sources, folder)).collect()
}

fn keys_in(sources: &[Source], folder: &str) -> Vec<Finding> {
    let locales: Vec<(&Source, BTreeSet<String>)> = sources
        .iter()
        .filter(|source| source.is_in(&[folder]) && source.path.ends_with(".json"))
        .map(|source| (source, keys_of(&source.text)))
        .collect();
    let all: BTreeSet<&String> = locales.iter().flat_map(|(_, keys)| keys).collect();
    let mut findings = Vec::new();
    for (source, keys) in &locales {
        if keys.is_empty() {
            findings.push(Finding::at(source, 1, "is no JSON object with texts"));
            continue;
        }
        let missing = all.iter().filter(|key| !keys.contains(**key));
        findings.extend(
            missing.map(|key| Finding::at(source, 1, format!("lacks `{key}`, or its text is empty"))),
        );
    }
    findings
}

fn keys_of(text: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        collect("", &value, &mut keys);
    }
    keys
}

fn collect(prefix: &str, value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                collect(&path, member, keys);
            }
        }
        Value::String(text) if text.trim().is_empty() => {}
        _ => {
            keys.insert(prefix.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_and_an_empty_text_are_found() {
        let fr = Source::new("locales/fr.json", r#"{"cart": {"title": "Panier", "empty": "Vide"}}"#);
        let en =
            Source::new("locales/en.json", r#"{"cart": {"title": "Cart", "empty": ""}, "home": "Home"}"#);
        let found: Vec<String> =
            keys(&[fr, en]).into_iter().map(|found| found.path + ": " + &found.what).collect();
        assert_eq!(
            found,
            [
                "locales/fr.json: lacks `home`, or its text is empty",
                "locales/en.json: lacks `cart.empty`, or its text is empty"
            ]
        );
    }

    #[test]
    fn the_same_keys_are_fine_and_broken_json_is_not() {
        let fr = || Source::new("locales/fr.json", r#"{"a": "b"}"#);
        assert!(keys(&[fr(), Source::new("locales/en.json", r#"{"a": "c"}"#)]).is_empty());
        assert_eq!(keys(&[fr(), Source::new("locales/en.json", "{")]).len(), 1);
    }
}
