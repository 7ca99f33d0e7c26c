//! The built apps and the pictures. Names with a hash never change; everything else is asked for each time, and
//! answered with 304 while it is the same.

mod logo;
mod manifest;
pub mod policy;
mod versions;

use std::{
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use contract::routes;
use tower_http::services::{ServeDir, ServeFile};

use crate::app::App;
use versions::{Facts, Versions};

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");
/// Trunk writes 16 hex digits of a file's content into its name, and leaves out the zeros in front.
const HASH_LENGTH: std::ops::RangeInclusive<usize> = 12..=16;

pub fn router(app: &App) -> Router<App> {
    let pictures = Router::new()
        .fallback_service(ServeDir::new(&app.settings.pictures).append_index_html_on_directories(false))
        .layer(middleware::map_response(kept_for_ever));
    let router = Router::new()
        .route(routes::LOGO, get(logo::show).layer(middleware::map_response(kept_for_ever)))
        .nest_service(routes::PICTURES, pictures);
    let Some(dist) = &app.settings.dist else {
        return router.fallback(no_app);
    };
    let files = Files { dist: dist.clone(), name: app.retailer.name.clone(), versions: Versions::default() };
    router.fallback_service(get(serve).with_state(Arc::new(files)))
}

async fn no_app(uri: Uri) -> Response {
    (
        StatusCode::NOT_FOUND,
        format!("There is nothing at {}: this server was started without --dist.\n", uri.path()),
    )
        .into_response()
}

/// Pictures are named by their content, and shown in pages of other sites too.
async fn kept_for_ever(mut response: Response) -> Response {
    if response.status().is_success() {
        response.headers_mut().insert(header::CACHE_CONTROL, FOREVER);
    }
    let anywhere = HeaderValue::from_static("cross-origin");
    response.headers_mut().insert(HeaderName::from_static("cross-origin-resource-policy"), anywhere);
    response
}

/// The folder of the built apps.
struct Files {
    dist: PathBuf,
    /// The retailer's, for the manifests.
    name: String,
    versions: Versions,
}

/// Any path of the apps answers their shell; a file that is not there is not a page.
async fn serve(State(files): State<Arc<Files>>, mut request: Request) -> Response {
    // Who has a part of an earlier version would put two versions together: they get all of this one.
    if request.headers_mut().remove(header::IF_RANGE).is_some() {
        request.headers_mut().remove(header::RANGE);
    }
    let path = request.uri().path();
    if let Some(shell) = shell_of(path) {
        return files.page(shell, request).await;
    }
    if has_hash(path) {
        return files.hashed(request).await;
    }
    match manifest::name_of(path) {
        Some(name) => manifest::answer(&files.dist.join(name), &files.name, request.headers()).await,
        None => files.unhashed(request).await,
    }
}

fn shell_of(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_page = !name.contains('.') || name == "index.html";
    let is_desk = path == "/desk" || path.starts_with("/desk/");
    is_page.then_some(if is_desk { "desk/index.html" } else { "index.html" })
}

impl Files {
    /// The shell of an app, with the policy that allows its inline scripts.
    async fn page(&self, shell: &str, mut request: Request) -> Response {
        let file = self.dist.join(shell);
        let facts = match self.versions.of(&file).await {
            Ok(facts) => facts,
            Err(error) => {
                tracing::error!(%error, shell = %file.display(), "an app is not built");
                return (StatusCode::NOT_FOUND, "The app is not built.\n").into_response();
            }
        };
        let wanted = take_conditions(request.headers_mut());
        let serve = ServeFile::new(&file);
        let mut serve = if facts.compressed { serve.precompressed_br().precompressed_gzip() } else { serve };
        let Ok(response) = serve.try_call(request).await else {
            return missing();
        };
        let mut response = response.map(Body::new);
        if let Some(policy) = &facts.policy {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        }
        unless_known(response, &facts, wanted)
    }

    async fn hashed(&self, request: Request) -> Response {
        let mut response = self.file(request, true).await;
        if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
            response.headers_mut().insert(header::CACHE_CONTROL, FOREVER);
        }
        response
    }

    async fn unhashed(&self, mut request: Request) -> Response {
        let facts = match inside(&self.dist, request.uri().path()) {
            Some(file) => self.versions.of(&file).await.ok(),
            None => None,
        };
        let wanted = take_conditions(request.headers_mut());
        let compressed = facts.as_ref().is_some_and(|facts| facts.compressed);
        let response = self.file(request, compressed).await;
        match facts {
            Some(facts) if response.status().is_success() => unless_known(response, &facts, wanted),
            _ => response,
        }
    }

    async fn file(&self, request: Request, compressed: bool) -> Response {
        let folder = ServeDir::new(&self.dist).append_index_html_on_directories(false);
        let mut folder = if compressed { folder.precompressed_br().precompressed_gzip() } else { folder };
        match folder.try_call(request).await {
            Ok(response) if response.status() != StatusCode::NOT_FOUND => {
                let mut response = response.map(Body::new);
                response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
                response
            }
            _ => missing(),
        }
    }
}

