use contract::{account::AccountSession, error::ErrorCode, event::Event};
use leptos::{prelude::*, task::spawn_local};

use super::SignInAgain;
use crate::{
    api::{self, ApiError},
    browser::{focus, time},
    components::Lines,
    format,
    pages::{
        failure::{Failure, failure_text},
        sign_in::device_text,
    },
    state::{
        announcer::Announcer,
        live::Live,
        query::{Query, Remote},
    },
    t,
};

/// The browsers that are signed in; each can be signed out from here.
#[component]
pub fn Devices() -> impl IntoView {
    let query = Query::new(|| Some(api::account::sessions()));
    let announcer = Announcer::expect();
    let failed = RwSignal::new(None::<ApiError>);
    Live::expect().on(move |event| {
        if matches!(event, Event::AccountChanged | Event::Resync) {
            query.reload();
        }
    });
    let told = move |answer: Result<(), ApiError>| {
        let error = match answer {
            Ok(()) => {
                announcer.say(t!(device.signed_out));
                // The button that was pressed goes away with its line.
                focus::by_id("devices-title");
                None
            }
            Err(error) => Some(error),
        };
        let _ = failed.try_set(error);
        query.reload();
    };
    let close = Callback::new(move |id: String| {
        spawn_local(async move { told(api::account::close_session(&id).await) });
    });
    let close_others = move |_| {
        spawn_local(async move { told(api::account::close_other_sessions().await) });
    };
    let retry = Callback::new(move |()| query.reload());
    view! {
        <section class="devices" aria-labelledby="devices-title">
            <h2 id="devices-title" tabindex="-1">{t!(device.signed_in)}</h2>
            {move || match query.value.get() {
                Remote::Loading => view! { <Lines count=3 /> }.into_any(),
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready(sessions) => {
                    let several = sessions.items.len() > 1;
                    view! {
                        <ul class="account-list">
                            {sessions
                                .items
                                .into_iter()
                                .map(|session| view! { <Line session=session on_close=close /> })
                                .collect_view()}
                        </ul>
                        {several
                            .then(|| {
                                view! {
                                    <button type="button" class="text-link" on:click=close_others>
                                        {t!(device.sign_out_others)}
                                    </button>
                                }
                            })}
                    }
                    .into_any()
                }
            }}
            {move || failed.get().map(|error| {
                let again = error.code() == Some(ErrorCode::ProofNeeded);
                view! {
                    <p class="field-error" role="alert">{failure_text(&error)}</p>
                    {again.then(|| view! { <SignInAgain /> })}
                }
            })}
        </section>
    }
}

/// In milliseconds: the server tells the hour in which a device was seen, no more.
const HOUR: f64 = 3_600_000.0;

fn is_lately(session: &AccountSession) -> bool {
    time::parse(session.last_seen_at.as_str()).is_some_and(|hour| time::server_now() - hour < HOUR)
}

#[component]
fn Line(session: AccountSession, on_close: Callback<String>) -> impl IntoView {
    let device = device_text(&session.device);
    let when = match session.is_current {
        true => t!(device.this),
        false if is_lately(&session) => t!(device.lately),
        false => t!(device.last_seen, ago = format::ago(&session.last_seen_at)),
    };
    let id = session.id;
    let label = t!(device.sign_out_of, device = device);
    view! {
        <li class="account-line">
            <p>
                <span class="account-line-name">{device}</span>
                <span class="account-line-facts">{when}</span>
            </p>
            {(!session.is_current)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="text-link"
                            aria-label=label
                            on:click=move |_| on_close.run(id.clone())
                        >
                            {t!(device.sign_out)}
                        </button>
                    }
                })}
        </li>
    }
}
