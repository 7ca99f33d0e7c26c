//! Why something was not done: a problem for the client, or a failure of ours.

use contract::{
    error::{ErrorCode, Problem},
    newtypes::Invalid,
    time::Timestamp,
};

#[derive(Debug)]
pub enum Refusal {
    /// The client is told exactly this.
    Problem(Box<Problem>),
    /// The client is told that it is our fault; the log is told why.
    Failure(anyhow::Error),
}

pub type Outcome<T> = Result<T, Refusal>;

/// A refusal with one English sentence for developers.
pub fn refuse(code: ErrorCode, title: impl Into<String>) -> Refusal {
    Refusal::Problem(Box::new(Problem::new(code, title)))
}

/// A field that was refused, as `lines/0/quantity`.
pub fn invalid(field: &str, reason: Invalid) -> Refusal {
    let mut problem =
        Problem::new(ErrorCode::InvalidField, format!("the field {field} was refused: {reason}"));
    problem.field = Some(field.to_string());
    problem.reason = Some(reason);
    Refusal::Problem(Box::new(problem))
}

pub fn not_found(what: &str) -> Refusal {
    refuse(ErrorCode::NotFound, format!("there is no such {what}"))
}

impl Refusal {
    fn with(mut self, change: impl FnOnce(&mut Problem)) -> Self {
        if let Refusal::Problem(problem) = &mut self {
            change(problem);
        }
        self
    }

    /// Names the SKU that is short, and what is left of it.
    pub fn of_sku(self, sku: &str, available: Option<i64>) -> Self {
        self.with(|problem| {
            problem.sku = Some(sku.to_string());
            problem.available = available;
        })
    }

    /// Names the field that something else is wrong with than its value.
    pub fn of_field(self, field: &str) -> Self {
        self.with(|problem| problem.field = Some(field.to_string()))
    }

    /// Says how many units are left.
    pub fn left(self, available: i64) -> Self {
        self.with(|problem| problem.available = Some(available))
    }

    pub fn in_store(self, name: &str) -> Self {
        self.with(|problem| problem.store = Some(name.to_string()))
    }

    pub fn at(self, moment: Timestamp) -> Self {
        self.with(|problem| problem.at = Some(moment))
    }

    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Refusal::Problem(problem) => Some(problem.code),
            Refusal::Failure(_) => None,
        }
    }
}

impl<E: Into<anyhow::Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Refusal::Failure(error.into())
    }
}
