//! Wufi on HTTP.
//!
//! A request runs through [`layer`] (sizes, time, ids, headers), is read by
//! [`extract`] into domain types, and its answer comes from a view or from a
//! [`problem::Problem`] that the problems layer writes. [`policy`] is the table
//! of routes, from which the router, the tests and [`openapi`] are made;
//! [`listener`] owns the sockets.

mod admin;
pub mod answer;
pub mod app;
pub mod auth;
pub mod catalogue;
pub mod cookies;
pub mod errands;
pub mod extract;
pub mod health;
mod hooks;
pub mod layer;
pub mod listener;
pub mod meters;
pub mod openapi;
pub mod origins;
pub mod policy;
mod press;
pub mod problem;
pub mod routes;
pub mod statics;
pub mod store;
pub mod texts;
pub mod wellknown;
