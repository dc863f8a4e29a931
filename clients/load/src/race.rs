//! The same page of two servers, in turn, as fast as they can.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::sample::Sample;
use crate::visitor::{Shop, Visitor};

/// How long one of them is asked before it is the other's turn: what else the machine does meets both.
const TURN: Duration = Duration::from_millis(500);

/// Asks both in turn; prints a line for each: requests, and the median time of one in microseconds.
pub(crate) async fn measure(shops: [&Shop; 2], path: &str, (connections, turns): (usize, usize)) -> anyhow::Result<()> {
    let mut sides = Vec::new();
    for shop in shops {
        let visitors: Vec<Visitor> = (0..connections).map(|_| Visitor::new(shop)).collect::<Result<_, _>>()?;
        sides.push((visitors, Sample::default()));
    }
    for turn in 0..turns {
        for (visitors, sample) in &mut sides {
            let took = ask_all(visitors, path).await?;
            // The first turn opens the connections and fills what is kept in memory.
            if turn > 0 {
                for one in took {
                    sample.put(one);
                }
            }
        }
    }
    for (_, sample) in &sides {
        println!("{} {:.0}", sample.len(), sample.micros(50));
    }
    Ok(())
}

/// One turn: how long each request took.
async fn ask_all(visitors: &[Visitor], path: &str) -> anyhow::Result<Vec<Duration>> {
    let ends = Instant::now() + TURN;
    let mut asking = JoinSet::new();
    for visitor in visitors {
        asking.spawn(ask(visitor.clone(), path.to_owned(), ends));
    }
    let mut all = Vec::new();
    while let Some(took) = asking.join_next().await {
        all.extend(took??);
    }
    Ok(all)
}

async fn ask(visitor: Visitor, path: String, ends: Instant) -> anyhow::Result<Vec<Duration>> {
    let mut all = Vec::new();
    while Instant::now() < ends {
        let heard = visitor.hear(visitor.get(&path)).await?;
        anyhow::ensure!(heard.status == 200, "{path} was answered {}: {}", heard.status, heard.body());
        all.push(heard.took);
    }
    Ok(all)
}
