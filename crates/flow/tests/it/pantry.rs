//! A shop with one thing in it, and carts that hold one of it.

use std::sync::Arc;

use serde_json::json;
use wufi_domain::address::Address;
use wufi_domain::cart::{Cart, CartAddress, Line};
use wufi_domain::country::Country;
use wufi_domain::email::Email;
use wufi_domain::goods::{Goods, Snapshot};
use wufi_domain::ids::{CartId, ProductId, RegionId, SalesChannelId, VariantId};
use wufi_domain::locale::Locale;
use wufi_domain::metadata::Metadata;
use wufi_domain::money::{Amount, Currency};
use wufi_domain::owner::{Owner, Standing};
use wufi_domain::payment::{Binding, CollectionStatus, MANUAL_PROVIDER, PaymentCollection, PaymentSession, SessionStatus, Step};
use wufi_domain::quantity::Quantity;
use wufi_domain::shop::Shop;
use wufi_domain::tax::TaxMode;
use wufi_flow::{Acting, Caller, Till};
use wufi_guard::keyring::{Keyring, Keys};
use wufi_store::{Db, Tx, carts, shop};

use crate::kit::{Fresh, fresh};

/// The shop with the database behind it.
pub(crate) struct Pantry {
    pub(crate) fresh: Fresh,
    pub(crate) shop: Arc<Shop>,
}

impl Pantry {
    /// Where its money is taken: by hand.
    pub(crate) fn till(&self) -> Till {
        let db = self.fresh.db.clone();
        let keyring = Keyring::generate(db.now(), db.chance());
        Till::new(db, Keys::new(keyring))
    }
}

/// Opens a shop with `stocked` pieces of its one thing.
pub(crate) async fn pantry(stocked: i64) -> Pantry {
    let fresh = fresh().await;
    let mut tx = fresh.db.begin().await.unwrap();
    stock_up(&mut tx, stocked).await;
    let shop = Arc::new(shop::load(&mut tx).await.unwrap());
    tx.commit().await.unwrap();
    Pantry { fresh, shop }
}

/// Rows that have a moment, which is `$1`.
const TIMED: &[&str] = &[
    "INSERT INTO store (id, name, created_at) VALUES ('store_1', 'Wufi', $1)",
    "INSERT INTO sales_channel (id, name, created_at, updated_at) VALUES ('sc_1', 'Veebipood', $1, $1)",
    "INSERT INTO region (id, name, currency_code, has_automatic_taxes, is_tax_inclusive, created_at, updated_at)
     VALUES ('reg_1', 'Eesti', 'eur', TRUE, TRUE, $1, $1)",
    "INSERT INTO product (id, handle, title, status, created_at, updated_at)
     VALUES ('prod_1', 'krobin', 'Krõbin', 'published', $1, $1)",
    "INSERT INTO product_variant (id, product_id, title, price_set_id, rank, created_at, updated_at)
     VALUES ('variant_1', 'prod_1', '2 kg', 'pset_1', 1, $1, $1)",
    "INSERT INTO price (id, price_set_id, currency_code, amount_minor, created_at) VALUES ('price_1', 'pset_1', 'eur', 1999, $1)",
    "INSERT INTO stock_location (id, name, address_id, address, created_at) VALUES ('sloc_1', 'Ladu', 'laddr_1', '{}', $1)",
    "INSERT INTO shipping_profile (id, name, type, created_at) VALUES ('sp_1', 'Tavaline', 'default', $1)",
    "INSERT INTO fulfillment_set (id, name, type, stock_location_id, created_at)
     VALUES ('fuset_1', 'Saatmine', 'shipping', 'sloc_1', $1)",
    "INSERT INTO service_zone (id, fulfillment_set_id, name, created_at) VALUES ('serzo_1', 'fuset_1', 'Eesti', $1)",
    "INSERT INTO shipping_option (id, name, price_type, service_zone_id, shipping_profile_id, provider_id, price_set_id,
                                  type_id, type_label, type_code, rank, created_at)
     VALUES ('so_1', 'Pakiautomaat', 'flat', 'serzo_1', 'sp_1', 'manual_manual', 'pset_2', 'sotype_1', 'Pakk', 'parcel_locker', 1, $1)",
    "INSERT INTO price (id, price_set_id, currency_code, amount_minor, created_at) VALUES ('price_2', 'pset_2', 'eur', 299, $1)",
    "INSERT INTO tax_region (id, country_code, created_at) VALUES ('txreg_1', 'ee', $1)",
    "INSERT INTO tax_rate (id, tax_region_id, name, code, rate_ppm, is_default, created_at)
     VALUES ('txr_1', 'txreg_1', 'Käibemaks', 'vat', 240000, TRUE, $1)",
    "INSERT INTO inventory_item (id, created_at) VALUES ('iitem_1', $1)",
];

