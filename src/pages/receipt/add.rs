use leptos::{ev, prelude::*};

use crate::{
    browser::{focus, time},
    components::TextField,
    t,
};

pub const FIELD: &str = "receipt-token";

/// Shorter than any token: a slip of the keyboard is not a try.
const SHORTEST: usize = 20;

/// The token in what was typed or pasted: a link's fragment, or the token itself, in the alphabet it is printed in.
fn token_in(typed: &str) -> Option<String> {
    let written = typed.rsplit('#').next().unwrap_or_default();
    let blank = |letter: char| letter.is_whitespace() || letter == '-';
    let token: String = written.chars().filter(|letter| !blank(*letter)).collect::<String>().to_uppercase();
    let is_base32 = token.chars().all(|letter| matches!(letter, 'A'..='Z' | '2'..='7'));
    (is_base32 && token.len() >= SHORTEST).then_some(token)
}

/// How a receipt is added: by the phone's own camera, or by what stands on it.
#[component]
pub fn Add(on_token: Callback<String>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let failed = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match token_in(&typed.get_untracked()) {
            Some(token) => on_token.run(token),
            None => {
                failed.set(Some(t!(receipt.not_a_token)));
                time::after(0, || focus::by_id(FIELD));
            }
        }
    };
    view! {
        <p class="lead">{t!(receipt.lead)}</p>
        <form class="receipt-form" novalidate on:submit=submit>
            <TextField
                id=FIELD
                label=t!(receipt.token)
                autocomplete="off"
                hint=Some(t!(receipt.token_hint))
                required=true
                value=typed
                error=failed
                on_blur=Callback::new(|()| {})
            />
            <button type="submit" class="button">{t!(receipt.submit)}</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    const TOKEN: &str = "AEBAGBAFAYDQQCIKBMGA2DQPCAIREEYUCULBO6";

    #[wasm_bindgen_test]
    fn a_token_is_found_in_a_link_and_in_what_is_typed() {
        let link = format!(" https://shop.example/fr/receipts/claim#{TOKEN}\n");
        assert_eq!(token_in(&link).as_deref(), Some(TOKEN));
        let typed = TOKEN.to_lowercase().replace("QQ", "qq");
        assert_eq!(token_in(&format!("{}-{} ", &typed[..8], &typed[8..])).as_deref(), Some(TOKEN));
    }

    #[wasm_bindgen_test]
    fn what_holds_no_token_is_refused() {
        for bad in ["", "123456", "https://shop.example/fr/receipts/claim", "AEBAGBAFAYDQQCIKBM!A2DQP", "#"] {
            assert_eq!(token_in(bad), None, "{bad}");
        }
    }
}
