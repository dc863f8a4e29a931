//! What refusals say, in Estonian and English: the Fluent files under `i18n`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;
use wufi_domain::fault::{Param, Reason};
use wufi_domain::locale::Locale;

static ESTONIAN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Locale::Et));
static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Locale::En));

/// The texts of a language as they stand in its file.
const fn source(locale: Locale) -> &'static str {
    match locale {
        Locale::Et => include_str!("../i18n/et.ftl"),
        Locale::En => include_str!("../i18n/en.ftl"),
    }
}

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let texts = FluentResource::try_new(source(locale).to_owned()).unwrap_or_else(|(readable, _)| readable);
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Fluent would wrap each variable in invisible U+2068 and U+2069.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(texts);
    bundle
}

/// How many sentences a thread keeps; there are some hundred reasons, and few of them carry figures that differ.
const KEPT: usize = 1_024;

/// A sentence about no field, with one figure at most.
type Plain = (Locale, Reason, Option<i64>);

thread_local! {
    /// Sentences that were said. Working out a plural takes longer than all the rest of a refusal, and whoever is
    /// refused in masses hears the same few sentences.
    static SAID: RefCell<HashMap<Plain, String>> = RefCell::new(HashMap::new());
}

/// Says `reason` in `locale`; `field` is the schema's name of the field it is about.
#[must_use]
pub fn say(locale: Locale, reason: Reason, field: Option<&str>, params: &[Param]) -> String {
    let plain = match (field, params) {
        (None, []) => (locale, reason, None),
        // A reason carries its figure under one name.
        (None, [one]) => (locale, reason, Some(one.value)),
        _ => return work_out(locale, reason, field, params),
    };
    SAID.with_borrow_mut(|said| {
        if let Some(text) = said.get(&plain) {
            return text.clone();
        }
        if said.len() >= KEPT {
            said.clear();
        }
        said.entry(plain).or_insert_with(|| work_out(locale, reason, field, params)).clone()
    })
}

fn work_out(locale: Locale, reason: Reason, field: Option<&str>, params: &[Param]) -> String {
    let mut args = FluentArgs::with_capacity(params.len() + 1);
    if let Some(field) = field {
        args.set("field", field);
    }
    for param in params {
        args.set(param.name, param.value);
    }

    let bundle: &FluentBundle<FluentResource> = match locale {
        Locale::Et => &ESTONIAN,
        Locale::En => &ENGLISH,
    };
    let pattern = bundle.get_message(reason.key()).and_then(|message| message.value());
    pattern.map_or_else(
        || reason.code().name().to_owned(),
        |pattern| bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(locale: Locale) -> BTreeSet<&'static str> {
        source(locale)
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, _)| key)
            .filter(|key| !key.contains(' '))
            .collect()
    }

    #[test]
    fn what_was_said_before_is_said_again_and_only_that() {
        let secs = |value| [Param { name: "secs", value }];
        for _ in 0..2 {
            for locale in Locale::ALL {
                for reason in Reason::ALL {
                    assert_eq!(say(locale, *reason, None, &[]), work_out(locale, *reason, None, &[]));
                }
                for value in 0..2_000 {
                    let params = secs(value);
                    assert_eq!(
                        say(locale, Reason::TooManyRequests, None, &params),
                        work_out(locale, Reason::TooManyRequests, None, &params)
                    );
                }
            }
        }
        assert!(SAID.with_borrow(HashMap::len) <= KEPT);
    }

    #[test]
    fn both_languages_tell_every_reason_and_nothing_else() {
        let reasons: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.key()).collect();
        for locale in Locale::ALL {
            assert!(FluentResource::try_new(source(locale).to_owned()).is_ok(), "{locale:?} does not parse");
            assert_eq!(keys(locale), reasons, "{locale:?}");
        }
    }

    #[test]
    fn every_variable_in_a_text_is_one_that_refusals_carry() {
        for locale in Locale::ALL {
            for used in source(locale).split('$').skip(1) {
                let name: String = used.chars().take_while(char::is_ascii_alphanumeric).collect();
                assert!(name == "field" || Param::NAMES.contains(&name.as_str()) || name.is_empty(), "{locale:?}: {name}");
            }
        }
    }

    #[test]
    fn every_text_comes_out_whole_when_its_variables_are_given() {
        let params = Param::NAMES.map(|name| Param { name, value: 3 });
        for locale in Locale::ALL {
            for reason in Reason::ALL {
                let text = say(locale, *reason, Some("quantity"), &params);
                assert!(!text.contains(['{', '$', '\u{2068}']) && text != reason.code().name(), "{text}");
            }
        }
    }

    #[test]
    fn numbers_decline_the_words_beside_them() {
        let one = [Param { name: "max", value: 1 }];
        let many = [Param { name: "max", value: 100 }];

        assert!(say(Locale::Et, Reason::TooLong, Some("city"), &one).ends_with("lubatud on 1 tähemärk"));
        assert!(say(Locale::Et, Reason::TooLong, Some("city"), &many).ends_with("lubatud on kuni 100 tähemärki"));
        assert!(say(Locale::En, Reason::TooLong, Some("city"), &one).ends_with("1 character"));
    }

    #[test]
    fn english_is_medusas_where_medusa_has_a_text() {
        let missing = say(Locale::En, Reason::MissingField, Some("variant_id"), &[]);
        let small = say(Locale::En, Reason::TooSmall, Some("quantity"), &[Param { name: "min", value: 1 }]);

        assert_eq!(missing, "Field 'variant_id' is required");
        assert_eq!(small, "Value for field 'quantity' too small, expected at least: '1'");
        assert_eq!(say(Locale::En, Reason::NoRegions, None, &[]), "No regions found");
    }
}
