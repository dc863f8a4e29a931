use serde_json::json;
use wufi_domain::money::{Amount, Currency};

use super::*;

static PRODUCT: FieldRules = FieldRules::new(
    &["id", "title", "handle", "variants.*", "variants.options.*", "type.*"],
    &["metadata", "variants.calculated_price", "variants.images", "tags"],
    4,
);
static CART: FieldRules = FieldRules::new(
    &["id", "total", "items.id", "items.title", "items.product.id", "items.product.tags.id"],
    &["items", "items.total", "region", "customer.id"],
    3,
);

fn pick(asked: &str, rules: &'static FieldRules) -> Cow<'static, Pick> {
    Pick::parse(Some(asked), rules).unwrap()
}

/// The paths of a selection; `name!` is picked whole.
fn paths(pick: &Pick) -> Vec<String> {
    let mut all = Vec::new();
    for (name, part) in &pick.parts {
        if part.whole {
            all.push(format!("{name}!"));
        }
        all.extend(paths(part).into_iter().map(|path| format!("{name}.{path}")));
    }
    all
}

#[test]
fn without_a_parameter_the_defaults_are_used_and_not_copied() {
    for asked in [None, Some(""), Some(","), Some(" ")] {
        assert!(matches!(Pick::parse(asked, &PRODUCT), Ok(Cow::Borrowed(_))), "{asked:?}");
    }
    assert_eq!(paths(&pick("", &PRODUCT)), ["handle!", "id!", "title!", "type!", "variants!", "variants.options!"]);
}

#[test]
fn signed_items_change_the_defaults() {
    let starter = "*variants.calculated_price,+variants.inventory_quantity,*variants.images,+metadata,+tags,";

    assert_eq!(
        paths(&pick(starter, &PRODUCT)),
        [
            "handle!",
            "id!",
            "metadata!",
            "tags!",
            "title!",
            "type!",
            "variants!",
            "variants.calculated_price!",
            "variants.images!",
            "variants.options!"
        ]
    );
    assert_eq!(paths(&pick("-variants,-handle", &PRODUCT)), ["id!", "title!", "type!"]);
    assert_eq!(paths(&pick("-variants.options", &PRODUCT)), ["handle!", "id!", "title!", "type!", "variants!"]);
}

#[test]
fn what_is_taken_away_from_a_whole_is_not_in_it_until_it_is_picked_again() {
    let line = |asked: &str| pick(asked, &CART).part("items").cloned();
    let has = |asked: &str, name: &str| line(asked).unwrap().has(name);

    assert!(has("*items", "total") && has("*items", "subtitle"));
    assert!(!has("*items,-items.total", "total") && has("*items,-items.total", "subtitle"));
    for again in ["*items,-items.total,+items.total", "*items,-items.total,*items", "-items.total,*items"] {
        assert!(has(again, "total"), "{again}");
    }
    assert_eq!((line("-items"), line("*items,+items.total,-items")), (None, None));
    assert!(line("*items,-items.product").unwrap().part("product").is_none());
    let total = Amount::new(100).ok();
    let shown = line("*items,-items.total").unwrap().object().money("total", total, Currency::EUR).done();
    assert_eq!(shown, json!({}));
}

#[test]
fn a_space_is_a_plus_that_was_not_encoded() {
    assert!(pick(" metadata", &PRODUCT).has("title"));
    assert!(pick("*tags, metadata", &PRODUCT).has("title"));
}

#[test]
fn a_bare_item_replaces_the_defaults_and_signs_mean_nothing_then() {
    assert_eq!(paths(&pick("title, handle", &PRODUCT)), ["handle!", "title!"]);
    assert_eq!(paths(&pick("title,-handle,+metadata,*tags", &PRODUCT)), ["handle!", "metadata!", "tags!", "title!"]);
    assert_eq!(paths(&pick("id,no_such_field", &PRODUCT)), ["id!"]);
    assert!(paths(&pick("no_such_field", &PRODUCT)).is_empty());
}

#[test]
fn only_listed_paths_are_picked_and_others_dropped_without_a_word() {
    let asked =
        "*items, *region, *items.product, *items.variant, *items.thumbnail, +items.total, *promotions, +shipping_methods.name";

    assert_eq!(
        paths(&pick(asked, &CART)),
        [
            "id!",
            "items!",
            "items.id!",
            "items.product.id!",
            "items.product.tags.id!",
            "items.title!",
            "items.total!",
            "region!",
            "total!"
        ]
    );
    for hostile in ["+password", "*customer.auth_identities", "*customer", "*", "+", "õ", "items.*.*", "+customer_id"] {
        assert!(!pick(hostile, &CART).has("customer"), "{hostile}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let reason = |asked: &str, rules| Pick::parse(Some(asked), rules).map_err(|fault| fault.reason);

    assert_eq!(reason("a.b.c.d.e.f", &CART), Err(Reason::FieldsTooDeep));
    assert_eq!(reason("*a.b.c.d", &CART), Err(Reason::FieldsTooDeep));
    assert!(reason("a.b.c.d", &CART).is_ok() && reason("*a.b.c", &CART).is_ok());
    assert_eq!(reason(&"title,".repeat(300), &CART), Err(Reason::TooManyBytes));
}

#[test]
fn an_object_holds_what_was_picked() {
    let euros = Currency::EUR;
    let total = Amount::new(2_074).unwrap();
    let view = |pick: &Pick| {
        let line = |pick: &Pick| {
            let object = pick.object().always("id", "cali_1").put("title", "Kibble").put_with("thumbnail", || json!(null));
            object.money("total", Some(total), euros).money("compare_at", None, euros).relation("product", |_| json!("p")).done()
        };
        pick.object().always("id", "cart_1").put("total", 1).relation("items", |pick| json!([line(pick)])).done()
    };

    assert_eq!(view(&pick("total", &CART)), json!({ "id": "cart_1", "total": 1 }));
    assert_eq!(view(&pick("items.title", &CART)), json!({ "id": "cart_1", "items": [{ "id": "cali_1", "title": "Kibble" }] }));
    assert_eq!(
        view(&pick("items", &CART)),
        json!({ "id": "cart_1", "items": [{
            "id": "cali_1", "title": "Kibble", "thumbnail": null,
            "total": 20.74, "raw_total": { "value": "20.74", "precision": 20 }, "compare_at": null, "raw_compare_at": null,
        }] })
    );
    assert_eq!(view(&pick("items.total", &CART)), json!({ "id": "cart_1", "items": [{ "id": "cali_1", "total": 20.74 }] }));
    assert_eq!(view(&pick("items.product.id", &CART)), json!({ "id": "cart_1", "items": [{ "id": "cali_1", "product": "p" }] }));
}

static CARTS: FieldRules =
    FieldRules::new(&["id", "items.id"], &["region"], 3).beside(&["id", "total", "items.title", "items.product.id"]);

#[test]
fn one_selection_answers_what_another_of_the_same_thing_does_when_asked() {
    assert_eq!(paths(&pick("", &CARTS)), ["id!", "items.id!"]);
    assert_eq!(paths(&pick("+total,+items.product.id,+secret", &CARTS)), ["id!", "items.id!", "items.product.id!", "total!"]);
    assert_eq!(CARTS.more().collect::<Vec<_>>(), ["total", "items.title", "items.product.id", "region"]);
}

#[test]
fn a_relation_that_is_always_answered_is_whole_whatever_was_asked() {
    for (asked, expected) in [
        ("", &["id!", "items!", "items.id!"][..]),
        ("id", &["id!", "items!"]),
        ("-items", &["id!", "items!"]),
        ("items.id", &["items!", "items.id!"]),
    ] {
        assert_eq!(paths(&Pick::and(pick(asked, &CARTS), "items")), expected, "{asked}");
    }
}
