use contract::desk::DeskReservation;
use leptos::prelude::*;
use storefront::format;

/// What the shopper said, and who prepares it.
#[component]
pub fn Badges(
    #[prop(into)] reservation: Signal<DeskReservation>,
    /// The time, in milliseconds; what it is measured against grows old with it.
    now: Signal<f64>,
) -> impl IntoView {
    move || {
        now.track();
        let reservation = reservation.get();
        let coming = reservation.status.can_change();
        let here = reservation.here_at.as_ref().filter(|_| coming).map(|at| {
            let ago = format::ago(at);
            view! { <p class="badge badge-here">{t!(reservation.here, ago = ago)}</p> }
        });
        let late = reservation.late_until.as_ref().filter(|_| coming && here.is_none()).map(|until| {
            view! { <p class="badge">{t!(reservation.late_until, moment = format::moment(until))}</p> }
        });
        let prepared = reservation.prepared_by.filter(|_| reservation.status.can_make_ready()).map(|name| {
            view! { <p class="prepared-by">{t!(reservation.prepared_by, associate = name)}</p> }
        });
        view! { {here} {late} {prepared} }
    }
}

/// A shopper who waits at the counter: who it is, since when, and the way to what is theirs.
#[component]
pub fn HereLine(
    name: String,
    /// Since when.
    ago: Signal<String>,
    href: String,
) -> impl IntoView {
    let label = t!(action.welcome_of, name = name);
    view! {
        <li class="here-line">
            <p><strong>{name}</strong> " " {move || t!(prepare.here_since, ago = ago.get())}</p>
            <a class="button button-now" href=href aria-label=label>{t!(action.welcome)}</a>
        </li>
    }
}
