//! What the desk's pages are made of: props in, callbacks out.

mod failure;
mod lines;
mod scanner;
mod summary;

pub use failure::{Refusal, failure_text};
pub use lines::PickupLines;
pub use scanner::Scanner;
pub use summary::{StatusMark, Times, units_text};
