use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;

use crate::{browser::document, pages::apart::HandoffButton, paths, state::retailer::RetailerState, t, text};

#[component]
pub fn Footer() -> impl IntoView {
    let retailer = RetailerState::expect();
    let pathname = use_location().pathname;
    let other =
        contract::language::Language::ALL.into_iter().filter(|language| *language != text::language());
    let switch = |language: contract::language::Language| {
        // The address of the moment, with its query, is known when the link is followed.
        let follow = move |event: ev::MouseEvent| {
            event.prevent_default();
            text::remember_language(language);
            document::go_to(&paths::in_language(&document::path_and_query(), language));
        };
        view! {
            <li>
                <a
                    href=move || paths::in_language(&pathname.get(), language)
                    rel="external"
                    hreflang=language.tag()
                    lang=language.tag()
                    on:click=follow
                >
                    {t!(frame.other_language)}
                </a>
            </li>
        }
    };
    view! {
        <footer class="site-footer">
            <p class="site-footer-name" aria-hidden="true">{move || retailer.name()}</p>
            <nav aria-label=t!(frame.footer)>
                <ul>
                    <li><a href=paths::stores()>{t!(frame.stores)}</a></li>
                    <li><a href=paths::purchases()>{t!(purchases.title)}</a></li>
                    <li><a href=paths::passes()>{t!(passes.title)}</a></li>
                    <li><a href=paths::legal()>{t!(legal.title)}</a></li>
                    <li><a href=paths::withdrawal()>{t!(withdrawal.link)}</a></li>
                    {other.map(switch).collect_view()}
                    <li class="handoff-link"><HandoffButton /></li>
                </ul>
            </nav>
            <p class="site-footer-promise">{t!(frame.promise)}</p>
        </footer>
    }
}
