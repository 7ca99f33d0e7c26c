use super::{TryOn, checkout, purchases, reserve, sign_in, withdrawal};

/// Whether a page is one on which something is filled in that a reload would interrupt.
pub fn is_under_way(path: &str) -> bool {
    let forms = [checkout(), reserve(&TryOn::default()), sign_in(None), withdrawal()];
    let path = path.trim_end_matches('/');
    let of_purchase = path.strip_prefix(&purchases()).is_some_and(|rest| rest.matches('/').count() > 1);
    of_purchase || forms.iter().any(|form| path == form)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::paths;

    #[wasm_bindgen_test]
    fn forms_are_under_way_and_other_pages_are_not() {
        let forms = [checkout(), reserve(&TryOn::default()), sign_in(None), withdrawal()];
        for path in forms.into_iter().chain([paths::return_form("1"), paths::gift_receipt_form("1")]) {
            assert!(is_under_way(&path), "{path}");
            assert!(is_under_way(&format!("{path}/")), "{path}/");
        }
        for path in [paths::home(), paths::cart(), purchases(), paths::purchase("1") + "/"] {
            assert!(!is_under_way(&path), "{path}");
        }
    }
}
