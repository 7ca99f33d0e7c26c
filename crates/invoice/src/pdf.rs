//! The page as PDF/A-3a and PDF/UA-1, with the e-invoice inside: a Factur-X document.

use std::sync::{Arc, LazyLock};

use anyhow::{Context, Result, anyhow};
use contract::invoice::Invoice;
use takumi_core::{
    html::{FromHtmlOptions, from_html},
    layout::node::Node,
    style::{Lang, StyleSheet},
};
use takumi_pdf::{
    Attachment, AttachmentRelationship, PageMargin, PageMargins, PageOptions, PdfDate, PdfMetadata,
    PdfOptions, PdfStandard, Tagging, XmpProperty, XmpSchema, render,
};

use crate::{
    face::{fonts, writable},
    format::day_parts,
    logo::{Logo, images},
    page::page,
    words::Words,
};

/// The name that Factur-X gives the file.
const FILE: &str = "factur-x.xml";

static STYLE: LazyLock<Arc<StyleSheet>> = LazyLock::new(|| {
    Arc::new(StyleSheet::parse_owned_list_loosy(vec![include_str!("../templates/invoice.css").to_string()]))
});

const PAPER: PageOptions = PageOptions {
    margin: PageMargins {
        top: PageMargin::Px(56.0),
        right: PageMargin::Px(64.0),
        bottom: PageMargin::Px(72.0),
        left: PageMargin::Px(64.0),
    },
    ..PageOptions::A4
};

/// The page as PDF/A-3a and PDF/UA-1 with the XML attached as `factur-x.xml` and the XMP of Factur-X. Takes about
/// 10 ms of computing: not for a thread that serves others. Without a logo the brand stands there in words.
pub fn pdf(invoice: &Invoice, xml: &str, logo: Option<&Logo>) -> Result<Vec<u8>> {
    let page = page(invoice, logo.is_some())?;
    let words = Words::of(invoice.language);
    let language = Lang::parse(invoice.language.tag()).context("a language of the shop is a BCP 47 tag")?;
    let options = PdfOptions::builder()
        .node(node(&page.body)?)
        .footer(node(&page.footer)?)
        .stylesheet(Arc::clone(&STYLE))
        .images(images(logo))
        .page(PAPER)
        .fonts(fonts()?)
        .lang(Some(language))
        .standard(PdfStandard::A3a)
        .tagged(Tagging::Ua1)
        .metadata(metadata(invoice, words))
        .attachments(vec![attachment(xml, words)])
        .build();
    render(options).with_context(|| format!("setting the page of {}", invoice.number))
}

/// Sets nothing but the logo.
pub fn try_logo(logo: &Logo) -> Result<()> {
    let options = PdfOptions::builder()
        .node(node("<p class=\"brand\"><img class=\"logo\" src=\"logo\" alt=\"\"></p>")?)
        .stylesheet(Arc::clone(&STYLE))
        .images(images(Some(logo)))
        .page(PAPER)
        .fonts(fonts()?)
        .standard(PdfStandard::A3b)
        .build();
    render(options).context("setting a page")?;
    Ok(())
}

fn node(html: &str) -> Result<Node> {
    from_html(html, FromHtmlOptions::default()).map_err(|error| anyhow!("the invoice's template: {error}"))
}

fn metadata(invoice: &Invoice, words: &Words) -> PdfMetadata {
    let title = words.fill("title", &[("kind", words.kind(invoice.kind)), ("number", &invoice.number)]);
    PdfMetadata {
        title: Some(writable(&title)),
        authors: vec![writable(&invoice.seller.name)],
        creator: Some("Vitrine".into()),
        creation_date: Some(date(&invoice.issued_on)),
        xmp: vec![factur_x()],
        ..PdfMetadata::default()
    }
}

/// The day it was issued, not the moment it was set, so that setting it again gives the same bytes.
fn date(day: &str) -> PdfDate {
    let (year, month, day) = day_parts(day).unwrap_or((2000, 1, 1));
    PdfDate { year, month, day, hour: 0, minute: 0, second: 0 }
}

fn attachment(xml: &str, words: &Words) -> Attachment {
    Attachment {
        name: FILE.into(),
        data: xml.as_bytes().to_vec(),
        mime_type: Some("text/xml".into()),
        description: Some(words.get("attachment").to_string()),
        relationship: AttachmentRelationship::Alternative,
        modification_date: None,
    }
}

fn factur_x() -> XmpSchema {
    let property = |name: &str, value: &str, description: &str| XmpProperty {
        name: name.into(),
        value: value.into(),
        description: description.into(),
    };
    XmpSchema {
        name: "Factur-X PDFA Extension Schema".into(),
        prefix: "fx".into(),
        namespace: "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#".into(),
        properties: vec![
            property("DocumentType", "INVOICE", "The type of the hybrid document"),
            property("DocumentFileName", FILE, "The name of the embedded XML document"),
            property("Version", "1.0", "The version of the XML schema"),
            property("ConformanceLevel", "EN 16931", "The conformance level of the XML document"),
        ],
    }
}
