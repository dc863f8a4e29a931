//! A guest buys: cart, goods, address, way to send, payment, order.

use wufi_domain::address::Address;
use wufi_domain::cart::CartError;
use wufi_domain::country::Country;
use wufi_domain::email::Email;
use wufi_domain::ids::{CartId, SalesChannelId, ShippingOptionId, VariantId};
use wufi_domain::metadata::Metadata;
use wufi_domain::patch::Patch;
use wufi_domain::payment::MANUAL_PROVIDER;
use wufi_domain::quantity::Quantity;
use wufi_flow::cart::line_items::NewLine;
use wufi_flow::cart::shipping::Choice;
use wufi_flow::cart::{self, Changes, NewCart};
use wufi_flow::{Caller, FlowError, checkout, order, payment};
use wufi_store::{Tx, audit};

use crate::pantry::{Pantry, anyone, pantry};

fn caller() -> Caller {
    Caller { channels: vec![SalesChannelId::stored("sc_1".into())], ..anyone() }
}

fn kibble(count: i64) -> NewLine {
    NewLine {
        variant: VariantId::stored("variant_1".into()),
        quantity: Quantity::new(count).unwrap(),
        metadata: Metadata::none(),
    }
}

fn at(country: &str) -> Address {
    Address { address_1: Some("Pikk 1".into()), ..Address::in_country(Country::new(country).unwrap()) }
}

async fn cart_with_goods(pantry: &Pantry, tx: &mut Tx) -> CartId {
    let new = NewCart { email: Email::parse("mari@wufi.ee"), items: vec![kibble(2)], ..NewCart::default() };
    cart::create(tx, &pantry.shop, &caller(), new).await.unwrap().id
}

fn by_locker() -> Vec<Choice> {
    vec![Choice { option: ShippingOptionId::stored("so_1".into()), data: None }]
}

#[tokio::test]
async fn a_guest_buys_and_every_step_is_on_record() {
    let pantry = pantry(9).await;
    let (shop, caller) = (&pantry.shop, caller());
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let id = cart_with_goods(&pantry, &mut tx).await;

    let changes = Changes { shipping_address: Patch::Set(at("ee")), ..Changes::default() };
    cart::update(&mut tx, shop, &caller, &id, changes).await.unwrap();
    let sent = cart::shipping::choose(&mut tx, shop, &caller, &id, by_locker()).await.unwrap();
    let collection = payment::collection(&mut tx, &caller, &id).await.unwrap();
    tx.commit().await.unwrap();
    let till = pantry.till();
    payment::session(&till, shop, &caller, &collection.id, MANUAL_PROVIDER).await.unwrap();
    let placed = checkout::complete(&till, shop, &caller, &id, None).await.unwrap();

    let mut tx = pantry.fresh.db.read().await.unwrap();
    let totals = sent.totals().unwrap();
    assert_eq!((totals.all.total.minor(), totals.all.tax_total.minor()), (2 * 1_999 + 299, 774 + 58));
    assert_eq!(placed.totals().unwrap(), totals);
    assert_eq!(order::find(&mut tx, &caller, &placed.id).await.unwrap(), placed);
    let events: Vec<String> = audit::list(&mut tx, "", 99).await.unwrap().into_iter().map(|event| event.event).collect();
    for event in ["cart_created", "cart_updated", "shipping_method_chosen", "payment_session_created", "order_placed"] {
        assert!(events.iter().any(|held| held == event), "{event} is not on record");
    }
}

#[tokio::test]
async fn an_address_outside_the_region_and_an_option_that_does_not_go_there_are_refused() {
    let pantry = pantry(9).await;
    let (shop, caller) = (&pantry.shop, caller());
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let id = cart_with_goods(&pantry, &mut tx).await;

    let abroad = Changes { shipping_address: Patch::Set(at("se")), ..Changes::default() };
    let refused = cart::update(&mut tx, shop, &caller, &id, abroad).await;
    let unknown = vec![Choice { option: ShippingOptionId::stored("so_2".into()), data: None }];
    let unserved = cart::shipping::choose(&mut tx, shop, &caller, &id, unknown).await;

    assert!(matches!(refused, Err(FlowError::Cart(CartError::CountryNotInRegion))), "{refused:?}");
    assert!(matches!(unserved, Err(FlowError::Cart(CartError::ShippingOption))), "{unserved:?}");
}

#[tokio::test]
async fn a_change_of_language_is_kept_with_the_lines() {
    let pantry = pantry(9).await;
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let english = r#"{"title":"Kibble"}"#;
    tx.query("INSERT INTO translation (reference_id, locale, texts) VALUES ('prod_1', 'en', $1)")
        .bind(english)
        .write_one()
        .await
        .unwrap();
    let shop = wufi_store::shop::load(&mut tx).await.unwrap();
    let id = cart_with_goods(&pantry, &mut tx).await;

    let changes = Changes { locale: Patch::Set(wufi_domain::locale::Locale::En), ..Changes::default() };
    cart::update(&mut tx, &shop, &caller(), &id, changes).await.unwrap();
    let read = cart::find(&mut tx, &caller(), &id).await.unwrap();

    assert_eq!(read.lines[0].goods.snapshot.title, "Kibble");
}

#[tokio::test]
async fn what_is_refused_of_several_things_is_named_by_its_place() {
    use wufi_domain::fault::Fault;

    let pantry = pantry(2).await;
    let mut tx = pantry.fresh.db.begin().await.unwrap();

    let new = NewCart { items: vec![kibble(1), kibble(5)], ..NewCart::default() };
    let refused = cart::create(&mut tx, &pantry.shop, &caller(), new).await.unwrap_err();

    assert_eq!(refused.path().as_deref(), Some("items[1].quantity"));
}

