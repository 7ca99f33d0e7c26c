//! The built apps as `vitrine serve` sends them: compressed, under their policy, asked for once or each time.

use std::{fs, io::Write, path::Path, sync::Arc};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use backend::{app::Settings, handlers};
use contract::routes;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::common::{Shop, shops};

const SHELL: &str = "<!doctype html><script type=\"module\">start()</script>";
const WASM: &str = "storefront-0123456789abcdef_bg.wasm";
const MANIFEST: &str = r#"{"name": "Vitrine", "short_name": "Vitrine", "start_url": "/fr"}"#;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

fn gzip(text: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

/// A small `dist` and a picture, with the compressed copies that the build makes.
fn furnish(folder: &Path) {
    fs::create_dir_all(folder.join("dist/desk")).unwrap();
    fs::create_dir_all(folder.join("dist/fonts")).unwrap();
    fs::create_dir_all(folder.join("pictures")).unwrap();
    let dist = |name: &str, content: &[u8]| fs::write(folder.join("dist").join(name), content).unwrap();
    dist("index.html", SHELL.as_bytes());
    dist("index.html.gz", &gzip(SHELL));
    dist("index.html.br", b"brotli of the shell");
    dist("desk/index.html", b"<!doctype html><script>desk()</script>");
    dist(WASM, b"\0asm");
    dist(&format!("{WASM}.br"), b"brotli of the wasm");
    dist(&format!("{WASM}.gz"), b"gzip of the wasm");
    dist("worker.js", b"self.addEventListener('push', () => {})");
    dist("worker.js.gz", &gzip("self.addEventListener('push', () => {})"));
    dist("fonts/familjen.woff2", b"wOF2");
    dist("manifest.fr.webmanifest", MANIFEST.as_bytes());
    fs::write(folder.join("pictures/abc-640.jpg"), [0xFF; 1000]).unwrap();
    fs::write(folder.join("secret.txt"), "nobody's business").unwrap();
}

async fn served(public_url: &str) -> (Shop, Router) {
    let mut shop = shops().await.remove(0);
    furnish(shop.folder.path());
    shop.app.settings = Arc::new(Settings {
        public_url: public_url.into(),
        dist: Some(shop.folder.path().join("dist")),
        pictures: shop.folder.path().join("pictures"),
        ..Settings::default()
    });
    let router = handlers::router(shop.app.clone());
    (shop, router)
}

async fn ask(router: &Router, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body }
}

async fn get(router: &Router, path: &str, headers: &[(&str, &str)]) -> Answer {
    ask(router, Method::GET, path, headers).await
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_it_may_not_do() {
    let (_shop, router) = served("https://shop.example").await;
    let paths = [
        "/",
        "/desk",
        "/worker.js",
        &format!("/{WASM}"),
        "/pictures/abc-640.jpg",
        "/nothing.js",
        routes::STORES,
        "/api/nothing",
    ];
    for path in paths {
        let answer = get(&router, path, &[]).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000", "{path}");
        assert!(
            answer.header("permissions-policy").starts_with("camera=(self), geolocation=(self), "),
            "{path}"
        );
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        let anywhere = path.starts_with(routes::PICTURES);
        let resources = if anywhere { "cross-origin" } else { "same-origin" };
        assert_eq!(answer.header("cross-origin-resource-policy"), resources, "{path}");
        assert!(!answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN), "{path}");
    }
    let (_shop, plain) = served("http://localhost:8080").await;
    assert_eq!(get(&plain, "/", &[]).await.header("strict-transport-security"), "");
}

#[tokio::test]
async fn pages_have_the_policy_of_their_own_scripts() {
    let (_shop, router) = served("https://shop.example").await;
    let shop = get(&router, "/fr/products", &[]).await;
    let policy = shop.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "'wasm-unsafe-eval'",
        "'sha256-",
        "connect-src 'self'",
        "manifest-src 'self'",
        "style-src 'self';",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(get(&router, "/index.html", &[]).await.header("content-security-policy"), policy);
    let desk = get(&router, "/desk/pickups", &[]).await;
    assert_eq!(desk.body, "<!doctype html><script>desk()</script>");
    assert_ne!(desk.header("content-security-policy"), policy);
}

