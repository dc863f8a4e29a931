//! Bodies that are not JSON, not an object, or not what the route's fields hold.

use serde_json::{Value, json};

use super::routes::writing;
use super::send::{Attack, what};

/// Not JSON, or JSON that no two readers read alike.
const MALFORMED: [&[u8]; 16] = [
    b"{",
    b"nul",
    b"{\"a\":}",
    b"{\"a\":1,}",
    b"{'a':1}",
    b"{} {}",
    b"{}x",
    b"// {}\n{}",
    b"\xef\xbb\xbf{}",
    b"{\"a\":\"\xff\"}",
    b"{\"a\":\"\xed\xa0\x80\"}",
    b"{\"a\":\"\\ud800\"}",
    b"{\"a\":\"\n\"}",
    b"{\"a\":NaN}",
    b"{\"a\":01}",
    b"{\"a\":1e309}",
];

/// JSON, but no object.
const NO_OBJECTS: [&str; 8] = ["null", "true", "1", "\"{}\"", "[]", "[1]", "[null]", "[[]]"];

/// Keys that no route knows; the first is what a cheap shopper would name.
const STRANGE_KEYS: [&str; 6] = ["unit_price", "no_such", "__proto__", "constructor", "Quantity", "quantity\\u0000"];

/// What no text field holds.
const BAD_TEXTS: [&str; 6] = ["a\\u0000b", "a\\u202eb", "a\\u2066b", "a\\u200bb", "a\\u001bb", "a\\ufeffb"];

/// What no quantity is.
const BAD_COUNTS: [&str; 11] =
    ["1.5", "-1", "1000", "\"2\"", "9223372036854775808", "1e309", "-0.5", "null", "true", "[2]", "{\"$gt\":0}"];

/// What no amount of money is.
const BAD_AMOUNTS: [&str; 11] =
    ["0", "-0", "-1.5", "1.2345", "0.0001", "1000000000000", "\"2\"", "1e309", "null", "true", "{\"$gt\":0}"];

/// What is neither true nor false.
const BAD_TRUTHS: [&str; 4] = ["1", "\"true\"", "[]", "{\"$ne\":null}"];

/// Secrets, which are taken exactly as they were typed: no character is wrong in them.
const SECRETS: [&str; 5] = ["password", "current_password", "code", "token", "refresh_token"];

/// What takes no other kind of value in its place.
const OTHER_KINDS: [&str; 4] = ["1", "true", "[]", "{\"$ne\":null}"];

#[tokio::test]
async fn what_is_no_json_object_is_refused_by_every_route() {
    let attack = Attack::prepare().await;
    for case in writing(&attack.shop).await {
        for body in MALFORMED {
            let told = what(&case, &String::from_utf8_lossy(body));
            let answer = attack.refused(&case, case.with(body), &told).await;
            assert_eq!(answer.code(), "invalid_json", "{told}");
        }
        for body in NO_OBJECTS {
            let told = what(&case, body);
            let answer = attack.refused(&case, case.with(body), &told).await;
            assert_eq!(answer.code(), "invalid_field", "{told}");
        }
        // As deep as the route's bound of size lets it be.
        let deep = case.route.body_limit.0.min(25_050) / 5 - 10;
        for body in ["[".repeat(deep), "{\"a\":".repeat(deep), format!("{{\"additional_data\":{}", "[".repeat(deep))] {
            let told = what(&case, &format!("{deep} levels"));
            assert_eq!(attack.refused(&case, case.with(body), &told).await.code(), "invalid_json", "{told}");
        }
        attack.takes_good(&case).await;
    }
}

#[tokio::test]
async fn keys_that_no_route_knows_and_keys_that_come_twice_are_refused() {
    let attack = Attack::prepare().await;
    for case in writing(&attack.shop).await {
        let good = case.body.to_string();
        let inside = good.strip_prefix('{').unwrap();
        let comma = if inside == "}" { "" } else { "," };
        for key in STRANGE_KEYS {
            let body = format!("{{\"{key}\":1{comma}{inside}");
            let told = what(&case, &body);
            let answer = attack.refused(&case, case.with(body), &told).await;
            let shown = if key.contains('\\') { "?" } else { key };
            assert_eq!((answer.code(), answer.paths()), ("unknown_field", vec![shown]), "{told}");
        }
        let first = case.body.as_object().unwrap().keys().next().map_or("no_such", String::as_str);
        for twice in
            [format!("\"{first}\":1,\"{first}\":1"), format!("\"a\":1{comma}{}\"\\u0061\":1", inside.trim_end_matches('}'))]
        {
            let body = format!("{{{twice}}}");
            let told = what(&case, &body);
            assert_eq!(attack.refused(&case, case.with(body), &told).await.code(), "invalid_json", "{told}");
        }
        attack.takes_good(&case).await;
    }
}

#[tokio::test]
async fn a_value_that_its_field_does_not_hold_is_refused_by_the_fields_name() {
    let attack = Attack::prepare().await;
    for case in writing(&attack.shop).await {
        for leaf in leaves(&case.body, "", "") {
            let bad: Vec<&str> = match leaf.value {
                Value::Number(_) if leaf.path == "amount" => BAD_AMOUNTS.to_vec(),
                Value::Number(_) => BAD_COUNTS.to_vec(),
                Value::Bool(_) => BAD_TRUTHS.to_vec(),
                _ if SECRETS.contains(&leaf.path.as_str()) => OTHER_KINDS.to_vec(),
                _ if leaf.path.contains("metadata") || leaf.path.starts_with("data") => BAD_TEXTS.to_vec(),
                _ => [&BAD_TEXTS[..], &OTHER_KINDS].concat(),
            };
            for value in bad {
                let value = if value.starts_with('a') { format!("\"{value}\"") } else { value.to_owned() };
                let body = leaf.replaced(&case.body, &value);
                let told = what(&case, &format!("{} = {value}", leaf.path));
                let answer = attack.refused(&case, case.with(body), &told).await;
                assert!(answer.paths().iter().any(|path| leaf.is_at(path)), "{told}: {:?}", answer.json);
            }
        }
        attack.takes_good(&case).await;
    }
}

/// A value inside a body.
struct Leaf {
    /// As refusals write it: `items[0].quantity`.
    path: String,
    /// As JSON pointers write it: `/items/0/quantity`.
    pointer: String,
    value: Value,
}

impl Leaf {
    /// The text of `body` with `raw` in this place, which need not be JSON.
    fn replaced(&self, body: &Value, raw: &str) -> String {
        let mut body = body.clone();
        *body.pointer_mut(&self.pointer).unwrap() = json!("@here@");
        body.to_string().replace("\"@here@\"", raw)
    }

    /// Whether a refusal that names `path` means this place, or the object of facts that it is in.
    fn is_at(&self, path: &str) -> bool {
        !path.is_empty() && self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }
}

fn leaves(value: &Value, path: &str, pointer: &str) -> Vec<Leaf> {
    let inner: Vec<Leaf> = match value {
        Value::Object(members) => members
            .iter()
            // Medusa's clients send them; no route of ours reads them.
            .filter(|(name, _)| !["additional_data", "no_notification", "id"].contains(&name.as_str()))
            .flat_map(|(name, inner)| {
                let dot = if path.is_empty() { "" } else { "." };
                leaves(inner, &format!("{path}{dot}{name}"), &format!("{pointer}/{name}"))
            })
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(at, inner)| leaves(inner, &format!("{path}[{at}]"), &format!("{pointer}/{at}")))
            .collect(),
        leaf => vec![Leaf { path: path.to_owned(), pointer: pointer.to_owned(), value: leaf.clone() }],
    };
    inner
}
