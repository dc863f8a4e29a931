//! Translations and prices: what the catalogue and shipping share.

use std::collections::HashMap;

use sqlx::FromRow;
use time::OffsetDateTime;
use wufi_domain::ids::{PriceId, PriceSetId, RegionId};
use wufi_domain::locale::Locale;
use wufi_domain::localized::Localized;
use wufi_domain::money::{Amount, Currency};
use wufi_domain::price::{Price, PriceSet};

use crate::db::{StoreError, Tx};

/// One thing's texts in one language, by field.
type Translated = (Locale, HashMap<String, String>);

/// Texts in other languages, by the id of what they are about.
pub(super) struct Texts(HashMap<String, Vec<Translated>>);

impl Texts {
    /// Reads them all.
    pub(super) async fn load(tx: &mut Tx) -> Result<Self, StoreError> {
        let rows: Vec<(String, String, String)> =
            tx.query("SELECT reference_id, locale, texts FROM translation ORDER BY reference_id, locale").all().await?;
        let mut texts: HashMap<String, Vec<_>> = HashMap::new();
        for (reference, locale, fields) in rows {
            let broken = |detail| StoreError::Broken { table: "translation", detail };
            let locale = Locale::parse(&locale).ok_or(broken("locale"))?;
            let fields = serde_json::from_str(&fields).map_err(|_| broken("texts"))?;
            texts.entry(reference).or_default().push((locale, fields));
        }
        Ok(Self(texts))
    }

    /// A field's text with its translations.
    pub(super) fn of(&self, reference: &str, field: &str, base: String) -> Localized {
        let held = self.0.get(reference).map_or(&[][..], Vec::as_slice);
        let of_field = |(locale, fields): &Translated| Some((*locale, fields.get(field)?.clone()));
        Localized::new(base, held.iter().filter_map(of_field).collect())
    }
}

#[derive(FromRow)]
struct PriceRow {
    id: String,
    price_set_id: String,
    currency_code: String,
    amount_minor: i64,
    region_id: Option<String>,
    created_at: OffsetDateTime,
}

/// Every price, by its set.
pub(super) struct Prices(HashMap<String, Vec<Price>>);

impl Prices {
    /// Reads them all.
    pub(super) async fn load(tx: &mut Tx) -> Result<Self, StoreError> {
        let rows: Vec<PriceRow> = tx
            .query(
                "SELECT id, price_set_id, currency_code, amount_minor, region_id, created_at
                   FROM price
                  ORDER BY price_set_id, id",
            )
            .all()
            .await?;
        let mut prices: HashMap<String, Vec<Price>> = HashMap::new();
        for row in rows {
            let broken = |detail| StoreError::Broken { table: "price", detail };
            prices.entry(row.price_set_id).or_default().push(Price {
                id: PriceId::stored(row.id),
                currency: Currency::new(&row.currency_code).ok_or(broken("currency_code"))?,
                amount: Amount::new(row.amount_minor).map_err(|_| broken("amount_minor"))?,
                region: row.region_id.map(RegionId::stored),
                created_at: row.created_at.into(),
            });
        }
        Ok(Self(prices))
    }

    /// The prices of one set.
    pub(super) fn take(&mut self, set: String) -> PriceSet {
        let prices = self.0.remove(&set).unwrap_or_default();
        PriceSet { id: PriceSetId::stored(set), prices }
    }
}

/// Pairs gathered by their first part.
pub(super) fn gather<T>(pairs: impl IntoIterator<Item = (String, T)>) -> HashMap<String, Vec<T>> {
    pairs.into_iter().fold(HashMap::new(), |mut gathered, (key, value)| {
        gathered.entry(key).or_default().push(value);
        gathered
    })
}
