//! That hashing is right, bounded and fair.

use std::sync::mpsc;

use argon2::password_hash::{PasswordHasher, phc};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::time::Instant;

use super::super::argon::{MEMORY_KIB, PASSES};
use super::*;

fn passwords(cores: usize) -> Passwords {
    Passwords::new(NonZeroUsize::new(cores).unwrap(), Chance::System)
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn kapsas() -> Password {
    Password::choose(secret("kapsas ja kaalikas")).unwrap()
}

#[tokio::test]
async fn a_hash_names_argon2id_and_its_cost() {
    let hash = passwords(1).hash(kapsas()).await.unwrap();
    assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
}

#[tokio::test]
async fn only_the_password_that_was_typed_is_right() {
    let passwords = passwords(1);
    let kept = passwords.hash(kapsas()).await.unwrap();

    for (typed, verdict) in [
        ("kapsas ja kaalikas", Verdict::Right),
        ("Kapsas ja kaalikas", Verdict::Wrong),
        ("kapsas ja kaalikas ", Verdict::Wrong),
        ("", Verdict::Wrong),
    ] {
        assert_eq!(passwords.verify(secret(typed), Some(kept.clone())).await, Ok(verdict), "{typed:?}");
    }
}

/// `kapsas ja kaalikas` at another cost than ours.
fn kept_with(algorithm: Algorithm, version: Version, memory_kib: u32, passes: u32) -> PasswordHash {
    let cost = Params::new(memory_kib, passes, 1, None).unwrap();
    let argon2 = Argon2::new(algorithm, version, cost);
    let hash: phc::PasswordHash = argon2.hash_password_with_salt(b"kapsas ja kaalikas", b"salt of 16 bytes").unwrap();
    PasswordHash(hash.to_string())
}

#[tokio::test]
async fn a_right_password_that_is_kept_more_weakly_than_ours_is_outdated() {
    use Algorithm::{Argon2d, Argon2i, Argon2id};
    use Version::{V0x10, V0x13};

    for (kept, verdict) in [
        (kept_with(Argon2id, V0x13, MEMORY_KIB, PASSES), Verdict::Right),
        (kept_with(Argon2id, V0x13, MEMORY_KIB + 1, PASSES + 1), Verdict::Right),
        (kept_with(Argon2id, V0x13, MEMORY_KIB - 1, PASSES), Verdict::Outdated),
        (kept_with(Argon2id, V0x13, MEMORY_KIB, PASSES - 1), Verdict::Outdated),
        (kept_with(Argon2id, V0x10, MEMORY_KIB, PASSES), Verdict::Outdated),
        (kept_with(Argon2i, V0x13, MEMORY_KIB, PASSES), Verdict::Outdated),
        (kept_with(Argon2d, V0x13, MEMORY_KIB, PASSES), Verdict::Outdated),
    ] {
        let passwords = passwords(1);
        let of = |typed| passwords.verify(secret(typed), Some(kept.clone()));

        assert_eq!(of("kapsas ja kaalikas").await, Ok(verdict), "{}", kept.as_str());
        assert_eq!(of("kapsas ja kaalika").await, Ok(Verdict::Wrong), "{}", kept.as_str());
    }
}

#[tokio::test]
async fn a_password_that_medusa_kept_is_outdated() {
    let kept = "c2NyeXB0AAwAAAAIAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA08wOZXFAec6Si7mP1SzrmK6Pvpx2zfUEXXAuM68S4DAnUER44bh+BxsnxMC75Jgs";
    let passwords = passwords(1);
    let of = |typed, kept: &str| passwords.verify(secret(typed), Some(PasswordHash::stored(kept.to_owned())));

    assert_eq!(of("my secret password", kept).await, Ok(Verdict::Outdated));
    assert_eq!(of("my secret passwort", kept).await, Ok(Verdict::Wrong));
    assert_eq!(of("my secret password", &kept[..127]).await, Err(PasswordError::HashDamaged));
}

#[test]
fn right_and_outdated_open_and_wrong_does_not() {
    assert!(Verdict::Right.is_right() && Verdict::Outdated.is_right() && !Verdict::Wrong.is_right());
}

#[tokio::test]
async fn one_password_never_hashes_to_the_same_text() {
    let passwords = passwords(1);
    let (one, other) = (passwords.hash(kapsas()).await.unwrap(), passwords.hash(kapsas()).await.unwrap());
    assert_ne!(one.as_str(), other.as_str());
}

#[tokio::test]
async fn nobodys_password_is_wrong_and_a_damaged_hash_is_said_to_be_so() {
    let passwords = passwords(1);

    assert_eq!(passwords.verify(secret("kapsas ja kaalikas"), None).await, Ok(Verdict::Wrong));
    for damaged in ["", "plain", "$argon2id$v=19$m=19456,t=2,p=1$c2Fs", "$scrypt$ln=15,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"] {
        let kept = PasswordHash::stored(damaged.to_owned());
        assert_eq!(passwords.verify(secret("x"), Some(kept)).await, Err(PasswordError::HashDamaged), "{damaged}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_after_a_second_and_serves_again_when_there_is_room() {
    let passwords = passwords(1);
    let places = Arc::clone(&passwords.queue).acquire_many_owned(17).await.unwrap();
    let began = Instant::now();

    assert_eq!(passwords.hash(kapsas()).await.unwrap_err(), PasswordError::Overloaded);
    assert_eq!(began.elapsed(), PATIENCE);
    assert_eq!(passwords.verify(secret("x"), None).await, Err(PasswordError::Overloaded));
    assert_eq!((passwords.waiting(), passwords.refused()), (16, 2));

    drop(places);
    assert_eq!(passwords.waiting(), 0);
    assert!(passwords.place().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_a_place_gets_it_when_there_is_one() {
    let passwords = passwords(1);
    let places = Arc::clone(&passwords.queue).acquire_many_owned(17).await.unwrap();

    let (place, ()) = tokio::join!(passwords.place(), async {
        tokio::time::sleep(PATIENCE / 2).await;
        drop(places);
    });

    assert!(place.is_ok());
}

/// Begins a job that goes on until it is told to end, and hangs up on it.
async fn hung_up(passwords: &Passwords) -> mpsc::Sender<()> {
    let (end, wait) = mpsc::channel::<()>();
    let (begun, has_begun) = oneshot::channel();
    let job = passwords.place().await.unwrap().work(move |_| {
        let _ = begun.send(());
        let _ = wait.recv();
        Ok(())
    });

    tokio::select! {
        biased;
        _ = has_begun => end,
        _ = job => unreachable!("the job waits"),
    }
}

#[tokio::test]
async fn a_caller_who_hangs_up_keeps_the_place_until_the_hash_is_done() {
    let passwords = passwords(1);
    let end = hung_up(&passwords).await;

    assert_eq!(passwords.queue.available_permits(), 16, "the hash still runs");
    end.send(()).unwrap();
    while passwords.queue.available_permits() < 17 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn who_hangs_up_in_the_queue_is_not_hashed_for() {
    let passwords = passwords(1);
    let end = hung_up(&passwords).await;
    let (hashed, is_hashed) = mpsc::channel::<()>();

    let waiting = passwords.place().await.unwrap().work(move |_| {
        hashed.send(()).unwrap();
        Ok(())
    });
    tokio::select! {
        biased;
        _ = waiting => unreachable!("the thread is busy"),
        () = std::future::ready(()) => {}
    }
    end.send(()).unwrap();
    passwords.verify(secret("x"), None).await.unwrap();

    assert!(is_hashed.try_recv().is_err());
}

#[tokio::test]
async fn a_panic_fails_one_hash_and_no_other() {
    let passwords = passwords(1);
    let panicking = passwords.place().await.unwrap().work::<()>(|_| panic!("a defect"));

    assert_eq!(panicking.await, Err(PasswordError::Failed));
    assert_eq!(passwords.verify(secret("x"), None).await, Ok(Verdict::Wrong));
    // The thread lets its place go a moment after it answered.
    let mut looks = 0;
    while passwords.queue.available_permits() < 17 && looks < 10_000 {
        looks += 1;
        tokio::task::yield_now().await;
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert_eq!(passwords.queue.available_permits(), 17);
}
