//! Pictures from the web, with a server that misbehaves in every way.

use std::{
    io::{Read, Write},
    net::TcpListener,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use backend::pictures::{Made, Options, Workshop};

const VASE: &[u8] = include_bytes!("fixtures/shop/images/vase.png");

/// Serves until the test ends; answers its address and how often it was asked.
fn server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut buffer = [0; 4096];
            let length = stream.read(&mut buffer).unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            let request = String::from_utf8_lossy(&buffer[..length]).to_string();
            let path = request.split(' ').nth(1).unwrap_or("/").to_string();
            // A client that has seen enough closes first.
            let _may_be_gone = stream.write_all(&answer(&path));
        }
    });
    (address, asked)
}

fn answer(path: &str) -> Vec<u8> {
    let head = |status: &str, fields: &str| {
        format!("HTTP/1.1 {status}\r\nConnection: close\r\n{fields}\r\n").into_bytes()
    };
    let picture = |fields: &str| {
        [head("200 OK", &format!("Content-Type: image/png\r\n{fields}")), VASE.to_vec()].concat()
    };
    match path {
        "/vase.png" => picture(""),
        "/moved" => head("302 Found", "Location: /vase.png\r\n"),
        "/metadata" => head("302 Found", "Location: http://169.254.169.254/latest\r\n"),
        "/file" => head("302 Found", "Location: file:///etc/passwd\r\n"),
        "/loop" => head("302 Found", "Location: /loop\r\n"),
        "/page" => [head("200 OK", "Content-Type: text/html\r\n"), b"<html>".to_vec()].concat(),
        "/large" => head("200 OK", "Content-Type: image/png\r\nContent-Length: 30000000\r\n"),
        "/endless" => [head("200 OK", "Content-Type: image/png\r\n"), vec![0; 21 << 20]].concat(),
        "/lie" => [head("200 OK", "Content-Type: image/png\r\n"), b"<svg/>".to_vec()].concat(),
        _ => head("404 Not Found", ""),
    }
}

fn make(folder: &tempfile::TempDir, allow_private: bool, links: &[String]) -> Vec<Result<Made, String>> {
    let workshop = Workshop::new(Options { folder: folder.path().join("pictures"), allow_private }).unwrap();
    let links: Vec<_> = links.iter().map(|link| (PathBuf::from("."), link.clone())).collect();
    workshop.make_all(&links, &|| {})
}

#[test]
fn a_picture_is_fetched_once_and_redirects_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (address, asked) = server();
    let links = [format!("{address}/vase.png"), format!("{address}/moved")];
    let made: Vec<Made> = make(&folder, true, &links).into_iter().map(Result::unwrap).collect();
    assert_eq!((made[0].width, made[0].height, &made[0].id), (8, 10, &made[1].id));
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    assert_eq!(make(&folder, true, &links[..1])[0].as_ref().unwrap(), &made[0]);
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[test]
fn what_is_no_picture_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let (address, _) = server();
    for (path, reason) in [
        ("/file", "is not http or https, but file"),
        ("/loop", "redirected more than 5 times"),
        ("/page", "is not a picture but \"text/html\""),
        ("/large", "larger than 20 MB"),
        ("/endless", "larger than 20 MB"),
        ("/lie", "is not a JPEG, PNG or WebP"),
        ("/none", "404"),
    ] {
        let error = make(&folder, true, &[format!("{address}{path}")]).remove(0).unwrap_err();
        assert!(error.contains(reason), "{path}: {error}");
    }
}

#[test]
fn private_networks_are_not_called() {
    let folder = tempfile::tempdir().unwrap();
    let (address, asked) = server();
    let port = address.rsplit_once(':').unwrap().1;
    let links = [
        format!("{address}/vase.png"),
        format!("http://localhost:{port}/vase.png"),
        format!("http://[::1]:{port}/vase.png"),
        format!("http://[::ffff:127.0.0.1]:{port}/vase.png"),
        format!("http://2130706433:{port}/vase.png"),
    ];
    for (link, outcome) in links.iter().zip(make(&folder, false, &links)) {
        let error = outcome.unwrap_err();
        assert!(error.contains("private network"), "{link}: {error}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}
