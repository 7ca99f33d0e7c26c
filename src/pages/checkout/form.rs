use contract::{
    cart::Cart,
    error::ErrorCode,
    newtypes::Quantity,
    order::{PlaceOrder, PlaceOrderLine, PlacedOrder},
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::draft::{Draft, Field, Guest};
use crate::{
    api::{self, ApiError},
    browser::{focus, time},
    components::{ErrorSummary, TextField},
    format,
    pages::{
        attempt,
        channel::channel,
        failure::{failure_text, invalid_text},
        install,
        signed_in::SignedInLine,
        terms::TermsLine,
        unsent::Unsent,
    },
    paths,
    state::{cart::CartState, live::Live},
    t, text,
};

fn order_of(cart: &Cart, guest: Guest) -> Option<PlaceOrder> {
    let line = |line: &contract::cart::CartLine| {
        let quantity = Quantity::try_from(i64::from(line.quantity)).ok()?;
        Some(PlaceOrderLine { sku: line.sku.clone(), quantity })
    };
    // What is sent again is sent as it was: a telephone that was unfolded since would be another door.
    let tried = attempt::ORDER.pending::<PlaceOrder>().map(|(tried, _)| tried.channel);
    Some(PlaceOrder {
        name: guest.name,
        email: guest.email,
        phone: guest.phone,
        store_id: cart.store.as_ref()?.id.clone(),
        lines: cart.lines.iter().map(line).collect::<Option<_>>()?,
        expected_total: cart.total.clone(),
        language: text::language(),
        channel: tried.unwrap_or_else(channel),
    })
}

/// What follows a placed order: the attempt is over, and the order's page opens.
pub fn open_placed(cart: CartState) -> impl Fn(PlacedOrder) + Clone {
    let navigate = use_navigate();
    let live = Live::expect();
    move |placed: PlacedOrder| {
        attempt::ORDER.over();
        install::placed();
        cart.forget();
        // The order is put into the answers already read, so that its page is there at once.
        live.reopen();
        navigate(
            &paths::order(&placed.order.id),
            NavigateOptions { replace: true, ..NavigateOptions::default() },
        );
    }
}

/// A click takes a field's focus first: a message that came at once would push the button away from under it.
const CLICK: u64 = 250;

#[derive(Clone, Copy)]
struct Checkout {
    cart: CartState,
    draft: Draft,
    /// Fields that were left or sent, so that nobody is scolded while typing.
    touched: RwSignal<Vec<Field>>,
    /// What the server refused, in the field it refused.
    refused: RwSignal<Option<(Field, String)>>,
    sending: RwSignal<bool>,
    failure: RwSignal<Option<ApiError>>,
    /// The form was sent with errors in it: they are summed up.
    summed_up: RwSignal<bool>,
}

impl Checkout {
    fn error(&self, field: Field) -> Option<String> {
        if let Some((_, text)) = self.refused.get().filter(|(refused, _)| *refused == field) {
            return Some(text);
        }
        let touched = self.touched.with(|touched| touched.contains(&field));
        touched.then(|| self.draft.problem(field).map(invalid_text)).flatten()
    }

    fn touch(&self, field: Field) {
        // The form may be gone by then.
        let _ = self.touched.try_update(|touched| {
            if !touched.contains(&field) {
                touched.push(field);
            }
        });
    }

    /// Shows what is missing; the focus goes to the first of it.
    fn show_errors(self) {
        self.touched.set(Field::ALL.to_vec());
        self.summed_up.set(true);
        let first = untrack(|| Field::ALL.into_iter().find(|field| self.error(*field).is_some()));
        if let Some(field) = first {
            time::after(0, move || focus::by_id(field.id()));
        }
    }

    /// Takes a failed attempt: what can be mended is said where it is mended.
    async fn fail(self, error: ApiError) {
        if !attempt::may_have_happened(&error) {
            attempt::ORDER.over();
        }
        let refused = error.problem().filter(|problem| problem.code == ErrorCode::InvalidField);
        let field = refused.and_then(|problem| {
            let name = problem.field.as_deref()?;
            Field::ALL.into_iter().find(|field| field.id() == name)
        });
        if let Some(field) = field {
            self.refused.set(Some((field, failure_text(&error))));
            self.show_errors();
            return;
        }
        let stale = matches!(
            error.code(),
            Some(
                ErrorCode::PriceChanged
                    | ErrorCode::NotEnoughStock
                    | ErrorCode::StockUnknown
                    | ErrorCode::NotOrderable
                    | ErrorCode::CartNotOrderable
                    | ErrorCode::TooManyUnits
            )
        );
        let _ = self.failure.try_set(Some(error));
        if stale {
            self.cart.load().await;
        }
        focus::by_id("checkout-failure");
    }
}

#[component]
pub fn CheckoutForm(cart: CartState) -> impl IntoView {
    let checkout = Checkout {
        cart,
        draft: Draft::restore(),
        touched: RwSignal::new(Vec::new()),
        refused: RwSignal::new(None),
        sending: RwSignal::new(false),
        failure: RwSignal::new(None),
        summed_up: RwSignal::new(false),
    };
    let placed = open_placed(cart);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if checkout.sending.get_untracked() {
            return;
        }
        checkout.refused.set(None);
        checkout.failure.set(None);
        let Some(guest) = checkout.draft.guest() else {
            return checkout.show_errors();
        };
        checkout.summed_up.set(false);
        let order = cart.cart.with_untracked(|cart| order_of(cart.ready()?, guest));
        let Some(order) = order else { return };
        let placed = placed.clone();
        checkout.sending.set(true);
        spawn_local(async move {
            let answer = api::orders::place(&order, &attempt::ORDER.key_of(&order)).await;
            let _ = checkout.sending.try_set(false);
            match answer {
                Ok(order) => placed(order),
                Err(error) => checkout.fail(error).await,
            }
        });
    };
    let errors = Signal::derive(move || {
        let error = |field: Field| Some((field.id(), label(field), checkout.error(field)?));
        match checkout.summed_up.get() {
            true => Field::ALL.into_iter().filter_map(error).collect(),
            false => Vec::new(),
        }
    });
    view! {
        <form class="checkout-form" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            <h2>{t!(checkout.who)}</h2>
            <SignedInLine />
            <Input checkout=checkout field=Field::Name label=t!(checkout.name) autocomplete="name" />
            <Input
                checkout=checkout
                field=Field::Email
                label=t!(checkout.email)
                kind="email"
                autocomplete="email"
                hint=t!(checkout.email_hint)
            />
            <Input
                checkout=checkout
                field=Field::Phone
                label=t!(checkout.phone)
                kind="tel"
                autocomplete="tel"
                hint=t!(checkout.phone_hint)
            />
            <h2>{t!(checkout.pay)}</h2>
            <p>{t!(checkout.pay_text)}</p>
            <FailureNote checkout=checkout />
            <Send checkout=checkout />
            <TermsLine />
            <p class="muted">{t!(checkout.small_print)} " " <a href=paths::legal()>{t!(legal.title)}</a></p>
        </form>
    }
}

