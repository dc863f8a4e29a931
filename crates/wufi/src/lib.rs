//! wufi
