use leptos::prelude::*;

use super::is_current;
use crate::{
    components::{Glyph, Icon},
    paths::{self, ProductFilter},
    state::cart::CartState,
    t,
};

#[component]
pub fn BottomBar() -> impl IntoView {
    let units = CartState::expect().units;
    let item = |href: String, glyph: Glyph, label: String| {
        let current = is_current(href.split('?').next().unwrap_or_default().to_string());
        view! { <li><a href=href aria-current=current><Icon glyph=glyph /><span>{label}</span></a></li> }
    };
    let cart_current = is_current(paths::cart());
    view! {
        <nav class="bottom-bar" aria-label=t!(frame.quick_menu)>
            <ul>
                {item(paths::home(), Glyph::House, t!(frame.home))}
                {item(paths::products(&ProductFilter::default()), Glyph::Search, t!(frame.search))}
                {item(paths::stores(), Glyph::Store, t!(frame.stores))}
                <li>
                    <a href=paths::cart() aria-current=cart_current>
                        <Icon glyph=Glyph::Cart />
                        <span>
                            {t!(frame.cart)}
                            {move || match units.get() {
                                0 => None,
                                count => Some(view! { " " <span class="count">{count}</span> }),
                            }}
                        </span>
                    </a>
                </li>
                {item(paths::account(), Glyph::Person, t!(frame.account))}
            </ul>
        </nav>
    }
}
