//! A session as it is kept.

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::actor::ActorKind;
use wufi_domain::ids::SessionId;
use wufi_domain::session::{Context, EndReason, Session};

use crate::db::StoreError;

#[derive(FromRow)]
pub(super) struct SessionRow {
    id: String,
    actor_kind: String,
    actor_id: String,
    identity_id: String,
    methods: String,
    generation: i64,
    advanced_at: OffsetDateTime,
    used: i64,
    expires_at: OffsetDateTime,
    absolute_at: OffsetDateTime,
    fingerprint: String,
    family: Option<String>,
    platform: Option<String>,
    language: Option<String>,
    device: Option<String>,
    network: Option<String>,
    weighed: Option<String>,
    suspicious_at: Option<OffsetDateTime>,
    misses: i64,
    epoch: i64,
    created_at: OffsetDateTime,
    last_seen_at: OffsetDateTime,
    end_reason: Option<String>,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        let broken = |detail| StoreError::Broken { table: "session", detail };
        let ended = row.end_reason.as_deref().map(|name| EndReason::parse(name).ok_or(broken("end_reason")));
        Ok(Self {
            id: SessionId::stored(row.id),
            actor_kind: ActorKind::parse(&row.actor_kind).ok_or(broken("actor_kind"))?,
            actor_id: row.actor_id,
            identity: row.identity_id,
            methods: row.methods.split(' ').map(str::to_owned).collect(),
            generation: row.generation,
            advanced_at: row.advanced_at.into(),
            used: row.used,
            expires_at: row.expires_at.into(),
            absolute_at: row.absolute_at.into(),
            context: Context {
                fingerprint: row.fingerprint,
                family: row.family,
                platform: row.platform,
                language: row.language,
                device: row.device,
                network: row.network,
            },
            weighed: row.weighed,
            suspicious_at: row.suspicious_at.map(Into::into),
            misses: row.misses,
            epoch: row.epoch,
            created_at: row.created_at.into(),
            last_seen_at: row.last_seen_at.into(),
            ended: ended.transpose()?,
        })
    }
}
