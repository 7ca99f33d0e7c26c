//! A mail as it travels: plain text, or HTML with its QR code inside; beside them the PDF that it brings.

use anyhow::Context;
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

use super::{PASS_PICTURE, qr};
use crate::{
    db::mail::MailRow,
    domain::{invoice::File, retailer::Retailer},
};

/// Who writes, and who reads the answers.
pub struct Sender {
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

impl Sender {
    pub fn of(retailer: &Retailer) -> anyhow::Result<Sender> {
        let from: Address = retailer.email.from.parse().with_context(|| {
            format!("email.from in the retailer's file is not an address: {:?}", retailer.email.from)
        })?;
        let reply_to = retailer.legal.email.parse().ok().filter(|address| *address != from);
        Ok(Sender {
            from: Mailbox::new(Some(retailer.name.clone()), from),
            reply_to: reply_to.map(|address| Mailbox::new(Some(retailer.name.clone()), address)),
        })
    }

    pub fn message(&self, mail: &MailRow, attached: Option<File>) -> anyhow::Result<Message> {
        let to: Address = mail.recipient.parse().context("the recipient is not an address")?;
        // The same mail has the same id however often it is sent, so that a mail reader can drop the second.
        let id = format!("<{}@{}>", mail.id, self.from.email.domain());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .message_id(Some(id))
            // Holiday notices do not answer machines.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".into(),
            ));
        if let Some(reply_to) = &self.reply_to {
            message = message.reply_to(reply_to.clone());
        }
        let mut html = MultiPart::related().singlepart(SinglePart::html(mail.body_html.clone()));
        if let Some(token) = &mail.qr_token {
            let picture = Attachment::new_inline_with_name(PASS_PICTURE.into(), "qr.png".into());
            html = html.singlepart(picture.body(qr::png(token)?, ContentType::parse("image/png")?));
        }
        let text = SinglePart::plain(mail.body_text.clone());
        let said = MultiPart::alternative().singlepart(text).multipart(html);
        let Some(file) = attached else {
            return Ok(message.multipart(said)?);
        };
        let file = Attachment::new(file.name).body(file.pdf, ContentType::parse("application/pdf")?);
        Ok(message.multipart(MultiPart::mixed().multipart(said).singlepart(file))?)
    }
}
