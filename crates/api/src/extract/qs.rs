//! The query syntax of js-sdk (qs): `id[0]=a`, `id[]=a`, `created_at[$gte]=…`, `a.b=…`.

use wufi_domain::fault::Reason;

use super::faults::{Faults, Place, shown};
use super::json::MAX_ITEMS;
use super::node::Node;

/// How many pairs a query may have.
const MAX_PAIRS: usize = 200;
/// How many brackets may follow a name.
const MAX_BRACKETS: usize = 4;

/// One step of a key.
#[derive(Debug, PartialEq)]
enum Step<'a> {
    Name(&'a str),
    Index(usize),
    Next,
}

/// A tree under construction; lists remember the indices that were written.
#[derive(Debug)]
enum Branch {
    Leaf(String),
    Map(Vec<(String, Self)>),
    List(Vec<(usize, Self)>),
}

/// Reads a raw query; what cannot be read is added to `faults`.
pub(super) fn parse(raw: &str, faults: &mut Faults) -> Node {
    let mut root: Vec<(String, Branch)> = Vec::new();
    for (count, pair) in raw.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        if count == MAX_PAIRS {
            faults.refuse_by::<()>(&Place::ROOT, Reason::TooManyKeys, ("max", 200));
            break;
        }
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Some(key), Some(value)) = (decode(key), decode(value)) else {
            faults.refuse::<()>(&Place::ROOT.field(shown(key)), Reason::BadCharacter);
            continue;
        };
        root = match steps(&key).and_then(|steps| grow(Some(Branch::Map(root)), &steps, value)) {
            Ok(Branch::Map(members)) => members,
            Ok(Branch::Leaf(_) | Branch::List(_)) => unreachable!("a key begins with a name, so the root stays a map"),
            Err(fault) => {
                let name = key.split(['[', '.']).next().unwrap_or_default();
                let place = Place::ROOT.field(shown(name));
                match fault.max {
                    Some(max) => faults.refuse_by::<()>(&place, fault.reason, ("max", max)),
                    None => faults.refuse(&place, fault.reason),
                };
                // The rest would be told as missing: one fault of the syntax says enough.
                return Node::Object(Vec::new());
            }
        };
    }
    planted(Branch::Map(root))
}

/// Why a key does not fit.
#[derive(Debug, PartialEq)]
struct Unfit {
    reason: Reason,
    max: Option<i64>,
}

const fn unfit(reason: Reason) -> Unfit {
    Unfit { reason, max: None }
}

/// Takes a key apart.
fn steps(key: &str) -> Result<Vec<Step<'_>>, Unfit> {
    let end = key.find(['[', '.', ']']).unwrap_or(key.len());
    let (name, mut rest) = key.split_at(end);
    if name.is_empty() {
        return Err(unfit(Reason::UnknownField));
    }
    let mut steps = vec![Step::Name(name)];
    if let Some(dotted) = rest.strip_prefix('.') {
        // One dot, as Medusa reads it.
        let is_name = !dotted.is_empty() && !dotted.contains(['.', '[', ']']);
        steps.push(Step::Name(dotted));
        return if is_name { Ok(steps) } else { Err(unfit(Reason::UnknownField)) };
    }

    while !rest.is_empty() {
        let inner = rest.strip_prefix('[').and_then(|opened| opened.split_once(']'));
        let Some((inner, after)) = inner.filter(|(inner, _)| !inner.contains('[')) else {
            return Err(unfit(Reason::UnknownField));
        };
        if steps.len() > MAX_BRACKETS {
            return Err(Unfit { reason: Reason::TooDeep, max: Some(4) });
        }
        steps.push(step(inner)?);
        rest = after;
    }
    Ok(steps)
}

fn step(inner: &str) -> Result<Step<'_>, Unfit> {
    if inner.is_empty() {
        return Ok(Step::Next);
    }
    if !inner.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Step::Name(inner));
    }
    // An index is a place in a list that is kept: `a[1000000]` must not make it long.
    let index = inner.parse().ok().filter(|index| *index < MAX_ITEMS);
    index.map(Step::Index).ok_or(Unfit { reason: Reason::TooManyItems, max: Some(100) })
}

