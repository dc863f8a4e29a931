//! Texts in languages other than the shop's own.

use serde_json::{Map, Value};
use wufi_domain::locale::Locale;
use wufi_domain::localized::Localized;

use crate::db::{StoreError, Tx};

/// Writes the translations of one thing's fields; those it had before go.
pub(super) async fn put(tx: &mut Tx, reference: &str, fields: &[(&str, Option<&Localized>)]) -> Result<(), StoreError> {
    tx.query("DELETE FROM translation WHERE reference_id = $1").bind(reference).execute().await?;

    for locale in Locale::ALL {
        let texts = translated(locale, fields);
        if !texts.is_empty() {
            tx.query("INSERT INTO translation (reference_id, locale, texts) VALUES ($1, $2, $3)")
                .bind(reference)
                .bind(locale.tag())
                .bind(Value::Object(texts).to_string())
                .write_one()
                .await?;
        }
    }
    Ok(())
}

/// The fields that have a text in `locale`, each with it.
fn translated(locale: Locale, fields: &[(&str, Option<&Localized>)]) -> Map<String, Value> {
    let of_field = |(field, text): &(&str, Option<&Localized>)| {
        let (_, text) = text.as_ref()?.translations().iter().find(|(of, _)| *of == locale)?;
        Some(((*field).to_owned(), Value::from(text.as_str())))
    };
    fields.iter().filter_map(of_field).collect()
}
