//! `kill -9` at every step in which the shop and Stripe can come apart.
//!
//! The double kills the program in the midst of a call, before it has its effect or after: between two calls nothing
//! happens that the other side could know of, so these are all the moments there are.

use std::env;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Clock;
use wufi_domain::staff::Role;
use wufi_store::Db;
use wufi_store::admin::invariants;
use wufi_stripe_double::{Call, Double, Status, When};

use super::KIBBLE;
use crate::engine;
use crate::kit::Shopper;
use crate::kit::program::Program;
use crate::kit::server::{UNLIMITED, UNWATCHED};
use crate::kit::shop::{self, CLERKS_PASSWORD};
use crate::kit::shopper::text;
use crate::kit::stripe::{CardCart, double, settings};

/// How often at each step.
fn rounds() -> usize {
    #[expect(clippy::disallowed_methods, reason = "the test's own setting")]
    env::var("WUFI_KILL_ROUNDS").map_or(1, |rounds| rounds.parse().unwrap())
}

/// What the shopper does, up to where the program is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Opening,
    Completing,
    /// The goods are sold out meanwhile: the money is let go.
    Refused,
    /// Somebody of the shop gives a part of the money back.
    Refunding,
}

/// How much is given back, in minor units.
const BACK: i64 = 150;

const STEPS: [(Step, Call, When); 10] = [
    (Step::Opening, Call::Create, When::Before),
    (Step::Opening, Call::Create, When::After),
    (Step::Completing, Call::Retrieve, When::Before),
    (Step::Completing, Call::Retrieve, When::After),
    (Step::Completing, Call::Capture, When::Before),
    (Step::Completing, Call::Capture, When::After),
    (Step::Refused, Call::Cancel, When::Before),
    (Step::Refused, Call::Cancel, When::After),
    (Step::Refunding, Call::Refund, When::Before),
    (Step::Refunding, Call::Refund, When::After),
];

struct Rig {
    folder: TempDir,
    url: String,
    db: Db,
    key: String,
    stripe: Double,
}

impl Rig {
    async fn build() -> Self {
        let folder = TempDir::new().unwrap();
        let url = engine::fresh_url(folder.path()).await;
        let db = Db::open(&url, 4, Clock::System, Chance::System).await.unwrap();
        db.migrate().await.unwrap();
        let key = shop::seed(&db).await;
        shop::employ(&db, Role::Staff, ("clerk@wufi.test", CLERKS_PASSWORD)).await;
        Self { folder, url, db, key, stripe: double() }
    }

    fn start(&self) -> Program {
        let settings = [&settings(&self.stripe)[..], &[UNLIMITED, UNWATCHED]].concat();
        Program::start_as(self.folder.path(), &self.url, &settings)
    }

