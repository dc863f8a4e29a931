//! The demo shop, open.

use std::num::NonZeroUsize;

use serde_json::json;
use tempfile::TempDir;
use wufi_domain::chance::Chance;
use wufi_domain::email::Email;
use wufi_domain::ids::{Id, VariantId};
use wufi_domain::moment::{Clock, Moment};
use wufi_domain::staff::Role;
use wufi_flow::demo::{self, Seeding, demo_id};
use wufi_flow::staff;
use wufi_guard::keyring::{Keyring, Keys};
use wufi_guard::password::{Password, PasswordHash, Passwords};
use wufi_guard::secret::Secret;
use wufi_store::Db;

use super::server::{Server, UNLIMITED};
use super::shopper::Shopper;
use crate::engine;

pub(crate) const CLERKS_PASSWORD: &str = "kolm põdrapead";
/// The password of every customer.
pub(crate) const CUSTOMERS_PASSWORD: &str = "neli musta kassi";

/// The demo shop in a fresh database, with a server in front; its clock stands until a test moves it.
pub(crate) struct Shop {
    pub(crate) server: Server,
    pub(crate) key: String,
    pub(crate) db: Db,
    /// What its tokens are signed with.
    pub(crate) keys: Keys,
    _folder: TempDir,
}

impl Shop {
    /// Opens it, with as many requests for everybody as they like.
    pub(crate) async fn open() -> Self {
        Self::open_as(&[UNLIMITED]).await
    }

    /// Opens it with these settings.
    pub(crate) async fn open_as(settings: &[(&str, &str)]) -> Self {
        Self::open_by(Self::clock(), settings).await
    }

    /// A clock as a shop has it when it opens.
    pub(crate) fn clock() -> Clock {
        Clock::standing_at(Moment::from_millis(1_795_000_000_123))
    }

    /// Opens it by that clock.
    pub(crate) async fn open_by(clock: Clock, settings: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let url = engine::fresh_url(folder.path()).await;
        let db = Db::open(&url, 8, clock, Chance::System).await.unwrap();
        db.migrate().await.unwrap();
        let key = seed(&db).await;
        let keys = Keys::new(Keyring::generate(db.now(), db.chance()));
        let server = Server::start_as(&db, keys.clone(), settings).await;
        Self { server, key, db, keys, _folder: folder }
    }

    /// Somebody who comes by.
    pub(crate) fn shopper(&self) -> Shopper {
        Shopper::new(&format!("http://{}", self.server.address), &self.key)
    }

    /// Somebody who has an account, logged in.
    pub(crate) async fn customer(&self, email: &str) -> Shopper {
        let typed = json!({ "email": email, "password": CUSTOMERS_PASSWORD });
        let made = self.shopper().post("/auth/customer/emailpass/register", typed).await.ok();
        self.shopper().bearing(made["token"].as_str().unwrap()).post("/store/customers", json!({})).await.ok();
        self.entered_customer(email).await
    }

    /// The same person, logged in once more.
    pub(crate) async fn entered_customer(&self, email: &str) -> Shopper {
        let typed = json!({ "email": email, "password": CUSTOMERS_PASSWORD });
        let entered = self.shopper().post("/auth/customer/emailpass", typed).await.ok();
        self.shopper().bearing(entered["token"].as_str().unwrap())
    }

    /// Makes an owner who can log in.
    pub(crate) async fn employ(&self, email: &str, password: &str) {
        self.employ_as(Role::Owner, (email, password)).await;
    }

    /// Makes a member of staff with that role who can log in.
    pub(crate) async fn employ_as(&self, role: Role, login: (&str, &str)) {
        employ(&self.db, role, login).await;
    }

    /// Somebody new of the shop with that role, logged in.
    pub(crate) async fn clerk(&self, role: Role) -> Shopper {
        self.employ_as(role, (&format!("{}@wufi.test", role.name()), CLERKS_PASSWORD)).await;
        self.entered(role).await
    }

    /// The same person, logged in once more.
    pub(crate) async fn entered(&self, role: Role) -> Shopper {
        let login = json!({ "email": format!("{}@wufi.test", role.name()), "password": CLERKS_PASSWORD });
        let entered = self.shopper().post("/auth/user/emailpass", login).await.ok();
        self.shopper().bearing(entered["token"].as_str().unwrap())
    }

    /// How many pieces of a variant lie there, and how many of them are sold.
    pub(crate) async fn level(&self, sku: &str) -> (i64, i64) {
        let mut tx = self.db.read().await.unwrap();
        tx.query(
            "SELECT level.stocked, level.reserved
               FROM variant_inventory counted
               JOIN inventory_level level ON level.inventory_item_id = counted.inventory_item_id
              WHERE counted.variant_id = $1",
        )
        .bind(demo_id::<VariantId>(sku).as_str())
        .one()
        .await
        .unwrap()
    }

    /// Lets there be `count` pieces of a variant, none of them reserved.
    pub(crate) async fn stock(&self, sku: &str, count: i64) {
        stock(&self.db, sku, count).await;
    }

    /// How many pieces of a variant are left.
    pub(crate) async fn left(&self, sku: &str) -> i64 {
        let mut tx = self.db.read().await.unwrap();
        let (left,): (i64,) = tx
            .query(
                "SELECT level.stocked - level.reserved
                   FROM variant_inventory counted
                   JOIN inventory_level level ON level.inventory_item_id = counted.inventory_item_id
                  WHERE counted.variant_id = $1",
            )
            .bind(demo_id::<VariantId>(sku).as_str())
            .one()
            .await
            .unwrap();
        left
    }
}

/// Makes a member of staff with that role who can log in.
pub(crate) async fn employ(db: &Db, role: Role, (email, password): (&str, &str)) {
    let password = Password::choose(Secret::new(password.to_owned())).unwrap();
    let hash = Passwords::new(NonZeroUsize::MIN, Chance::System).hash(password).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    staff::create(&mut tx, &Email::parse(email).unwrap(), role, &hash).await.unwrap();
    tx.commit().await.unwrap();
}

/// Puts the demo shop into an empty database; its publishable key.
pub(crate) async fn seed(db: &Db) -> String {
    // Nobody logs in here, and hashing a password takes long.
    let hash = PasswordHash::stored("$argon2id$v=19$m=19456,t=2,p=1$c2Fs$aGFzaA".to_owned());
    let mut tx = db.begin().await.unwrap();
    let seeding = demo::seed(&mut tx, demo::Shop::load().unwrap(), &hash).await.unwrap();
    assert_eq!(seeding, Seeding::Seeded);
    let access = demo::access(&mut tx).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    access.publishable_key
}

/// Lets there be `count` pieces of a variant, none of them reserved.
pub(crate) async fn stock(db: &Db, sku: &str, count: i64) {
    let mut tx = db.begin().await.unwrap();
    tx.query(
        "UPDATE inventory_level
            SET stocked = $2, reserved = 0
          WHERE inventory_item_id IN (SELECT inventory_item_id FROM variant_inventory WHERE variant_id = $1)",
    )
    .bind(demo_id::<VariantId>(sku).as_str())
    .bind(count)
    .write_one()
    .await
    .unwrap();
    tx.commit().await.unwrap();
}
