use contract::{
    order::Channel,
    purchase::{PurchaseStore, Purchases},
};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::words::channel_text;
use crate::{
    components::{Glyph, Icon},
    paths::{self, PurchaseFilter},
    state::query::Query,
    t,
};

/// Which purchases are shown; on a phone it is folded away until it is asked for.
#[component]
pub fn Filters(query: Query<Purchases>, filter: Memo<PurchaseFilter>) -> impl IntoView {
    let navigate = use_navigate();
    // A filter changes the address; the place on the page and the focus stay.
    let go = Callback::new(move |next: PurchaseFilter| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&paths::purchases_of(&next), options);
    });
    let open = RwSignal::new(filter.with_untracked(PurchaseFilter::is_narrowed));
    let known = move |pick: fn(&Purchases) -> Vec<(String, String)>| {
        Memo::new(move |_| query.value.with(|list| list.ready().map(pick)).unwrap_or_default())
    };
    let years =
        known(|list| list.years.iter().map(|year| (year.year.to_string(), year.year.to_string())).collect());
    let channels = known(|list| list.channels.iter().copied().map(of_channel).collect());
    let stores = known(|list| list.stores.iter().map(of_store).collect());
    let now = move || filter.get_untracked().restarted();
    view! {
        <div class="purchase-filters" class:is-open=move || open.get()>
            <button
                type="button"
                class="button button-quiet purchase-filters-toggle"
                aria-expanded=move || open.get().to_string()
                aria-controls="purchase-filters"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {t!(purchases.filter)}
            </button>
            <div id="purchase-filters" class="filters" role="group" aria-label=t!(purchases.filters)>
                <Search filter=filter on_search=Callback::new(move |q| go.run(PurchaseFilter { q, ..now() })) />
                <Choose
                    id="filter-year"
                    label=t!(purchases.year)
                    any=t!(purchases.any_year)
                    values=years
                    chosen=Signal::derive(move || filter.with(|filter| filter.year.map(|year| year.to_string())))
                    on_choose=Callback::new(move |year: Option<String>| {
                        go.run(PurchaseFilter { year: year.and_then(|year| year.parse().ok()), ..now() })
                    })
                />
                <Choose
                    id="filter-channel"
                    label=t!(purchases.channel)
                    any=t!(purchases.any_channel)
                    values=channels
                    chosen=Signal::derive(move || {
                        filter.with(|filter| filter.channel.map(|channel| channel.as_str().to_string()))
                    })
                    on_choose=Callback::new(move |channel: Option<String>| {
                        let channel = channel.as_deref().and_then(Channel::from_text);
                        go.run(PurchaseFilter { channel, ..now() })
                    })
                />
                <Choose
                    id="filter-store"
                    label=t!(purchases.store)
                    any=t!(purchases.any_store)
                    values=stores
                    chosen=Signal::derive(move || filter.with(|filter| filter.store.clone()))
                    on_choose=Callback::new(move |store| go.run(PurchaseFilter { store, ..now() }))
                />
                <Show when=move || filter.with(PurchaseFilter::is_narrowed)>
                    <a class="text-link" href=paths::purchases()>{t!(purchases.without_filters)}</a>
                </Show>
            </div>
        </div>
    }
}

fn of_channel(channel: Channel) -> (String, String) {
    (channel.as_str().to_string(), channel_text(channel))
}

fn of_store(store: &PurchaseStore) -> (String, String) {
    (store.id.clone(), store.name.clone())
}

/// One of the values that purchases have, or any.
#[component]
fn Choose(
    id: &'static str,
    label: String,
    any: String,
    /// What the address says, and what is read.
    #[prop(into)]
    values: Signal<Vec<(String, String)>>,
    #[prop(into)] chosen: Signal<Option<String>>,
    on_choose: Callback<Option<String>>,
) -> impl IntoView {
    let options = move || {
        let chosen = chosen.get();
        let mut values = values.get();
        // What is chosen stays to be seen, even if nothing has it any more.
        if let Some(chosen) =
            chosen.as_ref().filter(|chosen| !values.iter().any(|(value, _)| value == *chosen))
        {
            values.insert(0, (chosen.clone(), chosen.clone()));
        }
        let option = |(value, text): (String, String)| {
            let selected = chosen.as_ref() == Some(&value);
            view! { <option value=value selected=selected>{text}</option> }
        };
        values.into_iter().map(option).collect_view()
    };
    let choose = move |event: ev::Event| {
        let value = event_target_value(&event);
        on_choose.run((!value.is_empty()).then_some(value));
    };
    view! {
        <div class="filter">
            <label for=id>{label}</label>
            <select id=id on:change=choose>
                <option value="" selected=move || chosen.with(Option::is_none)>{any}</option>
                {options}
            </select>
        </div>
    }
}

#[component]
fn Search(filter: Memo<PurchaseFilter>, on_search: Callback<Option<String>>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    Effect::new(move |_| text.set(filter.with(|filter| filter.q.clone().unwrap_or_default())));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let q = text.get_untracked().trim().to_string();
        on_search.run((!q.is_empty()).then_some(q));
    };
    view! {
        <form class="purchase-search" role="search" aria-label=t!(purchases.search) on:submit=submit>
            <label class="visually-hidden" for="purchase-search">{t!(purchases.search)}</label>
            <input
                id="purchase-search"
                type="search"
                name="q"
                autocomplete="off"
                enterkeyhint="search"
                placeholder=t!(purchases.search)
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
            <button type="submit" class="icon-button" aria-label=t!(search.submit)><Icon glyph=Glyph::Search /></button>
        </form>
    }
}
