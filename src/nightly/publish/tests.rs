use std::time::Duration;

use super::*;
use crate::nightly::lock;
use crate::nightly::night::tests::sample;

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

fn manifest(files: Vec<PublishedFile>) -> Manifest {
    Manifest::new(sample(), files)
}

fn publish(folder: &Path, text: &str) -> Name {
    let publication = Publication::begin(folder, name(text)).expect("begun");
    publication.write("mail.txt", b"mail").expect("written");
    let sealed = publication.seal(manifest).expect("sealed");
    point(folder, &sealed).expect("pointed");
    sealed
}

fn locked(folder: &Path) -> Taken {
    let now = chrono::DateTime::from_timestamp(1_796_000_000, 0).expect("a moment");
    lock::take(folder, now).expect("free")
}

fn cleaned(folder: &Path, keep: u32, known: &[&str]) -> Cleaned {
    let state = tempfile::tempdir().expect("a folder");
    let known = known.iter().map(|text| name(text)).collect();
    clean(folder, keep, &known, &locked(state.path())).expect("cleaned")
}

#[test]
fn a_night_appears_whole_with_the_hashes_of_its_files() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("published");
    let publication = Publication::begin(&folder, name("2026-11-30-r000123")).expect("begun");
    for (part, file) in [("report", "verdicts.csv"), ("second", "findings.csv")] {
        fs::create_dir(publication.part(part)).expect("made");
        fs::write(publication.part(part).join(file), "abc").expect("written");
    }
    publication.lift("report").expect("moved");
    publication.write("mail.txt", b"").expect("written");
    assert_eq!(names(&folder), [".houkan-2026-11-30-r000123.tmp"]);
    let sealed = publication.seal(manifest).expect("sealed");
    assert_eq!(names(&folder), ["2026-11-30-r000123"]);
    let night = folder.join(sealed.to_string());
    assert_eq!(
        names(&night),
        ["mail.txt", "run.json", "second", "verdicts.csv"]
    );
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let files: Vec<_> = Manifest::read(&night)
        .expect("readable")
        .files
        .into_iter()
        .map(|it| (it.name, it.bytes, it.sha256 == abc))
        .collect();
    assert_eq!(
        files,
        [
            ("mail.txt".to_owned(), 0, false),
            ("second/findings.csv".to_owned(), 3, true),
            ("verdicts.csv".to_owned(), 3, true)
        ]
    );
    assert_eq!(pointed(&folder).expect("none"), None);
    point(&folder, &sealed).expect("pointed");
    assert_eq!(pointed(&folder).expect("one"), Some(sealed));
    #[cfg(unix)]
    assert!(folder.join(CURRENT).join("verdicts.csv").exists());
}

#[cfg(unix)]
#[test]
fn it_is_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("published");
    let sealed = publish(&folder, "2026-11-30-r000001");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let night = folder.join(sealed.to_string());
    assert_eq!((mode(&folder), mode(&night)), (0o700, 0o700));
    for file in names(&night) {
        assert_eq!(mode(&night.join(&file)), 0o600, "{file}");
    }
}

#[test]
fn what_is_given_up_leaves_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let publication = Publication::begin(home.path(), name("2026-11-30-r000001")).expect("begun");
    publication.write("mail.txt", b"mail").expect("written");
    drop(publication);
    assert!(names(home.path()).is_empty());
}

#[test]
fn what_was_published_is_never_replaced() {
    let home = tempfile::tempdir().expect("a folder");
    let first = publish(home.path(), "2026-11-30-r000001");
    let second = publish(home.path(), "2026-11-30-r000001");
    assert_eq!(second, name("2026-11-30-r000001-2"));
    assert_eq!(
        names(home.path()),
        ["2026-11-30-r000001", "2026-11-30-r000001-2", CURRENT]
    );
    assert!(first < second);
}

