//! Letters kept as files, for shops without a mail server and for development.

use std::io;
use std::path::PathBuf;

use tokio::fs::{self, DirBuilder, OpenOptions};
use tokio::io::AsyncWriteExt;
use wufi_domain::chance::Chance;
use wufi_domain::moment::Moment;

/// A folder of `.eml` files, which only its owner may read: letters hold tokens.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Keeps a letter as one file. It appears under its name only when it is whole.
    pub(super) async fn keep(&self, letter: &[u8], at: Moment, chance: &Chance) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0).await?;
        let name = name(at, chance);
        let unfinished = self.0.join(format!(".{name}.part"));

        let written = write(&unfinished, letter).await;
        let kept = match written {
            Ok(()) => fs::rename(&unfinished, self.0.join(&name)).await,
            Err(error) => Err(error),
        };
        if kept.is_err() {
            // What is left of it would only be in the way; the first error says more than this one.
            let _ = fs::remove_file(&unfinished).await;
        }
        kept
    }
}

async fn write(path: &PathBuf, letter: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).await?;
    file.write_all(letter).await?;
    file.sync_all().await
}

/// A name that sorts by time, and that two nodes writing at once do not share.
fn name(at: Moment, chance: &Chance) -> String {
    let time: String = at.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{time}-{:016x}.eml", u64::from_be_bytes(chance.bytes()))
}
