//! Everything that leaves the process: payment providers and mail.
//!
//! Only mail does yet: the manual provider promises money without asking anybody.

pub mod mail;
