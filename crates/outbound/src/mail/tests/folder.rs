//! Letters kept in a folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::*;

fn sender(path: &Path, clock: &Clock, chance: &Chance) -> Sender {
    Sender::folder(path.to_owned(), FROM, clock.clone(), chance.clone()).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_letter_becomes_a_file_that_only_its_owner_may_read() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("var/outbox");

    sender(&folder, &clock(), &chance()).send(&letter("mari@wufi.ee")).await.unwrap();

    let names = names(&folder);
    let [name] = names.as_slice() else { panic!("{names:?}") };
    let random = name.strip_prefix("20261124T020446426Z-").and_then(|name| name.strip_suffix(".eml"));
    assert_eq!(random.map(str::len), Some(16), "{name}");
    assert_eq!((mode(&folder), mode(&folder.join(name))), (0o700, 0o600));
    let received = Received::read(&fs::read_to_string(folder.join(name)).unwrap());
    assert_eq!(received.header("To"), "mari@wufi.ee");
    assert_eq!(received.text, letter("mari@wufi.ee").text);
}

#[tokio::test]
async fn letters_sort_by_time_and_those_of_one_moment_do_not_overwrite_each_other() {
    let place = tempfile::tempdir().unwrap();
    let (clock, chance) = (clock(), chance());
    let sender = sender(place.path(), &clock, &chance);

    sender.send(&letter("mari@wufi.ee")).await.unwrap();
    sender.send(&letter("mari@wufi.ee")).await.unwrap();
    clock.advance(1);
    sender.send(&letter("juri@wufi.ee")).await.unwrap();

    let names = names(place.path());
    assert_eq!(names.len(), 3);
    assert!(fs::read_to_string(place.path().join(&names[2])).unwrap().contains("juri@wufi.ee"));
}

#[tokio::test]
async fn a_local_part_beyond_ascii_is_kept_as_it_is() {
    let place = tempfile::tempdir().unwrap();

    sender(place.path(), &clock(), &chance()).send(&letter("jüri@pöörane.ee")).await.unwrap();

    let raw = fs::read_to_string(place.path().join(&names(place.path())[0])).unwrap();
    assert_eq!(Received::read(&raw).header("To"), "jüri@xn--prane-juaa.ee");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_trouble_for_now_and_leaves_nothing_behind() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("outbox");
    fs::write(&file, "not a folder").unwrap();

    let sent = sender(&file, &clock(), &chance()).send(&letter("mari@wufi.ee")).await;

    let error = sent.unwrap_err();
    assert!(error.is_temporary() && matches!(error, MailError::Unreachable(Trouble::Folder(_))), "{error:?}");
    assert_eq!(names(place.path()), ["outbox"]);
}

#[tokio::test]
async fn a_letter_that_cannot_take_its_name_leaves_no_unfinished_one_behind() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    sender(first.path(), &clock(), &chance()).send(&letter("mari@wufi.ee")).await.unwrap();
    let taken = names(first.path());
    fs::create_dir(second.path().join(&taken[0])).unwrap();

    let sent = sender(second.path(), &clock(), &chance()).send(&letter("mari@wufi.ee")).await;

    assert!(sent.is_err());
    assert_eq!(names(second.path()), taken);
}
