//! The faces that pages are set in, and what they can write.

use std::{collections::BTreeSet, sync::LazyLock};

use anyhow::{Result, anyhow};
use skrifa::{FontRef, MetadataProvider};
use takumi_core::{Fonts, resources::font::FontResource};

/// Noto Sans writes the Greek and Cyrillic names that the house's face can't.
const FILES: [&[u8]; 4] = [
    include_bytes!("../fonts/familjen-grotesk-400.ttf"),
    include_bytes!("../fonts/familjen-grotesk-500.ttf"),
    include_bytes!("../fonts/familjen-grotesk-600.ttf"),
    include_bytes!("../fonts/noto-sans-400.ttf"),
];

/// Stands for a character that no face can write; the e-invoice inside has the character itself.
const UNWRITABLE: char = '☐';

static FONTS: LazyLock<Result<Fonts, String>> = LazyLock::new(|| {
    let mut fonts = Fonts::default();
    for file in FILES {
        fonts.register(FontResource::new(file.to_vec())).map_err(|error| error.to_string())?;
    }
    Ok(fonts)
});

static WRITABLE: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
    let fonts = FILES.iter().filter_map(|file| FontRef::new(file).ok());
    fonts
        .flat_map(|font| {
            font.charmap().mappings().filter_map(|(code, _)| char::from_u32(code)).collect::<Vec<_>>()
        })
        .collect()
});

pub fn fonts() -> Result<&'static Fonts> {
    FONTS.as_ref().map_err(|error| anyhow!("the invoice's fonts: {error}"))
}

/// The text with what the faces can write.
pub fn writable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{202f}' => out.push('\u{a0}'),
            letter if letter == '\n' || WRITABLE.contains(&letter) => out.push(letter),
            letter if letter.is_whitespace() || letter.is_control() => out.push(' '),
            letter if is_invisible(letter) => {}
            _ => out.push(UNWRITABLE),
        }
    }
    out
}

/// Joiners, marks of direction and selectors of a variant: nothing is seen where one is left out.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_face_can_write_is_seen_as_a_box() {
        assert_eq!(writable("Zoé Čapek, Ελένη, Оксана"), "Zoé Čapek, Ελένη, Оксана");
        assert_eq!(writable("𝄞 1\u{202f}234 a\u{200d}b\u{7}"), "☐ 1\u{a0}234 ab ");
    }
}
