//! Somebody who reads a page at a steady rate.

use std::time::{Duration, Instant};

use crate::sample::Sample;
use crate::visitor::{Shop, Visitor};

/// Reads `path` each time `every` has passed, for as long as is said; prints median, p99, longest and count.
pub(crate) async fn measure(shop: &Shop, path: &str, (every, during): (Duration, Duration)) -> anyhow::Result<()> {
    let shopper = Visitor::new(shop)?;
    let mut sample = Sample::default();
    // The connection is made before anything is counted.
    shopper.hear(shopper.get(path)).await?;

    let began = Instant::now();
    let mut due = began;
    while began.elapsed() < during {
        // A request that waited for the one before it began when it was due.
        let late = due.elapsed();
        if late.is_zero() {
            tokio::time::sleep_until(due.into()).await;
        }
        let heard = shopper.hear(shopper.get(path)).await?;
        anyhow::ensure!(heard.status == 200, "{path} was answered {}: {}", heard.status, heard.body());
        sample.put(heard.took + late);
        due += every;
    }
    println!("{:.0} {:.0} {:.0} {}", sample.micros(50), sample.micros(99), sample.micros(100), sample.len());
    Ok(())
}
