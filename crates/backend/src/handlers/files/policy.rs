//! What a page of ours may load and run: our own files, wasm, and the inline scripts that the build wrote.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// The policy of a page; `api` is the origin of an API on another host.
pub fn of_page(html: &str, api: Option<&str>) -> String {
    let hashes: String = inline_scripts(html)
        .map(|script| format!(" 'sha256-{}'", BASE64.encode(&Sha256::digest(script.as_bytes()))))
        .collect();
    let api = api.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; \
         img-src 'self' data: blob:{api}; font-src 'self'; connect-src 'self'{api}; manifest-src 'self'; \
         worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
}

fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_allowed_by_their_hash_only() {
        let html = "<script src=\"a.js\"></script><script type=\"module\">init()</script>";
        assert_eq!(inline_scripts(html).collect::<Vec<_>>(), ["init()"]);
        let policy = of_page(html, None);
        assert!(policy.contains("'sha256-") && !policy.contains("unsafe-inline"));
    }

    #[test]
    fn another_host_is_where_data_and_pictures_come_from() {
        let policy = of_page("", Some("https://api.shop.example"));
        assert!(policy.contains("connect-src 'self' https://api.shop.example;"), "{policy}");
        assert!(policy.contains("img-src 'self' data: blob: https://api.shop.example;"), "{policy}");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    }
}
