//! The routes as a storefront calls them for somebody who is logged in.

use std::num::NonZeroUsize;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use wufi_domain::chance::Chance;
use wufi_domain::customer::{Customer, NewCustomer};
use wufi_domain::email::Email;
use wufi_domain::fault::Reason;
use wufi_domain::ids::{CustomerId, SalesChannelId};
use wufi_domain::moment::{Clock, Moment};
use wufi_domain::owner::Standing;
use wufi_domain::session::Policy;
use wufi_flow::Shelf;
use wufi_flow::auth::Gate;
use wufi_guard::keyring::{Keyring, Keys};
use wufi_guard::password::Passwords;
use wufi_store::{Db, customers};

use super::bodies::CreateCustomer;
use super::routes;
use crate::app::App;
use crate::extract::body;
use crate::layer::key::Channels;
use crate::policy::{self, Who};
use crate::problem::Problem;

const ME: &str = "/store/customers/me";
const BOOK: &str = "/store/customers/me/addresses";

/// A shop and somebody in it.
struct Visit {
    app: App,
    standing: Standing,
    folder: Arc<TempDir>,
}

/// Opens a shop in which nobody has an account.
async fn nobody() -> Visit {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("wufi.db").display());
    let db = Db::open(&url, 1, Clock::standing_at(Moment::from_millis(86_400_000)), Chance::seeded(1)).await.unwrap();
    db.migrate().await.unwrap();
    let keys = Keys::new(Keyring::generate(Moment::from_millis(0), &Chance::seeded(1)));
    let passwords = Passwords::new(NonZeroUsize::MIN, Chance::seeded(1));
    let gate = Gate::new(keys, passwords, Policy::default(), "https://wufi.ee".into());
    let app = App::new(db, Arc::new(Shelf::default()), Arc::new(gate));
    Visit { app, standing: Standing::default(), folder: Arc::new(folder) }
}

/// Opens a shop in which Mari is logged in.
async fn mari() -> Visit {
    nobody().await.also("mari@wufi.ee").await
}

/// What came back: the body, or why not.
type Answer = Result<Value, (Reason, Vec<String>)>;

impl Visit {
    /// Somebody else who is logged in to the same shop.
    async fn also(&self, email: &str) -> Self {
        let mut tx = self.app.db.begin().await.unwrap();
        let new = NewCustomer { first_name: Some("Mari".into()), last_name: Some("Maasikas".into()), ..NewCustomer::default() };
        let customer = Customer::open(tx.mint(), Email::parse(email).unwrap(), new, tx.now());
        customers::create_account(&mut tx, &customer).await.unwrap();
        tx.commit().await.unwrap();
        Self { app: self.app.clone(), standing: Standing::of_customer(customer.id), folder: Arc::clone(&self.folder) }
    }

    fn id(&self) -> &CustomerId {
        self.standing.customer.as_ref().unwrap()
    }

    async fn send(&self, method: &str, path: &str, sent: Option<&Value>) -> Answer {
        // Things of one moment have no order among themselves.
        self.app.db.clock().advance(1_000);
        let router = policy::router(&routes(), |_, methods| methods).with_state(self.app.clone());
        let channels = Channels(vec![SalesChannelId::stored("sc_1".into())]);
        let request = Request::builder().method(method).uri(path).header(CONTENT_TYPE, "application/json");
        let request = request.extension(channels).extension(self.standing.clone());
        let body = sent.map_or(Body::empty(), |sent| Body::from(sent.to_string()));
        let response = router.oneshot(request.body(body).unwrap()).await.unwrap();
        if let Some(problem) = response.extensions().get::<Problem>() {
            return Err((problem.reason, problem.errors.iter().map(|fault| fault.path.clone()).collect()));
        }
        Ok(serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap())
    }

    async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    async fn post(&self, path: &str, sent: Value) -> Answer {
        self.send("POST", path, Some(&sent)).await
    }

