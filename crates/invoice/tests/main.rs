//! All tests of invoices from outside, in one program.
#![allow(clippy::unwrap_used)]

mod amounts;
mod common;
mod document;
mod valid;
