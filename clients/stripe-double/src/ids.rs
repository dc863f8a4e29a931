//! Names that nothing had before.

const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A name: `prefix`, then so many letters and digits by chance.
pub(crate) fn mint(prefix: &str, length: usize) -> String {
    let mut bytes = vec![0; length];
    let Ok(()) = aws_lc_rs::rand::fill(&mut bytes) else { panic!("the operating system gave no randomness") };
    let letters = bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(*byte) % ALPHABET.len()));
    prefix.chars().chain(letters.map(|letter| char::from(*letter))).collect()
}