/// Rows that have none.
const TIMELESS: &[&str] = &[
    "UPDATE store SET default_region_id = 'reg_1', default_sales_channel_id = 'sc_1'",
    "INSERT INTO region_country (iso_2, region_id) VALUES ('ee', 'reg_1')",
    "INSERT INTO geo_zone (id, service_zone_id, country_code) VALUES ('fgz_1', 'serzo_1', 'ee')",
    "INSERT INTO region_payment_provider (region_id, provider_id) VALUES ('reg_1', 'pp_system_default')",
    "INSERT INTO product_in_channel (product_id, sales_channel_id) VALUES ('prod_1', 'sc_1')",
    "INSERT INTO location_in_channel (stock_location_id, sales_channel_id) VALUES ('sloc_1', 'sc_1')",
    "INSERT INTO variant_inventory (variant_id, inventory_item_id) VALUES ('variant_1', 'iitem_1')",
];

async fn stock_up(tx: &mut Tx, stocked: i64) {
    let now = tx.now();
    for sql in TIMED {
        tx.query(sql).bind(now).write_one().await.unwrap();
    }
    for sql in TIMELESS {
        tx.query(sql).write_one().await.unwrap();
    }
    tx.query("INSERT INTO inventory_level (id, inventory_item_id, stock_location_id, stocked) VALUES ('ilev_1', 'iitem_1', 'sloc_1', $1)")
        .bind(stocked)
        .write_one()
        .await
        .unwrap();
}

/// Whoever knows the id.
pub(crate) fn anyone() -> Caller {
    Caller {
        standing: Standing::default(),
        asks_step_up: false,
        proven_at: None,
        address: None,
        channels: Vec::new(),
        locale: Locale::Et,
        request: None,
        acting: Acting::Owner,
    }
}

/// A cart with one piece in it, ready to be ordered.
pub(crate) async fn ready_cart(db: &Db) -> CartId {
    let mut tx = db.begin().await.unwrap();
    let cart = cart(&tx);
    carts::create(&mut tx, &cart).await.unwrap();
    tx.commit().await.unwrap();
    cart.id
}

fn cart(tx: &Tx) -> Cart {
    let (now, price) = (tx.now(), Amount::new(1_999).unwrap());
    Cart {
        id: tx.mint(),
        owner: Owner::Bearer,
        region: RegionId::stored("reg_1".into()),
        currency: Currency::EUR,
        channel: SalesChannelId::stored("sc_1".into()),
        customer: None,
        email: Email::parse("mari@wufi.ee"),
        locale: None,
        shipping_address: Some(CartAddress { id: tx.mint(), address: Address::in_country(Country::new("ee").unwrap()) }),
        billing_address: None,
        metadata: None,
        completed_at: None,
        created_at: now,
        updated_at: now,
        lines: vec![line(tx, price)],
        shipping_methods: Vec::new(),
        payment: Some(collection(tx, price)),
    }
}

fn line(tx: &Tx, price: Amount) -> Line {
    Line {
        id: tx.mint(),
        goods: Goods {
            variant: VariantId::stored("variant_1".into()),
            product: ProductId::stored("prod_1".into()),
            quantity: Quantity::ONE,
            unit_price: price,
            tax_mode: TaxMode::Inclusive,
            snapshot: Snapshot::default(),
            tax_lines: Vec::new(),
            metadata: Metadata::none(),
            position: 1,
        },
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

fn collection(tx: &Tx, amount: Amount) -> PaymentCollection {
    let now = tx.now();
    let session = PaymentSession {
        id: tx.mint(),
        provider_id: MANUAL_PROVIDER.into(),
        currency: Currency::EUR,
        amount,
        status: SessionStatus::Pending,
        data: json!({}),
        binding: Binding::begun(Owner::Bearer, Step::Open),
        authorized_at: None,
        created_at: now,
        updated_at: now,
    };
    PaymentCollection {
        id: tx.mint(),
        currency: Currency::EUR,
        amount,
        status: CollectionStatus::NotPaid,
        authorized: None,
        sessions: vec![session],
        payments: Vec::new(),
        created_at: now,
        updated_at: now,
    }
}
