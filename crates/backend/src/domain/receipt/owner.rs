//! Whose a receipt is, as far as the till knows.

use contract::pos::PosCustomer;

use crate::{
    db::{self, Tx, account::AccountRow},
    domain::refusal::Outcome,
};

#[derive(Default)]
pub struct Owner {
    pub account: Option<AccountRow>,
    pub name: Option<String>,
    /// Whoever proves this address later has the receipt too.
    pub email: Option<String>,
}

/// The loyalty code says it, else the address. A code that nobody has is no reason to refuse what was paid.
pub async fn of(tx: &mut Tx, customer: Option<&PosCustomer>) -> Outcome<Owner> {
    let Some(customer) = customer else {
        return Ok(Owner::default());
    };
    let email = customer.email.as_ref().map(|email| email.as_str().to_string());
    let by_code = match &customer.loyalty_code {
        Some(code) => db::account::by_loyalty_code(tx, code.trim()).await?,
        None => None,
    };
    let account = match (by_code, &email) {
        (None, Some(email)) => db::account::by_email(tx, email).await?,
        (known, _) => known,
    };
    // An address that is not the account's would give the receipt to a second one.
    let is_theirs = |email: &String| {
        account.as_ref().is_none_or(|account| db::account::key(&account.email) == db::account::key(email))
    };
    Ok(Owner {
        email: email.filter(is_theirs),
        name: customer.name.as_ref().map(|name| name.as_str().to_string()),
        account,
    })
}
