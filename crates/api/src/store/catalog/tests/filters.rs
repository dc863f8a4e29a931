//! What lists can be asked, and what they let through.

use serde_json::{Value, json};
use wufi_domain::fault::{FieldFault, Reason};
use wufi_domain::ids::SalesChannelId;
use wufi_domain::locale::Locale;

use super::super::front::Front;
use super::super::{categories, collections, currencies, payment_providers, products, regions};
use super::kit::{ask, front, id, shop, web};
use crate::extract::{Shape, query};

fn handles(answer: &Value, name: &str) -> Vec<String> {
    answer[name].as_array().unwrap().iter().map(|one| one["handle"].as_str().unwrap().to_owned()).collect()
}

fn products(raw: &str) -> Vec<String> {
    handles(&ask::<products::Asked>(raw).answer(front(&shop(), &web())).unwrap(), "products")
}

fn told<T: Shape>(raw: &str) -> Vec<(String, Reason)> {
    let Err(faults) = query::read::<T>(raw) else { panic!("{raw} was taken") };
    faults.into_iter().map(|fault: FieldFault| (fault.path, fault.reason)).collect()
}

#[test]
fn each_filter_of_products_lets_its_own_through() {
    let food = [
        "id=prod_00000000000000000000000001",
        "id[]=prod_00000000000000000000000001&id[]=prod_00000000000000000000000003",
        "handle=koeratoit",
        "category_id=pcat_00000000000000000000000002",
        "category_id[0]=pcat_00000000000000000000000002",
        "collection_id=pcol_00000000000000000000000001",
        "tag_id=ptag_00000000000000000000000001",
        "type_id=ptyp_00000000000000000000000001",
        "option_id=opt_00000000000000000000000001",
        "option_value_id=optval_00000000000000000000000001",
        "external_id=ERP-1",
        "is_giftcard=false",
        "created_at[$lt]=1970-01-03",
        "updated_at[$lte]=1970-01-02",
        "q=korgekvaliteediline",
        "q=PREMIUM%20KOERATOIT",
        "title=K%C3%B5rgekvaliteediline%20koeratoit",
    ];
    for raw in food {
        assert_eq!(products(raw), ["koeratoit"], "{raw}");
    }
    for raw in ["is_giftcard=true", "created_at[$gte]=1970-01-03", "q=kinke", "offset=1", "order=-created_at&limit=1"] {
        assert_eq!(products(raw), ["kinkekaart"], "{raw}");
    }
    let hidden = "category_id=pcat_00000000000000000000000008";
    for raw in ["q=kass", "tag_id=ptag_00000000000000000000000002", "external_id=ERP-2", hidden] {
        assert!(products(raw).is_empty(), "{raw}");
    }
}

#[test]
fn products_of_another_channel_are_none_whatever_is_asked() {
    for raw in ["", "id=prod_00000000000000000000000003", "handle=kott", "q=kott"] {
        assert!(!products(raw).contains(&"kott".to_owned()), "{raw}");
    }
    let elsewhere: [SalesChannelId; 1] = [id(9)];
    let answer = ask::<products::Asked>("").answer(front(&shop(), &elsewhere)).unwrap();
    assert_eq!(handles(&answer, "products"), ["kott"]);
}

#[test]
fn a_channel_that_the_key_does_not_open_is_refused() {
    let asked = ask::<products::Asked>("sales_channel_id=sc_00000000000000000000000009");
    let problem = asked.answer(front(&shop(), &web())).unwrap_err();

    assert_eq!((problem.status().as_u16(), problem.errors[0].reason), (400, Reason::ChannelNotOfKey));
    assert_eq!(products("sales_channel_id=sc_00000000000000000000000001").len(), 2);
}

#[test]
fn lists_sort_by_what_is_read_in_the_callers_language() {
    assert_eq!(products("order=title"), ["kinkekaart", "koeratoit"]);

    let (shop, web) = (shop(), web());
    let english = Front { locale: Locale::En, ..front(&shop, &web) };
    let answer = ask::<products::Asked>("order=-title").answer(english).unwrap();
    assert_eq!(answer["products"][0]["title"], "Premium dog food");
    assert_eq!(answer["products"][1]["options"][0]["values"][0]["value"], "Small");
}

#[test]
fn categories_are_found_by_place_handle_and_words() {
    let categories = |raw: &str| handles(&ask::<categories::Asked>(raw).answer(front(&shop(), &web())), "product_categories");

    assert_eq!(categories("handle=koerad/toit"), ["koerad/toit"]);
    assert_eq!(categories("parent_category_id=null"), ["koerad"]);
    assert_eq!(categories("parent_category_id=pcat_00000000000000000000000001"), ["koerad/toit"]);
    assert_eq!(categories("q=treats"), ["koerad/toit/maiused"]);
    assert_eq!(categories("order=-rank&limit=1"), ["koerad/toit/maiused"]);
    assert_eq!(categories("name=Toit"), ["koerad/toit"]);
}

#[test]
fn collections_regions_and_currencies_are_found_by_their_names() {
    let (shop, web) = (shop(), web());
    let front = front(&shop, &web);

    assert_eq!(ask::<collections::Asked>("handle=suvi&title=Suvi").answer(front)["count"], 1);
    assert_eq!(ask::<collections::Asked>("handle=talv").answer(front)["count"], 0);
    assert_eq!(ask::<regions::Asked>("currency_code=sek").answer(front)["regions"][0]["name"], "Rootsi");
    assert_eq!(ask::<regions::Asked>("currency_code=usd").answer(front)["count"], 0);
    assert_eq!(ask::<regions::Asked>("q=EURO").answer(front)["count"], 1);
    assert_eq!(ask::<currencies::Asked>("q=krona").answer(front)["currencies"][0]["code"], "sek");
    assert_eq!(ask::<currencies::Asked>("order=-code").answer(front)["currencies"][0]["code"], "sek");
    assert_eq!(ask::<currencies::Asked>("code=eur").answer(front)["count"], json!(1));
}

#[test]
fn what_a_list_does_not_know_is_refused() {
    let wrong = [
        ("nonsense=1", "nonsense", Reason::UnknownField),
        ("order=price", "order", Reason::OrderFieldInvalid),
        ("limit=101", "limit", Reason::TooLarge),
        ("category_id=pcol_00000000000000000000000001", "category_id", Reason::NotAnId),
        ("created_at[$like]=x", "created_at.$like", Reason::UnknownField),
        ("fields=a.b.c.d.e.f", "fields", Reason::FieldsTooDeep),
    ];
    for (raw, path, reason) in wrong {
        assert_eq!(told::<products::Asked>(raw), [(path.to_owned(), reason)], "{raw}");
    }
    assert_eq!(told::<payment_providers::Asked>(""), [("region_id".to_owned(), Reason::MissingField)]);
    assert_eq!(told::<products::Asked>(&format!("q={}", "a".repeat(201)))[0].1, Reason::TooLong);
}
