//! The `OpenAPI` 3.1 document, told by the table of routes and the readers themselves.

use serde_json::{Map, Value, json};
use wufi_domain::fault::Code;
use wufi_domain::idempotency::{self, IdempotencyKey};

use crate::policy::{Audit, Keyed, Route, Who};

/// What the document says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Info<'a> {
    /// Its title.
    pub title: &'a str,
    /// The program's version.
    pub version: &'a str,
    /// Where the server is.
    pub server: &'a str,
}

/// The document of a table; the same table always gives the same text.
#[must_use]
pub fn document<S>(routes: &[Route<S>], info: Info<'_>) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in routes {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(route.verb.name().to_lowercase(), operation(route));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": info.title, "version": info.version },
        "servers": [{ "url": info.server }],
        "paths": paths,
        "components": components(),
    })
}

fn operation<S>(route: &Route<S>) -> Value {
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary,
        "tags": route.path.split('/').skip(1).take(1).collect::<Vec<_>>(),
        "parameters": parameters(route),
        "responses": {
            "200": { "description": "Done.", "content": { (route.media): { "schema": answer(route) } } },
            "default": { "$ref": "#/components/responses/Problem" },
        },
        "security": match route.who {
            Who::Anyone => json!([]),
            // A customer's token is welcome; for what is a customer's it is needed.
            Who::Storefront | Who::Owner => json!([{ "publishableKey": [] }, { "publishableKey": [], "customer": [] }]),
            Who::Customer | Who::Registration => json!([{ "publishableKey": [], "customer": [] }]),
            Who::Staff(_) => json!([{ "staff": [] }, { "secretKey": [] }]),
        },
        "x-limits": route.limits.classes().iter().map(|class| class.name()).collect::<Vec<_>>(),
        "x-audit": match route.audit {
            Audit::Reads => json!([]),
            Audit::Writes(events) => json!(events),
        },
    });
    if let (Some(body), Some(members)) = (route.body, operation.as_object_mut()) {
        let body = json!({ "content": { "application/json": { "schema": body() } }, "x-max-bytes": route.body_limit.0 });
        members.insert("requestBody".to_owned(), body);
    }
    operation
}

/// `get_store_carts_id`: the method and the path as one word.
fn operation_id<S>(route: &Route<S>) -> String {
    let words = route.path.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(route.verb.name().to_lowercase(), |id, word| format!("{id}_{word}"))
}

fn parameters<S>(route: &Route<S>) -> Vec<Value> {
    let in_path = route.path.split('/').filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "pattern": "^[A-Za-z0-9_-]+$" } }))
        .collect();

    let query = route.query.map(|query| query()).unwrap_or_default();
    let required: Vec<&str> =
        query.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = query.get("properties").and_then(Value::as_object).into_iter().flatten();
    for (name, schema) in properties.filter(|(name, _)| *name != "fields") {
        let schema = without_null(schema);
        let style = if holds_object(&schema) { "deepObject" } else { "form" };
        let is_required = required.contains(&name.as_str());
        parameters.push(json!({ "name": name, "in": "query", "required": is_required, "style": style, "schema": schema }));
    }
    if let Some(rules) = route.fields {
        parameters.push(json!({
            "name": "fields", "in": "query", "schema": { "type": "string", "maxLength": 1_024 },
            "description": format!("Fields of the answer. Without it: {}. Also: {}.", rules.defaults.join(", "), rules.more().collect::<Vec<_>>().join(", ")),
        }));
    }
    if route.keyed != Keyed::Never {
        parameters.push(json!({
            "name": idempotency::HEADER, "in": "header", "schema": { "type": "string", "minLength": 1, "maxLength": IdempotencyKey::MAX },
            "description": "Sent again with the same key and body, the request is answered as the first time and not done again.",
        }));
    }
    parameters
}

/// A query has no `null`: what is not there is left out.
fn without_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(Value::Array(kinds)) = schema.get("type").cloned()
        && let [kind, Value::String(null)] = kinds.as_slice()
        && null == "null"
        && let Some(members) = schema.as_object_mut()
    {
        members.insert("type".to_owned(), kind.clone());
    }
    schema
}

/// Whether a parameter may be written with brackets, as `created_at[$gte]`.
fn holds_object(schema: &Value) -> bool {
    let is_object = |schema: &Value| schema.get("type").is_some_and(|kind| kind == "object");
    is_object(schema) || schema.get("oneOf").and_then(Value::as_array).is_some_and(|kinds| kinds.iter().any(is_object))
}

