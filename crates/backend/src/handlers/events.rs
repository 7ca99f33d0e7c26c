//! Live events as one stream a browser.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{
        IntoResponse, Response,
        sse::{self, KeepAlive, Sse},
    },
    routing::get,
};
use contract::{event::Event, routes};
use futures_util::{Stream, StreamExt, stream};
use serde::Deserialize;
use tokio::sync::broadcast::{self, error::RecvError};

use super::{cookie::Caller, extract::Query};
use crate::{
    app::App,
    db::{self, Tx},
    domain::{
        clock::MINUTE,
        outbox::{self, Numbered},
        refusal::Outcome,
        session,
    },
};

pub fn router() -> Router<App> {
    Router::new().route(routes::EVENTS, get(listen))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// The number of the last event that is known; of it and `Last-Event-ID` the larger counts.
    after: Option<i64>,
}

/// How often a stream looks whether who opened it may still hear it, by the shop's clock.
const LOOK_EVERY: i64 = MINUTE;
const TICK: Duration = Duration::from_secs(1);

/// What a stream may hear beside what everyone hears.
#[derive(Clone, PartialEq, Eq)]
struct Audience {
    session: Option<String>,
    store_id: Option<String>,
}

impl Audience {
    async fn of(tx: &mut Tx, app: &App, caller: &Caller) -> db::Result<Self> {
        let now = app.clock.now();
        let session = session::known(tx, caller.session.as_deref(), now).await?.map(|session| session.hash);
        let associate = match &caller.desk {
            Some(hash) => db::associate::of_session(tx, hash, now).await?,
            None => None,
        };
        Ok(Self { session, store_id: associate.map(|who| who.store_id) })
    }

    fn hears(&self, event: &Numbered) -> bool {
        let entry = &event.entry;
        let public = entry.subject_id.is_none() && entry.store_id.is_none();
        public
            || self.session.as_ref().is_some_and(|session| event.sessions.contains(session))
            || self.store_id.is_some() && self.store_id == entry.store_id
    }
}

#[utoipa::path(get, path = routes::EVENTS, tag = "events", params(After), responses(
    (status = 200, content_type = "text/event-stream", body = Event, description = "`id` is the event's number")))]
pub async fn listen(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<After>,
    headers: HeaderMap,
) -> Outcome<Response> {
    let header = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    let after = query.after.max(header);
    // Listening begins before reading what was missed, so nothing falls between.
    let live = app.live.subscribe();
    let mut tx = app.db.read().await?;
    let audience = Audience::of(&mut tx, &app, &caller).await?;
    let over = over(app.clone(), caller, audience.clone());
    let last = db::outbox::last(&mut tx).await?;
    let oldest = db::outbox::oldest(&mut tx).await?.unwrap_or(last + 1);
    let after = after.unwrap_or(last);
    let lost = after > last || after + 1 < oldest || last - after > outbox::BATCH;
    let from = if lost { last } else { after };
    let missed = outbox::read_after(&mut tx, from, app.clock.now()).await?;
    let resync = lost.then(|| frame(Some(from), &Event::Resync));
    let position = missed.last().map_or(from, |event| event.number);
    let missed: Vec<Next> = missed.into_iter().map(Arc::new).map(Next::Event).collect();
    let events = stream::iter(missed).chain(follow(live, position)).filter_map(move |next| {
        let heard = match next {
            Next::Event(event) => {
                audience.hears(&event).then(|| frame(Some(event.number), &event.entry.event))
            }
            Next::Missed => Some(frame(None, &Event::Resync)),
        };
        async move { heard }
    });
    let stream = stream::iter(resync).chain(events).take_until(over).map(Ok::<_, Infallible>);
    let sse = Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)));
    // Proxies that buffer would hold events back.
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"))];
    Ok((unbuffered, sse).into_response())
}

/// Ends when who opened a stream may no longer hear it: the session is over, or the associate was signed out. A browser
/// opens the next one by itself, as whoever it is by then.
async fn over(app: App, caller: Caller, audience: Audience) {
    let mut looked_at = app.clock.now();
    loop {
        tokio::time::sleep(TICK).await;
        if app.clock.now() < looked_at + LOOK_EVERY {
            continue;
        }
        looked_at = app.clock.now();
        let by_now = async { Audience::of(&mut app.db.read().await?, &app, &caller).await };
        match by_now.await {
            Ok(by_now) if by_now == audience => {}
            Ok(_) => return,
            Err(error) => tracing::error!(%error, "cannot look who listens"),
        }
    }
}

enum Next {
    Event(Arc<Numbered>),
    /// The stream was too slow, and events are gone.
    Missed,
}

/// What comes after a number.
fn follow(live: broadcast::Receiver<Arc<Numbered>>, position: i64) -> impl Stream<Item = Next> {
    stream::unfold((live, position), |(mut live, position)| async move {
        loop {
            match live.recv().await {
                Ok(event) if event.number > position => {
                    let position = event.number;
                    return Some((Next::Event(event), (live, position)));
                }
                Ok(_) => continue,
                Err(RecvError::Lagged(_)) => return Some((Next::Missed, (live, position))),
                Err(RecvError::Closed) => return None,
            }
        }
    })
}

fn frame(number: Option<i64>, event: &Event) -> sse::Event {
    let frame = sse::Event::default().json_data(event).unwrap_or_default();
    match number {
        Some(number) => frame.id(number.to_string()),
        None => frame,
    }
}
