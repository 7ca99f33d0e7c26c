use contract::{language::Language, order::Channel};
use leptos::prelude::*;
use storefront::{components::TextField, pages::failure::invalid_text};

use super::Mistakes;
use crate::{
    components::Options,
    state::{desk::Desk, order::Field},
};

/// The field's id in the page.
pub fn id(field: Field) -> &'static str {
    match field {
        Field::Name => "order-name",
        Field::Email => "order-email",
        Field::Phone => "order-phone",
    }
}

/// Who orders, and how they asked for it.
#[component]
pub fn Customer(mistakes: Mistakes) -> impl IntoView {
    let draft = Desk::expect().order;
    let channels = [(Channel::Phone, t!(order.by_phone)), (Channel::Social, t!(order.by_message))];
    let languages = [(Language::Fr, t!(order.french)), (Language::En, t!(order.english))];
    let choose_channel = Callback::new(move |value: String| {
        if let Some(channel) = Channel::from_text(&value) {
            draft.channel.set(channel);
        }
    });
    let choose_language = Callback::new(move |value: String| {
        if let Some(language) = Language::from_tag(&value) {
            draft.language.set(language);
        }
    });
    view! {
        <section class="desk-form" aria-labelledby="order-customer">
            <h2 id="order-customer">{t!(order.customer)}</h2>
            <Options
                legend=t!(order.channel)
                name="order-channel".to_string()
                options=channels.into_iter().map(|(channel, text)| (channel.as_str().to_string(), text)).collect()
                chosen=Signal::derive(move || Some(draft.channel.get().as_str().to_string()))
                on_choose=choose_channel
            />
            <Input mistakes=mistakes field=Field::Name label=t!(order.name) />
            <Input mistakes=mistakes field=Field::Email label=t!(order.email) kind="email" hint=t!(order.email_hint) />
            <Input mistakes=mistakes field=Field::Phone label=t!(order.phone) kind="tel" hint=t!(order.phone_hint) />
            <Options
                legend=t!(order.language)
                name="order-language".to_string()
                options=languages.into_iter().map(|(language, text)| (language.tag().to_string(), text)).collect()
                chosen=Signal::derive(move || Some(draft.language.get().tag().to_string()))
                on_choose=choose_language
            />
        </section>
    }
}

#[component]
fn Input(
    mistakes: Mistakes,
    field: Field,
    label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let draft = Desk::expect().order;
    let touched = RwSignal::new(false);
    let error = move || {
        if let Some((_, text)) = mistakes.field.get().filter(|(refused, _)| *refused == field) {
            return Some(text);
        }
        (touched.get() || mistakes.asked.get()).then(|| draft.problem(field).map(invalid_text)).flatten()
    };
    view! {
        <TextField
            id=id(field)
            label=label
            kind=kind
            autocomplete="off"
            hint=hint
            required=field != Field::Phone
            value=draft.value(field)
            error=Signal::derive(error)
            on_blur=Callback::new(move |()| {
                if draft.value(field).with_untracked(|value| !value.is_empty()) {
                    touched.set(true);
                }
            })
        />
    }
}