    /// Puts an address into the book; answers its path.
    async fn put(&self, new: Value) -> String {
        let customer = self.post(BOOK, new).await.unwrap();
        let last = customer["customer"]["addresses"].as_array().unwrap().last().unwrap();
        format!("{BOOK}/{}", last["id"].as_str().unwrap())
    }
}

fn refused(reason: Reason, paths: &[&str]) -> Answer {
    Err((reason, paths.iter().map(|path| (*path).to_owned()).collect()))
}

#[tokio::test]
async fn a_customer_looks_as_medusa_shows_one() {
    let mari = mari().await;

    let answer = mari.get(ME).await.unwrap();

    let expected = json!({
        "customer": {
            "id": mari.id(),
            "email": "mari@wufi.ee",
            "company_name": null,
            "first_name": "Mari",
            "last_name": "Maasikas",
            "phone": null,
            "metadata": null,
            "has_account": true,
            "deleted_at": null,
            "created_at": "1970-01-02T00:00:00.000Z",
            "updated_at": "1970-01-02T00:00:00.000Z",
            "addresses": [],
        },
    });
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn fields_pick_from_a_customer_and_the_starters_come_whole() {
    let mari = mari().await;
    mari.put(json!({ "city": "Võru" })).await;
    let keys = async |fields: &str| {
        let answer = mari.get(&format!("{ME}?fields={fields}")).await.unwrap();
        answer["customer"].as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
    };

    assert_eq!(keys("email").await, "id email");
    assert!(!keys("-addresses").await.contains("addresses"));
    assert!(keys("*orders").await.ends_with("updated_at addresses"));
    let towns = mari.get(&format!("{ME}?fields=addresses.city")).await.unwrap();
    assert_eq!(towns["customer"]["addresses"][0]["city"], "Võru");
    assert_eq!(towns["customer"]["addresses"][0].as_object().unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_named_changes_null_clears_and_the_rest_stays() {
    let mari = mari().await;

    mari.post(ME, json!({ "company_name": "Maasikas OÜ", "phone": "+372 5555 5555", "metadata": { "cat": "Nurr" } }))
        .await
        .unwrap();
    let changed = mari.post(ME, json!({ "first_name": "Õie", "last_name": null, "phone": "" })).await.unwrap();

    let shown = &changed["customer"];
    assert_eq!((&shown["first_name"], &shown["last_name"], &shown["phone"]), (&json!("Õie"), &Value::Null, &Value::Null));
    assert_eq!((&shown["company_name"], &shown["metadata"]), (&json!("Maasikas OÜ"), &json!({ "cat": "Nurr" })));
    assert_eq!(mari.get(ME).await.unwrap(), changed);
}

#[tokio::test]
async fn a_record_takes_no_email_no_account_and_no_owner() {
    let mari = mari().await;

    for (name, value) in
        [("email", json!("mallory@wufi.ee")), ("has_account", json!(false)), ("id", json!("cus_1")), ("orders", json!([]))]
    {
        assert_eq!(mari.post(ME, json!({ name: value })).await, refused(Reason::InvalidRequest, &[name]));
    }
    assert_eq!(mari.post(BOOK, json!({ "customer_id": "cus_1" })).await, refused(Reason::InvalidRequest, &["customer_id"]));
    assert_eq!(mari.get(ME).await.unwrap()["customer"]["email"], "mari@wufi.ee");
}

#[tokio::test]
async fn every_field_keeps_to_its_limit_and_all_faults_are_told_at_once() {
    let mari = mari().await;
    let long = |length: usize| json!("x".repeat(length));

    let record =
        json!({ "company_name": "<b>", "first_name": long(101), "last_name": 1, "phone": long(33), "metadata": { "a": {} } });
    let paths = ["company_name", "first_name", "last_name", "phone", "metadata"];
    assert_eq!(mari.post(ME, record).await, refused(Reason::InvalidRequest, &paths));

    let address = json!({
        "address_name": ">", "first_name": "a\u{202e}b", "company": long(101), "address_1": long(201), "city": long(101),
        "country_code": "xx", "postal_code": long(17), "phone": long(33), "is_default_shipping": "true", "is_default_billing": 1,
    });
    let paths: Vec<String> = address.as_object().unwrap().keys().cloned().collect();
    assert_eq!(mari.post(BOOK, address).await, Err((Reason::InvalidRequest, paths)));
    assert_eq!(mari.get(BOOK).await.unwrap()["count"], 0);
}

#[tokio::test]
async fn an_address_looks_as_medusa_shows_one() {
    let mari = mari().await;
    let new = json!({
        "address_name": "Suvila", "company": "Maasikas OÜ", "first_name": "Mari", "last_name": "Maasikas", "address_1": "Pikk 1",
        "address_2": "Korter 3", "city": "Võru", "province": "Võrumaa", "postal_code": "65605", "country_code": "EE",
        "phone": "+372 5555 5555", "metadata": { "door": 3 }, "is_default_shipping": true, "is_default_billing": false,
    });
    let path = mari.put(new.clone()).await;

    let mut address = mari.get(&path).await.unwrap()["address"].take();
    let whole = mari.get(ME).await.unwrap()["customer"]["addresses"][0].take();
    let picked = mari.get(&format!("{path}?fields=city")).await.unwrap()["address"].take();

    assert_eq!(whole.as_object().unwrap().len(), 19);
    assert_eq!(address.as_object().unwrap().len(), 18);
    assert_eq!((&address["customer_id"], &address["country_code"]), (&json!(mari.id()), &json!("ee")));
    assert_eq!(picked, json!({ "id": address["id"], "city": "Võru" }));
    address["country_code"] = json!("EE");
    for (name, value) in new.as_object().unwrap() {
        assert_eq!(&address[name], value, "{name}");
    }
}

#[tokio::test]
async fn addresses_are_listed_in_medusas_envelope_by_filter_and_page() {
    let mari = mari().await;
    for (city, code, country) in [("Võru", "65605", "ee"), ("Tartu", "50090", "ee"), ("Helsinki", "00100", "fi")] {
        mari.put(json!({ "city": city, "postal_code": code, "country_code": country })).await;
    }
    let list = async |query: &str| {
        let answer = mari.get(&format!("{BOOK}?{query}")).await.unwrap();
        let cities = answer["addresses"].as_array().unwrap().iter().map(|one| one["city"].as_str().unwrap());
        (cities.collect::<Vec<_>>().join(" "), answer["count"].clone(), answer["offset"].clone(), answer["limit"].clone())
    };

    let told = |cities: &str, figures: [i64; 3]| (cities.to_owned(), json!(figures[0]), json!(figures[1]), json!(figures[2]));
    assert_eq!(list("").await, told("Võru Tartu Helsinki", [3, 0, 50]));
    assert_eq!(list("limit=1&offset=1").await, told("Tartu", [3, 1, 1]));
    assert_eq!(list("q=VORU").await, told("Võru", [1, 0, 50]));
    assert_eq!(list("country_code=ee&city[]=tartu&city[]=helsinki").await, told("Tartu", [1, 0, 50]));
    assert_eq!(list("postal_code=00100").await, told("Helsinki", [1, 0, 50]));
    assert_eq!(mari.get(&format!("{BOOK}?phone=1")).await, refused(Reason::InvalidQuery, &["phone"]));
}

#[tokio::test]
async fn an_address_changes_by_what_is_named_and_answers_the_customer() {
    let mari = mari().await;
    let first = mari.put(json!({ "city": "Võru", "phone": "123", "is_default_shipping": true })).await;
    let second = mari.put(json!({ "city": "Tartu" })).await;

    let changed = mari.post(&second, json!({ "city": "Narva", "is_default_shipping": true })).await.unwrap();
    mari.post(&first, json!({ "phone": null })).await.unwrap();

    let defaults: Vec<&Value> =
        changed["customer"]["addresses"].as_array().unwrap().iter().map(|one| &one["is_default_shipping"]).collect();
    assert_eq!(defaults, [&json!(false), &json!(true)]);
    let (first, second) = (mari.get(&first).await.unwrap(), mari.get(&second).await.unwrap());
    assert_eq!((&first["address"]["city"], &first["address"]["phone"]), (&json!("Võru"), &Value::Null));
    assert_eq!(second["address"]["city"], "Narva");
}

#[tokio::test]
async fn an_address_that_goes_is_answered_as_medusa_does_by_the_customers_id() {
    let mari = mari().await;
    let path = mari.put(json!({ "city": "Võru" })).await;

    let mut gone = mari.send("DELETE", &path, None).await.unwrap();

    let parent = gone["parent"].take();
    assert_eq!(gone, json!({ "id": mari.id(), "object": "address", "deleted": true, "parent": null }));
    assert_eq!((&parent["id"], &parent["addresses"]), (&json!(mari.id()), &json!([])));
    assert_eq!(mari.get(&path).await, refused(Reason::NotFound, &[]));
}

#[tokio::test]
async fn a_full_book_says_how_many_it_holds() {
    let mari = mari().await;
    for _ in 0..Customer::MAX_ADDRESSES {
        mari.put(json!({})).await;
    }

    assert_eq!(mari.post(BOOK, json!({ "city": "Võru" })).await, refused(Reason::AddressBookFull, &[]));
}

#[tokio::test]
async fn somebody_elses_address_is_not_there_on_any_route() {
    let mari = mari().await;
    let mallory = mari.also("mallory@wufi.ee").await;
    let hers = mari.put(json!({ "city": "Võru" })).await;

    for path in
        [hers.as_str(), "/store/customers/me/addresses/cuaddr_00000000000000000000000000", &format!("{BOOK}/{}", mari.id())]
    {
        assert_eq!(mallory.get(path).await, refused(Reason::NotFound, &[]), "{path}");
        assert_eq!(mallory.post(path, json!({ "city": "Tartu" })).await, refused(Reason::NotFound, &[]), "{path}");
        assert_eq!(mallory.send("DELETE", path, None).await, refused(Reason::NotFound, &[]), "{path}");
    }
    assert_eq!(mari.get(&hers).await.unwrap()["address"]["city"], "Võru");
}

#[tokio::test]
async fn whoever_is_not_logged_in_is_told_so_on_every_route() {
    let nobody = nobody().await;
    for route in routes() {
        assert_eq!(route.who, Who::Customer, "{}", route.path);
        assert!(route.summary.ends_with('.') && !route.answers.is_empty(), "{}", route.path);

        let path = route.path.replace("{address_id}", "cuaddr_00000000000000000000000000");
        assert_eq!(nobody.send(route.verb.name(), &path, None).await, refused(Reason::TokenMissing, &[]), "{}", route.path);
    }
}

#[test]
fn a_new_customer_says_who_they_are_and_nothing_of_what_they_may() {
    let sent = br#"{"email":"Mari@Wufi.EE","first_name":"Mari","last_name":"","metadata":{"cat":"Nurr"}}"#;
    let CreateCustomer(email, new) = body::read(sent).unwrap();

    assert_eq!(email.unwrap().as_str(), "Mari@wufi.ee");
    assert_eq!((new.first_name.as_deref(), new.last_name), (Some("Mari"), None));
    for wrong in [r#"{"has_account":true}"#, r#"{"addresses":[]}"#, r#"{"email":"mari"}"#, r#"{"first_name":"<b>"}"#] {
        assert!(body::read::<CreateCustomer>(wrong.as_bytes()).is_err(), "{wrong}");
    }
}
