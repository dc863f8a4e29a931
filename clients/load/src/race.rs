//! The same page of two servers, in turn, as fast as they can.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::sample::Sample;
use crate::visitor::{Heard, Shop, Visitor};

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
            let heard = ask_all(visitors, path, TURN).await?;
            // The first turn opens the connections and fills what is kept in memory.
            if turn > 0 {
                for one in heard {
                    anyhow::ensure!(one.status == 200, "{path} was answered {}: {}", one.status, one.body());
                    sample.put(one.took);
                }
            }
        }
    }
    for (_, sample) in &sides {
        println!("{} {:.0}", sample.len(), sample.micros(50));
    }
    Ok(())
}

/// Asks this one alone, whatever it answers; prints the number of answers and how often each status was among them.
pub(crate) async fn rush(shop: &Shop, path: &str, (connections, during): (usize, Duration)) -> anyhow::Result<()> {
    let visitors: Vec<Visitor> = (0..connections).map(|_| Visitor::new(shop)).collect::<Result<_, _>>()?;
    let heard = ask_all(&visitors, path, during).await?;
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for one in &heard {
        *statuses.entry(one.status).or_default() += 1;
    }
    let told: Vec<String> = statuses.iter().map(|(status, count)| format!("{status}:{count}")).collect();
    println!("{} {}", heard.len(), told.join(","));
    Ok(())
}

/// What all of them hear who ask again as soon as they are answered.
async fn ask_all(visitors: &[Visitor], path: &str, during: Duration) -> anyhow::Result<Vec<Heard>> {
    let ends = Instant::now() + during;
    let mut asking = JoinSet::new();
    for visitor in visitors {
        asking.spawn(ask(visitor.clone(), path.to_owned(), ends));
    }
    let mut all = Vec::new();
    while let Some(heard) = asking.join_next().await {
        all.extend(heard??);
    }
    Ok(all)
}

async fn ask(visitor: Visitor, path: String, ends: Instant) -> anyhow::Result<Vec<Heard>> {
    let mut all = Vec::new();
    while Instant::now() < ends {
        all.push(visitor.hear(visitor.get(&path)).await?);
    }
    Ok(all)
}
