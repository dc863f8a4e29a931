//! Answers that do not come, or not at once: what is tried again, under which key, and for how long.

use super::*;

const ERROR: &str = r#"{"error":{"type":"api_error","message":"saladus"}}"#;

fn say(status: u16, headers: &'static str) -> Reply {
    Reply::Say(status, headers, ERROR.to_owned())
}

fn unavailable<T>(trouble: Trouble) -> Result<T, StripeError> {
    Err(StripeError::Unavailable(trouble))
}

/// Makes an intent at a double that gives these replies; what came of it, and how often it was asked.
async fn made(replies: Vec<Reply>) -> (Result<Intent, StripeError>, usize) {
    let double = Double::open(replies).await;
    let made = with(&double.url(), wire::roots(), hasty()).create(&wanted(), "key-1").await;
    (made, double.heard().len())
}

#[tokio::test]
async fn a_failure_that_passes_is_tried_again_as_the_same_request_under_the_same_key() {
    for failure in [say(500, ""), say(503, ""), say(429, ""), say(409, ""), Reply::Close, Reply::ok("{"), Reply::ok("")] {
        let double = Double::open(vec![failure.clone(), failure.clone(), Reply::told(&told())]).await;

        let made = with(&double.url(), wire::roots(), hasty()).create(&wanted(), "key-1").await;

        assert_eq!(made.unwrap().id, id(), "{failure:?}");
        assert_eq!(double.headers("idempotency-key"), ["key-1", "key-1", "key-1"], "{failure:?}");
        let heard = double.heard();
        assert!(heard.iter().all(|request| *request == heard[0]), "{heard:?}");
    }
}

#[tokio::test]
async fn what_stays_away_is_given_up_after_three_tries() {
    assert_eq!(made(vec![say(500, "")]).await, (unavailable(Trouble::Later { status: 500 }), 3));
    assert_eq!(made(vec![say(429, "")]).await, (unavailable(Trouble::Later { status: 429 }), 3));
    assert_eq!(made(vec![Reply::Close]).await, (unavailable(Trouble::Connection), 3));
    assert_eq!(made(vec![Reply::ok("<html>")]).await, (unavailable(Trouble::Garbage), 3));
}

#[tokio::test]
async fn whoever_is_at_the_same_intent_or_key_is_waited_for() {
    for (status, code) in [(409, "idempotency_key_in_use"), (400, "lock_timeout"), (429, "lock_timeout"), (429, "rate_limit")] {
        let made = made(vec![Reply::code(status, code), Reply::told(&told())]).await;

        assert_eq!(made.0.unwrap().id, id(), "{code}");
        assert_eq!(made.1, 2);
    }
}

#[tokio::test]
async fn stripe_knows_best_whether_asking_again_can_help() {
    let yes = "stripe-should-retry: true\r\n";
    let no = "stripe-should-retry: false\r\n";
    let replayed = "idempotent-replayed: true\r\n";

    assert_eq!(made(vec![say(400, yes), Reply::told(&told())]).await.1, 2);
    assert_eq!(made(vec![say(429, no)]).await, (unavailable(Trouble::Later { status: 429 }), 1));
    // It is kept under the key for a day: trying again gives the same.
    assert_eq!(made(vec![say(500, no)]).await, (unavailable(Trouble::Kept { status: 500 }), 1));
    assert_eq!(made(vec![say(500, replayed)]).await, (unavailable(Trouble::Kept { status: 500 }), 1));
    assert_eq!(made(vec![say(500, ""), say(500, replayed)]).await, (unavailable(Trouble::Kept { status: 500 }), 2));
}

#[tokio::test]
async fn only_what_was_kept_under_the_key_cannot_work_later() {
    let is_temporary = |trouble| StripeError::Unavailable(trouble).is_temporary();

    assert!(is_temporary(Trouble::Later { status: 500 }) && is_temporary(Trouble::Silence) && is_temporary(Trouble::Garbage));
    assert!(!is_temporary(Trouble::Kept { status: 500 }));
    assert!(!StripeError::Unexpected { code: None }.is_temporary() && !StripeError::NoSuchIntent.is_temporary());
}

