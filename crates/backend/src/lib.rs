//! The reference backend: `handlers` (HTTP only) → `domain` (rules, transactions) → `db` (SQL only).

pub mod app;
pub mod db;
pub mod domain;
