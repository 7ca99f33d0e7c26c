//! The QR code of a pass as a picture for mail readers, which show no SVG.

use std::io::Cursor;

use image::{ImageFormat, Luma};
use qrcode::{EcLevel, QrCode};

/// A reader needs this much white around the code, in modules.
const QUIET_ZONE: usize = 4;
/// Pixels of a module in the picture, and on a screen of ordinary density: whole numbers keep it crisp.
const PIXELS: u32 = 8;
const SHOWN_PIXELS: usize = 4;

fn code(token: &str) -> anyhow::Result<QrCode> {
    Ok(QrCode::with_error_correction_level(token, EcLevel::M)?)
}

/// The width at which the picture is to be shown.
pub fn shown_width(token: &str) -> anyhow::Result<usize> {
    Ok((code(token)?.width() + 2 * QUIET_ZONE) * SHOWN_PIXELS)
}

pub fn png(token: &str) -> anyhow::Result<Vec<u8>> {
    let picture =
        code(token)?.render::<Luma<u8>>().quiet_zone(true).module_dimensions(PIXELS, PIXELS).build();
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_is_a_whole_number_of_pixels_with_white_around() {
        let token = "A".repeat(144);
        let picture = image::load_from_memory(&png(&token).expect("a picture")).expect("a PNG");
        let picture = picture.to_luma8();
        assert_eq!(picture.width() as usize, 2 * shown_width(&token).expect("a width"));
        let border = 4 * PIXELS;
        assert!(picture.rows().take(border as usize).flatten().all(|pixel| pixel.0 == [255]));
        assert_eq!(picture.get_pixel(border, border).0, [0]);
        for (x, y, pixel) in picture.enumerate_pixels() {
            assert_eq!(pixel, picture.get_pixel(x / PIXELS * PIXELS, y / PIXELS * PIXELS));
        }
    }
}
