//! Ids of the demo shop: the same in every installation, so that a front end may note them down.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};
use wufi_domain::ids::Id;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The id of the demo shop's thing called `name`: always the same for one kind and name.
///
/// Ids that are secrets must not be made this way: anybody can work these out.
#[must_use]
pub fn demo_id<T: Id>(name: &str) -> T {
    // Parted by a byte that no prefix and no name has, so that no two pairs run together.
    let digest =
        Sha256::new().chain_update("wufi demo\0").chain_update(T::PREFIX).chain_update("\0").chain_update(name).finalize();
    let letters = digest.iter().take(26).filter_map(|byte| ALPHABET.get(usize::from(byte & 31)));
    let text: String = T::PREFIX.chars().chain(['_']).chain(letters.map(|letter| char::from(*letter))).collect();

    let Some(id) = T::parse(&text) else { unreachable!("a prefix, an underscore and 26 characters are an id") };
    id
}

/// What a thing of the demo shop is called in its files: a handle, an SKU or another short name.
///
/// It knows of what it is the name, so a category's cannot stand where a
/// collection's belongs; and it is all that is needed to know the thing's id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key<T> {
    name: String,
    of: PhantomData<fn() -> T>,
}

impl<T: Id> Key<T> {
    /// Takes 1 to 60 ASCII letters, digits and hyphens.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let fits = (1..=60).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        fits.then(|| Self { name: name.to_owned(), of: PhantomData })
    }

    /// The id of what it names.
    #[must_use]
    pub fn id(&self) -> T {
        demo_id(&self.name)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }
}

impl<T> fmt::Display for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl<'de, T: Id> Deserialize<'de> for Key<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::new(&name).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&name), &"letters, digits and hyphens"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wufi_domain::ids::{OptionId, OptionValueId, ProductId, VariantId};

    #[test]
    fn an_id_is_the_same_in_every_installation() {
        assert_eq!(demo_id::<ProductId>("pall").as_str(), "prod_R24J7EMMKWDZWHN9KE1J3T8MVK");
    }

    #[test]
    fn ids_of_different_names_and_kinds_differ() {
        assert_ne!(demo_id::<ProductId>("pall"), demo_id::<ProductId>("kont"));
        assert_ne!(demo_id::<ProductId>("pall").as_str()[5..], demo_id::<VariantId>("pall").as_str()[8..]);
        assert_ne!(demo_id::<OptionId>("valpall").as_str()[4..], demo_id::<OptionValueId>("pall").as_str()[7..]);
    }

    #[test]
    fn a_key_is_short_and_fit_for_an_address() {
        assert_eq!(Key::<ProductId>::new("huppekas-kummipall").unwrap().id(), demo_id("huppekas-kummipall"));
        for wrong in ["", "kõrv", "a b", "a/b", "../etc", &"x".repeat(61)] {
            assert_eq!(Key::<ProductId>::new(wrong), None, "{wrong}");
        }
    }
}
