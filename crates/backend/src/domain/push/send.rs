//! From the queue to the push services: claimed first, tried again later, given up at last.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use futures_util::{StreamExt, stream};
use reqwest::{Client, Response, StatusCode, header};
use url::Url;

use super::{keys::Keys, seal::Recipient};
use crate::{
    app::App,
    db::{
        self,
        push::{PushRow, Subscription},
    },
    domain::clock::{DAY, MINUTE},
    pictures,
};

const BATCH: i64 = 100;
const AT_ONCE: usize = 8;
/// Longer than one request may last; what a stopped machine had claimed is tried again after it.
const CLAIM: i64 = 2 * MINUTE;
const TIMEOUT: Duration = Duration::from_secs(30);
/// Minutes to wait after each failure; after the last one it is given up.
const PAUSES: [i64; 5] = [1, 5, 15, 60, 240];
pub const ATTEMPTS: usize = PAUSES.len() + 1;

/// What takes the news away.
#[derive(Clone)]
pub struct Courier {
    client: Client,
    keys: Arc<Keys>,
}

enum Answer {
    Taken,
    /// The browser is gone, or no longer wants to be told.
    Gone,
    /// To be tried again, after this many milliseconds at least.
    Later {
        reason: String,
        after: i64,
    },
    Refused {
        reason: String,
    },
}

impl Courier {
    pub async fn of(app: &App) -> anyhow::Result<Courier> {
        let client = pictures::client(app.settings.allow_private).map_err(anyhow::Error::msg)?;
        Ok(Courier { client, keys: Arc::new(Keys::load(app).await?) })
    }

    async fn carry(&self, app: &App, push: &PushRow, to: &Subscription) -> Answer {
        match self.request(app, push, to).await {
            Err(error) => Answer::Refused { reason: format!("{error:#}") },
            Ok(Err(error)) => Answer::Later { reason: error.without_url().to_string(), after: 0 },
            Ok(Ok(response)) => answer(&response),
        }
    }

    async fn request(
        &self,
        app: &App,
        push: &PushRow,
        to: &Subscription,
    ) -> anyhow::Result<reqwest::Result<Response>> {
        let url = Url::parse(&to.endpoint).context("the endpoint is not a URL")?;
        let recipient = Recipient::read(&to.p256dh, &to.auth)
            .map_err(|field| anyhow::anyhow!("the subscription's {field} can't be used"))?;
        let sealed = recipient.seal(push.payload.as_bytes());
        let body = sealed.map_err(|_| anyhow::anyhow!("the news can't be sealed"))?;
        let now = app.clock.now();
        let legal = &app.retailer.legal.email;
        let contact = if legal.is_empty() { &app.retailer.email.from } else { legal };
        let request = self
            .client
            .post(url.clone())
            .timeout(TIMEOUT)
            .header(header::AUTHORIZATION, self.keys.authorization(&url, contact, now)?)
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header("TTL", ((push.expires_at - now) / 1000).max(0).to_string())
            .header("Urgency", &push.urgency)
            // A copy that was not acknowledged takes the place of the first one, if it still waits there.
            .header("Topic", &push.id)
            .body(body);
        Ok(request.send().await)
    }
}

fn answer(response: &Response) -> Answer {
    let status = response.status();
    if status.is_success() {
        return Answer::Taken;
    }
    let reason = format!("the push service answers {status}");
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Answer::Gone,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => {
            Answer::Later { reason, after: retry_after(response) }
        }
        status if status.is_server_error() => Answer::Later { reason, after: retry_after(response) },
        _ => Answer::Refused { reason },
    }
}

/// Milliseconds to wait, as far as the service says; a day at most.
fn retry_after(response: &Response) -> i64 {
    let header = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let seconds = header.and_then(|seconds| seconds.trim().parse::<i64>().ok()).unwrap_or(0);
    seconds.clamp(0, DAY / 1000) * 1000
}

/// Tries all news that are due now; answers how many were taken.
pub async fn send_due(app: &App, courier: &Courier) -> db::Result<usize> {
    let due = db::push::due(&mut app.db.read().await?, app.clock.now(), BATCH).await?;
    let sent = stream::iter(due)
        .map(|push| send(app, courier, push))
        .buffer_unordered(AT_ONCE)
        .fold(Ok(0), async |sum: db::Result<usize>, sent| Ok(sum? + usize::from(sent?)));
    sent.await
}

async fn send(app: &App, courier: &Courier, push: PushRow) -> db::Result<bool> {
    let mut tx = app.db.write().await?;
    let claimed = db::push::claim(&mut tx, &push, app.clock.now() + CLAIM).await?;
    let to = db::push::find(&mut tx, &push.subscription_id).await?;
    tx.commit().await?;
    if !claimed {
        return Ok(false);
    }
    let answer = match &to {
        None => Answer::Refused { reason: "the browser is not told any more".into() },
        Some(_) if push.expires_at <= app.clock.now() => {
            Answer::Refused { reason: "it is no news any more".into() }
        }
        Some(to) => courier.carry(app, &push, to).await,
    };
    note(app, &push, &answer).await?;
    Ok(matches!(answer, Answer::Taken))
}

/// Writes down what became of it.
async fn note(app: &App, push: &PushRow, answer: &Answer) -> db::Result<()> {
    let mut tx = app.db.write().await?;
    match answer {
        Answer::Taken => db::push::set_sent(&mut tx, &push.id).await?,
        Answer::Gone => db::push::forget(&mut tx, &push.subscription_id).await?,
        Answer::Later { reason, after } => match pause(push.attempts) {
            Some(pause) => {
                tracing::warn!(push = push.id, reason, "news were not taken; they are tried again");
                let next = app.clock.now() + pause.max(*after);
                db::push::set_failed(&mut tx, &push.id, reason, next).await?;
            }
            None => db::push::set_dead(&mut tx, &push.id, reason).await?,
        },
        Answer::Refused { reason } => {
            tracing::warn!(push = push.id, reason, "news can't be delivered");
            db::push::set_dead(&mut tx, &push.id, reason).await?;
        }
    }
    tx.commit().await
}

/// How long to wait after one more failure; `None` when it was the last.
fn pause(failed_before: i64) -> Option<i64> {
    let minutes = usize::try_from(failed_before).ok().and_then(|failed| PAUSES.get(failed))?;
    Some(minutes * MINUTE)
}
