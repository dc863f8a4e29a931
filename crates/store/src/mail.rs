//! Mail that waits to be sent: written with the change that it is about, sent once that is kept.

use serde_json::Value;
use sqlx::FromRow;
use wufi_domain::email::Email;
use wufi_domain::ids::{Id, MailId, RequestId};
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;

use crate::db::{StoreError, Tx};
use crate::json;

/// A mail to be sent.
#[derive(Clone, Debug)]
pub struct Waiting<'m> {
    /// Of which kind, by name.
    pub kind: &'m str,
    /// To whom.
    pub to: &'m Email,
    /// In which language.
    pub locale: Locale,
    /// What it tells: never a token, never a password.
    pub facts: Value,
    /// What only one waiting mail may have; none where each is sent.
    pub single: Option<&'m str>,
    /// In which request it was caused.
    pub request: Option<&'m RequestId>,
}

/// Lays a mail down to be sent; one of whose `single` another waits is left out.
pub async fn lay_down(tx: &mut Tx, mail: Waiting<'_>) -> Result<(), StoreError> {
    let (id, now) = (tx.mint::<MailId>(), tx.now());
    tx.query(
        "INSERT INTO mail (id, kind, recipient, locale, facts, single, due_at, request_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7)
         ON CONFLICT (single) DO NOTHING",
    )
    .bind(id.as_str())
    .bind(mail.kind)
    .bind(mail.to.as_str())
    .bind(mail.locale.tag())
    .bind(mail.facts.to_string())
    .bind(mail.single)
    .bind(now)
    .bind(mail.request.map(RequestId::as_str))
    .execute()
    .await?;
    Ok(())
}

/// A mail whose time has come, taken by this node.
#[derive(Clone, Debug)]
pub struct Due {
    /// Of the mail.
    pub id: MailId,
    /// Of which kind, by name.
    pub kind: String,
    /// To whom.
    pub to: Email,
    /// In which language.
    pub locale: Locale,
    /// What it tells.
    pub facts: Value,
    /// How often it was tried, this time included.
    pub tries: i64,
    /// When it was laid down.
    pub created_at: Moment,
    /// In which request it was caused.
    pub request: Option<RequestId>,
}

#[derive(FromRow)]
struct DueRow {
    id: String,
    kind: String,
    recipient: String,
    locale: String,
    facts: String,
    tries: i64,
    created_at: time::OffsetDateTime,
    request_id: Option<String>,
}

impl From<DueRow> for Due {
    fn from(row: DueRow) -> Self {
        Self {
            id: MailId::stored(row.id),
            kind: row.kind,
            to: Email::stored(row.recipient),
            locale: Locale::parse(&row.locale).unwrap_or_default(),
            facts: json::value(&row.facts),
            tries: row.tries,
            created_at: row.created_at.into(),
            request: row.request_id.as_deref().and_then(RequestId::parse),
        }
    }
}

/// Takes the mail that has been due longest, and puts it off until `again_at` in case it is not sent by then.
///
/// The update is conditional on the moment that was read, so of many nodes one takes it.
pub async fn take_due(tx: &mut Tx, again_at: Moment) -> Result<Option<Due>, StoreError> {
    let now = tx.now();
    let row: Option<DueRow> = tx
        .query(
            "UPDATE mail
                SET tries = tries + 1, due_at = $2
              WHERE due_at <= $1
                AND id = (SELECT id FROM mail WHERE due_at <= $1 ORDER BY due_at, id LIMIT 1)
          RETURNING id, kind, recipient, locale, facts, tries, created_at, request_id",
        )
        .bind(now)
        .bind(again_at)
        .optional()
        .await?;
    Ok(row.map(Due::from))
}

/// Puts a mail off that could not be sent.
pub async fn put_off(tx: &mut Tx, id: &MailId, until: Moment) -> Result<(), StoreError> {
    tx.query("UPDATE mail SET due_at = $2 WHERE id = $1").bind(id.as_str()).bind(until).execute().await?;
    Ok(())
}

/// Forgets a mail: it was sent, or given up; false when another node was faster.
pub async fn forget(tx: &mut Tx, id: &MailId) -> Result<bool, StoreError> {
    Ok(tx.query("DELETE FROM mail WHERE id = $1").bind(id.as_str()).execute().await? == 1)
}
