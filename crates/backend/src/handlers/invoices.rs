//! Invoices: their content, their PDF, by e-mail, and a year's in one zip; naming the company that buys.

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::IntoResponse,
    routing::{get, post, put},
};
use contract::{
    error::Problem,
    invoice::{ArchiveProgress, EmailInvoice, Invoice, NameCompany},
    language::Language,
    routes,
};
use serde::Deserialize;
use tokio_stream::wrappers::ReceiverStream;

use super::{
    cookie::Caller,
    extract::{Json, Path, Query},
    orders::private,
};
use crate::{
    app::App,
    domain::{invoice, refusal::Outcome},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::INVOICE, get(show))
        .route(routes::INVOICE_PDF, get(pdf))
        .route(routes::INVOICE_EMAIL, post(mail))
        .route(routes::INVOICES_ARCHIVE, get(archive).post(make_archive))
        .route(routes::PURCHASE_COMPANY, put(name_company))
}

#[utoipa::path(get, path = routes::INVOICE, tag = "invoices", params(("id" = String, Path)),
    responses((status = 200, body = Invoice), (status = 404, body = Problem)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Outcome<(HeaderMap, Json<Invoice>)> {
    let invoice = invoice::find(&app, caller.session.as_deref(), &id).await?;
    Ok((private(HeaderMap::new()), Json(invoice)))
}

/// How the PDF is to be shown.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PdfQuery {
    /// In the browser, instead of being saved; its value does not matter.
    view: Option<String>,
}

/// The same bytes each time: a Factur-X document.
#[utoipa::path(get, path = routes::INVOICE_PDF, tag = "invoices", params(("id" = String, Path), PdfQuery),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 404, body = Problem)))]
pub async fn pdf(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Query(query): Query<PdfQuery>,
) -> Outcome<impl IntoResponse> {
    let file = invoice::file(&app, caller.session.as_deref(), &id).await?;
    let shown = if query.view.is_some() { "inline" } else { "attachment" };
    Ok((private(named("application/pdf", shown, &file.name)?), file.pdf))
}

/// Sends the PDF by e-mail, to the purchase's own address or to another one.
#[utoipa::path(post, path = routes::INVOICE_EMAIL, tag = "invoices", params(("id" = String, Path)),
    request_body = EmailInvoice, responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn mail(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(request): Json<EmailInvoice>,
) -> Outcome<StatusCode> {
    invoice::mail(&app, caller.session.as_deref(), &id, &request).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which invoices.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct YearQuery {
    /// That of their numbers.
    year: u16,
    /// Of the file's name and of the table inside; else as the browser wants it.
    language: Option<Language>,
}

/// All invoices of a year that this browser or its account may see, with a table of them.
#[utoipa::path(get, path = routes::INVOICES_ARCHIVE, tag = "invoices", params(YearQuery),
    responses((status = 200, content_type = "application/zip", body = Vec<u8>), (status = 404, body = Problem)))]
pub async fn archive(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Query(query): Query<YearQuery>,
) -> Outcome<impl IntoResponse> {
    let language = query.language.or_else(|| accepted(&headers)).unwrap_or(app.retailer.default_language);
    let year = i64::from(query.year);
    let pieces = invoice::archive(&app, caller.session.as_deref(), year, language).await?;
    let name = invoice::archive_name(year, language)?;
    let body = Body::from_stream(ReceiverStream::new(pieces));
    Ok((private(named("application/zip", "attachment", &name)?), body))
}

/// Makes the next PDFs of the year, so that the zip comes at once.
#[utoipa::path(post, path = routes::INVOICES_ARCHIVE, tag = "invoices", params(YearQuery),
    responses((status = 200, body = ArchiveProgress), (status = 404, body = Problem)))]
pub async fn make_archive(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<YearQuery>,
) -> Outcome<(HeaderMap, Json<ArchiveProgress>)> {
    let year = i64::from(query.year);
    let progress = invoice::progress(&app, caller.session.as_deref(), year).await?;
    Ok((private(HeaderMap::new()), Json(progress)))
}

/// The invoice names the company, the one that is written already is taken back and written anew.
#[utoipa::path(put, path = routes::PURCHASE_COMPANY, tag = "purchases", params(("id" = String, Path)),
    request_body = NameCompany, responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn name_company(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Json(request): Json<NameCompany>,
) -> Outcome<StatusCode> {
    invoice::name_company(&app, caller.session.as_deref(), &id, &request.company).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The headers of a file, whose name is made of letters, digits, dashes and a dot.
fn named(kind: &'static str, shown: &str, name: &str) -> Outcome<HeaderMap> {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = HeaderValue::from_str(&format!("{shown}; filename=\"{name}\""))?;
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    Ok(headers)
}

/// The first language that the browser names and the shop speaks.
fn accepted(headers: &HeaderMap) -> Option<Language> {
    let named = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    named.split(',').find_map(|part| {
        let tag = part.split([';', '-']).next().unwrap_or_default().trim();
        Language::from_tag(&tag.to_lowercase())
    })
}
