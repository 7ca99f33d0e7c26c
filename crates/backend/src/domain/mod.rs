//! The rules and the transactions; SQL is in `db`, HTTP in `handlers`.

pub mod clock;
pub mod hours;
pub mod refusal;
pub mod retailer;
pub mod secret;
