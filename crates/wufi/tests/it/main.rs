//! The program as a person or a script meets it, on the engine under test.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up should stop")]

mod command_line;
#[path = "../../../store/tests/it/engine.rs"]
mod engine;
mod serving;
mod shop;