fn answer<S>(route: &Route<S>) -> Value {
    if route.media != "application/json" {
        return json!({ "type": "string" });
    }
    let properties: Map<String, Value> = route.answers.iter().map(|member| ((*member).to_owned(), json!({}))).collect();
    json!({ "type": "object", "properties": properties, "required": route.answers })
}

fn components() -> Value {
    json!({
        "securitySchemes": {
            "publishableKey": { "type": "apiKey", "in": "header", "name": "x-publishable-api-key" },
            "customer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
            "staff": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
            "secretKey": { "type": "http", "scheme": "basic" },
        },
        "responses": {
            "Problem": {
                "description": "Refused, in the caller's language.",
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            },
        },
        "schemas": { "Problem": problem() },
    })
}

/// The envelope of contract §3.
fn problem() -> Value {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let fault = json!({
        "type": "object",
        "properties": {
            "path": { "type": "string" }, "code": { "type": "string" }, "message": { "type": "string" }, "params": { "type": "object" },
        },
        "required": ["path", "code", "message", "params"],
    });
    json!({
        "type": "object",
        "properties": {
            "type": { "type": "string" },
            "code": { "type": "string", "enum": codes },
            "message": { "type": "string" },
            "request_id": { "type": "string" },
            "errors": { "type": "array", "maxItems": 20, "items": fault },
            "retry_after": { "type": "integer" },
        },
        "required": ["type", "code", "message", "request_id"],
    })
}

#[cfg(test)]
mod tests {
    use wufi_domain::audit::Event;

    use super::*;
    use crate::extract::readers::{date_filter, quantity};
    use crate::extract::{FieldRules, Fields, Paging, Pick, Shape};

    static CART: FieldRules = FieldRules::new(&["id", "total"], &["items"], 3);

    struct Add;

    impl Shape for Add {
        fn read(fields: &mut Fields<'_>) -> Option<Self> {
            fields.required("quantity", quantity()).map(|_| Self)
        }
    }

    struct Asked;

    impl Shape for Asked {
        fn read(fields: &mut Fields<'_>) -> Option<Self> {
            Paging::read(fields, 50);
            Pick::read(fields, &CART);
            fields.optional("created_at", date_filter());
            Some(Self)
        }
    }

    fn told() -> Value {
        let show = Route::get("/store/carts/{id}", async || "").summary("Shows a cart").who(Who::Owner).answers(&["cart"]);
        let add = Route::post("/store/carts/{id}", async || "").body::<Add>().writes(&[Event::CartLineAdded]);
        let live = Route::get("/health", async || "OK").who(Who::Anyone).media("text/plain");
        let routes: [Route<()>; 3] = [show.query::<Asked>().fields(&CART), add, live];
        document(&routes, Info { title: "Wufi", version: "0.1.0", server: "http://127.0.0.1:9000" })
    }

    #[test]
    fn the_document_is_told_by_the_table_and_the_readers() {
        let document = told();
        let show = &document["paths"]["/store/carts/{id}"]["get"];
        let add = &document["paths"]["/store/carts/{id}"]["post"];

        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(show["operationId"], "get_store_carts_id");
        let names: Vec<&str> = show["parameters"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["id", "limit", "offset", "created_at", "fields"]);
        assert_eq!(
            (&show["parameters"][1]["schema"]["type"], &show["parameters"][3]["style"]),
            (&json!("integer"), &json!("deepObject"))
        );
        assert_eq!(add["requestBody"]["content"]["application/json"]["schema"]["properties"]["quantity"]["maximum"], 999);
        assert_eq!((&add["parameters"][1]["name"], &add["parameters"][1]["in"]), (&json!("Idempotency-Key"), &json!("header")));
        assert_eq!(add["x-audit"], json!(["cart_line_added"]));
        assert_eq!((&add["x-limits"], &document["paths"]["/health"]["get"]["x-limits"]), (&json!(["cart"]), &json!([])));
        let live = &document["paths"]["/health"]["get"]["responses"]["200"]["content"];
        assert_eq!(*live, json!({ "text/plain": { "schema": { "type": "string" } } }));
        assert!(show["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["cart"].is_object());
        let problem = &document["components"]["schemas"]["Problem"];
        assert_eq!(problem["properties"]["code"]["enum"].as_array().unwrap().len(), Code::ALL.len());
    }

    #[test]
    fn the_same_table_gives_the_same_text() {
        assert_eq!(told().to_string(), told().to_string());
    }
}
