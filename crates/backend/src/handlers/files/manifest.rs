//! The web app manifests, under the retailer's own name.

use std::path::Path;

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use super::{
    missing, unless_known,
    versions::{Facts, tag_of},
};

const TYPE: HeaderValue = HeaderValue::from_static("application/manifest+json");

/// The file that a path names, if it is a manifest at the root.
pub fn name_of(path: &str) -> Option<&str> {
    path.strip_prefix('/').filter(|name| name.ends_with(".webmanifest") && !name.contains(['/', '\\', '%']))
}

pub async fn answer(file: &Path, retailer: &str, headers: &HeaderMap) -> Response {
    let Ok(text) = tokio::fs::read_to_string(file).await else {
        return missing();
    };
    let Some(manifest) = named(&text, retailer) else {
        tracing::error!(file = %file.display(), "a manifest is not a JSON object");
        return missing();
    };
    let facts = Facts { tag: tag_of(manifest.as_bytes()), policy: None, compressed: false };
    let response = ([(header::CONTENT_TYPE, TYPE)], manifest).into_response();
    unless_known(response, &facts, headers.get(header::IF_NONE_MATCH).cloned())
}

/// The manifest with the retailer's name in place of ours; everything else stays.
fn named(text: &str, retailer: &str) -> Option<String> {
    let mut manifest: Value = serde_json::from_str(text).ok()?;
    let members = manifest.as_object_mut()?;
    for key in ["name", "short_name"] {
        members.insert(key.to_string(), Value::from(retailer));
    }
    Some(manifest.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_bears_the_retailers_name_and_keeps_the_rest() {
        let text = r#"{"name": "Vitrine", "short_name": "Vitrine", "start_url": "/fr", "icons": [{"src": "/a.png"}]}"#;
        let named: Value =
            serde_json::from_str(&named(text, "L’Étal").unwrap_or_default()).unwrap_or_default();
        assert_eq!(named["name"], "L’Étal");
        assert_eq!(named["short_name"], "L’Étal");
        assert_eq!(named["start_url"], "/fr");
        assert_eq!(named["icons"][0]["src"], "/a.png");
    }

    #[test]
    fn only_an_object_is_a_manifest() {
        assert_eq!(named("[1]", "L’Étal"), None);
        assert_eq!(named("<!doctype html>", "L’Étal"), None);
    }

    #[test]
    fn only_those_at_the_root_are_named() {
        assert_eq!(name_of("/manifest.fr.webmanifest"), Some("manifest.fr.webmanifest"));
        assert_eq!(name_of("/other/manifest.fr.webmanifest"), None);
        assert_eq!(name_of("/manifest.json"), None);
    }
}
