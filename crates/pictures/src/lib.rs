//! Makes the files of one picture: AVIF and JPEG at the widths of the contract. A crate of its own, because encoders are
//! generic: their code is compiled here, optimised, and not in the server, where a development build leaves it slow.

use std::{
    io::{Cursor, Write},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use contract::picture::{Picture, WIDTHS};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, RgbImage,
    codecs::{avif::AvifEncoder, jpeg::JpegEncoder},
    imageops::FilterType,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Pixels of the longer side, and bytes while decoding, at most.
const MAX_SIDE: u32 = 10_000;
const MAX_ALLOC: u64 = 256 << 20;
/// Measured on photographs of the demo: slower speeds at this size of file take two to eight times as long.
const AVIF_SPEED: u8 = 10;
const AVIF_QUALITY: u8 = 57;
const JPEG_QUALITY: u8 = 80;
/// What lies behind transparent pixels: the page's paper.
const PAPER: [u8; 3] = [0xf1, 0xee, 0xe7];

/// What is known of a picture whose files exist; kept beside them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub id: String,
    pub width: u32,
    pub height: u32,
    pub widths: Vec<u32>,
    pub colour: String,
}

impl From<Made> for Picture {
    fn from(made: Made) -> Self {
        let Made { id, width, height, widths, colour } = made;
        Picture { id, width, height, widths, colour }
    }
}

/// Makes what is missing of a picture's files in a folder.
pub fn make(bytes: &[u8], folder: &Path) -> Result<Made, String> {
    let id = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)[..10]);
    if let Some(made) = read_made(folder, &id) {
        return Ok(made);
    }
    let picture = DynamicImage::ImageRgb8(decode(bytes)?);
    let widths = widths_of(picture.width());
    let mut largest = (0, 0);
    for width in &widths {
        let resized = resize(&picture, *width);
        largest = resized.dimensions();
        let name = |ending: &str| format!("{id}-{width}.{ending}");
        write(folder, &name("jpg"), &jpeg(&resized)?)?;
        write(folder, &name("avif"), &avif(&resized)?)?;
    }
    let made = Made {
        id,
        width: largest.0,
        height: largest.1,
        widths,
        colour: dominant_colour(&picture.into_rgb8()),
    };
    let text = serde_json::to_vec(&made).map_err(|error| error.to_string())?;
    write(folder, &format!("{}.json", made.id), &text)?;
    Ok(made)
}

pub fn read_made(folder: &Path, id: &str) -> Option<Made> {
    let text = std::fs::read(folder.join(format!("{id}.json"))).ok()?;
    let made: Made = serde_json::from_slice(&text).ok()?;
    let exists = |width: &u32| {
        ["avif", "jpg"].iter().all(|ending| folder.join(format!("{id}-{width}.{ending}")).is_file())
    };
    (made.id == id && !made.widths.is_empty() && made.widths.iter().all(exists)).then_some(made)
}

/// The widths of the contract that the picture has, and its own when it is narrower than the largest.
fn widths_of(width: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|made| *made <= width).collect();
    if width < WIDTHS[WIDTHS.len() - 1] && !widths.contains(&width) {
        widths.push(width);
    }
    widths
}

fn decode(bytes: &[u8]) -> Result<RgbImage, String> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| format!("cannot be read: {error}"))?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err("is not a JPEG, PNG or WebP picture".into());
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    reader.limits(limits);
    let broken = |error: image::ImageError| format!("cannot be read as a picture: {error}");
    let mut decoder = reader.into_decoder().map_err(broken)?;
    if decoder.total_bytes() > MAX_ALLOC {
        return Err("has too many pixels".into());
    }
    let orientation = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    Ok(on_paper(picture))
}

fn on_paper(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (from, to) in picture.pixels().zip(flat.pixels_mut()) {
        let alpha = u32::from(from[3]);
        for channel in 0..3 {
            let mixed = u32::from(from[channel]) * alpha + u32::from(PAPER[channel]) * (255 - alpha);
            to[channel] = u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX);
        }
    }
    flat
}

fn resize(picture: &DynamicImage, width: u32) -> RgbImage {
    if picture.width() == width {
        return picture.to_rgb8();
    }
    let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    picture.resize_exact(width, height, FilterType::CatmullRom).into_rgb8()
}

fn jpeg(picture: &RgbImage) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
        .write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(|error| format!("cannot be made into a JPEG: {error}"))?;
    Ok(bytes)
}

fn avif(picture: &RgbImage) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    // One thread a picture: several pictures are made at once.
    AvifEncoder::new_with_speed_quality(&mut bytes, AVIF_SPEED, AVIF_QUALITY)
        .with_num_threads(Some(1))
        .write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(|error| format!("cannot be made into an AVIF: {error}"))?;
    Ok(bytes)
}

/// The mean of the most frequent of 4096 shades.
fn dominant_colour(picture: &RgbImage) -> String {
    let step = (picture.width().max(picture.height()) / 64).max(1);
    let mut shades = vec![(0_u32, [0_u32; 3]); 4096];
    for (x, y, pixel) in picture.enumerate_pixels() {
        if x % step == 0 && y % step == 0 {
            let [r, g, b] = pixel.0.map(u32::from);
            let (count, sum) = &mut shades[((r >> 4 << 8) | (g >> 4 << 4) | (b >> 4)) as usize];
            *count += 1;
            for (sum, part) in sum.iter_mut().zip([r, g, b]) {
                *sum += part;
            }
        }
    }
    let (count, sum) = shades.into_iter().max_by_key(|(count, _)| *count).unwrap_or((1, [0; 3]));
    let [r, g, b] = sum.map(|sum| sum / count.max(1));
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Under another name first, so that nobody reads half a file.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let temporary = folder.join(format!(".{name}.{}.{count}", std::process::id()));
    let written = std::fs::File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| std::fs::rename(&temporary, folder.join(name)));
    written.map_err(|error| {
        // Removing what is left is a courtesy; the error that counts is the first one.
        let _ = std::fs::remove_file(&temporary);
        format!("cannot be written to {}: {error}", folder.display())
    })
}
