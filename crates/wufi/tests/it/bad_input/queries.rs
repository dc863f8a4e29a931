//! Queries that ask for what there is not.

use wufi_api::policy::Who;

use super::routes::{Case, reading, writing};
use super::send::{Attack, what};

/// Asked of every route: no route knows these.
const STRANGE: [(&str, &str); 6] = [
    ("no_such=1", "no_such"),
    ("unit_price=1", "unit_price"),
    ("__proto__[x]=1", "__proto__"),
    ("$where=1", "$where"),
    ("fields=a.b.c.d.e.f.g.h.i", "fields"),
    ("fields=%00", "fields"),
];

/// Asked of every list.
const PAGES: [(&str, &str); 10] = [
    ("limit=-1", "limit"),
    ("limit=101", "limit"),
    ("limit=1.5", "limit"),
    ("limit=ten", "limit"),
    ("limit=99999999999999999999", "limit"),
    ("limit=1&limit=2", "limit"),
    ("offset=-1", "offset"),
    ("offset=10001", "offset"),
    ("order=password", "order"),
    ("order=-metadata", "order"),
];

async fn refused(attack: &Attack, case: &Case, query: &str, field: &str) {
    let joint = if case.path.contains('?') { "&" } else { "?" };
    let told = what(case, query);
    let request = case.good(&format!("{}{joint}{query}", case.path));
    let answer = attack.refused(case, request, &told).await;
    assert_eq!(answer.code(), "invalid_query", "{told}");
    assert!(answer.paths().contains(&field), "{told}: {:#}", answer.json);
}

/// Whether a route's query has a field.
fn asks(case: &Case, field: &str) -> bool {
    case.route.query.is_some_and(|query| query()["properties"].get(field).is_some())
}

#[tokio::test]
async fn a_query_that_no_route_knows_is_refused_by_name() {
    let attack = Attack::prepare().await;
    let cases = writing(&attack.shop).await.into_iter().chain(reading(&attack.shop).await);
    for case in cases.filter(|case| case.route.who != Who::Anyone && case.route.query.is_some()) {
        for (query, field) in STRANGE {
            if field != "fields" || case.route.fields.is_some() {
                refused(&attack, &case, query, field).await;
            }
        }
        if case.route.fields.is_some() {
            refused(&attack, &case, &format!("fields={}", "id,".repeat(400)), "fields").await;
        }
        attack.takes_good(&case).await;
    }
}

#[tokio::test]
async fn a_list_keeps_to_its_pages_orders_and_searches() {
    let attack = Attack::prepare().await;
    let lists: Vec<Case> = reading(&attack.shop).await.into_iter().filter(|case| asks(case, "limit")).collect();
    assert!(lists.len() >= 6, "{}", lists.len());
    for case in lists {
        // Staff may ask for longer pages (contract §9).
        let is_staffs = matches!(case.route.who, Who::Staff(_));
        let pages =
            PAGES.map(|(query, field)| if is_staffs && query == "limit=101" { ("limit=1001", field) } else { (query, field) });
        for (query, field) in pages.into_iter().filter(|(_, field)| asks(&case, field)) {
            refused(&attack, &case, query, field).await;
        }
        if asks(&case, "q") {
            refused(&attack, &case, &format!("q={}", "a".repeat(201)), "q").await;
            refused(&attack, &case, "q=a%00b", "q").await;
        }
    }
}
