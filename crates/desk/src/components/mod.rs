//! What the desk's pages are made of: props in, callbacks out.

mod badges;
mod failure;
mod lines;
mod options;
mod reservation;
mod returned;
mod select_field;
mod summary;
mod two_steps;

pub use badges::{Badges, HereLine};
pub use failure::{Refusal, failure_text};
pub use lines::{PickupLines, ReservationLines};
pub use options::Options;
pub use reservation::{
    Note, ReservationMark, ReservationTimes, outcome_text, outcomes, piece_text, pieces_text,
};
pub use returned::{
    DueMark, OutcomeText, PieceLine, ReturnMark, condition_text, date_text, decision_text, line_text,
    reason_text, refusal_text, variant_text, way_text,
};
pub use select_field::SelectField;
pub use summary::{StatusMark, Times, units_text};
pub use two_steps::{Asking, Steps, TwoSteps, is_read};
