//! The label of a parcel, to be printed and cut out.

use contract::return_request::{ReturnBy, ReturnRequest};
use leptos::prelude::*;

use super::coming::PostAddress;
use crate::{
    browser::document,
    components::{Message, QrCode},
    format,
    pages::private_page::{Opened, PrivatePage},
    paths,
    state::session::SessionState,
    t,
};

/// Whether it goes by post and is not there yet.
fn has_label(request: &ReturnRequest) -> bool {
    request.by == ReturnBy::Post && request.pass.is_some() && request.post_address.is_some()
}

#[component]
pub fn ReturnLabelPage() -> impl IntoView {
    let opened = Opened::follow();
    SessionState::expect().need();
    let can_print = Memo::new(move |_| opened.shows(has_label).unwrap_or(false));
    let back = move || paths::return_request(&opened.id.get());
    let shown = move |request: ReturnRequest| match (&request.post_address, &request.pass) {
        (Some(address), Some(pass)) if has_label(&request) => {
            let (address, token) = (address.clone(), pass.token.clone());
            view! { <Label request=request address=address token=token /> }.into_any()
        }
        _ => view! {
            <Message title=t!(returns.no_label_title) text=t!(returns.no_label_text)>
                <a class="button" href=paths::return_request(&request.id)>{t!(returns.back)}</a>
            </Message>
        }
        .into_any(),
    };
    view! {
        <PrivatePage opened=opened shown=Callback::new(shown)>
            <Show when=move || can_print.get()>
                <p class="actions no-print">
                    <button type="button" class="button button-now" on:click=|_| document::print()>
                        {t!(returns.print)}
                    </button>
                    <a class="button button-quiet" href=back>{t!(returns.back)}</a>
                </p>
            </Show>
        </PrivatePage>
    }
}

#[component]
fn Label(request: ReturnRequest, address: String, token: String) -> impl IntoView {
    let session = SessionState::expect();
    let name = move || session.account().and_then(|account| account.name);
    view! {
        <p class="lead no-print">{t!(returns.label_text, day = format::last_day(&request.bring_by))}</p>
        <section class="label" aria-label=t!(returns.label)>
            <div class="label-from">
                <p class="muted">{t!(returns.from)}</p>
                <p class="label-blank">{name}</p>
                <p class="label-blank"></p>
                <p class="label-blank"></p>
            </div>
            <div class="label-code">
                <QrCode text=token label=t!(returns.label_code) />
                <p>{request.number}</p>
            </div>
            <div class="label-to">
                <p class="muted">{t!(returns.to)}</p>
                <PostAddress address=address />
            </div>
        </section>
        <p class="label-cut" aria-hidden="true">{t!(returns.cut)}</p>
        <section class="label-inside">
            <h2>{t!(returns.inside)}</h2>
            <ul>
                {request
                    .lines
                    .into_iter()
                    .map(|line| view! { <li>{t!(order.line, count = line.quantity, name = line.name)}</li> })
                    .collect_view()}
            </ul>
        </section>
    }
}
