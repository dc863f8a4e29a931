//! Configuration: read once at the start, from defaults, a file and the environment.
//!
//! Each section is a file with its keys (what is documented), its struct (what
//! the program gets) and its rules. All that is wrong is told at once.

mod brake;
mod cluster;
mod cors;
mod csrf;
mod database;
mod environment;
mod file;
mod given;
mod headers;
mod i18n;
mod key;
mod limits;
mod log;
mod mail;
mod problem;
mod reference;
mod security;
mod server;
mod sessions;
mod stripe;
mod value;
mod variables;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use wufi_api::origins::Origins;
use wufi_domain::session::{Policy, Profile};

pub use brake::Brake;
pub use cluster::Cluster;
pub use csrf::Csrf;
pub use database::{Database, DatabaseUrl};
pub use environment::Environment;
pub use given::Setting;
pub use headers::Headers;
pub use i18n::I18n;
pub use limits::Limits;
pub use log::{Log, LogFormat};
pub use mail::Mail;
pub use problem::{Problem, Refused, Source};
pub use reference::reference;
pub use security::Security;
pub use server::{MetricsListen, Server, TlsFiles, Wish};
pub use stripe::Cards;

use file::File;
use given::{Given, Noted};
use key::Section;
use variables::Variables;

/// Every section, in the order of the documentation.
const SECTIONS: [&Section; 23] = [
    &environment::SECTION,
    &server::SECTION,
    &database::SECTION,
    &security::SECTION,
    &sessions::SECTION,
    &csrf::SECTION,
    &cors::SECTION,
    &limits::SECTION,
    limits::SECTIONS[0],
    limits::SECTIONS[1],
    limits::SECTIONS[2],
    limits::SECTIONS[3],
    limits::SECTIONS[4],
    limits::SECTIONS[5],
    limits::SECTIONS[6],
    &cluster::REDIS,
    &cluster::SECTION,
    &headers::SECTION,
    &i18n::SECTION,
    &mail::SECTION,
    &stripe::SECTION,
    &brake::SECTION,
    &log::SECTION,
];

/// The variable that names the file.
const CONFIG_VARIABLE: &str = "WUFI_CONFIG";

/// The whole configuration, valid.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where Wufi runs.
    pub environment: Environment,
    /// Where Wufi listens.
    pub server: Server,
    /// Where the shop is kept.
    pub database: Database,
    /// How strict the shop is by itself, and where its keys are.
    pub security: Security,
    /// How long logins last, how many there may be, and what makes one suspicious.
    pub sessions: Policy,
    /// How requests that somebody else's page sends are kept out.
    pub csrf: Csrf,
    /// Which web pages of other origins may call.
    pub cors: Origins,
    /// How often each class of requests may come.
    pub limits: Limits,
    /// Several nodes that count together.
    pub cluster: Cluster,
    /// Headers about which opinions differ.
    pub headers: Headers,
    /// The languages of the shop.
    pub i18n: I18n,
    /// By which way letters leave.
    pub mail: Mail,
    /// Cards, where the shop takes them.
    pub cards: Option<Cards>,
    /// What it costs to begin a payment by card after many were declined.
    pub brake: Brake,
    /// What Wufi says while it runs.
    pub log: Log,
    settings: Vec<Setting>,
}

impl Config {
    /// Reads the configuration: defaults, then the file (`named`, else the one
    /// of `WUFI_CONFIG`, else `wufi.toml` when it is there), then `variables`.
    pub fn load(named: Option<&Path>, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, Refused> {
        let variables: Variables = variables.into_iter().collect();
        let file = named.map(Path::to_owned).or_else(|| variables.get(CONFIG_VARIABLE).map(PathBuf::from));

        let mut given = Given::default();
        file.map_or(File::Usual, File::Named).read(&mut given);
        variables::read(&variables, &mut given);
        let read = Self::read(&mut given);

        let (settings, problems) = given.finish();
        match read {
            Ok(config) if problems.is_empty() => Ok(Self { settings, ..config }),
            _ => Err(Refused { problems }),
        }
    }

    /// Every key with its value, secrets hidden, and where it came from.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// Reads every section before giving up on any, so that all problems are noted.
    fn read(given: &mut Given) -> Result<Self, Noted> {
        let environment = Environment::read(given);
        let rules = environment.as_ref().map_or(Environment::Development, |environment| *environment);
        let server = Server::read(given, rules);
        let database = Database::read(given, rules);
        let security = Security::read(given, rules, database.as_ref().ok());
        let sessions = sessions::read(given, rules, security.as_ref().map_or(Profile::Strict, |security| security.profile));
        let csrf = Csrf::read(given);
        let cors = cors::read(given, rules);
        let limits = Limits::read(given);
        let cluster = Cluster::read(given, rules, database.as_ref().ok());
        let headers = Headers::read(given);
        let i18n = I18n::read(given);
        let mail = Mail::read(given, rules, database.as_ref().ok());
        let cards = stripe::read(given, rules);
        let brake = Brake::read(given, sessions.as_ref().ok());
        let log = Log::read(given);

        Ok(Self {
            environment: environment?,
            server: server?,
            database: database?,
            security: security?,
            sessions: sessions?,
            csrf: csrf?,
            cors: cors?,
            limits: limits?,
            cluster: cluster?,
            headers: headers?,
            i18n: i18n?,
            mail: mail?,
            cards: cards?,
            brake: brake?,
            log: log?,
            settings: Vec::new(),
        })
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every text is a path; the reader of texts takes functions that may refuse")]
fn path(text: &str) -> Result<PathBuf, String> {
    Ok(PathBuf::from(text))
}