/// What a field is called.
fn label(field: Field) -> String {
    match field {
        Field::Name => t!(checkout.name),
        Field::Email => t!(checkout.email),
        Field::Phone => t!(checkout.phone),
    }
}

#[component]
fn Input(
    checkout: Checkout,
    field: Field,
    label: String,
    #[prop(default = "text")] kind: &'static str,
    autocomplete: &'static str,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    view! {
        <TextField
            id=field.id()
            label=label
            kind=kind
            autocomplete=autocomplete
            hint=hint
            required=field != Field::Phone
            value=checkout.draft.value(field)
            error=Signal::derive(move || checkout.error(field))
            on_blur=Callback::new(move |()| {
                if untrack(|| !checkout.draft.value(field).get().is_empty()) {
                    time::after(CLICK, move || checkout.touch(field));
                }
            })
        />
    }
}

/// What happened to the order, what is safe, and the way forward.
#[component]
fn FailureNote(checkout: Checkout) -> impl IntoView {
    move || {
        checkout.failure.get().map(|error| {
            let text = attempt::text_of(&error, failure_text(&error), t!(checkout.safe_to_retry));
            let mend = matches!(
                error.code(),
                Some(
                    ErrorCode::NotEnoughStock
                        | ErrorCode::StockUnknown
                        | ErrorCode::NotOrderable
                        | ErrorCode::CartNotOrderable
                        | ErrorCode::TooManyUnits
                )
            )
            .then(|| view! { " " <a href=paths::cart()>{t!(checkout.mend_cart)}</a> });
            view! {
                <Unsent error=error text=text class="error-summary" id="checkout-failure">
                    {mend}
                </Unsent>
            }
        })
    }
}

#[component]
fn Send(checkout: Checkout) -> impl IntoView {
    let cart = checkout.cart.cart;
    let can_order = move || cart.with(|cart| cart.ready().is_some_and(Cart::can_order));
    let total = move || cart.with(|cart| cart.ready().map(|cart| format::money_in_column(&cart.total)));
    let text = move || {
        if checkout.sending.get() { t!(checkout.sending) } else { t!(checkout.send) }
    };
    view! {
        <Show when=can_order fallback=|| view! { <p><a class="button" href=paths::cart()>{t!(checkout.mend_cart)}</a></p> }>
            <p class="sum-line sum-total"><span>{t!(order.total)}</span><strong>{total}</strong></p>
            <button
                type="submit"
                class="button button-now button-wide"
                aria-disabled=move || checkout.sending.get().to_string()
            >
                {text}
            </button>
        </Show>
    }
}
