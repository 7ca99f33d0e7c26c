use contract::{
    event::Event,
    order::Order,
    page::{MAX_PER_PAGE, PER_PAGE, Page},
    reservation::Reservation,
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    api,
    browser::{focus, time},
    components::{Lines, Message},
    format,
    pages::{failure::Failure, order, reservation},
    paths::{self, ProductFilter},
    state::{
        live::Live,
        query::{Query, Remote},
    },
    t, text,
};

const TITLE: &str = "visits-title";

/// An order that is under way, or a reservation.
#[derive(Clone, PartialEq)]
struct Visit {
    href: String,
    title: String,
    store: String,
    status: String,
    /// What comes next, while there is something to come.
    next: Option<String>,
    is_live: bool,
    at: Timestamp,
}

fn of_order(order: &Order) -> Option<Visit> {
    // One pickup an order, as long as a cart has one store. What is over is among the purchases.
    let pickup = order.pickups.first().filter(|pickup| pickup.status.is_live())?;
    Some(Visit {
        href: paths::order(&order.id),
        title: t!(order.title, number = order.number),
        store: pickup.store.summary.name.clone(),
        status: order::status_text(pickup.status),
        next: Some(t!(order.collect_by, moment = format::moment(&pickup.collect_by))),
        is_live: true,
        at: order.placed_at.clone(),
    })
}

fn of_reservation(reservation: &Reservation) -> Visit {
    let is_live = reservation.status.is_live();
    Visit {
        href: paths::reservation(&reservation.id),
        title: t!(reservation.title, number = reservation.number),
        store: reservation.store.summary.name.clone(),
        status: reservation::status_text(reservation.status),
        next: is_live.then(|| format::slot(&reservation.slot)),
        is_live,
        at: reservation.requested_at.clone(),
    }
}

fn last_first(visits: &mut [Visit]) {
    let moment = |visit: &Visit| time::parse(visit.at.as_str()).unwrap_or_default();
    visits.sort_by(|one, other| moment(other).total_cmp(&moment(one)));
}

/// What is still to come, and what was.
fn sorted(orders: &Page<Order>, reservations: &Page<Reservation>) -> (Vec<Visit>, Vec<Visit>) {
    let visits = reservations.items.iter().map(of_reservation);
    let mut visits: Vec<_> = visits.chain(orders.items.iter().filter_map(of_order)).collect();
    last_first(&mut visits);
    visits.into_iter().partition(|visit| visit.is_live)
}

/// What the first of a page says, once the page was read.
fn first<T: Clone + PartialEq + Send + Sync + 'static>(
    query: Query<Page<T>>,
    what: fn(&T) -> i64,
) -> Option<Option<i64>> {
    query.value.with(|page| match page {
        Remote::Loading => None,
        Remote::Failed(_) => Some(None),
        Remote::Ready(page) => Some(page.items.first().map(what)),
    })
}

/// Orders to collect and reservations, those to come first; of a guest those that this browser placed or opened.
#[component]
pub fn Visits() -> impl IntoView {
    let count = RwSignal::new(PER_PAGE);
    // A shopper has few orders under way, and they are the last ones.
    let orders = Query::new(move || Some(api::orders::list(text::language(), PER_PAGE)));
    let reservations = Query::keeping(move || Some(api::reservations::list(text::language(), count.get())));
    let reload = move || {
        orders.reload();
        reservations.reload();
    };
    let live = Live::expect();
    live.on(move |event| match event {
        Event::PickupChanged { .. } => orders.reload(),
        Event::ReservationChanged { .. } => reservations.reload(),
        Event::AccountChanged | Event::Resync => reload(),
        _ => {}
    });
    // Statuses change by themselves here too; what happened between the two reads belongs to one of them.
    Effect::new(move |_| {
        let order = first(orders, |order| order.cursor);
        let reservation = first(reservations, |reservation| reservation.cursor);
        if let (Some(order), Some(reservation)) = (order, reservation)
            && let Some(cursor) = order.into_iter().chain(reservation).min()
        {
            live.start(cursor);
        }
    });
    let retry = Callback::new(move |()| reload());
    let show_more = move |_| {
        count.set(MAX_PER_PAGE);
        // The button goes.
        time::after(0, || focus::by_id(TITLE));
    };
    let more = move || {
        let others = reservations
            .value
            .with(|page| page.ready().is_some_and(|page| page.total > u64::from(count.get())));
        others && count.get() < MAX_PER_PAGE
    };
    let visits = Memo::new(move |_| match (orders.value.get(), reservations.value.get()) {
        (Remote::Failed(error), _) | (_, Remote::Failed(error)) => Remote::Failed(error),
        (Remote::Ready(orders), Remote::Ready(reservations)) => Remote::Ready(sorted(&orders, &reservations)),
        _ => Remote::Loading,
    });
    view! {
        <section class="visits" aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">{t!(visits.title)}</h2>
            {move || match visits.get() {
                Remote::Loading => view! { <Lines count=6 /> }.into_any(),
                Remote::Failed(error) => view! { <Failure error=error on_retry=retry /> }.into_any(),
                Remote::Ready((live, over)) if live.is_empty() && over.is_empty() => {
                    view! { <Nothing /> }.into_any()
                }
                Remote::Ready((live, over)) => view! {
                    <List title=t!(visits.live) visits=live />
                    <List title=t!(visits.over) visits=over />
                }
                .into_any(),
            }}
            <Show when=more>
                <button type="button" class="text-link" on:click=show_more>{t!(visits.more)}</button>
            </Show>
        </section>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <Message title=String::new() text=t!(visits.empty)>
            <a class="button button-quiet" href=paths::products(&ProductFilter::default())>{t!(not_found.products)}</a>
        </Message>
    }
}

#[component]
fn List(title: String, visits: Vec<Visit>) -> impl IntoView {
    let line = |visit: Visit| {
        view! {
            <li class="visit">
                <a class="visit-title" href=visit.href>{visit.title}</a>
                <span class="visit-status">{visit.status}</span>
                <span class="visit-facts">
                    {visit.store}
                    {visit.next.map(|next| format!(" · {next}"))}
                </span>
            </li>
        }
    };
    (!visits.is_empty()).then(|| {
        view! {
            <h3>{title}</h3>
            <ul class="visit-list">{visits.into_iter().map(line).collect_view()}</ul>
        }
    })
}
