//! The shop's own people.

use sqlx::FromRow;
use wufi_domain::email::Email;
use wufi_domain::ids::{Id, UserId};
use wufi_domain::staff::Role;

use crate::db::{StoreError, Tx};

/// Makes a member of staff; an e-mail address that another has is a [`StoreError::Duplicate`].
pub async fn create(tx: &mut Tx, email: &Email, role: Role, password_hash: &str) -> Result<UserId, StoreError> {
    let (id, now) = (tx.mint::<UserId>(), tx.now());
    tx.query(
        "INSERT INTO staff (id, email, email_folded, password_hash, role, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
    )
    .bind(id.as_str())
    .bind(email.as_str())
    .bind(email.folded())
    .bind(password_hash)
    .bind(role.name())
    .bind(now)
    .write_one()
    .await?;
    Ok(id)
}

/// The hash of a member's password, if there is one with that address.
pub async fn password_hash(tx: &mut Tx, email: &Email) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> =
        tx.query("SELECT password_hash FROM staff WHERE email_folded = $1").bind(email.folded()).optional().await?;
    Ok(row.map(|(hash,)| hash))
}

/// The e-mail address of a member of staff.
pub async fn email(tx: &mut Tx, id: &str) -> Result<Option<Email>, StoreError> {
    let row: Option<(String,)> = tx.query("SELECT email FROM staff WHERE id = $1").bind(id).optional().await?;
    Ok(row.map(|(email,)| Email::stored(email)))
}

/// A member of staff, as they log in.
#[derive(Clone, Debug)]
pub struct Member {
    /// Of the member.
    pub id: UserId,
    /// What they log in with.
    pub email: Email,
    /// What they may do.
    pub role: Role,
    /// The hash of their password.
    pub password_hash: String,
    /// Their second factor, sealed; none where they have none.
    pub second_factor: Option<String>,
}

#[derive(FromRow)]
struct MemberRow {
    id: String,
    email: String,
    role: String,
    password_hash: String,
    second_factor: Option<String>,
}

impl TryFrom<MemberRow> for Member {
    type Error = StoreError;

    fn try_from(row: MemberRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: UserId::stored(row.id),
            email: Email::stored(row.email),
            role: Role::parse(&row.role).ok_or(StoreError::Broken { table: "staff", detail: "role" })?,
            password_hash: row.password_hash,
            second_factor: row.second_factor,
        })
    }
}

/// Finds the member of an e-mail address; none who is kept out.
pub async fn of_email(tx: &mut Tx, email: &Email) -> Result<Option<Member>, StoreError> {
    let row: Option<MemberRow> = tx
        .query("SELECT id, email, role, password_hash, second_factor FROM staff WHERE email_folded = $1 AND disabled_at IS NULL")
        .bind(email.folded())
        .optional()
        .await?;
    row.map(Member::try_from).transpose()
}

/// Finds a member; none who is kept out.
pub async fn find(tx: &mut Tx, id: &UserId) -> Result<Option<Member>, StoreError> {
    let row: Option<MemberRow> = tx
        .query("SELECT id, email, role, password_hash, second_factor FROM staff WHERE id = $1 AND disabled_at IS NULL")
        .bind(id.as_str())
        .optional()
        .await?;
    row.map(Member::try_from).transpose()
}

/// Finds a member and holds them until the unit of work ends; none who is kept out.
pub async fn hold(tx: &mut Tx, id: &UserId) -> Result<Option<Member>, StoreError> {
    let row: Option<MemberRow> = tx
        .query(
            "UPDATE staff
                SET version = version + 1
              WHERE id = $1 AND disabled_at IS NULL
          RETURNING id, email, role, password_hash, second_factor",
        )
        .bind(id.as_str())
        .optional()
        .await?;
    row.map(Member::try_from).transpose()
}

/// Writes another hash of a member's password.
pub async fn set_password(tx: &mut Tx, id: &UserId, password_hash: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query("UPDATE staff SET password_hash = $2, updated_at = $3 WHERE id = $1")
        .bind(id.as_str())
        .bind(password_hash)
        .bind(now)
        .write_one()
        .await
}

/// Writes a member's second factor, sealed, or takes it away. Codes of steps before now count for none.
pub async fn set_second_factor(tx: &mut Tx, id: &UserId, sealed: Option<&str>) -> Result<(), StoreError> {
    let now = tx.now();
    tx.query("UPDATE staff SET second_factor = $2, second_factor_step = 0, updated_at = $3 WHERE id = $1")
        .bind(id.as_str())
        .bind(sealed)
        .bind(now)
        .write_one()
        .await
}

/// Uses the code of a step up; false when that step, or a later one, was used before (RFC 6238 §5.2).
pub async fn advance_step(tx: &mut Tx, id: &UserId, step: i64) -> Result<bool, StoreError> {
    let written = tx
        .query("UPDATE staff SET second_factor_step = $2 WHERE id = $1 AND second_factor_step < $2")
        .bind(id.as_str())
        .bind(step)
        .execute()
        .await?;
    Ok(written == 1)
}

/// The id of whoever has an e-mail address, kept out or not; held until the unit of work ends.
pub async fn hold_any(tx: &mut Tx, email: &Email) -> Result<Option<UserId>, StoreError> {
    let row: Option<(String,)> = tx
        .query("UPDATE staff SET version = version + 1 WHERE email_folded = $1 RETURNING id")
        .bind(email.folded())
        .optional()
        .await?;
    Ok(row.map(|(id,)| UserId::stored(id)))
}

/// Keeps a member out, or lets them in again; false when it was so before.
pub async fn set_disabled(tx: &mut Tx, id: &UserId, disabled: bool) -> Result<bool, StoreError> {
    let now = tx.now();
    let written = tx
        .query(
            "UPDATE staff
                SET disabled_at = $2, updated_at = $3
              WHERE id = $1 AND (disabled_at IS NULL) = $4",
        )
        .bind(id.as_str())
        .bind(disabled.then_some(now))
        .bind(now)
        .bind(disabled)
        .execute()
        .await?;
    Ok(written == 1)
}
