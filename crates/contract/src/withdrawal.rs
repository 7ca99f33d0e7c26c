//! The legal right to withdraw from a contract that was made at a distance.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    money::Money,
    newtypes::{Email, PersonName},
    picture::Picture,
    time::Timestamp,
};

/// `POST /api/withdrawals/find`: the contract, by number and address; its tries are limited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindContract {
    /// The order's.
    pub number: String,
    pub email: Email,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractLine {
    pub line_id: String,
    pub name: String,
    pub colour: Option<String>,
    pub size: Option<String>,
    pub picture: Option<Picture>,
    /// Units that the withdrawal may name.
    pub quantity: u32,
    pub amount: Money,
}

/// A contract that one may withdraw from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contract {
    pub number: String,
    pub ordered_at: Timestamp,
    /// `None`: the goods are not handed over yet.
    pub received_at: Option<Timestamp>,
    /// The last moment; `None` while the goods are not handed over.
    pub until: Option<Timestamp>,
    pub lines: Vec<ContractLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WithdrawLine {
    pub line_id: String,
    pub quantity: u32,
}

/// `POST /api/withdrawals`, with an `Idempotency-Key`: « confirmer la rétractation ». The dated receipt goes by e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Withdraw {
    pub number: String,
    /// The order's, and where the receipt goes.
    pub email: Email,
    pub name: PersonName,
    pub lines: Vec<WithdrawLine>,
    pub language: Language,
}
