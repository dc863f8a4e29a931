//! Whether the time of a wrong password tells who has an account.

use anyhow::Context;
use tokio::task::JoinSet;

use crate::sample::Sample;
use crate::visitor::{Shop, Visitor};

/// Who register at once, before anything is measured.
const AT_ONCE: usize = 4;

/// Makes `count` accounts and types one wrong password for each, and for as many that are not there.
///
/// Every account is tried once, so that none has to wait, and a try writes the same rows for all.
pub(crate) async fn measure(shop: &Shop, count: usize) -> anyhow::Result<()> {
    let visitor = Visitor::new(shop)?;
    register(&visitor, count).await?;

    let (mut known, mut unknown) = (Sample::default(), Sample::default());
    for number in 0..count {
        // In turn, and in turn the first: so neither is always the one after the other.
        let there_first = number % 2 == 0;
        for is_there in [there_first, !there_first] {
            let email = if is_there { is_one(number) } else { is_none(number) };
            let heard = visitor.log_in(&email, "vale parool").await?;
            anyhow::ensure!(heard.status == 401, "a wrong password was answered {}: {}", heard.status, heard.body());
            if is_there { known.put(heard.took) } else { unknown.put(heard.took) }
        }
    }
    for (who, sample) in [("known", &known), ("unknown", &unknown)] {
        let [low, median, high] = [10, 50, 90].map(|percent| sample.micros(percent) / 1e3);
        println!("  {who:<8} median {median:6.2} ms, p10 {low:6.2} ms, p90 {high:6.2} ms ({count} accounts)");
    }
    println!("  known to unknown, medians: {:.4}", known.micros(50) / unknown.micros(50));
    Ok(())
}

/// Addresses of one length.
fn is_one(number: usize) -> String {
    format!("there-{number:06}@konto.ee")
}

fn is_none(number: usize) -> String {
    format!("never-{number:06}@konto.ee")
}

async fn register(visitor: &Visitor, count: usize) -> anyhow::Result<()> {
    let mut registering = JoinSet::new();
    for first in 0..AT_ONCE {
        let visitor = visitor.clone();
        registering.spawn(async move {
            for number in (first..count).step_by(AT_ONCE) {
                visitor.become_customer(&is_one(number)).await.with_context(|| format!("account {number}"))?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(registered) = registering.join_next().await {
        registered??;
    }
    Ok(())
}
