use contract::session::{SignInBy, SignInRequest};
use leptos::{prelude::*, task::spawn_local};

use super::{SigningIn, device_text};
use crate::{
    api::{self, ApiError},
    browser::{focus, time},
    components::{Lines, Message},
    format,
    pages::failure::{Failure, failure_text},
    state::query::Remote,
    t,
};

/// What the link of the e-mail asks: who may come in?
#[component]
pub fn OpenedLink(signing_in: SigningIn, token: String) -> impl IntoView {
    let request = RwSignal::new(Remote::<SignInRequest>::Loading);
    let secret = StoredValue::new(token);
    let find = move || {
        request.set(Remote::Loading);
        spawn_local(async move {
            let answer = api::session::find(secret.get_value()).await;
            let _ = request.try_set(match answer {
                Ok(found) => Remote::Ready(found),
                Err(error) => Remote::Failed(error),
            });
        });
    };
    find();
    let retry = Callback::new(move |()| find());
    move || match request.get() {
        Remote::Loading => view! { <Lines count=6 /> }.into_any(),
        Remote::Failed(error) if error.problem().is_some_and(|problem| problem.status < 500) => {
            view! { <Ended signing_in=signing_in error=error /> }.into_any()
        }
        Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
        Remote::Ready(request) => {
            view! { <Choose signing_in=signing_in secret=secret request=request /> }.into_any()
        }
    }
}

/// The link is too old or was used; a new one is asked for here.
#[component]
fn Ended(signing_in: SigningIn, error: ApiError) -> impl IntoView {
    let again = move |_| {
        signing_in.token.set(None);
        time::after(0, || focus::by_id("email"));
    };
    view! {
        <Message title=t!(sign_in.ended_title) text=failure_text(&error) alert=true>
            <button type="button" class="button" on:click=again>{t!(sign_in.again)}</button>
        </Message>
    }
}

#[derive(Clone, PartialEq)]
enum Step {
    Asking,
    Busy,
    Approved,
    Failed(ApiError),
}

#[component]
fn Choose(signing_in: SigningIn, secret: StoredValue<String>, request: SignInRequest) -> impl IntoView {
    let step = RwSignal::new(Step::Asking);
    let is_here = request.is_this_browser;
    let enter = move |_| {
        if step.get_untracked() == Step::Busy {
            return;
        }
        step.set(Step::Busy);
        spawn_local(async move {
            match signing_in.session.sign_in(&SignInBy::Link { token: secret.get_value() }).await {
                // The page may have been left meanwhile.
                Ok(()) => drop(signing_in.done.try_run(())),
                Err(error) => {
                    let _ = step.try_set(Step::Failed(error));
                }
            }
        });
    };
    let approve = move |_| {
        if step.get_untracked() == Step::Busy {
            return;
        }
        step.set(Step::Busy);
        spawn_local(async move {
            let next = match api::session::approve(secret.get_value()).await {
                Ok(()) => Step::Approved,
                Err(error) => Step::Failed(error),
            };
            let _ = step.try_set(next);
        });
    };
    let busy = move || step.with(|step| *step == Step::Busy).to_string();
    let actions = move || {
        view! {
            <p class="actions">
                <button type="button" class="button button-now" aria-disabled=busy on:click=enter>
                    {t!(sign_in.here)}
                </button>
                {(!is_here)
                    .then(|| {
                        view! {
                            <button type="button" class="button button-quiet" aria-disabled=busy on:click=approve>
                                {t!(sign_in.approve)}
                            </button>
                        }
                    })}
            </p>
        }
    };
    let shown = Memo::new(move |_| match step.get() {
        Step::Busy => Step::Asking,
        other => other,
    });
    view! {
        <WhoAsked request=request />
        {move || match shown.get() {
            Step::Approved => view! { <Message title=t!(sign_in.approved_title) text=t!(sign_in.approved_text) alert=true /> }
                .into_any(),
            Step::Failed(error) if error.problem().is_some_and(|problem| problem.status < 500) => {
                view! { <Ended signing_in=signing_in error=error /> }.into_any()
            }
            Step::Failed(error) => view! {
                <p class="field-error" role="alert">{failure_text(&error)}</p>
                {actions()}
            }
            .into_any(),
            Step::Asking | Step::Busy => actions().into_any(),
        }}
    }
}

/// Which browser asked, when, and the digits that it shows.
#[component]
fn WhoAsked(request: SignInRequest) -> impl IntoView {
    let lead = if request.is_this_browser { t!(sign_in.asked_here) } else { t!(sign_in.asked_elsewhere) };
    view! {
        <p class="lead">{lead}</p>
        <dl class="facts sign-in-facts">
            <div><dt>{t!(checkout.email)}</dt><dd>{request.email}</dd></div>
            <div><dt>{t!(device.title)}</dt><dd>{device_text(&request.device)}</dd></div>
            <div><dt>{t!(sign_in.asked_at)}</dt><dd>{format::ago(&request.requested_at)}</dd></div>
            <div><dt>{t!(sign_in.check)}</dt><dd class="sign-in-digits">{request.check}</dd></div>
        </dl>
        {(!request.is_this_browser).then(|| view! { <p>{t!(sign_in.compare)}</p> })}
    }
}
