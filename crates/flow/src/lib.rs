//! flow

pub mod demo;
