use contract::{
    invoice::{ArchiveProgress, EmailInvoice, Invoice},
    newtypes::Email,
    routes,
};
use gloo_net::http::Method;

use super::{ApiError, Fetch, parse, send};
use crate::browser::{document, json};

pub fn get(id: &str) -> Fetch<Invoice> {
    Fetch::new(routes::invoice(id))
}

/// Where the PDF is, for a link.
pub fn pdf(id: &str) -> String {
    document::api_address(&routes::invoice_pdf(id))
}

/// Has it sent to an address.
pub async fn email(id: &str, to: Email) -> Result<(), ApiError> {
    let body = json::write(&EmailInvoice { email: Some(to) });
    send(Method::POST, &routes::invoice_email(id), body, None).await.map(drop)
}

/// Has the next PDFs of a year written.
pub async fn write_archive(year: i32) -> Result<ArchiveProgress, ApiError> {
    parse(&send(Method::POST, &routes::invoices_archive(year), None, None).await?)
}

/// Where all invoices of a year are in one file.
pub fn archive(year: i32) -> String {
    document::api_address(&routes::invoices_archive(year))
}
