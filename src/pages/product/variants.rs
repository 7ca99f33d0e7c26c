use contract::product::Variant;
use leptos::prelude::*;

use super::Chosen;
use crate::{
    components::{Choice, ChoiceGroup},
    t,
};

/// The values of an attribute, each once, in the feed's order.
fn values(variants: &[Variant], of: impl Fn(&Variant) -> &Option<String>) -> Vec<String> {
    let mut seen = Vec::new();
    for value in variants.iter().filter_map(|variant| of(variant).clone()) {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}

/// The variant with this colour and size; without such a size, the colour's best.
fn find(variants: &[Variant], colour: &Option<String>, size: &Option<String>) -> Option<String> {
    let coloured = || variants.iter().filter(|variant| variant.colour == *colour);
    coloured()
        .find(|variant| variant.size == *size)
        .or_else(|| coloured().find(|variant| variant.stores_with_stock > 0))
        .or_else(|| coloured().next())
        .map(|variant| variant.sku.clone())
}

/// Why a size can't be had in the chosen colour.
fn reason(variants: &[Variant], colour: &Option<String>, size: &str) -> Option<String> {
    let variant = variants.iter().find(|v| v.colour == *colour && v.size.as_deref() == Some(size));
    match variant {
        None => Some(t!(product.size_not_made)),
        Some(variant) if variant.stores_with_stock == 0 => Some(t!(product.size_sold_out)),
        Some(_) => None,
    }
}

/// Colour and size, as radio buttons; what can't be had stays to be chosen, with the reason.
#[component]
pub fn VariantPicker(chosen: Chosen) -> impl IntoView {
    let variants = chosen.product.with_value(|product| product.variants.clone());
    let colours = values(&variants, |variant| &variant.colour);
    let sizes = values(&variants, |variant| &variant.size);
    let variants = StoredValue::new(variants);
    let colour = Memo::new(move |_| chosen.variant().and_then(|variant| variant.colour));
    let size = Memo::new(move |_| chosen.variant().and_then(|variant| variant.size));
    let pick = move |colour: Option<String>, size: Option<String>| {
        if let Some(sku) = variants.with_value(|variants| find(variants, &colour, &size)) {
            chosen.choose.run(sku);
        }
    };
    let colour_choices: Vec<Choice> = colours
        .iter()
        .map(|name| {
            let of_colour = |v: &&Variant| v.colour.as_deref() == Some(name.as_str());
            let picture = variants.with_value(|variants| {
                variants.iter().filter(of_colour).find_map(|variant| variant.pictures.first().cloned())
            });
            Choice { value: name.clone(), label: name.clone(), reason: None, picture }
        })
        .collect();
    let several = colours.len() > 1 || sizes.is_empty();
    let has_sizes = sizes.len() > 1 || sizes.iter().any(|_| colours.len() <= 1);
    let size_choices = Signal::derive(move || {
        let colour = colour.get();
        let choice = |name: &String| Choice {
            value: name.clone(),
            label: name.clone(),
            reason: variants.with_value(|variants| reason(variants, &colour, name)),
            picture: None,
        };
        sizes.iter().map(choice).collect::<Vec<_>>()
    });
    let missing = move || {
        let size = size.get()?;
        variants.with_value(|variants| reason(variants, &colour.get(), &size))
    };
    view! {
        {(several && !colours.is_empty())
            .then(|| {
                view! {
                    <ChoiceGroup
                        legend=t!(product.colour)
                        name="colour"
                        choices=colour_choices
                        chosen=colour
                        on_choose=Callback::new(move |colour| pick(Some(colour), size.get_untracked()))
                    />
                }
            })}
        {has_sizes
            .then(|| {
                view! {
                    <ChoiceGroup
                        legend=t!(product.size)
                        name="size"
                        choices=size_choices
                        chosen=size
                        on_choose=Callback::new(move |size| pick(colour.get_untracked(), Some(size)))
                    />
                }
            })}
        <p class="product-missing" role="status">{missing}</p>
    }
}

#[cfg(test)]
pub mod tests {
    use contract::{availability::PickupMethod, money::Money, product::Price};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    pub fn variant(sku: &str, colour: &str, size: &str, stores: u32) -> Variant {
        Variant {
            sku: sku.into(),
            gtin: None,
            colour: Some(colour.into()),
            size: Some(size.into()),
            price: Price {
                current: Money::new(100, "EUR"),
                regular: None,
                lowest_30_days: None,
                sale_until: None,
            },
            pictures: Vec::new(),
            pickup_method: PickupMethod::Buy,
            in_store: None,
            stores_with_stock: stores,
        }
    }

    #[wasm_bindgen_test]
    fn another_colour_keeps_the_size_or_takes_one_that_a_store_has() {
        let variants =
            [variant("a", "noir", "38", 2), variant("b", "sable", "37", 0), variant("c", "sable", "39", 1)];
        let pick = |colour: &str, size: &str| find(&variants, &Some(colour.into()), &Some(size.into()));
        assert_eq!(pick("noir", "38").as_deref(), Some("a"));
        assert_eq!(pick("sable", "37").as_deref(), Some("b"));
        assert_eq!(pick("sable", "38").as_deref(), Some("c"));
        assert_eq!(pick("rouge", "38"), None);
    }
}