fn missing() -> Response {
    let each_time = [(header::CACHE_CONTROL, EACH_TIME)];
    (StatusCode::NOT_FOUND, each_time, "There is no such file.\n").into_response()
}

/// Where a path is in the folder, if it plainly is.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path.trim_start_matches('/'));
    path.components().all(|part| matches!(part, Component::Normal(_))).then(|| folder.join(path))
}

/// The tags that the browser knows. A date says nothing: a folder that is swapped in may be older than the one before.
fn take_conditions(headers: &mut HeaderMap) -> Option<HeaderValue> {
    headers.remove(header::IF_MODIFIED_SINCE);
    headers.remove(header::IF_NONE_MATCH)
}

/// The answer, or that the browser has it already. Both have the same headers: a browser takes over those of a 304.
fn unless_known(mut response: Response, facts: &Facts, wanted: Option<HeaderValue>) -> Response {
    let headers = response.headers_mut();
    let encoding = headers.get(header::CONTENT_ENCODING).and_then(|encoding| encoding.to_str().ok());
    let tag = format!("\"{}{}\"", facts.tag, encoding.map(|name| format!("-{name}")).unwrap_or_default());
    headers.remove(header::LAST_MODIFIED);
    headers.insert(header::CACHE_CONTROL, EACH_TIME);
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if !wanted.is_some_and(|wanted| knows(&wanted, &tag)) {
        return response;
    }
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::CONTENT_RANGE);
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    *response.body_mut() = Body::empty();
    response
}

/// Whether `If-None-Match` names a tag; a proxy that compresses by itself makes it a weak one.
fn knows(wanted: &HeaderValue, tag: &str) -> bool {
    let known = wanted.to_str().unwrap_or_default();
    known.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_'])
        .any(|part| HASH_LENGTH.contains(&part.len()) && part.chars().all(|c| c.is_ascii_hexdigit()))
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
    fn paths_have_the_shell_of_their_app() {
        assert_eq!(shell_of("/"), Some("index.html"));
        assert_eq!(shell_of("/fr/products/robe"), Some("index.html"));
        assert_eq!(shell_of("/index.html"), Some("index.html"));
        assert_eq!(shell_of("/desk"), Some("desk/index.html"));
        assert_eq!(shell_of("/desk/pickups/1"), Some("desk/index.html"));
        assert_eq!(shell_of("/desk/index.html"), Some("desk/index.html"));
        assert_eq!(shell_of("/worker.js"), None);
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let folder = Path::new("dist");
        assert_eq!(inside(folder, "/fonts/a.woff2"), Some(PathBuf::from("dist/fonts/a.woff2")));
        assert_eq!(inside(folder, "/../a.txt"), None);
        assert_eq!(inside(folder, "//etc/../../a.txt"), None);
    }

    #[test]
    fn a_tag_is_known_in_a_list_and_when_a_proxy_weakened_it() {
        let known = |value| knows(&HeaderValue::from_static(value), "\"a-br\"");
        assert!(known("\"a-br\"") && known("\"b\", \"a-br\"") && known("W/\"a-br\"") && known("*"));
        assert!(!known("\"a\"") && !known("a-br") && !known(""));
    }
}
