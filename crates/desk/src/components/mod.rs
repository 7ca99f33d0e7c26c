//! What the desk's pages are made of: props in, callbacks out.

mod badges;
mod failure;
mod lines;
mod reservation;
mod scanner;
mod summary;
mod two_steps;

pub use badges::{Badges, HereLine};
pub use failure::{Refusal, failure_text};
pub use lines::{PickupLines, ReservationLines};
pub use reservation::{
    Note, ReservationMark, ReservationTimes, outcome_text, outcomes, piece_text, pieces_text,
};
pub use scanner::Scanner;
pub use summary::{StatusMark, Times, units_text};
pub use two_steps::{Asking, Steps, TwoSteps, is_read};
