//! Mechanisms of security without HTTP: secrets, passwords, tokens.

pub mod api_key;
pub mod digest;
pub mod password;
pub mod secret;
