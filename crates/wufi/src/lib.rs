//! The program: command line, configuration, wiring.

pub mod commands;
pub mod config;
mod keyfile;
pub mod metrics;
mod readers;
mod secret_file;
pub mod serving;
pub mod shutdown;
pub mod telemetry;
pub mod tls;
