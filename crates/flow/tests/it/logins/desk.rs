//! A shop's desk with customers before it.

use std::num::NonZeroUsize;
use std::sync::Arc;

use wufi_domain::chance::Chance;
use wufi_domain::customer::NewCustomer;
use wufi_domain::email::Email;
use wufi_domain::locale::Locale;
use wufi_domain::session::Policy;
use wufi_flow::auth::{
    Admitted, AuthError, Client, Credential, Entered, Gate, Login, Speaker, Told, Typed, Visit, admit, create_customer, login,
    register,
};
use wufi_guard::keyring::{Keyring, Keys};
use wufi_guard::password::Passwords;
use wufi_guard::secret::Secret;
use wufi_store::{Db, audit};

use crate::kit::{Fresh, fresh};

pub(super) const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
pub(super) const NEXT_FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
pub(super) const CHROME: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
pub(super) const CURL: &str = "curl/8.14.1";
pub(super) const HOME: &str = "198.51.100.7";
pub(super) const PASSWORD: &str = "kolm põdrapead";

/// A desk: a database and what lets people in.
pub(super) struct Desk {
    fresh: Fresh,
    pub(super) gate: Arc<Gate>,
}

/// Opens a desk with the rules that are the default.
pub(super) async fn desk() -> Desk {
    desk_with(Policy::default()).await
}

/// Opens a desk with other rules.
pub(super) async fn desk_with(policy: Policy) -> Desk {
    let fresh = fresh().await;
    let keyring = Keyring::generate(fresh.db.now(), &Chance::System);
    let gate = gate(Keys::new(keyring), policy);
    Desk { fresh, gate }
}

fn gate(keys: Keys, policy: Policy) -> Arc<Gate> {
    let passwords = Passwords::new(NonZeroUsize::new(2).unwrap(), Chance::System);
    Arc::new(Gate::new(keys, passwords, policy, "https://wufi.ee".into()))
}

impl Desk {
    pub(super) fn db(&self) -> &Db {
        &self.fresh.db
    }

    /// Lets time pass.
    pub(super) fn wait(&self, secs: i64) {
        self.db().clock().advance(secs * 1_000);
    }

    /// Another node on the same database, with the same keys.
    pub(super) fn second_node(&self) -> Arc<Gate> {
        gate(self.gate.keys.clone(), self.gate.policy)
    }

    /// A visit from a browser at an address.
    pub(super) fn visit(&self, agent: &str, address: &str) -> Visit {
        self.visit_with(agent, address, None)
    }

    /// The same with a device cookie.
    pub(super) fn visit_with(&self, agent: &str, address: &str, device: Option<&str>) -> Visit {
        let told = Told {
            agent: Some(agent),
            language: Some("et"),
            device,
            address: Some(address.parse().unwrap()),
            speaker: Speaker::Itself,
            is_browser: true,
        };
        Visit { client: Client::of(&self.gate, self.db().now(), &told), locale: Locale::Et, request: None }
    }

    /// Mari's visit from home.
    pub(super) fn home(&self) -> Visit {
        self.visit(FIREFOX, HOME)
    }

    /// Registers a customer.
    pub(super) async fn register(&self, name: &str) {
        let visit = self.home();
        let token = register(self.db(), &self.gate, &visit, typed(name, PASSWORD)).await.unwrap();
        let new = (token.expose(), None, NewCustomer::default());
        create_customer(self.db(), &self.gate, &visit, new).await.unwrap();
    }

    /// Logs in with a password.
    pub(super) async fn try_login(&self, visit: &Visit, name: &str, password: &str) -> Result<Entered, AuthError> {
        match login(self.db(), &self.gate, visit, typed(name, password)).await? {
            Login::Entered(entered) => Ok(entered),
            Login::Registered(_) => panic!("{name} has no customer"),
        }
    }

    /// Logs in from home.
    pub(super) async fn login(&self, name: &str) -> Entered {
        self.try_login(&self.home(), name, PASSWORD).await.unwrap()
    }

    /// Comes with an access token.
    pub(super) async fn admit(&self, visit: &Visit, access: &Secret) -> Result<Admitted, AuthError> {
        admit(self.db(), &self.gate, visit, Credential::Bearer(access.expose())).await
    }

    /// How many rows a statement counts.
    pub(super) async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.db().read().await.unwrap();
        let (count,): (i64,) = tx.query(sql).one().await.unwrap();
        count
    }

    /// The names of the mails that wait, in order.
    pub(super) async fn mails(&self) -> Vec<String> {
        let mut tx = self.db().read().await.unwrap();
        let rows: Vec<(String,)> = tx.query("SELECT kind FROM mail ORDER BY created_at, kind").all().await.unwrap();
        rows.into_iter().map(|(kind,)| kind).collect()
    }

    /// How often an event is on record.
    pub(super) async fn events(&self, event: wufi_domain::audit::Event) -> usize {
        let mut tx = self.db().read().await.unwrap();
        let recorded = audit::list(&mut tx, "", 10_000).await.unwrap();
        recorded.iter().filter(|entry| entry.event == event.name()).count()
    }
}

/// What somebody types.
pub(super) fn typed(name: &str, password: &str) -> Typed {
    Typed { email: Email::parse(&format!("{name}@wufi.ee")).unwrap(), password: Secret::new(password.to_owned()) }
}
