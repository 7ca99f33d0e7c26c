use contract::picture::Picture;
use leptos::prelude::*;

use super::{ProductPicture, QuantityField};
use crate::t;

/// A piece that can be chosen, in as many units as there are; what can't be chosen is shown with the reason.
#[component]
pub fn PieceChoice(
    /// Unique in the page.
    id: String,
    name: String,
    variant: Option<String>,
    picture: Option<Picture>,
    #[prop(optional_no_strip)] amount: Option<String>,
    /// What choosing does: « Rendre ».
    choose: String,
    /// Units that are chosen; 0 is none.
    #[prop(into)]
    units: Signal<u32>,
    max: u32,
    #[prop(optional_no_strip)] reason: Option<String>,
    on_change: Callback<u32>,
    /// What is asked of it once it is chosen.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let is_chosen = Memo::new(move |_| units.get() > 0);
    let open = reason.is_none() && max > 0;
    let quantity_id = format!("{id}-units");
    let quantity_label = t!(quantity.of, name = name);
    let of = name.clone();
    let choice = open.then(|| {
        view! {
            <label class="check">
                <input
                    id=id
                    type="checkbox"
                    prop:checked=move || is_chosen.get()
                    on:change=move |event| on_change.run(u32::from(event_target_checked(&event)))
                />
                <span>{choose} <span class="visually-hidden">" " {of}</span></span>
            </label>
        }
    });
    let children = StoredValue::new(children);
    let asked = move || {
        is_chosen.get().then(|| {
            let quantity = (max > 1).then(|| {
                view! {
                    <QuantityField
                        id=quantity_id.clone()
                        label=quantity_label.clone()
                        value=units
                        max=max
                        on_change=on_change
                    />
                }
            });
            let more = children.with_value(|children| children.as_ref().map(|children| children()));
            view! { <div class="piece-asked">{quantity} {more}</div> }
        })
    };
    view! {
        <li class="cart-line piece" class:piece-closed=!open>
            <ProductPicture picture=picture alt=String::new() sizes="96px" />
            <div class="cart-line-text">
                <h3 class="cart-line-name">{name}</h3>
                {variant.map(|text| view! { <p class="muted">{text}</p> })}
                {reason.map(|text| view! { <p>{text}</p> })}
                {choice}
            </div>
            {amount.map(|amount| view! { <p class="cart-line-total">{amount}</p> })}
            {asked}
        </li>
    }
}
