//! The mailbox of development: what would have been sent. Mounted on loopback only, and when it was asked for.

use std::sync::LazyLock;

use anyhow::Context;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use minijinja::{Environment, Value, context, value::Serde};
use serde::Serialize;

use crate::{
    app::App,
    domain::{
        mail::{self, Kept, PASS_PICTURE, qr},
        refusal::{Outcome, not_found},
    },
};

const PAGE: &str = "mailbox.html";
/// No script runs, neither in the page nor in a mail.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'",
);

static PAGES: LazyLock<Result<Environment<'static>, minijinja::Error>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    pages.add_template(PAGE, include_str!("../../templates/mail/mailbox.html"))?;
    Ok(pages)
});

pub fn router() -> Router<App> {
    Router::new()
        .route("/mailbox", get(list))
        .route("/mailbox.json", get(json))
        .route("/mailbox/{id}", get(show))
        .route("/mailbox/{id}/qr.png", get(qr_png))
}

/// A mail as the browser tests read it.
#[derive(Serialize)]
struct Shown {
    id: String,
    to: String,
    subject: String,
    text: String,
    html: String,
    link: Option<String>,
    digits: Option<String>,
    created_at: contract::time::Timestamp,
}

impl From<Kept> for Shown {
    fn from(kept: Kept) -> Self {
        let mail = kept.mail;
        // A browser knows no pictures by content id.
        let picture = format!("/mailbox/{}/qr.png", mail.id);
        Self {
            html: mail.body_html.replace(&format!("cid:{PASS_PICTURE}"), &picture),
            id: mail.id,
            to: mail.recipient,
            subject: mail.subject,
            text: mail.body_text,
            link: kept.link,
            digits: kept.digits,
            created_at: kept.created_at,
        }
    }
}

async fn mails(app: &App) -> Outcome<Vec<Shown>> {
    Ok(mail::newest(app).await?.into_iter().map(Shown::from).collect())
}

async fn list(State(app): State<App>) -> Outcome<Response> {
    let mails = mails(&app).await?;
    page(context! { mails => Value::from(Serde(mails)) })
}

async fn json(State(app): State<App>) -> Outcome<Json<Vec<Shown>>> {
    Ok(Json(mails(&app).await?))
}

async fn show(State(app): State<App>, Path(id): Path<String>) -> Outcome<Response> {
    let kept = mail::find(&app, &id).await?.ok_or_else(|| not_found("mail"))?;
    page(context! { mail => Value::from(Serde(Shown::from(kept))) })
}

async fn qr_png(State(app): State<App>, Path(id): Path<String>) -> Outcome<Response> {
    let kept = mail::find(&app, &id).await?;
    let token = kept.and_then(|kept| kept.mail.qr_token).ok_or_else(|| not_found("picture"))?;
    let type_ = HeaderValue::from_static("image/png");
    Ok(([(header::CONTENT_TYPE, type_)], qr::png(&token)?).into_response())
}

fn page(context: Value) -> Outcome<Response> {
    let pages = PAGES.as_ref().context("the mailbox's page")?;
    let html = pages.get_template(PAGE)?.render(context)?;
    Ok(([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response())
}
