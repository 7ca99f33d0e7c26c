//! What goes in as a shop's picture, and what comes out. Beside the library, so that the encoders are compiled once.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use pictures::{Made, make};

fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, ImageFormat::Png).expect("writing to memory");
    bytes.into_inner()
}

fn made(picture: impl Into<DynamicImage>) -> Made {
    let folder = tempfile::tempdir().expect("a folder");
    make(&png(picture), folder.path()).expect("a picture")
}

#[test]
fn no_file_is_wider_than_the_picture() {
    let widths = |width| made(RgbImage::from_pixel(width, 8, Rgb([90, 90, 90]))).widths;
    assert_eq!(widths(2000), [320, 640, 1024]);
    assert_eq!(widths(1024), [320, 640, 1024]);
    assert_eq!(widths(800), [320, 640, 800]);
    assert_eq!(widths(640), [320, 640]);
    assert_eq!(widths(100), [100]);
}

#[test]
fn a_picture_is_made_once_and_named_by_its_content() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = png(RgbImage::from_pixel(400, 500, Rgb([200, 16, 32])));
    let made = make(&bytes, folder.path()).expect("a picture");
    assert_eq!((made.width, made.height), (400, 500));
    assert_eq!((made.widths.as_slice(), made.colour.as_str()), (&[320, 400][..], "#c81020"));
    let file = folder.path().join(format!("{}-320.avif", made.id));
    let first = std::fs::metadata(&file).and_then(|data| data.modified()).expect("the file");
    assert_eq!(make(&bytes, folder.path()), Ok(made.clone()));
    assert_eq!(std::fs::metadata(&file).and_then(|data| data.modified()).expect("the file"), first);
    std::fs::remove_file(&file).expect("removing");
    assert_eq!(make(&bytes, folder.path()), Ok(made));
    assert!(file.is_file());
    let jpeg = image::open(folder.path().join(file.with_extension("jpg"))).expect("a JPEG");
    assert_eq!((jpeg.width(), jpeg.height()), (320, 400));
    let left = std::fs::read_dir(folder.path()).expect("the folder").filter_map(Result::ok);
    assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().starts_with('.')));
}

#[test]
fn transparent_pixels_lie_on_the_pages_paper() {
    assert_eq!(made(RgbaImage::from_pixel(10, 10, Rgba([0, 0, 0, 0]))).colour, "#f1eee7");
}

#[test]
fn what_is_no_picture_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |bytes: &[u8]| make(bytes, folder.path()).expect_err("a refusal");
    assert!(refused(b"<svg/>").contains("not a JPEG"));
    let mut cut = png(RgbImage::from_pixel(300, 300, Rgb([1, 2, 3])));
    cut.truncate(60);
    assert!(refused(&cut).contains("cannot be read"));
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() {
    let mut bytes = png(RgbImage::new(1, 1));
    // The width in the PNG's first chunk; its checksum is not looked at before the limit.
    bytes[16..20].copy_from_slice(&100_000_u32.to_be_bytes());
    let folder = tempfile::tempdir().expect("a folder");
    assert!(make(&bytes, folder.path()).is_err());
}