#[tokio::test]
async fn compressed_copies_are_sent_to_who_takes_them() {
    let (_shop, router) = served("https://shop.example").await;
    for (path, kind) in [("/fr", "text/html"), (&*format!("/{WASM}"), "application/wasm")] {
        for (accepted, encoding) in [
            ("gzip, deflate, br", "br"),
            ("gzip", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("br;q=0", ""),
            ("", ""),
            ("zstd", ""),
        ] {
            let answer = get(&router, path, &[("accept-encoding", accepted)]).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert_eq!(answer.header("content-encoding"), encoding, "{path} for {accepted:?}");
            assert_eq!(answer.header("content-type"), kind, "{path} for {accepted:?}");
            assert_eq!(answer.header("vary"), "Accept-Encoding", "{path} for {accepted:?}");
        }
    }
}

#[tokio::test]
async fn what_was_edited_is_not_sent_as_it_was_compressed() {
    let (shop, router) = served("https://shop.example").await;
    let worker = get(&router, "/worker.js", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!(worker.header("content-encoding"), "gzip");
    fs::write(shop.folder.path().join("dist/worker.js"), "edited()").unwrap();
    let worker = get(&router, "/worker.js", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!((worker.header("content-encoding"), &worker.body[..]), ("", &b"edited()"[..]));
    let edited = SHELL.replace("start()", "start(1)");
    fs::write(shop.folder.path().join("dist/index.html"), &edited).unwrap();
    let answer = get(&router, "/fr", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!((answer.header("content-encoding"), &answer.body[..]), ("", edited.as_bytes()));
}

#[tokio::test]
async fn names_with_a_hash_are_kept_and_all_others_asked_for_each_time() {
    let (_shop, router) = served("https://shop.example").await;
    let forever = "public, max-age=31536000, immutable";
    let wasm = format!("/{WASM}");
    for (path, kept) in [
        ("/", "no-cache"),
        ("/desk", "no-cache"),
        ("/worker.js", "no-cache"),
        ("/fonts/familjen.woff2", "no-cache"),
        ("/manifest.fr.webmanifest", "no-cache"),
        (&*wasm, forever),
        ("/pictures/abc-640.jpg", forever),
        (routes::STORES, "no-cache"),
        ("/nothing-0123456789abcdef.js", "no-cache"),
    ] {
        assert_eq!(get(&router, path, &[]).await.header("cache-control"), kept, "{path}");
    }
}

#[tokio::test]
async fn what_is_known_is_answered_with_304_until_it_changes() {
    let (shop, router) = served("https://shop.example").await;
    for path in ["/fr", "/desk", "/worker.js", "/fonts/familjen.woff2", "/manifest.fr.webmanifest"] {
        let first = get(&router, path, &[("accept-encoding", "br")]).await;
        let tag = first.header("etag").to_string();
        assert!(first.status == StatusCode::OK && tag.len() > 2, "{path}: {tag}");
        let again = get(&router, path, &[("accept-encoding", "br"), ("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        // A browser takes over the headers of a 304.
        for name in ["etag", "cache-control", "vary", "content-security-policy"] {
            assert_eq!(again.header(name), first.header(name), "{path}: {name}");
        }
        let other = get(&router, path, &[("if-none-match", "\"another\"")]).await;
        assert_eq!(other.status, StatusCode::OK, "{path}");
    }
    let encoded = get(&router, "/fr", &[("accept-encoding", "br")]).await;
    let plain = get(&router, "/fr", &[]).await;
    assert_ne!(encoded.header("etag"), plain.header("etag"));

    // A folder that is swapped in, with files that are older than those before.
    let dist = shop.folder.path().join("dist");
    fs::rename(&dist, shop.folder.path().join("before")).unwrap();
    furnish(shop.folder.path());
    fs::write(dist.join("index.html"), "<!doctype html><script>newer()</script>").unwrap();
    let old = fs::File::options().write(true).open(dist.join("index.html")).unwrap();
    old.set_modified(std::time::UNIX_EPOCH).unwrap();
    let tag = plain.header("etag").to_string();
    let date = ("if-modified-since", "Sat, 21 Nov 2026 10:00:00 GMT");
    let swapped = get(&router, "/fr", &[("if-none-match", &tag), date]).await;
    assert_eq!(
        (swapped.status, &swapped.body[..]),
        (StatusCode::OK, &b"<!doctype html><script>newer()</script>"[..])
    );
    assert_ne!(swapped.header("content-security-policy"), plain.header("content-security-policy"));
}

/// Puts another file in the place of one, of the same length and with the same date, as a copied folder may have them.
fn swap(file: &Path, content: &[u8]) {
    let before = fs::metadata(file).unwrap();
    assert_eq!(before.len(), content.len() as u64);
    let other = file.with_added_extension("new");
    fs::write(&other, content).unwrap();
    let written = fs::File::options().write(true).open(&other).unwrap();
    written.set_modified(before.modified().unwrap()).unwrap();
    fs::rename(&other, file).unwrap();
}

#[tokio::test]
async fn a_file_that_is_swapped_for_one_of_its_length_and_date_is_another_one() {
    let (shop, router) = served("https://shop.example").await;
    let before = get(&router, "/fr", &[]).await;
    let other = SHELL.replace("start()", "other()");
    swap(&shop.folder.path().join("dist/index.html"), other.as_bytes());
    let tag = before.header("etag").to_string();
    let after = get(&router, "/fr", &[("if-none-match", &tag)]).await;
    assert_eq!((after.status, &after.body[..]), (StatusCode::OK, other.as_bytes()));
    assert_ne!(after.header("content-security-policy"), before.header("content-security-policy"));
}

#[tokio::test]
async fn a_compressed_copy_is_sent_only_while_it_holds_the_same() {
    let (shop, router) = served("https://shop.example").await;
    let copy = shop.folder.path().join("dist/worker.js.gz");
    let good = fs::read(&copy).unwrap();
    for (content, encoding) in [(good.clone(), "gzip"), (gzip("other()"), ""), (good, "gzip")] {
        fs::write(&copy, content).unwrap();
        let worker = get(&router, "/worker.js", &[("accept-encoding", "gzip")]).await;
        assert_eq!(worker.header("content-encoding"), encoding);
    }
}

#[tokio::test]
async fn who_has_a_part_of_an_earlier_version_gets_the_whole_of_this_one() {
    let (_shop, router) = served("https://shop.example").await;
    for (path, length) in [("/fonts/familjen.woff2", 4), (&*format!("/{WASM}"), 4)] {
        let part = get(&router, path, &[("range", "bytes=0-1")]).await;
        assert_eq!((part.status, part.body.len()), (StatusCode::PARTIAL_CONTENT, 2), "{path}");
        let tag = part.header("etag").to_string();
        for known in ["\"another\"", "Sat, 21 Nov 2026 10:00:00 GMT", &tag] {
            let whole = get(&router, path, &[("range", "bytes=2-"), ("if-range", known)]).await;
            assert_eq!((whole.status, whole.body.len()), (StatusCode::OK, length), "{path} {known}");
        }
    }
}

#[tokio::test]
async fn head_and_ranges_are_understood_and_nothing_is_posted() {
    let (_shop, router) = served("https://shop.example").await;
    for path in ["/fr", "/worker.js", &format!("/{WASM}"), "/pictures/abc-640.jpg"] {
        let (whole, head) = (get(&router, path, &[]).await, ask(&router, Method::HEAD, path, &[]).await);
        assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0), "{path}");
        assert_eq!(head.header("content-length"), whole.body.len().to_string(), "{path}");
        assert_eq!(head.header("etag"), whole.header("etag"), "{path}");
        let posted = ask(&router, Method::POST, path, &[]).await;
        assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    let part = get(&router, "/pictures/abc-640.jpg", &[("range", "bytes=0-99")]).await;
    assert_eq!((part.status, part.body.len()), (StatusCode::PARTIAL_CONTENT, 100));
    assert_eq!(part.header("content-range"), "bytes 0-99/1000");
    let beyond = get(&router, "/pictures/abc-640.jpg", &[("range", "bytes=5000-")]).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn nothing_outside_the_folders_is_sent_and_no_missing_file_is_a_page() {
    let (_shop, router) = served("https://shop.example").await;
    for path in [
        "/../secret.txt",
        "/fonts/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/pictures/../secret.txt",
        "/pictures/%2e%2e/secret.txt",
        "//secret.txt",
        "/nothing.js",
        "/assets/nothing-0123456789abcdef.wasm",
        "/manifest.de.webmanifest",
        "/%00.js",
        "/pictures/nothing.jpg",
    ] {
        let answer = get(&router, path, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(!body.contains("nobody's business") && !body.contains("<!doctype"), "{path}: {body}");
    }
}

#[tokio::test]
async fn a_manifest_bears_the_name_of_the_retailer() {
    let (shop, router) = served("https://shop.example").await;
    let answer = get(&router, "/manifest.fr.webmanifest", &[]).await;
    assert_eq!(answer.header("content-type"), "application/manifest+json");
    let manifest: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(manifest["name"], shop.app.retailer.name.as_str());
    assert_eq!(manifest["start_url"], "/fr");
}
