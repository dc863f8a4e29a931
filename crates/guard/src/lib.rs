//! Mechanisms of security without HTTP: secrets, passwords, keys, tokens.

pub mod access_token;
pub mod agent;
pub mod api_key;
pub mod csrf_token;
pub mod digest;
pub mod keyring;
pub mod limit;
pub mod opaque_token;
pub mod password;
pub mod payment_seal;
pub mod registration_token;
pub mod second_factor;
pub mod secret;
mod signed_token;
