//! Stripe's forms: `metadata[cart_id]=…`, `expand[]=latest_charge`.

use std::collections::BTreeMap;

use url::form_urlencoded;

/// A value of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    Text(String),
    Branch(BTreeMap<String, Tree>),
}

/// The pairs of a form, in the order in which they came.
pub(crate) fn pairs(form: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(form).into_owned().collect()
}

/// The values that those pairs tell; of two with one name, the later.
pub(crate) fn tree(pairs: &[(String, String)]) -> BTreeMap<String, Tree> {
    let mut root = BTreeMap::new();
    for (name, value) in pairs {
        put(&mut root, &path(name), value);
    }
    root
}

/// `a[b][c]` is `a`, `b`, `c`; a name whose brackets do not match is a name like any other.
fn path(name: &str) -> Vec<&str> {
    let Some((first, rest)) = name.split_once('[') else { return vec![name] };
    let Some(inner) = rest.strip_suffix(']') else { return vec![name] };
    let mut path = vec![first];
    path.extend(inner.split("]["));
    if path.iter().any(|part| part.contains(['[', ']'])) { vec![name] } else { path }
}

fn put(branch: &mut BTreeMap<String, Tree>, path: &[&str], value: &str) {
    let Some((first, rest)) = path.split_first() else { return };
    // `expand[]` is the next of a list.
    let name = if first.is_empty() { branch.len().to_string() } else { (*first).to_owned() };
    if rest.is_empty() {
        branch.insert(name, Tree::Text(value.to_owned()));
        return;
    }
    let inner = branch.entry(name).or_insert_with(|| Tree::Branch(BTreeMap::new()));
    if let Tree::Text(_) = inner {
        *inner = Tree::Branch(BTreeMap::new());
    }
    if let Tree::Branch(inner) = inner {
        put(inner, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &str) -> BTreeMap<String, Tree> {
        tree(&pairs(form.as_bytes()))
    }

    fn text(value: &str) -> Tree {
        Tree::Text(value.to_owned())
    }

    fn branch<const N: usize>(of: [(&str, Tree); N]) -> Tree {
        Tree::Branch(of.map(|(name, value)| (name.to_owned(), value)).into())
    }

    #[test]
    fn brackets_nest_and_escapes_are_read_before_them() {
        let read = read("amount=100&metadata%5Bcart_id%5D=cart_1&a[b][c]=d+e%26f");

        assert_eq!(read["amount"], text("100"));
        assert_eq!(read["metadata"], branch([("cart_id", text("cart_1"))]));
        assert_eq!(read["a"], branch([("b", branch([("c", text("d e&f"))]))]));
    }

    #[test]
    fn a_list_has_empty_brackets_or_numbers() {
        let listed = branch([("0", text("a")), ("1", text("b"))]);

        assert_eq!(read("expand[]=a&expand[]=b")["expand"], listed);
        assert_eq!(read("expand[0]=a&expand[1]=b")["expand"], listed);
    }

    #[test]
    fn brackets_that_do_not_match_are_part_of_the_name() {
        for name in ["a[b", "a]b[", "a[b]c", "a[[b]]"] {
            assert_eq!(read(&format!("{name}=1"))[name], text("1"), "{name}");
        }
    }

    #[test]
    fn of_two_with_one_name_the_later_counts() {
        assert_eq!(read("a=1&a=2")["a"], text("2"));
        assert_eq!(read("a=1&a[b]=2")["a"], branch([("b", text("2"))]));
    }
}
