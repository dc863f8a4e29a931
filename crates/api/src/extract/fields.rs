//! Reading an object field by field, and describing it by the same code.

use serde_json::{Map, Value, json};
use wufi_domain::fault::Reason;
pub use wufi_domain::patch::Patch;

use super::faults::{Faults, Place, shown};
use super::node::Node;
use super::readers::Reader;

/// A type that is read from an object.
///
/// `read` first asks for every field, so that all faults are found, and only
/// then builds itself with `?`. The same calls describe the object for `OpenAPI`.
pub trait Shape: Sized {
    /// Reads itself; `None` when a required field is missing or wrong.
    fn read(fields: &mut Fields<'_>) -> Option<Self>;
}

/// The fields of one object.
#[derive(Debug)]
pub struct Fields<'a>(Mode<'a>);

#[derive(Debug)]
enum Mode<'a> {
    Reading(Reading<'a>),
    Describing(Description),
}

#[derive(Debug)]
struct Reading<'a> {
    members: &'a [(String, Node)],
    at: &'a Place<'a>,
    faults: &'a mut Faults,
    asked: Vec<&'static str>,
}

#[derive(Debug, Default)]
struct Description {
    properties: Map<String, Value>,
    required: Vec<&'static str>,
}

/// How a field came.
enum Came<'a> {
    Not,
    Empty,
    With(&'a Node),
}

#[expect(clippy::needless_pass_by_value, reason = "readers are small values that are written where they are used")]
impl Fields<'_> {
    /// Reads a field that has to be there.
    pub fn required<R: Reader>(&mut self, name: &'static str, reader: R) -> Option<R::Out> {
        match &mut self.0 {
            Mode::Describing(description) => {
                description.required.push(name);
                description.add(name, reader.schema())
            }
            Mode::Reading(reading) => match reading.find(name) {
                None | Some(Node::Null) => reading.faults.refuse(&reading.at.field(name), Reason::MissingField),
                Some(node) => reader.read(node, &reading.at.field(name), reading.faults),
            },
        }
    }

    /// Reads a field that may be absent or `null`; for texts, empty counts as absent.
    pub fn optional<R: Reader>(&mut self, name: &'static str, reader: R) -> Option<R::Out> {
        match self.patch(name, reader) {
            Patch::Keep | Patch::Clear => None,
            Patch::Set(value) => Some(value),
        }
    }

    /// Reads a field of which it matters whether it was left out or cleared.
    pub fn patch<R: Reader>(&mut self, name: &'static str, reader: R) -> Patch<R::Out> {
        match &mut self.0 {
            Mode::Describing(description) => {
                description.add::<()>(name, nullable(reader.schema()));
                Patch::Keep
            }
            Mode::Reading(reading) => match reading.came(name, &reader) {
                Came::Not => Patch::Keep,
                Came::Empty => Patch::Clear,
                Came::With(node) => reader.read(node, &reading.at.field(name), reading.faults).map_or(Patch::Keep, Patch::Set),
            },
        }
    }

    /// Reads a field that stands for `default` when it is absent.
    pub fn or<R: Reader>(&mut self, name: &'static str, reader: R, default: R::Out) -> R::Out {
        self.optional(name, reader).unwrap_or(default)
    }

    /// Lets a field through that the route does not read.
    pub(crate) fn tolerate(&mut self, name: &'static str) {
        if let Mode::Reading(reading) = &mut self.0 {
            reading.asked.push(name);
        }
    }
}

