//! The reference backend: `handlers` (HTTP only) → `domain` (rules, transactions) → `db` (SQL only).

pub mod app;
pub mod cli;
pub mod db;
pub mod domain;
pub mod feeds;
pub mod handlers;
pub mod pictures;
