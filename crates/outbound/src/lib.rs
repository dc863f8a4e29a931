//! Everything that leaves the process: payment providers and mail.
//!
//! Nothing does yet: the manual provider promises money without asking anybody.
