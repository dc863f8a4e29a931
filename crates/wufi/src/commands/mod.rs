//! The command line: what can be asked of Wufi.

pub mod apikey;
pub mod audit;
pub mod config;
mod database;
pub mod demo;
pub mod doctor;
mod failure;
pub mod generate;
mod jobs;
pub mod keys;
pub mod migrate;
mod output;
pub mod serve;
mod start;
pub mod user;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use wufi_domain::moment::Clock;

pub use failure::{Exit, Failure};
pub use start::Start;

const AFTER_HELP: &str = "Examples:
  wufi serve --demo   a shop to try a storefront on, on http://127.0.0.1:9000
  wufi config show    what is configured, and where it came from
  wufi doctor         is this installation sound

Exit codes: 0 done, 1 failed, 2 wrong use or a wrong configuration.
Configuration: defaults, then wufi.toml, then WUFI_<SECTION>__<KEY>; see `wufi config reference`.";

/// The backend of a web store that speaks the Medusa Store API, security first.
#[derive(Clone, Debug, Parser)]
#[command(name = "wufi", version, after_help = AFTER_HELP)]
pub struct Cli {
    /// The configuration file; else the one that `WUFI_CONFIG` names; else ./wufi.toml when it is there.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do; `serve` when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be asked of Wufi.
#[derive(Clone, Debug, Subcommand)]
#[expect(missing_docs, reason = "each command is documented at its arguments")]
pub enum Command {
    Serve(serve::Args),
    Demo(demo::Args),
    Migrate(migrate::Args),
    Config(config::Args),
    Keys(keys::Args),
    User(user::Args),
    Apikey(apikey::Args),
    Doctor(doctor::Args),
    Audit(audit::Args),
    #[command(hide = true)]
    Generate(generate::Args),
}

/// Does what the command line asks for.
pub async fn run(cli: Cli, variables: Vec<(String, String)>) -> Result<Exit, Failure> {
    let start = Start { file: cli.config, variables };
    match cli.command.unwrap_or(Command::Serve(serve::Args::default())) {
        Command::Serve(args) => Box::pin(serve::run(args, &start)).await,
        Command::Demo(args) => demo::run(args, &start).await,
        Command::Migrate(args) => migrate::run(args, &start).await,
        Command::Config(args) => config::run(&args, &start),
        Command::Keys(args) => keys::run(args, &start).await,
        Command::User(args) => user::run(args, &start).await,
        Command::Apikey(args) => apikey::run(args, &start).await,
        Command::Doctor(args) => doctor::run(args, &start, &Clock::System).await,
        Command::Audit(args) => audit::run(args, &start).await,
        Command::Generate(args) => generate::run(args),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use clap::error::ErrorKind;

    use super::*;

    /// Every command and subcommand, with its path.
    fn every(command: &clap::Command, path: &str) -> Vec<(String, clap::Command)> {
        let path = format!("{path} {}", command.get_name());
        let inner = command.get_subcommands().flat_map(|inner| every(inner, &path));
        std::iter::once((path.clone(), command.clone())).chain(inner).collect()
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_argument_explains_itself_and_leaves_have_examples() {
        for (path, command) in every(&Cli::command(), "") {
            assert!(command.get_about().is_some(), "{path}");
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{path} --{}", argument.get_id());
            }
            let is_leaf = command.get_subcommands().next().is_none() && command.get_arguments().next().is_some();
            assert!(!is_leaf || command.get_after_help().is_some(), "{path}");
        }
    }

    #[test]
    fn nothing_said_is_serve() {
        assert!(Cli::try_parse_from(["wufi"]).unwrap().command.is_none());
    }

    #[test]
    fn wrong_arguments_are_refused_and_say_what_is_allowed() {
        let refusal = |arguments: &[&str]| Cli::try_parse_from(arguments).unwrap_err();

        assert_eq!(refusal(&["wufi", "sevre"]).kind(), ErrorKind::InvalidSubcommand);
        assert_eq!(refusal(&["wufi", "migrate", "--chekc"]).kind(), ErrorKind::UnknownArgument);
        assert!(refusal(&["wufi", "apikey", "create", "--kind", "public", "--title", "x"]).to_string().contains("publishable"));
        assert_eq!(refusal(&["wufi", "apikey", "create", "--kind", "secret", "--title", " "]).kind(), ErrorKind::ValueValidation);
        assert!(refusal(&["wufi", "user", "create", "--email", "mari", "--role", "owner"]).to_string().contains("mari@wufi.ee"));
        assert!(refusal(&["wufi", "user", "create", "--email", "a@wufi.ee", "--role", "x"]).to_string().contains("auditor"));
        assert_eq!(refusal(&["wufi", "user", "create"]).kind(), ErrorKind::MissingRequiredArgument);
        assert_eq!(refusal(&["wufi", "keys", "rotate", "--overlap-secs", "-1"]).kind(), ErrorKind::UnknownArgument);
        assert_eq!(refusal(&["wufi", "keys", "rotate", "--overlap-secs", "604801"]).kind(), ErrorKind::ValueValidation);
        assert_eq!(refusal(&["wufi", "user", "second-factor"]).kind(), ErrorKind::MissingRequiredArgument);
        assert_eq!(refusal(&["wufi", "audit", "export", "--after", "1"]).kind(), ErrorKind::ValueValidation);
    }

    #[test]
    fn the_configuration_file_can_be_named_before_or_after_the_command() {
        for arguments in [["wufi", "--config", "a.toml", "migrate"], ["wufi", "migrate", "--config", "a.toml"]] {
            assert_eq!(Cli::try_parse_from(arguments).unwrap().config, Some(PathBuf::from("a.toml")));
        }
    }
}
