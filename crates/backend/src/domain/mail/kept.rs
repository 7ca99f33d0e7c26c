//! Mails as a developer reads them in the mailbox.

use super::say;
use crate::{
    app::App,
    db::{self, mail::MailRow},
    domain::clock::timestamp,
};

/// The content id of the QR code's picture.
pub const PASS_PICTURE: &str = "pass";

/// How many the mailbox shows.
const SHOWN: i64 = 200;

pub struct Kept {
    pub mail: MailRow,
    pub created_at: contract::time::Timestamp,
    /// The private link that it holds.
    pub link: Option<String>,
    /// The digits of the pass that it shows.
    pub digits: Option<String>,
}

pub async fn newest(app: &App) -> db::Result<Vec<Kept>> {
    let mails = db::mail::newest(&mut app.db.read().await?, SHOWN).await?;
    Ok(mails.into_iter().map(|mail| kept(app, mail)).collect())
}

pub async fn find(app: &App, id: &str) -> db::Result<Option<Kept>> {
    let mail = db::mail::find(&mut app.db.read().await?, id).await?;
    Ok(mail.map(|mail| kept(app, mail)))
}

fn kept(app: &App, mail: MailRow) -> Kept {
    let start = format!("{}/", app.settings.public_url);
    let mut words = mail.body_text.split_whitespace();
    let link = words.find(|word| word.starts_with(&start) && word.contains('#'));
    Kept {
        created_at: timestamp(mail.created_at, &app.retailer.zone()),
        link: link.map(String::from),
        digits: mail.body_text.lines().find_map(digits),
        mail,
    }
}

/// The digits are a line of their own.
fn digits(line: &str) -> Option<String> {
    let line = line.trim();
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 6 && line == say::digits(&digits)).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_found_on_their_own_line_only() {
        assert_eq!(digits("    123\u{a0}456"), Some("123456".into()));
        assert_eq!(digits("call 123\u{a0}456"), None);
        assert_eq!(digits("123 456 7"), None);
    }
}
