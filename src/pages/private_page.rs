use contract::event::Event;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::de::DeserializeOwned;

use super::{
    failure::{Failure, failure_text},
    heading::Heading,
    private_link::{Link, PrivateLink},
};
use crate::{
    api::{ApiError, Fetch},
    browser::document,
    components::{Lines, Message},
    paths::{self, ProductFilter},
    state::{
        live::Live,
        passes::{PassesState, Seen},
        query::{Query, Remote},
        session::SessionState,
    },
    t,
};

/// What a private link leads to.
pub trait Private: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    fn read(id: &str) -> Fetch<Self>;

    /// Number of the last event it contains.
    fn cursor(&self) -> i64;

    /// The same whatever event it contains last: another number alone changes nothing on screen.
    fn without_cursor(self) -> Self;

    /// Whose it is: a name and an address, where the page says so.
    fn owner(&self) -> Option<(String, String)> {
        None
    }

    /// What it says of the passes that this device keeps.
    fn seen(self) -> Option<Seen> {
        None
    }

    /// Whether the event tells that it is no longer what it was.
    fn is_changed_by(event: &Event, id: &str) -> bool;

    /// The title of the page, before it is known too.
    fn title(known: Option<&Self>) -> String;

    /// What a browser that may not see it is told: a title, and how to come to it.
    fn closed() -> (String, String);
}

/// What is read behind a private link, as it is now.
pub struct Opened<T: Send + Sync + 'static> {
    pub id: Memo<String>,
    pub query: Query<T>,
    link: PrivateLink,
}

impl<T: Send + Sync + 'static> Clone for Opened<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Opened<T> {}

impl<T: Private> Opened<T> {
    /// What the address names, read again whenever it changes.
    pub fn follow() -> Self {
        let params = use_params_map();
        let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
        let link = PrivateLink::follow(id);
        // Without a network this device may know it already.
        let may_read = move || matches!(link.get(), Link::None | Link::Failed(ApiError::Network, _));
        let query = Query::new(move || may_read().then(|| T::read(&id.get())));
        Live::expect().on(move |event| {
            if matches!(event, Event::Resync) || id.with_untracked(|id| T::is_changed_by(event, id)) {
                query.reload();
            }
        });
        Self { id, query, link }
    }

    /// What it says, as long as it is on screen.
    pub fn shows<R>(&self, what: impl Fn(&T) -> R) -> Option<R> {
        let closed = matches!(self.link.get(), Link::Failed(error, _) if error != ApiError::Network);
        self.query.value.with(|value| value.ready().filter(|_| !closed).map(what))
    }
}

#[component]
pub fn PrivatePage<T: Private>(
    opened: Opened<T>,
    shown: Callback<T, AnyView>,
    /// What stays as it is when the rest changes.
    children: Children,
) -> impl IntoView {
    let Opened { query, link, .. } = opened;
    let live = Live::expect();
    Effect::new(move |_| {
        if let Some(cursor) = query.value.with(|value| value.ready().map(T::cursor)) {
            live.start(cursor);
        }
    });
    let passes = PassesState::expect();
    Effect::new(move |_| {
        if query.kept_since.with(Option::is_none)
            && let Some(seen) = query.ready().and_then(T::seen)
        {
            passes.keeper.tell(seen);
        }
    });
    let known = Memo::new(move |_| match query.value.get() {
        Remote::Ready(value) => Remote::Ready(value.without_cursor()),
        other => other,
    });
    let title = Signal::derive(move || query.value.with(|value| T::title(value.ready())));
    let owner = Memo::new(move |_| opened.shows(T::owner).flatten());
    let retry = Callback::new(move |()| query.reload());
    let content = move || match (link.get(), known.get()) {
        (Link::Failed(ApiError::Network, _), Remote::Ready(value)) => shown.run(value),
        (Link::Failed(ApiError::Network, token), _) => {
            let again = Callback::new(move |()| link.open(token.clone()));
            view! { <Failure error=ApiError::Network on_retry=again /> }.into_any()
        }
        (Link::Failed(error, _), _) => {
            view! { <Closed title=T::closed().0 text=failure_text(&error) /> }.into_any()
        }
        (_, Remote::Loading) => view! { <Lines count=14 /> }.into_any(),
        (_, Remote::Failed(error)) if error.problem().is_some_and(|problem| problem.status < 500) => {
            let (title, text) = T::closed();
            view! { <Closed title=title text=text /> }.into_any()
        }
        (_, Remote::Failed(error)) => view! { <Failure error=error on_retry=retry /> }.into_any(),
        (_, Remote::Ready(value)) => shown.run(value),
    };
    view! {
        <div class="page order-page">
            <Heading title=title />
            {move || {
                owner
                    .get()
                    .map(|(name, email)| view! { <p class="muted">{t!(order.placed, name = name, email = email)}</p> })
            }}
            {children()}
            {content}
        </div>
    }
}

/// What this browser may not see, and how to come to it.
#[component]
fn Closed(title: String, text: String) -> impl IntoView {
    let session = SessionState::expect();
    session.need();
    let is_guest = move || session.account.with(|account| matches!(account, Remote::Ready(None)));
    let sign_in = paths::sign_in(Some(&document::path_and_query()));
    view! {
        <Message title=title text=text alert=true>
            <Show when=is_guest>
                <a class="button button-quiet" href=sign_in.clone()>{t!(sign_in.title)}</a>
            </Show>
            <a class="button" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}