impl<'a> Reading<'a> {
    fn find(&mut self, name: &'static str) -> Option<&'a Node> {
        self.asked.push(name);
        self.members.iter().find(|(key, _)| key == name).map(|(_, node)| node)
    }

    fn came(&mut self, name: &'static str, reader: &impl Reader) -> Came<'a> {
        match self.find(name) {
            None => Came::Not,
            Some(Node::Null) => Came::Empty,
            Some(Node::Text(text) | Node::Loose(text)) if text.is_empty() && reader.takes_empty_for_none() => Came::Empty,
            Some(node) => Came::With(node),
        }
    }

    /// Faults every key that nobody asked for.
    fn finish(self) {
        for (key, _) in self.members {
            if !self.asked.iter().any(|name| name == key) {
                self.faults.refuse::<()>(&self.at.field(shown(key)), Reason::UnknownField);
            }
        }
    }
}

impl Description {
    fn add<T>(&mut self, name: &'static str, schema: Value) -> Option<T> {
        self.properties.insert(name.to_owned(), schema);
        None
    }
}

/// The schema of a value that may be `null`.
fn nullable(mut schema: Value) -> Value {
    if let Some(kind @ Value::String(_)) = schema.get("type").cloned()
        && let Some(object) = schema.as_object_mut()
    {
        object.insert("type".to_owned(), json!([kind, "null"]));
    }
    schema
}

/// Reads a `T` from `node`, which has to be an object.
pub fn read_shape<T: Shape>(node: &Node, at: &Place<'_>, faults: &mut Faults) -> Option<T> {
    read_with(node, at, faults, T::read)
}

/// Reads an object with `read`, and faults the keys that it leaves over.
pub(crate) fn read_with<T>(
    node: &Node,
    at: &Place<'_>,
    faults: &mut Faults,
    read: impl FnOnce(&mut Fields<'_>) -> Option<T>,
) -> Option<T> {
    let Node::Object(members) = node else { return faults.refuse(at, Reason::ExpectedObject) };
    let mut fields = Fields(Mode::Reading(Reading { members, at, faults, asked: Vec::new() }));
    let value = read(&mut fields);
    if let Mode::Reading(reading) = fields.0 {
        reading.finish();
    }
    value
}

/// The JSON Schema of a `T`, told by the code that reads it.
#[must_use]
pub fn describe<T: Shape>() -> Value {
    let mut fields = Fields(Mode::Describing(Description::default()));
    let _ = T::read(&mut fields);
    let Mode::Describing(Description { properties, required }) = fields.0 else { return Value::Null };
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if let (false, Some(object)) = (required.is_empty(), schema.as_object_mut()) {
        object.insert("required".to_owned(), json!(required));
    }
    schema
}

#[cfg(test)]
mod tests {
    use wufi_domain::fault::FieldFault;
    use wufi_domain::ids::VariantId;
    use wufi_domain::quantity::Quantity;
    use wufi_domain::text::Kind;

    use super::super::json;
    use super::super::readers::{id, list, quantity, shape, text};
    use super::*;

    #[derive(Debug, PartialEq)]
    struct AddLine {
        variant_id: VariantId,
        quantity: Quantity,
        note: Patch<String>,
    }

    impl Shape for AddLine {
        fn read(fields: &mut Fields<'_>) -> Option<Self> {
            let variant_id = fields.required("variant_id", id());
            let quantity = fields.required("quantity", quantity());
            let note = fields.patch("note", text(Kind::Line, 10));
            Some(Self { variant_id: variant_id?, quantity: quantity?, note })
        }
    }

    struct Lines;

    impl Shape for Lines {
        fn read(fields: &mut Fields<'_>) -> Option<Self> {
            fields.required("items", list(shape::<AddLine>(), 100)).map(|_| Self)
        }
    }

    fn read<T: Shape>(body: &str) -> Result<T, Vec<FieldFault>> {
        let mut faults = Faults::default();
        let value = read_shape(&json::parse(body.as_bytes()).unwrap(), &Place::ROOT, &mut faults);
        value.filter(|_| faults.is_empty()).ok_or(faults.into_vec())
    }

    fn told<T: Shape>(body: &str) -> Vec<(String, Reason)> {
        let Err(faults) = read::<T>(body) else { panic!("{body} was taken") };
        faults.into_iter().map(|fault| (fault.path, fault.reason)).collect()
    }

    #[test]
    fn all_faults_of_a_body_are_told_at_once_with_their_paths() {
        let body = r#"{"items":[{"quantity":0,"x":1},{"variant_id":"variant_x","quantity":1.5}],"y":{}}"#;
        let expected = [
            ("items[0].variant_id", Reason::MissingField),
            ("items[0].quantity", Reason::TooSmall),
            ("items[0].x", Reason::UnknownField),
            ("items[1].variant_id", Reason::NotAnId),
            ("items[1].quantity", Reason::ExpectedWhole),
            ("y", Reason::UnknownField),
        ];

        assert_eq!(told::<Lines>(body), expected.map(|(path, reason)| (path.to_owned(), reason)));
    }

    #[test]
    fn absent_null_and_empty_are_told_apart() {
        let with = |note: &str| {
            let body = format!(r#"{{"variant_id":"variant_00000000000000000000000000","quantity":1{note}}}"#);
            read::<AddLine>(&body).map(|line| line.note)
        };

        assert_eq!(with(""), Ok(Patch::Keep));
        assert_eq!(with(r#","note":null"#), Ok(Patch::Clear));
        assert_eq!(with(r#","note":"""#), Ok(Patch::Clear));
        assert_eq!(with(r#","note":"tere""#), Ok(Patch::Set("tere".to_owned())));
    }

    #[test]
    fn an_array_is_no_object_and_keys_are_exact() {
        assert_eq!(told::<AddLine>("[1]"), [(String::new(), Reason::ExpectedObject)]);
        assert!(told::<AddLine>(r#"{"Quantity":1}"#).contains(&("Quantity".to_owned(), Reason::UnknownField)));
    }

    #[test]
    fn what_reads_a_body_also_describes_it() {
        let schema = describe::<AddLine>();

        assert_eq!(schema["required"], json!(["variant_id", "quantity"]));
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["properties"]["note"]["type"], json!(["string", "null"]));
        assert_eq!(schema["properties"]["quantity"]["maximum"], 999);
    }
}