#[tokio::test]
async fn a_look_that_fails_is_never_kept() {
    let failed = retrieved(say(500, "stripe-should-retry: false\r\n")).await;

    assert_eq!(failed, unavailable(Trouble::Later { status: 500 }));
}

#[tokio::test]
async fn a_silent_server_is_given_up() {
    let double = Double::open(vec![Reply::Hang]).await;
    let pace = Pace { each: Duration::from_millis(30), ..hasty() };

    let asked = with(&double.url(), wire::roots(), pace).retrieve(&id()).await;

    assert_eq!(asked, unavailable(Trouble::Silence));
    assert_eq!(double.heard().len(), 3);
}

#[tokio::test]
async fn a_body_that_stops_coming_is_given_up_too() {
    let stalled = Reply::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{\"id\":".to_vec());

    assert_eq!(made(vec![stalled]).await, (unavailable(Trouble::Connection), 3));
}

#[tokio::test]
async fn a_call_ends_when_its_time_is_up_however_long_it_is_asked_to_wait() {
    let (failed, asked) = made(vec![say(429, "retry-after: 100000\r\n")]).await;
    assert_eq!((failed, asked), (unavailable(Trouble::Later { status: 429 }), 1));

    let double = Double::open(vec![Reply::Hang]).await;
    let pace = Pace { whole: Duration::from_millis(30), each: Duration::from_hours(24), ..hasty() };
    let asked = with(&double.url(), wire::roots(), pace).retrieve(&id()).await;
    assert_eq!((asked, double.heard().len()), (unavailable(Trouble::Silence), 1));
}

#[tokio::test]
async fn a_call_that_finds_no_place_waits_and_is_not_made() {
    let double = Double::open(vec![Reply::told(&told())]).await;
    let stripe = with(&double.url(), wire::roots(), Pace { whole: Duration::from_millis(20), ..hasty() });

    let others = stripe.0.places.acquire_many(20).await.unwrap();
    assert_eq!(stripe.retrieve(&id()).await, unavailable(Trouble::Crowd));
    assert!(double.heard().is_empty());

    drop(others);
    let stripe = with(&double.url(), wire::roots(), hasty());
    let others = stripe.0.places.acquire_many(19).await.unwrap();
    assert!(stripe.retrieve(&id()).await.is_ok());
    drop(others);
    assert_eq!(stripe.0.places.available_permits(), 20);
}

#[tokio::test]
async fn a_call_has_a_place_as_long_as_it_is_under_way() {
    let double = Double::open(vec![Reply::Hang]).await;
    let stripe = with(&double.url(), wire::roots(), hasty());

    let mut calls = tokio::task::JoinSet::new();
    for call in [stripe.clone(), stripe.clone()] {
        calls.spawn(async move { call.create(&wanted(), "k").await });
    }
    while double.heard().len() < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    assert_eq!(stripe.0.places.available_permits(), 18);
    calls.shutdown().await;
    assert_eq!(stripe.0.places.available_permits(), 20);
}

#[tokio::test]
async fn an_answer_that_never_ends_is_not_read_to_its_end() {
    let long = vec![b' '; 1024 * 1024 + 1];
    let known = [format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", long.len()).as_bytes(), &long].concat();
    let unknown = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &long].concat();
    let refusing = [b"HTTP/1.1 400 OK\r\n\r\n".as_slice(), &long].concat();

    for reply in [known, unknown, refusing] {
        assert_eq!(retrieved(Reply::Raw(reply)).await, unavailable(Trouble::Garbage));
    }
    let fits = Reply::ok(told().to_string() + &" ".repeat(1_000_000));
    assert!(retrieved(fits).await.is_ok());
}

#[tokio::test]
async fn a_server_that_speaks_something_else_is_none() {
    let mute = Reply::Raw(b"220 smtp.wufi.ee ESMTP\r\n".to_vec());
    let deep = Reply::ok("[".repeat(100_000));

    assert_eq!(made(vec![mute]).await, (unavailable(Trouble::Connection), 3));
    assert_eq!(retrieved(deep).await, unavailable(Trouble::Garbage));
}
