//! What letters say, in Estonian and English: the Fluent files under `i18n`.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;
use wufi_domain::email::Email;
use wufi_domain::locale::Locale;
use wufi_domain::moment::Moment;
use wufi_domain::text;

use super::Letter;
use super::facts::{Claim, Facts, Measure, Occasion, Way};

static ESTONIAN: LazyLock<Texts> = LazyLock::new(|| bundle(Locale::Et));
static ENGLISH: LazyLock<Texts> = LazyLock::new(|| bundle(Locale::En));

/// The longest name of a shop that a letter shows, in characters.
const SHOP_MAX: usize = 100;

/// The longest device that a letter shows, in characters.
const DEVICE_MAX: usize = 60;

type Texts = FluentBundle<FluentResource>;

/// The texts of a language as they stand in its file.
pub(super) const fn source(locale: Locale) -> &'static str {
    match locale {
        Locale::Et => include_str!("../../i18n/et.ftl"),
        Locale::En => include_str!("../../i18n/en.ftl"),
    }
}

fn bundle(locale: Locale) -> Texts {
    let language: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let texts = FluentResource::try_new(source(locale).to_owned()).unwrap_or_else(|(readable, _)| readable);
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Fluent would wrap each variable in invisible U+2068 and U+2069.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(texts);
    bundle
}

/// Writes the letter that tells `facts` to `to`, in the name of the shop called `shop`.
#[must_use]
pub fn render(shop: &str, to: Email, locale: Locale, facts: &Facts) -> Letter {
    let texts: &Texts = match locale {
        Locale::Et => &ESTONIAN,
        Locale::En => &ENGLISH,
    };
    let mut args = FluentArgs::new();
    args.set("shop", line(shop, SHOP_MAX));
    tell(&mut args, texts, facts);

    let key = facts.kind().name().replace('_', "-");
    let subject = say(texts, &key, Some("subject"), &args);
    let text = say(texts, &key, None, &args);
    Letter { to, subject, text }
}

/// Puts what `facts` tell among the variables of the text.
fn tell(args: &mut FluentArgs<'_>, texts: &Texts, facts: &Facts) {
    match facts {
        Facts::PasswordReset(Way::Link(link)) => {
            args.set("way", "link");
            args.set("code", link.to_string());
        }
        Facts::PasswordReset(Way::Code(code)) => {
            args.set("way", "code");
            args.set("code", token(code));
        }
        Facts::PasswordChanged(occasion)
        | Facts::EmailChangedFrom(occasion)
        | Facts::EmailChangedTo(occasion)
        | Facts::NewDevice(occasion)
        | Facts::SessionsEnded(occasion) => tell_occasion(args, texts, occasion),
        Facts::ManyFailures(at) => args.set("at", moment(texts, *at)),
        Facts::Suspicion(occasion, measure) => {
            tell_occasion(args, texts, occasion);
            args.set("measure", name(*measure));
        }
        Facts::OrderTransfer(order, claim) => {
            args.set("order", order.to_string());
            tell_claim(args, claim);
        }
    }
}

fn tell_occasion(args: &mut FluentArgs<'_>, texts: &Texts, occasion: &Occasion) {
    let device = occasion.device.as_deref().map(device).filter(|device| !device.is_empty());
    args.set("at", moment(texts, occasion.at));
    args.set("device", device.unwrap_or_else(|| "unknown".to_owned()));
}

fn tell_claim(args: &mut FluentArgs<'_>, claim: &Claim) {
    match claim {
        Claim::Links { accept, decline } => {
            args.set("way", "link");
            args.set("accept", accept.to_string());
            args.set("decline", decline.to_string());
        }
        Claim::Code(code) => {
            args.set("way", "code");
            args.set("code", token(code));
        }
    }
}

/// What a measure is called in the texts.
const fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Noticed => "noticed",
        Measure::PasswordAsked => "password",
        Measure::SessionEnded => "ended",
    }
}

/// The moment as people read it, in UTC.
fn moment(texts: &Texts, at: Moment) -> String {
    let at = at.to_datetime();
    let mut args = FluentArgs::new();
    args.set("day", at.day());
    args.set("month", u8::from(at.month()));
    args.set("year", at.year());
    args.set("time", format!("{:02}:{:02}", at.hour(), at.minute()));
    say(texts, "moment", None, &args)
}

fn say(texts: &Texts, key: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> String {
    let pattern = texts.get_message(key).and_then(|message| match attribute {
        Some(attribute) => message.get_attribute(attribute).map(|attribute| attribute.value()),
        None => message.value(),
    });
    pattern.map_or_else(String::new, |pattern| texts.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
}

/// One line without control and invisible characters, cut when it is longer than `max` characters.
pub(super) fn line(text: &str, max: usize) -> String {
    let shown: String = text.chars().map(|letter| if text::is_refused(letter) { ' ' } else { letter }).take(max + 1).collect();
    match shown.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", shown.get(..end).unwrap_or_default().trim()),
        None => shown.trim().to_owned(),
    }
}

/// A device's name, which a stranger may have chosen: no dot, slash, colon or
/// at sign, so that no mail program makes a link of it.
fn device(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|letter| if letter.is_alphanumeric() || ",-()".contains(letter) { letter } else { ' ' })
        .take(DEVICE_MAX)
        .collect();
    shown.trim().to_owned()
}

/// A token as it was made: what is no part of one is left out.
fn token(code: &str) -> String {
    code.chars().filter(char::is_ascii_graphic).collect()
}
