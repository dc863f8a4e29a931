//! The sessions that this node has just seen.
//!
//! The database is the truth; a node keeps what it read for half a second, so a session that
//! another node ended is refused within a second, and one that this node ended at once. There is
//! nothing to be told between nodes, so nothing can be lost: with the database away nobody is let in.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use wufi_domain::ids::SessionId;
use wufi_domain::moment::Moment;
use wufi_domain::session::Session;
use wufi_store::{Db, StoreError, sessions};

/// Milliseconds that a session is kept.
const KEPT_MILLIS: i64 = 500;
/// Sessions that are kept at once, some 600 bytes each.
const MOST: usize = 10_000;

/// What was read a moment ago.
#[derive(Debug, Default)]
pub(super) struct Sessions(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    read: HashMap<SessionId, (Session, Moment)>,
    /// How often something was forgotten: what was read before that is not kept after it.
    forgotten: u64,
}

impl Sessions {
    /// The session of a token, as it was at most half a second ago.
    pub(super) async fn find(&self, db: &Db, id: &SessionId) -> Result<Option<Session>, StoreError> {
        let now = db.now();
        let forgotten = {
            let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((session, read_at)) = kept.read.get(id)
                && is_fresh(*read_at, now)
            {
                return Ok(Some(session.clone()));
            }
            kept.forgotten
        };

        let mut tx = db.read().await?;
        let found = sessions::find(&mut tx, id).await?;
        if let Some(session) = &found {
            self.keep(session, (now, forgotten));
        }
        Ok(found)
    }

    /// Forgets a session that this node changed or ended, after that was committed.
    pub(super) fn forget(&self, id: &SessionId) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.forgotten = kept.forgotten.wrapping_add(1);
        kept.read.remove(id);
    }

    /// The same for several.
    pub(super) fn forget_all(&self, ids: &[SessionId]) {
        for id in ids {
            self.forget(id);
        }
    }

    fn keep(&self, session: &Session, (now, forgotten): (Moment, u64)) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.forgotten != forgotten {
            return;
        }
        if kept.read.len() >= MOST {
            kept.read.retain(|_, (_, read_at)| is_fresh(*read_at, now));
        }
        if kept.read.len() < MOST {
            kept.read.insert(session.id.clone(), (session.clone(), now));
        }
    }
}

/// A clock that was put back makes nothing fresh.
fn is_fresh(read_at: Moment, now: Moment) -> bool {
    (0..KEPT_MILLIS).contains(&now.millis().saturating_sub(read_at.millis()))
}

#[cfg(test)]
mod tests {
    use wufi_domain::actor::ActorKind;
    use wufi_domain::session::Context;

    use super::*;

    fn open() -> Session {
        let (now, later) = (Moment::from_millis(0), Moment::from_millis(3_600_000));
        let nowhere =
            Context { fingerprint: String::new(), family: None, platform: None, language: None, device: None, network: None };
        Session {
            id: SessionId::stored("sess_1".to_owned()),
            actor_kind: ActorKind::Customer,
            actor_id: "cus_mari".to_owned(),
            identity: "authid_mari".to_owned(),
            methods: Vec::new(),
            generation: 1,
            advanced_at: now,
            used: 0,
            expires_at: later,
            absolute_at: later,
            context: nowhere,
            weighed: None,
            suspicious_at: None,
            misses: 0,
            epoch: 0,
            created_at: now,
            last_seen_at: now,
            ended: None,
        }
    }

    fn forgotten(sessions: &Sessions) -> u64 {
        sessions.0.lock().unwrap().forgotten
    }

    fn is_kept(sessions: &Sessions) -> bool {
        sessions.0.lock().unwrap().read.contains_key(&open().id)
    }

    /// A request reads the session, another one ends it and forgets it, and then the first one wants to keep what it read.
    #[test]
    fn what_was_read_before_a_session_ended_is_not_kept_after_it() {
        let (sessions, now) = (Sessions::default(), Moment::from_millis(0));
        let before = forgotten(&sessions);
        sessions.keep(&open(), (now, before));
        assert!(is_kept(&sessions), "nothing ended meanwhile");

        let before = forgotten(&sessions);
        sessions.forget(&open().id);
        sessions.keep(&open(), (now, before));

        assert!(!is_kept(&sessions), "it was read before it ended");
        sessions.keep(&open(), (now, forgotten(&sessions)));
        assert!(is_kept(&sessions), "what is read after it is kept again");
    }
}