    /// As if all that waits were due: the test does not wait for it.
    async fn hurry(&self) {
        let mut tx = self.db.begin().await.unwrap();
        let now = tx.now();
        tx.query("UPDATE payment_session SET due_at = $1 WHERE due_at IS NOT NULL").bind(now).execute().await.unwrap();
        tx.query("UPDATE refund SET due_at = $1 WHERE due_at IS NOT NULL").bind(now).execute().await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Lets there be that much that nobody has bought.
    async fn stock(&self, free: i64) {
        let mut tx = self.db.begin().await.unwrap();
        tx.query("UPDATE inventory_level SET stocked = reserved + $1").bind(free).execute().await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let (count,): (i64,) = self.db.read().await.unwrap().query(sql).one().await.unwrap();
        count
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_step_there_is_an_order_with_its_money_or_neither() {
    let rig = Rig::build().await;
    for (step, call, when) in STEPS {
        for round in 0..rounds() {
            one(&rig, (step, call, when)).await;
            println!("{step:?} {when:?} {call:?}, round {round}: whole");
        }
    }
    let broken = invariants::broken(&mut rig.db.read().await.unwrap()).await.unwrap();
    assert_eq!(broken, []);
}

async fn one(rig: &Rig, (step, call, when): (Step, Call, When)) {
    let program = rig.start();
    let mari = program.shopper(&rig.key);
    let (orders, intents) = (rig.count("SELECT COUNT(*) FROM shop_order").await, rig.stripe.intents().len());
    rig.stock(1_000_000).await;
    let killer = Killer::of(program);

    let intent = shop_until_killed(rig, &mari, &killer, (step, call, when)).await;
    rig.stripe.clear_hooks();
    rig.hurry().await;
    let _after = rig.start();
    settled(rig).await;

    let placed = rig.count("SELECT COUNT(*) FROM shop_order").await - orders;
    let intent = intent.map(|id| rig.stripe.intent(&id).unwrap());
    match (step, intent) {
        (Step::Opening, _) => assert!(placed == 0 && rig.stripe.intents().len() == intents + 1),
        (Step::Completing, Some(intent)) => {
            let found = (placed, intent.status, intent.amount_received);
            assert_eq!(found, (1, Status::Succeeded, intent.amount), "{call:?} {when:?}");
        }
        (Step::Refunding, Some(intent)) => {
            let back: Vec<_> = rig.stripe.refunds().into_iter().filter(|back| back.payment_intent == intent.id).collect();
            let back: Vec<_> = back.iter().map(|back| (back.amount, back.status)).collect();
            assert_eq!((placed, back), (1, vec![(BACK, "succeeded")]), "{when:?}");
        }
        (Step::Refused, Some(intent)) => assert_eq!((placed, intent.status), (0, Status::Canceled), "{when:?}"),
        (_, None) => panic!("{step:?} has no intent"),
    }
}

/// Kills the program once.
#[derive(Clone)]
struct Killer {
    program: Arc<Mutex<Program>>,
    has_killed: Arc<AtomicBool>,
}

impl Killer {
    fn of(program: Program) -> Self {
        Self { program: Arc::new(Mutex::new(program)), has_killed: Arc::default() }
    }

    fn kill(&self) {
        if !self.has_killed.swap(true, Ordering::SeqCst) {
            self.program.lock().unwrap().kill();
        }
    }
}

/// The shopper, or whoever works there, gets as far as the program lets them; the intent of the cart, where it is known.
async fn shop_until_killed(rig: &Rig, mari: &Shopper, killer: &Killer, (step, call, when): (Step, Call, When)) -> Option<String> {
    let hook = || {
        let killer = killer.clone();
        rig.stripe.hook(call, when, move |_| killer.kill());
    };
    let (answer, intent) = if step == Step::Opening {
        let cart = mari.ready_cart(&[(KIBBLE, 1)]).await;
        hook();
        (mari.try_post(&cart.sessions(), json!({ "provider_id": "pp_stripe_stripe" })).await, None)
    } else {
        let cart = mari.paid_cart(&rig.stripe, &[(KIBBLE, 1)]).await;
        if step == Step::Refused {
            rig.stock(0).await;
        }
        let (who, path, body) = match step {
            Step::Refunding => given_back(mari, &cart).await,
            _ => (mari.clone(), cart.complete(), json!({})),
        };
        hook();
        (who.try_post(&path, body).await, Some(cart.intent))
    };
    assert!(killer.has_killed.load(Ordering::SeqCst), "{step:?} {call:?} {when:?}: it was never asked");
    assert!(answer.is_none(), "{step:?} {call:?} {when:?}: it answered");
    intent
}

/// What somebody of the shop sends to give a part of an order's money back.
async fn given_back(mari: &Shopper, cart: &CardCart) -> (Shopper, String, Value) {
    let placed = mari.post(&cart.complete(), json!({})).await.ok();
    let login = json!({ "email": "clerk@wufi.test", "password": CLERKS_PASSWORD });
    let clerk = mari.bearing(&text(&mari.post("/auth/user/emailpass", login).await.ok()["token"]));
    let order = clerk.get(&format!("/admin/orders/{}", text(&placed["order"]["id"]))).await.ok();
    let payment = text(&order["order"]["payment_collections"][0]["payments"][0]["id"]);
    (clerk, format!("/admin/payments/{payment}/refund"), json!({ "amount": 1.5 }))
}

/// Waits until nothing is left to do; a test that hangs says so.
async fn settled(rig: &Rig) {
    for _ in 0..200 {
        let left = rig
            .count("SELECT COUNT(*) FROM payment_session WHERE step IN ('asked', 'held', 'ordered', 'releasing') AND provider_id <> 'pp_system_default'")
            .await;
        let unlooked = rig
            .count(
                "SELECT COUNT(*) FROM payment_session WHERE step = 'open' AND provider_id <> 'pp_system_default' AND tries > 0",
            )
            .await;
        let to_give = rig.count("SELECT COUNT(*) FROM refund WHERE state = 'asked'").await;
        let paid = rig.stripe.intents().iter().any(|intent| intent.status == Status::RequiresCapture);
        if left + unlooked + to_give == 0 && !paid {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("payments are not settled");
}
