//! Every purchase of every channel in one list, by year, channel, store and text; the address says which.

mod archive;
mod card;
mod filters;
pub mod words;
mod years;

use contract::{
    event::Event,
    purchase::{Purchase, Purchases},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{failure::Failure, heading::Heading};
use crate::{
    api,
    components::{Glyph, Icon, Lines, Message, Pagination},
    paths::{self, ProductFilter, PurchaseFilter},
    plural,
    state::{
        live::Live,
        query::{Query, Remote},
        session::SessionState,
    },
    t,
};
use card::Card;
pub use card::current_invoice;
use filters::Filters;
use years::Years;

/// What is known of a page of the list without what changes in a line: its lines stay in place while they change.
#[derive(Clone, PartialEq)]
struct Shape {
    ids: Vec<String>,
    page: u32,
    pages: u32,
    /// There is no purchase at all, whatever the filter.
    is_empty: bool,
}

impl Shape {
    fn of(list: &Purchases) -> Self {
        let per_page = u64::from(list.per_page.max(1));
        Self {
            ids: list.items.iter().map(|purchase| purchase.id.clone()).collect(),
            page: list.page,
            pages: u32::try_from(list.total.div_ceil(per_page)).unwrap_or(u32::MAX),
            is_empty: list.years.is_empty(),
        }
    }
}

fn concerns(event: &Event) -> bool {
    matches!(
        event,
        Event::PurchaseChanged { .. }
            | Event::PickupChanged { .. }
            | Event::ReturnChanged { .. }
            | Event::AccountChanged
            | Event::Resync
    )
}

#[component]
pub fn PurchasesPage() -> impl IntoView {
    let address = use_query_map();
    let filter = Memo::new(move |_| address.with(PurchaseFilter::read));
    let query = Query::keeping(move || Some(api::purchases::list(filter.get().request())));
    let live = Live::expect();
    live.on(move |event| {
        if concerns(event) {
            query.reload();
        }
    });
    Effect::new(move |_| {
        if let Some(cursor) = query.value.with(|list| list.ready().map(|list| list.cursor)) {
            live.start(cursor);
        }
    });
    let retry = Callback::new(move |()| query.reload());
    let shape = Memo::new(move |_| {
        query.value.with(|list| match list {
            Remote::Loading => Remote::Loading,
            Remote::Failed(error) => Remote::Failed(error.clone()),
            Remote::Ready(list) => Remote::Ready(Shape::of(list)),
        })
    });
    let has_some = Memo::new(move |_| shape.with(|shape| shape.ready().is_some_and(|shape| !shape.is_empty)));
    view! {
        <div class="page purchases-page">
            <Heading title=t!(purchases.title) class="display" />
            <p><AddReceipt /></p>
            <Show when=move || has_some.get()>
                <Years query=query />
                <Filters query=query filter=filter />
            </Show>
            <Count query=query />
            <div class="purchases-results" aria-busy=move || query.busy.get().to_string()>
                {move || match shape.get() {
                    Remote::Loading => view! { <Lines count=14 /> }.into_any(),
                    Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                    Remote::Ready(shape) if shape.is_empty => view! { <Empty /> }.into_any(),
                    Remote::Ready(shape) if shape.ids.is_empty() => view! { <Nothing /> }.into_any(),
                    Remote::Ready(shape) => {
                        view! { <Results query=query shape=shape filter=filter.get_untracked() /> }.into_any()
                    }
                }}
            </div>
            <FollowMe />
        </div>
    }
}

#[component]
fn AddReceipt() -> impl IntoView {
    view! {
        <a class="text-link" href=paths::claim_receipt()>
            <Icon glyph=Glyph::Scan />
            {t!(purchases.add_receipt)}
        </a>
    }
}

/// How many the filter leaves; said again when it changes.
#[component]
fn Count(query: Query<Purchases>) -> impl IntoView {
    let count = Memo::new(move |_| {
        query.value.with(|list| list.ready().filter(|list| !list.years.is_empty()).map(|list| list.total))
    });
    let text =
        move || count.get().map(|count| plural!(u32::try_from(count).unwrap_or(u32::MAX), purchases.count));
    view! { <p class="list-count" role="status">{text}</p> }
}

#[component]
fn Results(query: Query<Purchases>, shape: Shape, filter: PurchaseFilter) -> impl IntoView {
    let card = move |id: String| {
        let purchase = Memo::new(move |_| {
            query.value.with(|list| {
                let found = list.ready()?.items.iter().find(|purchase| purchase.id == id)?;
                // Another number of the last event changes nothing on screen.
                Some(Purchase { cursor: 0, ..found.clone() })
            })
        });
        view! { <Card purchase=purchase /> }
    };
    let Shape { ids, page, pages, .. } = shape;
    let address = |page| paths::purchases_of(&PurchaseFilter { page, ..filter.clone() });
    let hrefs = (1..=pages).map(address).collect();
    view! {
        <ul class="purchase-list">{ids.into_iter().map(card).collect_view()}</ul>
        {(pages > 1).then(|| view! { <Pagination page=page pages=pages hrefs=hrefs /> })}
    }
}

/// Nothing bought yet: what will come here.
#[component]
fn Empty() -> impl IntoView {
    view! {
        <Message title=t!(purchases.empty_title) text=t!(purchases.empty_text)>
            <a class="button" href=paths::claim_receipt()>{t!(purchases.add_receipt)}</a>
            <a class="button button-quiet" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}

/// The filter leaves nothing.
#[component]
fn Nothing() -> impl IntoView {
    view! {
        <Message title=t!(purchases.none_title) text=t!(purchases.none_text)>
            <a class="button" href=paths::purchases()>{t!(purchases.without_filters)}</a>
        </Message>
    }
}

/// A guest's purchases are known to this browser; an account has them everywhere.
#[component]
fn FollowMe() -> impl IntoView {
    let session = SessionState::expect();
    session.need();
    let is_guest = move || session.account.with(|account| matches!(account, Remote::Ready(None)));
    view! {
        <Show when=is_guest>
            <p class="muted">
                {t!(purchases.follow)} " " <a href=paths::sign_in(Some(&paths::purchases()))>{t!(sign_in.title)}</a>
            </p>
        </Show>
    }
}
