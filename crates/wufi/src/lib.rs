//! The program: command line, configuration, wiring.

pub mod config;
pub mod shutdown;
pub mod telemetry;
pub mod tls;