#[cfg(unix)]
#[test]
fn a_current_of_somebody_else_is_left_alone() {
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().expect("a folder");
    let current = home.path().join(CURRENT);
    let refused = || {
        let begun = Publication::begin(home.path(), name("2026-11-30-r000001"));
        assert!(matches!(begun, Err(PublishError::NotOurs(path)) if path == current));
        let pointed = point(home.path(), &name("2026-11-30-r000001"));
        assert!(matches!(pointed, Err(PublishError::NotOurs(path)) if path == current));
        assert_eq!(names(home.path()), [CURRENT]);
    };
    fs::create_dir(&current).expect("made");
    refused();
    fs::remove_dir(&current).expect("removed");
    fs::write(&current, "2026-11-30-r000001").expect("written");
    refused();
    fs::remove_file(&current).expect("removed");
    symlink("/srv/elsewhere", &current).expect("linked");
    refused();
    // One of ours whose folder is gone.
    fs::remove_file(&current).expect("removed");
    symlink("2026-11-29-r000001", &current).expect("linked");
    publish(home.path(), "2026-11-30-r000002");
}

#[test]
fn only_so_many_nights_are_kept() {
    let home = tempfile::tempdir().expect("a folder");
    let all: Vec<Name> = (1..=5)
        .map(|run| publish(home.path(), &format!("2026-11-{:02}-r00000{run}", 30 - run)))
        .collect();
    let texts: Vec<String> = all.iter().map(ToString::to_string).collect();
    let known: Vec<&str> = texts.iter().map(String::as_str).collect();
    assert_eq!(cleaned(home.path(), 0, &known), Cleaned::default());
    // The pointed one stays, however old.
    point(home.path(), &all[0]).expect("pointed");
    let done = cleaned(home.path(), 2, &known[..4]);
    assert_eq!(done.expired, all[1..3]);
    assert_eq!(done.unknown, [all[4].clone()]);
    assert_eq!(
        names(home.path()),
        [&texts[4], &texts[3], &texts[0], CURRENT].map(String::from)
    );
}

#[test]
fn only_what_is_ours_is_removed() {
    let home = tempfile::tempdir().expect("a folder");
    publish(home.path(), "2026-11-30-r000009");
    let folder = |name: &str| {
        fs::create_dir_all(home.path().join(name)).expect("made");
        fs::write(home.path().join(name).join("x"), "x").expect("written");
    };
    let others = [
        // Named as a night, without a manifest.
        "2026-11-01-r000001",
        // With a manifest, not named as a night.
        "archive",
        ".houkan-abc",
        ".houkan-2026-11-01.tmp",
    ];
    for name in others {
        folder(name);
    }
    let ours = manifest(Vec::new()).to_json().expect("text");
    fs::write(home.path().join("archive").join(MANIFEST), ours).expect("written");
    // Named as one aside, but a file.
    fs::write(home.path().join(".houkan-2026-11-02-r000002.tmp"), "x").expect("written");
    folder(".houkan-2026-11-03-r000003.tmp");
    fs::write(home.path().join(CURRENT_ASIDE), "x").expect("written");
    let before = names(home.path()).len();
    let done = cleaned(home.path(), 1, &["2026-11-30-r000009"]);
    assert_eq!(
        done.left_over,
        [CURRENT_ASIDE, ".houkan-2026-11-03-r000003.tmp"]
    );
    assert_eq!((done.expired.len(), done.unknown.len()), (0, 0));
    assert_eq!(names(home.path()).len(), before - 2);
}

/// Readers that open `current` at any moment find a whole night.
#[cfg(unix)]
#[test]
fn readers_never_see_half() {
    let home = tempfile::tempdir().expect("a folder");
    publish(home.path(), "2026-11-01-r000001");
    let is_done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = 0;
            while !is_done.load(std::sync::atomic::Ordering::SeqCst) {
                let read = Manifest::read(&home.path().join(CURRENT)).expect("always there");
                assert_eq!(read.files.len(), 1);
                seen += 1;
            }
            seen
        });
        for run in 2..40 {
            publish(home.path(), &format!("2026-11-01-r{run:06}"));
        }
        std::thread::sleep(Duration::from_millis(5));
        is_done.store(true, std::sync::atomic::Ordering::SeqCst);
        assert!(reader.join().expect("it ended well") > 0);
    });
}
