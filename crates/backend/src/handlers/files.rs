//! The built apps and the pictures. Names with a hash never change; the pages are asked for each time.

use std::path::{Path, PathBuf};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
};
use contract::routes;
use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use tower_http::services::ServeDir;

use crate::app::{App, Settings};

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");
/// Trunk writes 16 hex digits of a file's content into its name, and leaves out the zeros in front.
const HASH_LENGTH: std::ops::RangeInclusive<usize> = 12..=16;

pub fn router(settings: &Settings) -> Router<App> {
    let pictures = Router::new()
        .fallback_service(ServeDir::new(&settings.pictures).append_index_html_on_directories(false))
        .layer(middleware::map_response(forever_if_found));
    let router = Router::new().nest_service(routes::PICTURES, pictures);
    let Some(dist) = &settings.dist else {
        return router.fallback(no_app);
    };
    let files = ServeDir::new(dist)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
        .fallback(axum::routing::get(page).with_state(Pages::new(dist)));
    router.fallback_service(Router::new().fallback_service(files).layer(middleware::from_fn(cache)))
}

async fn no_app(uri: Uri) -> Response {
    (
        StatusCode::NOT_FOUND,
        format!("There is nothing at {}: this server was started without --dist.\n", uri.path()),
    )
        .into_response()
}

async fn forever_if_found(mut response: Response) -> Response {
    if response.status().is_success() {
        response.headers_mut().insert(header::CACHE_CONTROL, FOREVER);
    }
    response
}

async fn cache(request: Request, next: Next) -> Response {
    let hashed = has_hash(request.uri().path());
    let mut response = next.run(request).await;
    let page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let forever = hashed && !page && response.status().is_success();
    response.headers_mut().insert(header::CACHE_CONTROL, if forever { FOREVER } else { EACH_TIME });
    response
}

fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_'])
        .any(|part| HASH_LENGTH.contains(&part.len()) && part.chars().all(|c| c.is_ascii_hexdigit()))
}

/// The shells of the two apps, and what their inline scripts hash to.
#[derive(Clone)]
struct Pages {
    shop: PathBuf,
    desk: PathBuf,
}

impl Pages {
    fn new(dist: &Path) -> Self {
        Self { shop: dist.join("index.html"), desk: dist.join("desk/index.html") }
    }
}

/// Any path of the apps answers their shell; a file that is not there is not a page.
async fn page(State(pages): State<Pages>, uri: Uri) -> Response {
    let path = uri.path();
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let desk = path == "/desk" || path.starts_with("/desk/");
    let shell = if desk { &pages.desk } else { &pages.shop };
    match tokio::fs::read_to_string(shell).await {
        Ok(html) if !is_file || path.ends_with("/index.html") => {
            let policy = HeaderValue::from_str(&content_policy(&html));
            let mut response = Html(html).into_response();
            if let Ok(policy) = policy {
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
            }
            response
        }
        Ok(_) => (StatusCode::NOT_FOUND, "There is no such file.\n").into_response(),
        Err(error) => {
            tracing::error!(%error, shell = %shell.display(), "an app is not built");
            (StatusCode::NOT_FOUND, "The app is not built.\n").into_response()
        }
    }
}

/// Only our own scripts run: files, wasm, and the inline ones that the build wrote.
fn content_policy(html: &str) -> String {
    let hashes: String = inline_scripts(html)
        .map(|script| format!(" 'sha256-{}'", BASE64.encode(&Sha256::digest(script.as_bytes()))))
        .collect();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'self'; \
         frame-ancestors 'none'; form-action 'self'"
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
    fn names_with_a_hash_are_kept_for_ever() {
        assert!(has_hash("/storefront-0123456789abcdef_bg.wasm"));
        assert!(has_hash("/desk/desk-0123456789abcdef.js"));
        assert!(has_hash("/storefront-f7143a06d64000b_bg.wasm"));
        assert!(!has_hash("/index.html"));
        assert!(!has_hash("/fonts/familjen.woff2"));
    }

    #[test]
    fn inline_scripts_are_allowed_by_their_hash_only() {
        let html = "<script src=\"a.js\"></script><script type=\"module\">init()</script>";
        assert_eq!(inline_scripts(html).collect::<Vec<_>>(), ["init()"]);
        assert!(content_policy(html).contains("'sha256-"));
        assert!(!content_policy(html).contains("script-src 'self' 'unsafe-inline'"));
    }
}