/// Adds `value` to `old` at the end of `steps`; what stands there already is a fault.
fn grow(old: Option<Branch>, steps: &[Step<'_>], value: String) -> Result<Branch, Unfit> {
    match (steps, old) {
        ([], None) => Ok(Branch::Leaf(value)),
        ([Step::Name(name), rest @ ..], None) => Ok(Branch::Map(vec![((*name).to_owned(), grow(None, rest, value)?)])),
        ([Step::Name(name), rest @ ..], Some(Branch::Map(mut members))) => {
            let at = members.iter().position(|(key, _)| key == name).unwrap_or(members.len());
            let child = if at < members.len() { Some(members.remove(at).1) } else { None };
            members.insert(at, ((*name).to_owned(), grow(child, rest, value)?));
            Ok(Branch::Map(members))
        }
        ([Step::Index(index), rest @ ..], None) => Ok(Branch::List(vec![(*index, grow(None, rest, value)?)])),
        ([Step::Next, rest @ ..], None) => Ok(Branch::List(vec![(0, grow(None, rest, value)?)])),
        ([Step::Index(index), rest @ ..], Some(Branch::List(mut items))) => {
            let at = items.iter().position(|(known, _)| known == index).unwrap_or(items.len());
            let child = if at < items.len() { Some(items.remove(at).1) } else { None };
            items.insert(at, (*index, grow(child, rest, value)?));
            Ok(Branch::List(items))
        }
        ([Step::Next, rest @ ..], Some(Branch::List(mut items))) => {
            let next = items.iter().map(|(index, _)| index + 1).max().unwrap_or(0);
            items.push((next, grow(None, rest, value)?));
            Ok(Branch::List(items))
        }
        // A name that comes twice, or once as a value and once as more than that.
        (_, Some(_)) => Err(unfit(Reason::ExpectedScalar)),
    }
}

fn planted(branch: Branch) -> Node {
    match branch {
        Branch::Leaf(text) => Node::Loose(text),
        Branch::Map(members) => Node::Object(members.into_iter().map(|(key, branch)| (key, planted(branch))).collect()),
        Branch::List(mut items) => {
            items.sort_by_key(|(index, _)| *index);
            Node::List(items.into_iter().map(|(_, branch)| planted(branch)).collect())
        }
    }
}

/// Decodes once and strictly: every `%` has two hex digits, the bytes are UTF-8, none is NUL.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let (digits, after) = rest.split_first_chunk::<2>()?;
                bytes.push(hex(*digits)?);
                rest = after;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn hex(digits: [u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? * 16 + low?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tree(raw: &str) -> Node {
        let mut faults = Faults::default();
        let node = parse(raw, &mut faults);
        assert!(faults.is_empty(), "{raw}: {faults:?}");
        node
    }

    fn told(raw: &str) -> Vec<(String, Reason)> {
        let mut faults = Faults::default();
        parse(raw, &mut faults);
        faults.into_vec().into_iter().map(|fault| (fault.path, fault.reason)).collect()
    }

    fn leaf(text: &str) -> Node {
        Node::Loose(text.to_owned())
    }

    fn object<const N: usize>(members: [(&str, Node); N]) -> Node {
        Node::Object(members.map(|(key, node)| (key.to_owned(), node)).to_vec())
    }

    #[test]
    fn every_notation_of_js_sdk_is_read() {
        assert_eq!(tree("a=1&b=tere%20koer+%C3%B5"), object([("a", leaf("1")), ("b", leaf("tere koer õ"))]));
        assert_eq!(tree("id[1]=b&id[0]=a"), object([("id", Node::List(vec![leaf("a"), leaf("b")]))]));
        assert_eq!(tree("id%5B%5D=a&id[]=b"), object([("id", Node::List(vec![leaf("a"), leaf("b")]))]));
        assert_eq!(
            tree("created_at[$gte]=x&created_at[$lt]=y"),
            object([("created_at", object([("$gte", leaf("x")), ("$lt", leaf("y"))]))])
        );
        assert_eq!(tree("a.b=1"), object([("a", object([("b", leaf("1"))]))]));
        assert_eq!(tree("$and[0][title]=x"), object([("$and", Node::List(vec![object([("title", leaf("x"))])]))]));
        assert_eq!(tree("&&a&"), object([("a", leaf(""))]));
    }

    #[test]
    fn a_name_that_comes_twice_is_a_fault_and_never_the_first_or_last() {
        for raw in ["a=1&a=2", "a=1&a[]=2", "a[]=1&a=2", "a[b]=1&a=2", "a[0]=1&a[0]=2", "a[b]=1&a[0]=2"] {
            assert_eq!(told(raw), [("a".to_owned(), Reason::ExpectedScalar)], "{raw}");
        }
    }

    #[test]
    fn bad_encodings_and_nul_are_faults() {
        for raw in ["a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "a=%c3", "a=%+1", "a=%ed%a0%80"] {
            assert_eq!(told(raw), [("a".to_owned(), Reason::BadCharacter)], "{raw}");
        }
        assert_eq!(told("%00=a"), [("?".to_owned(), Reason::BadCharacter)]);
        assert_eq!(tree("a=%2525"), object([("a", leaf("%25"))]));
    }

    #[test]
    fn depth_length_and_count_are_bounded() {
        assert_eq!(told("a[1000000]=x"), [("a".to_owned(), Reason::TooManyItems)]);
        assert_eq!(told("a[99999999999999999999999]=x"), [("a".to_owned(), Reason::TooManyItems)]);
        assert_eq!(told(&format!("a{}=x", "[b]".repeat(5_000))), [("a".to_owned(), Reason::TooDeep)]);
        assert_eq!(told(&"a[]=1&".repeat(201)), [(String::new(), Reason::TooManyKeys)]);
        for raw in ["a[=1", "a]=1", "a[b=1", "a[b]c=1", "a.b.c=1", "a.=1", "[a]=1", "=1", "a[[b]]=1", "a.b[c]=1"] {
            assert_eq!(told(raw).first().map(|fault| fault.1), Some(Reason::UnknownField), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn no_query_makes_the_reader_panic(raw in r"[a-c\[\]=&.%0-9$+]{0,60}") {
            parse(&raw, &mut Faults::default());
        }
    }
}
