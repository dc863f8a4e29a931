//! A shopper who reads the products, twenty-five times a second.

use std::time::{Duration, Instant};

use crate::sample::Sample;
use crate::visitor::{Shop, Visitor};

const EVERY: Duration = Duration::from_millis(40);

/// Reads for as long as is said; prints median, p99, longest and count.
pub(crate) async fn measure(shop: &Shop, during: Duration) -> anyhow::Result<()> {
    let shopper = Visitor::new(shop)?;
    let mut sample = Sample::default();
    // The connection is made before anything is counted.
    shopper.hear(shopper.get("/store/products")).await?;

    let began = Instant::now();
    let mut due = began;
    while began.elapsed() < during {
        // A request that waited for the one before it began when it was due.
        let late = due.elapsed();
        if late.is_zero() {
            tokio::time::sleep_until(due.into()).await;
        }
        let heard = shopper.hear(shopper.get("/store/products")).await?;
        anyhow::ensure!(heard.status == 200, "the products were answered {}: {}", heard.status, heard.body());
        sample.put(heard.took + late);
        due += EVERY;
    }
    println!("{:.0} {:.0} {:.0} {}", sample.micros(50), sample.micros(99), sample.micros(100), sample.len());
    Ok(())
}