/// A region of kronor, and the same way to send into it.
async fn open_sweden(tx: &mut Tx) {
    let now = tx.now();
    for sql in [
        "INSERT INTO region (id, name, currency_code, has_automatic_taxes, is_tax_inclusive, created_at, updated_at)
         VALUES ('reg_2', 'Rootsi', 'sek', TRUE, TRUE, $1, $1)",
        "INSERT INTO price (id, price_set_id, currency_code, amount_minor, created_at) VALUES ('price_3', 'pset_1', 'sek', 22900, $1)",
        "INSERT INTO price (id, price_set_id, currency_code, amount_minor, created_at) VALUES ('price_4', 'pset_2', 'sek', 12900, $1)",
    ] {
        tx.query(sql).bind(now).write_one().await.unwrap();
    }
    for sql in [
        "INSERT INTO region_country (iso_2, region_id) VALUES ('se', 'reg_2')",
        "INSERT INTO geo_zone (id, service_zone_id, country_code) VALUES ('fgz_2', 'serzo_1', 'se')",
    ] {
        tx.query(sql).write_one().await.unwrap();
    }
}

#[tokio::test]
async fn a_cart_that_moves_to_another_region_pays_for_shipping_in_its_currency() {
    let pantry = pantry(9).await;
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    open_sweden(&mut tx).await;
    let shop = wufi_store::shop::load(&mut tx).await.unwrap();
    let id = cart_with_goods(&pantry, &mut tx).await;
    cart::update(&mut tx, &shop, &caller(), &id, Changes { shipping_address: Patch::Set(at("ee")), ..Changes::default() })
        .await
        .unwrap();
    cart::shipping::choose(&mut tx, &shop, &caller(), &id, by_locker()).await.unwrap();

    let sweden = Changes { region: Some(wufi_domain::ids::RegionId::stored("reg_2".into())), ..Changes::default() };
    let moved = cart::update(&mut tx, &shop, &caller(), &id, sweden).await.unwrap();

    assert_eq!(moved.currency.code(), "sek");
    assert_eq!(moved.shipping_methods[0].amount.minor(), 12_900);
    assert_eq!(moved.totals().unwrap().all.total.minor(), 2 * 22_900 + 12_900);
}

#[tokio::test]
async fn shipping_follows_its_price_until_the_order() {
    let pantry = pantry(9).await;
    let (shop, caller) = (&pantry.shop, caller());
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let id = cart_with_goods(&pantry, &mut tx).await;
    cart::update(&mut tx, shop, &caller, &id, Changes { shipping_address: Patch::Set(at("ee")), ..Changes::default() })
        .await
        .unwrap();
    cart::shipping::choose(&mut tx, shop, &caller, &id, by_locker()).await.unwrap();
    tx.query("UPDATE price SET amount_minor = 9900 WHERE id = 'price_2'").write_one().await.unwrap();

    let email = Changes { email: Patch::Set(Email::parse("mari@pood.ee").unwrap()), ..Changes::default() };
    let changed = cart::update(&mut tx, shop, &caller, &id, email).await.unwrap();

    assert_eq!(changed.shipping_methods[0].amount.minor(), 9_900);
}

#[tokio::test]
async fn a_withdrawn_thing_locks_no_cart() {
    let pantry = pantry(9).await;
    let (shop, caller) = (&pantry.shop, caller());
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let id = cart_with_goods(&pantry, &mut tx).await;
    let line = cart::find(&mut tx, &caller, &id).await.unwrap().lines[0].id.clone();
    tx.query("UPDATE product SET status = 'draft'").write_one().await.unwrap();
    let to = |count: i64| cart::line_items::LineChange { quantity: Quantity::new(count), metadata: None };

    let english = Changes { locale: Patch::Set(wufi_domain::locale::Locale::En), ..Changes::default() };
    cart::update(&mut tx, shop, &caller, &id, english).await.unwrap();
    let lowered = cart::line_items::set(&mut tx, shop, &caller, (&id, &line), to(1)).await.unwrap();
    let raised = cart::line_items::set(&mut tx, shop, &caller, (&id, &line), to(2)).await;

    assert_eq!(lowered.lines[0].goods.quantity, Quantity::ONE);
    assert!(matches!(raised, Err(FlowError::Cart(CartError::VariantNotAvailable))), "{raised:?}");
}

#[tokio::test]
async fn a_guest_who_takes_back_the_email_and_gives_another_is_one_guest() {
    let pantry = pantry(9).await;
    let (shop, caller) = (&pantry.shop, caller());
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let id = cart_with_goods(&pantry, &mut tx).await;

    for email in [
        Patch::Clear,
        Patch::Set(Email::parse("a@pood.ee").unwrap()),
        Patch::Clear,
        Patch::Set(Email::parse("b@pood.ee").unwrap()),
    ] {
        cart::update(&mut tx, shop, &caller, &id, Changes { email, ..Changes::default() }).await.unwrap();
    }

    let guests: Vec<(String,)> = tx.query("SELECT email FROM customer").all().await.unwrap();
    assert_eq!(guests, [("b@pood.ee".to_owned(),)]);
}

#[tokio::test]
async fn a_provider_that_the_region_does_not_offer_takes_no_money() {
    let pantry = pantry(9).await;
    let mut tx = pantry.fresh.db.begin().await.unwrap();
    let id = cart_with_goods(&pantry, &mut tx).await;
    let collection = payment::collection(&mut tx, &caller(), &id).await.unwrap();

    tx.commit().await.unwrap();

    let refused = payment::session(&pantry.till(), &pantry.shop, &caller(), &collection.id, "pp_other").await;

    assert!(matches!(refused, Err(FlowError::ProviderNotOffered)), "{refused:?}");
}
