use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, symlink};

use tempfile::TempDir;
use tokio::task::JoinSet;
use wufi_domain::moment::Clock;
use wufi_guard::keyring::Keys;

use super::follow::look;
use super::*;

const NOW: Moment = Moment::from_millis(1_795_000_000_123);

/// A folder with room for a key file.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn file(&self) -> KeyFile {
        KeyFile::at(&self.0.path().join("pood.keys"))
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        names
    }
}

async fn rotate(file: &KeyFile) -> String {
    let rotation = file.rotation(NOW, 3_600, &Chance::System).await.unwrap();
    let kid = rotation.new_key().kid.clone();
    rotation.keep().unwrap();
    kid
}

fn kids(keyring: &Keyring) -> Vec<String> {
    let mut kids: Vec<String> = keyring.listed(NOW).into_iter().map(|key| key.kid).collect();
    kids.sort_unstable();
    kids
}

fn set_mode(file: &KeyFile, mode: u32) {
    fs::set_permissions(file.path(), Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn the_first_start_makes_the_keys_and_the_next_reads_them() {
    let folder = Folder::new();
    let made = folder.file().read_or_make(NOW, &Chance::System).await.unwrap();
    let again = folder.file().read_or_make(NOW, &Chance::System).await.unwrap();

    assert_eq!(kids(&made), kids(&again));
    assert_eq!(readers::of(folder.file().path()).unwrap(), Readers::OwnerAlone);
    assert_eq!(folder.names(), ["pood.keys", "pood.keys.lock"]);
}

#[tokio::test]
async fn programs_that_start_at_once_make_one_file() {
    let folder = Folder::new();
    let mut starting = JoinSet::new();
    for _ in 0..16 {
        let file = folder.file();
        starting.spawn(async move { kids(&file.read_or_make(NOW, &Chance::System).await.unwrap()) });
    }
    let made = starting.join_all().await;

    let kept = kids(&folder.file().read().unwrap());
    assert!(made.iter().all(|kids| *kids == kept), "{made:?}");
}

#[tokio::test]
async fn a_file_that_others_may_read_or_change_is_refused() {
    let folder = Folder::new();
    let file = folder.file();
    rotate(&file).await;

    for mode in [0o604, 0o602, 0o640, 0o620, 0o644, 0o666, 0o660, 0o601] {
        set_mode(&file, mode);

        let refused = file.read().unwrap_err();

        assert!(matches!(refused.wrong, Wrong::Open(_)), "{mode:o}: {refused}");
        assert!(refused.mend().contains("chmod 0600"), "{}", refused.mend());
        assert!(file.rotation(NOW, 0, &Chance::System).await.is_err(), "{mode:o}: no key is added to others that are known");
        assert!(file.read_or_make(NOW, &Chance::System).await.is_err(), "{mode:o}");
    }
    for mode in [0o600, 0o400] {
        set_mode(&file, mode);
        assert!(file.read().is_ok(), "{mode:o}");
    }
}

#[tokio::test]
async fn a_damaged_file_is_told_by_name_and_shows_no_secret_and_nothing_writes_over_it() {
    let folder = Folder::new();
    let file = folder.file();
    rotate(&file).await;
    let whole = fs::read_to_string(file.path()).unwrap();
    let secrets: Vec<&str> = whole.split('"').filter(|part| part.len() == 43).collect();
    assert_eq!(secrets.len(), 2, "a seed and a secret");

    let cut = whole.get(..whole.len() / 2).unwrap();
    let damaged: [&[u8]; 6] =
        [b"", b"salasona", b"{\"keys\":[]}", b"\xff\xfe", cut.as_bytes(), &whole.replace("secret", "secert").into_bytes()];
    for text in damaged {
        fs::write(file.path(), text).unwrap();

        let refused = file.read().unwrap_err();

        let told = format!("{refused} {refused:?} {}", refused.mend());
        assert!(told.contains("pood.keys") && !told.contains("salasona"), "{told}");
        assert!(secrets.iter().all(|secret| !told.contains(secret)), "{told}");
        assert!(file.rotation(NOW, 0, &Chance::System).await.is_err());
        assert!(file.read_or_make(NOW, &Chance::System).await.is_err());
        assert_eq!(fs::read(file.path()).unwrap(), text);
    }
}

#[test]
fn what_is_not_there_or_no_file_says_how_to_make_one() {
    let folder = Folder::new();
    let missing = folder.file().read().unwrap_err();
    let directory = KeyFile::at(folder.0.path()).read().unwrap_err();

    assert!(matches!(missing.wrong, Wrong::Missing), "{missing}");
    assert!(missing.mend().contains("wufi keys rotate"));
    assert!(matches!(directory.wrong, Wrong::Unreadable(_)), "{directory}");
}

#[tokio::test]
async fn rotations_at_once_lose_no_key() {
    let folder = Folder::new();
    let mut rotating = JoinSet::new();
    for _ in 0..16 {
        let file = folder.file();
        rotating.spawn(async move { rotate(&file).await });
    }
    let mut made = rotating.join_all().await;

    made.sort_unstable();
    assert_eq!(kids(&folder.file().read().unwrap()), made);
}

#[tokio::test]
async fn a_reader_amidst_rotations_never_sees_half_a_file() {
    let folder = Folder::new();
    rotate(&folder.file()).await;
    let (file, mut counts) = (folder.file(), Vec::new());
    let reading = std::thread::spawn(move || {
        for _ in 0..2_000 {
            counts.push(kids(&file.read().unwrap()).len());
        }
        counts
    });
    for _ in 0..20 {
        rotate(&folder.file()).await;
    }

    let counts = reading.join().unwrap();
    assert!(counts.is_sorted(), "{counts:?}");
}

#[tokio::test]
async fn a_rotation_that_is_dropped_changes_nothing() {
    let folder = Folder::new();
    let kid = rotate(&folder.file()).await;

    drop(folder.file().rotation(NOW, 0, &Chance::System).await.unwrap());

    assert_eq!(kids(&folder.file().read().unwrap()), [kid]);
}

#[tokio::test]
async fn a_link_goes_on_leading_to_the_keys() {
    let (folder, elsewhere) = (Folder::new(), Folder::new());
    rotate(&elsewhere.file()).await;
    symlink(elsewhere.file().path(), folder.file().path()).unwrap();

    rotate(&folder.file()).await;

    assert!(fs::symlink_metadata(folder.file().path()).unwrap().is_symlink());
    assert_eq!(kids(&elsewhere.file().read().unwrap()).len(), 2);
}

#[tokio::test]
async fn keys_that_changed_are_taken_and_a_file_that_went_wrong_leaves_them() {
    let (folder, clock) = (Folder::new(), Clock::standing_at(NOW));
    let file = folder.file();
    let keys = Keys::new(file.read_or_make(NOW, &Chance::System).await.unwrap());
    let mut seen = None;
    let mut count = || {
        look(&file, &keys, &clock, &mut seen);
        kids(&keys.current()).len()
    };

    assert_eq!(count(), 1);
    rotate(&file).await;
    assert_eq!(count(), 2);
    let whole = fs::read(file.path()).unwrap();
    fs::write(file.path(), "po").unwrap();
    assert_eq!(count(), 2, "a damaged file");
    fs::remove_file(file.path()).unwrap();
    assert_eq!(count(), 2, "no file");
    fs::write(file.path(), &whole).unwrap();
    set_mode(&file, 0o600);
    rotate(&file).await;
    set_mode(&file, 0o644);
    assert_eq!(count(), 2, "a file that others may read");
    set_mode(&file, 0o600);
    assert_eq!(count(), 3, "mended");
}
