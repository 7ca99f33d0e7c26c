use contract::{
    return_request::PlacedReturn,
    routes,
    withdrawal::{Contract, FindContract, Withdraw},
};
use gloo_net::http::Method;

use super::{ApiError, parse, send};
use crate::browser::json;

/// The contract that an order's number and address lead to.
pub async fn find(asked: &FindContract) -> Result<Contract, ApiError> {
    parse(&send(Method::POST, routes::WITHDRAWALS_FIND, json::write(asked), None).await?)
}

/// Withdraws from a contract; sent again with the same key it answers the same withdrawal.
pub async fn confirm(withdrawal: &Withdraw, key: &str) -> Result<PlacedReturn, ApiError> {
    parse(&send(Method::POST, routes::WITHDRAWALS, json::write(withdrawal), Some(key)).await?)
}
