//! `wufi config`: what is configured, and whether it is right.

use clap::Subcommand;
use serde_json::json;

use super::failure::{Exit, Failure};
use super::output::say;
use super::start::Start;
use crate::config::{Setting, reference};

const SHOW_EXAMPLES: &str = "Examples:
  wufi config show         a wufi.toml that says the same, with where each value came from
  wufi config show --json  {\"settings\":[{\"key\",\"value\",\"source\"}]}";

const CHECK_EXAMPLES: &str = "Examples:
  wufi config check         exit with 2 when something is wrong, and say all of it
  wufi config check --json  {\"ok\",\"problems\":[{\"key\",\"source\",\"wrong\",\"allowed\"}]}";

/// Look at the configuration.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with the configuration.
#[derive(Clone, Debug, Subcommand)]
pub enum Action {
    /// Print every value and where it came from, secrets hidden.
    #[command(after_help = SHOW_EXAMPLES)]
    Show(Form),
    /// Say whether the configuration is right.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Form),
    /// Print the documentation of every key, in Markdown.
    Reference,
}

/// For whom to print.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Form {
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// Does what the arguments say.
pub fn run(args: &Args, start: &Start) -> Result<Exit, Failure> {
    match &args.action {
        Action::Show(form) => show(*form, start),
        Action::Check(form) => check(*form, start),
        Action::Reference => {
            say(reference().trim_end())?;
            Ok(Exit::Done)
        }
    }
}

fn show(form: Form, start: &Start) -> Result<Exit, Failure> {
    let config = start.config()?;
    let settings = config.settings();
    let text = if form.json { json!({ "settings": settings }).to_string() } else { toml(settings) };
    say(&text)?;
    Ok(Exit::Done)
}

fn check(form: Form, start: &Start) -> Result<Exit, Failure> {
    match (start.config(), form.json) {
        (Ok(_), false) => say("The configuration is right.")?,
        (Ok(_), true) => say(&json!({ "ok": true, "problems": [] }).to_string())?,
        (Err(refused), false) => return Err(refused.into()),
        (Err(refused), true) => {
            say(&json!({ "ok": false, "problems": refused.problems }).to_string())?;
            return Ok(Exit::WrongUse);
        }
    }
    Ok(Exit::Done)
}

/// The settings as a file that would say the same.
///
/// JSON writes texts, whole numbers and lists as TOML does.
fn toml(settings: &[Setting]) -> String {
    let mut lines = Vec::new();
    let mut open = "";
    for Setting { key, value, source } in settings {
        let (section, name) = key.rsplit_once('.').unwrap_or(("", key));
        if section != open {
            lines.push(format!("\n[{section}]"));
            open = section;
        }
        let said = if value.is_null() { format!("# {name} =") } else { format!("{name} = {value}") };
        lines.push(format!("{said:<44} # {source}"));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn shown(pairs: &[(&str, &str)]) -> String {
        let variables = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        toml(Config::load(None, variables).unwrap().settings())
    }

    const SECRET_AND_LIST: [(&str, &str); 2] =
        [("WUFI_DATABASE__URL", "postgres://shop:salasona@db/shop"), ("WUFI_SERVER__TRUSTED_PROXIES", "10.0.0.0/8,192.0.2.7")];

    #[test]
    #[expect(clippy::too_many_lines, reason = "one line for each key")]
    fn what_is_shown_is_a_file_with_sources_and_no_secret() {
        insta::assert_snapshot!(shown(&SECRET_AND_LIST), @r#"
        environment = "development"                  # default

        [server]
        listen = "127.0.0.1:9000"                    # default
        metrics_listen = "127.0.0.1:9464"            # default
        trusted_proxies = ["10.0.0.0/8","192.0.2.7"] # WUFI_SERVER__TRUSTED_PROXIES
        # public_url =                               # default
        # security_contact =                         # default
        shutdown_grace_secs = 10                     # default
        # tls_cert =                                 # default
        # tls_key =                                  # default

        [database]
        url = "postgres://shop:***@db/shop"          # WUFI_DATABASE__URL
        max_connections = 10                         # default

        [security]
        profile = "strict"                           # default
        # keys_file =                                # default

        [sessions]
        access_ttl_secs = 1800                       # default
        refresh_ttl_secs = 604800                    # default
        absolute_ttl_secs = 2592000                  # default
        refresh_grace_secs = 10                      # default
        max_concurrent = 5                           # default
        at_limit = "end_oldest"                      # default
        fingerprint = "step_up"                      # default
        ip_binding = "observe"                       # default
        step_up_window_secs = 600                    # default

        [csrf]
        enforcement = "enforce"                      # default

        [cors]
        store = ["http://localhost:8000"]            # default
        admin = ["http://localhost:8000"]            # default
        auth = ["http://localhost:8000"]             # default

        [limits]
        enforcement = "enforce"                      # default
        storefront_multiple = 50                     # default

        [limits.cart]
        requests = 100                               # default
        window_secs = 60                             # default

        [limits.checkout]
        requests = 10                                # default
        window_secs = 60                             # default

        [limits.payment]
        requests = 3                                 # default
        window_secs = 60                             # default

        [limits.auth]
        requests = 5                                 # default
        window_secs = 60                             # default

        [limits.refresh]
        requests = 30                                # default
        window_secs = 60                             # default

        [limits.browse]
        requests = 600                               # default
        window_secs = 60                             # default

        [limits.admin]
        requests = 300                               # default
        window_secs = 60                             # default

        [redis]
        # url =                                      # default

        [cluster]
        nodes = 1                                    # default

        [headers]
        x_xss_protection = "1; mode=block"           # default

        [i18n]
        default_locale = "et"                        # default

        [mail]
        # smtp_url =                                 # default
        # from =                                     # default
        # outbox =                                   # default
        # storefront_url =                           # default

        [stripe]
        # secret_key =                               # default
        # webhook_secret =                           # default
        api_base = "https://api.stripe.com"          # default
        capture_method = "manual"                    # default

        [brake]
        enforcement = "enforce"                      # default
        tries = 4                                    # default
        payer_declines = 4                           # default
        card_declines = 4                            # default
        address_declines = 8                         # default
        shop_declines = 30                           # default
        wait_secs = 15                               # default
        longest_wait_secs = 900                      # default
        shop_wait_secs = 60                          # default

        [log]
        format = "auto"                              # default
        filter = "info"                              # default
        "#);
    }

    #[test]
    fn what_is_shown_can_be_read_again() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let first = shown(&[("WUFI_LOG__FILTER", "info,wufi=debug"), ("WUFI_SERVER__TRUSTED_PROXIES", "10.0.0.0/8")]);
        std::fs::write(file.path(), &first).unwrap();

        let again = Config::load(Some(file.path()), []).unwrap();

        let values =
            |text: &str| text.lines().map(|line| line.split(" # ").next().unwrap().trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(values(&toml(again.settings())), values(&first));
    }
}
