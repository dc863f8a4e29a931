//! What becomes of an answer that a fault has hit.

use std::time::Duration;

use axum::response::Response;
use serde_json::json;
use tokio::time::sleep;

use super::reply::{Dribble, HangUp, Reply, hang_up, page, redirect};
use crate::fault::{self, Fault, Garbage};

/// How much white space a huge answer has.
const HUGE: usize = 16 << 20;

/// Has a fault hit an answer; there is none where nothing was done.
pub(crate) async fn suffer(fault: &Fault, reply: Option<Reply>) -> Response {
    match fault {
        Fault::TimeOut { after_ms, .. } => {
            sleep(Duration::from_millis(*after_ms)).await;
            hang_up(HangUp::Close)
        }
        Fault::Status { status, .. } => fault.sticks().unwrap_or_else(|| fault::failure(*status)).response(),
        Fault::Reset => hang_up(HangUp::Reset),
        Fault::AnswerLost => hang_up(HangUp::Close),
        Fault::Garbage { shape, .. } => garbage(*shape, reply.map(|reply| reply.body).unwrap_or_default()),
        Fault::Redirect { to } => redirect(to),
        Fault::Slow { pause_ms } => {
            let Reply { status, body, .. } = reply.unwrap_or_else(|| fault::failure(500));
            page(status, "application/json", Dribble::body(body, Duration::from_millis(*pause_ms)))
        }
    }
}

fn garbage(shape: Garbage, right: String) -> Response {
    let right = if right.is_empty() { json!({ "object": "payment_intent", "id": "pi_" }).to_string() } else { right };
    match shape {
        Garbage::Html => page(200, "text/html", "<!doctype html><title>Please log in to this network</title>"),
        Garbage::Truncated => {
            let half: String = right.chars().take(right.chars().count() / 2).collect();
            page(200, "application/json", half)
        }
        Garbage::AnotherShape => {
            let other = json!({ "object": "list", "data": [], "has_more": false, "url": "/v1/elsewhere" });
            page(200, "application/json", other.to_string())
        }
        Garbage::Empty => page(200, "application/json", ""),
        Garbage::Huge => page(200, "application/json", " ".repeat(HUGE) + &right),
    }
}
