//! A shop behind its routes and layers, and requests to it.

mod answer;
mod asking;

use std::num::NonZeroUsize;
use std::sync::Arc;

use axum::Router;
use serde_json::json;
use tempfile::TempDir;
use wufi_api::app::App;
use wufi_api::layer::limits::Rates;
use wufi_api::layer::{self, EdgeSettings, Trusted};
use wufi_api::origins::Origins;
use wufi_api::routes;
use wufi_domain::chance::Chance;
use wufi_domain::email::Email;
use wufi_domain::enforcement::Enforcement;
use wufi_domain::moment::{Clock, Moment};
use wufi_domain::session::{Policy, Profile};
use wufi_domain::staff::Role;
use wufi_flow::auth::{Gate, SecondFactorRule};
use wufi_flow::demo::{self};
use wufi_flow::{Shelf, keys};
use wufi_guard::api_key::KeyKind;
use wufi_guard::keyring::{Keyring, Keys};
use wufi_guard::password::{Password, PasswordHash, Passwords};
use wufi_guard::secret::Secret;
use wufi_store::{Db, admin};

pub(crate) use answer::Answer;
pub(crate) use asking::Asking;

/// What everybody's password is.
pub(crate) const PASSWORD: &str = "kolm põdrapead";
/// Where browsers of the shop's own pages ask from.
pub(crate) const PAGE: &str = "https://wufi.ee";
/// Under which URL browsers reach the shop.
pub(crate) const OWN: &str = "https://api.wufi.ee";
/// A proxy that is trusted.
pub(crate) const PROXY: &str = "10.0.0.1";

/// A shop that sells nothing: its routes with all layers around them.
pub(crate) struct Shop {
    pub(crate) db: Db,
    pub(crate) gate: Arc<Gate>,
    pub(crate) app: App,
    router: Router,
    key: String,
    _folder: TempDir,
}

/// Opens the shop with the strict profile, and without a look at CSRF tokens: tests of logins say only what is theirs.
pub(crate) async fn shop() -> Shop {
    shop_of(Profile::Strict, Enforcement::Off).await
}

/// Opens the shop with a profile, and a way to treat what comes without a CSRF token.
///
/// Nobody is limited: tests are many shoppers at one address whose clock stands.
pub(crate) async fn shop_of(profile: Profile, csrf: Enforcement) -> Shop {
    shop_with(profile, csrf, |rates| Rates { enforcement: Enforcement::Off, ..rates }).await
}

/// The same with limits of the test's own.
pub(crate) async fn shop_with(profile: Profile, csrf: Enforcement, rates: impl FnOnce(Rates) -> Rates) -> Shop {
    let folder = TempDir::new().unwrap();
    let clock = Clock::standing_at(Moment::from_millis(1_795_000_000_123));
    let url = format!("sqlite:{}", folder.path().join("wufi.db").display());
    let db = Db::open(&url, 4, clock, Chance::System).await.unwrap();
    db.migrate().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let hash = PasswordHash::stored("$argon2id$v=19$m=19456,t=2,p=1$c2Fs$aGFzaA".to_owned());
    demo::seed(&mut tx, demo::Shop::load().unwrap(), &hash).await.unwrap();
    let key = demo::access(&mut tx).await.unwrap().unwrap().publishable_key;
    tx.commit().await.unwrap();

    let keys = Keys::new(Keyring::generate(db.now(), &Chance::System));
    let passwords = Passwords::new(NonZeroUsize::new(2).unwrap(), Chance::System);
    let policy = Policy { profile, ..Policy::default() };
    let gate = Gate::new(keys, passwords, policy, PAGE.into()).asking(SecondFactorRule::Nobody);
    let gate = Arc::new(gate);
    let shelf = Arc::new(Shelf::load(&db).await.unwrap());
    let pages = Origins { store: vec![PAGE.into()], auth: vec![PAGE.into()], admin: vec![] };
    let app = App::new(db.clone(), shelf, Arc::clone(&gate)).at(OWN).guarding(csrf).welcoming(pages);
    let edge = EdgeSettings {
        meters: app.meters.clone(),
        trusted: Trusted::new(vec!["10.0.0.0/8".parse().unwrap()]),
        ..EdgeSettings::new(db.clock().clone(), Chance::System)
    };
    let rates = rates(app.rates.clone());
    let app = app.rated(rates);
    let router = layer::around(routes::router(app.clone()), edge);
    Shop { db, gate, app, router, key, _folder: folder }
}

impl Shop {
    /// A request that reads.
    pub(crate) fn get(&self, path: &str) -> Asking {
        self.ask("GET", path)
    }

    /// A request that makes or changes.
    pub(crate) fn post(&self, path: &str) -> Asking {
        self.ask("POST", path)
    }

    /// A request that takes away.
    pub(crate) fn delete(&self, path: &str) -> Asking {
        self.ask("DELETE", path)
    }

    /// A request with any method.
    pub(crate) fn ask(&self, method: &str, path: &str) -> Asking {
        Asking::new(self.router.clone(), (method, path), &self.key)
    }

    /// Makes an account, as js-sdk does it.
    pub(crate) async fn account(&self, name: &str) {
        let token = self.register(name).await;
        self.post("/store/customers").bearer(&token).json(json!({ "email": address(name) })).await.ok();
    }

    /// Registers an e-mail address; the token of the registration.
    pub(crate) async fn register(&self, name: &str) -> String {
        let body = json!({ "email": address(name), "password": PASSWORD });
        self.post("/auth/customer/emailpass/register").json(body).await.ok().text("token")
    }

    /// A request to log in.
    pub(crate) fn login(&self, name: &str) -> Asking {
        self.post("/auth/customer/emailpass").json(json!({ "email": address(name), "password": PASSWORD }))
    }

    /// Makes an account and logs in; the answer.
    pub(crate) async fn customer(&self, name: &str) -> Answer {
        self.account(name).await;
        self.login(name).await.ok()
    }

    /// Makes a member of staff who logs in; the access token.
    pub(crate) async fn staff(&self, name: &str, role: Role) -> String {
        let hash = self.gate.passwords.hash(Password::choose(Secret::new(PASSWORD.to_owned())).unwrap()).await.unwrap();
        let mut tx = self.db.begin().await.unwrap();
        admin::staff::create(&mut tx, &Email::parse(&address(name)).unwrap(), role, hash.as_str()).await.unwrap();
        tx.commit().await.unwrap();
        let body = json!({ "email": address(name), "password": PASSWORD });
        self.post("/auth/user/emailpass").json(body).await.ok().text("token")
    }

    /// Makes an API key.
    pub(crate) async fn key(&self, kind: KeyKind) -> Secret {
        let mut tx = self.db.begin().await.unwrap();
        let key = keys::create(&mut tx, kind, "laohaldus").await.unwrap();
        tx.commit().await.unwrap();
        key.token
    }

    /// Replaces the key that signs; the one before still reads.
    pub(crate) fn rotate_keys(&self) {
        let rotated = self.gate.keys.current().rotated(self.db.now(), 0, &Chance::System);
        self.gate.keys.replace(rotated);
        self.wait(1);
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, secs: i64) {
        self.db.clock().advance(secs * 1_000);
    }

    /// A number from the database.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        let (count,): (i64,) = self.db.read().await.unwrap().query(sql).one().await.unwrap();
        count
    }
}

/// The e-mail address of somebody.
pub(crate) fn address(name: &str) -> String {
    format!("{name}@wufi.ee")
}
