//! `houkan fix` over whole files and as a command.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use houkan::fix::{self, Refused};
use houkan::synth::{self, Options};
use houkan::text::cp932;
use houkan::uke::dialect::Refusal;
use support::{files_below, fixture};

fn claim_files(folder: &Path) -> Vec<PathBuf> {
    let files = files_below(folder)
        .into_iter()
        .map(|name| folder.join(name));
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "UKE"))
        .collect()
}

#[track_caller]
fn is_left_alone(path: &Path) {
    let bytes = fs::read(path).expect("read");
    let fixed =
        fix::fix(&bytes).unwrap_or_else(|refused| panic!("{}: {refused:?}", path.display()));
    assert_eq!(
        (fixed.changes, fixed.left),
        (vec![], vec![]),
        "{}",
        path.display()
    );
    assert!(fixed.bytes == bytes, "{}", path.display());
}

#[test]
fn files_in_order_come_back_byte_for_byte() {
    let month = claim_files(&fixture("month/claims"));
    assert_eq!(month.len(), 7);
    for path in &month {
        is_left_alone(path);
    }
    is_left_alone(&fixture("returned/RECEIPTH.UKE"));
}

#[test]
fn a_made_up_month_comes_back_byte_for_byte() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("month");
    synth::write(&Options::new(600, 7), &out, &|_| ()).expect("made up");
    let files = claim_files(&out.join("claims"));
    assert!(files.len() > 1);
    for path in &files {
        is_left_alone(path);
    }
}

/// What comes of the hostile files.
#[test]
fn hostile_files() {
    let fixed = |name: &str| {
        let bytes = fs::read(fixture("hostile/claims").join(name)).expect("read");
        fix::fix(&bytes)
    };
    let good = fixed("lf.UKE").expect("only its line ends are wrong").bytes;
    for name in ["no_eof.UKE", "utf8.UKE", "utf8_bom.UKE", "extra_field.UKE"] {
        assert!(fixed(name).is_ok_and(|fixed| fixed.bytes == good), "{name}");
    }
    for name in ["no_go.UKE", "truncated.UKE"] {
        assert!(matches!(fixed(name), Err(Refused::NoGo(_))), "{name}");
    }
    for name in [
        "binary.UKE",
        "empty.UKE",
        "no_hm.UKE",
        "short_hm.UKE",
        "utf16.UKE",
        "henrei_medical.UKE",
    ] {
        assert!(matches!(fixed(name), Err(Refused::NotClaims(_))), "{name}");
    }
    // Its deviations are nothing mechanical.
    for name in [
        "day_outside.UKE",
        "leading_zeros.UKE",
        "no_payer.UKE",
        "not_cp932.UKE",
    ] {
        let bytes = fs::read(fixture("hostile/claims").join(name)).expect("read");
        assert!(
            fixed(name).is_ok_and(|fixed| fixed.bytes == bytes),
            "{name}"
        );
    }
}

#[test]
fn returned_and_insurers_files_are_refused() {
    for (name, refused) in [
        ("returned/RECEIPTH.HEN", Refused::Returned),
        ("insurer/RECODEINFO.CSV", Refused::OfInsurer),
    ] {
        let bytes = fs::read(fixture(name)).expect("read");
        assert_eq!(fix::fix(&bytes), Err(refused));
    }
}

/// A machine-made file of another 点数表, with GO in second place, which lies beside the repository where it does.
#[test]
fn the_malformed_sample_is_refused() {
    let shared =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/malformed_utf8_sample.UKE");
    let Ok(bytes) = fs::read(shared) else { return };
    let other = Refused::NotClaims(Refusal::OtherTable("1".to_owned()));
    assert_eq!(fix::fix(&bytes), Err(other));
    let bytes = String::from_utf8(bytes)
        .expect("UTF-8")
        .replacen("HM,7,13,1,", "HM,1,13,6,", 1);
    assert_eq!(fix::fix(bytes.as_bytes()), Err(Refused::Joined(3)));
}

fn houkan(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("houkan").expect("built beside the tests");
    command.current_dir(folder).args(["fix", "--lang", "en"]);
    command
}

fn hostile(folder: &Path, name: &str) -> Vec<u8> {
    let bytes = fs::read(fixture("hostile/claims").join(name)).expect("read");
    fs::write(folder.join(name), &bytes).expect("written");
    bytes
}

#[test]
fn through_the_pipe() {
    let dir = tempfile::tempdir().expect("a folder");
    let bytes = hostile(dir.path(), "lf.UKE");
    let piped = houkan(dir.path())
        .args(["-", "-o", "-"])
        .write_stdin(bytes.clone())
        .assert()
        .code(0);
    let output = piped.get_output();
    assert_eq!(output.stdout, fix::fix(&bytes).expect("fixed").bytes);
    assert!(String::from_utf8_lossy(&output.stderr).contains("line ends to CR LF"));
    let quiet = houkan(dir.path())
        .args(["lf.UKE", "-o", "-", "-q"])
        .assert()
        .code(0);
    assert!(quiet.get_output().stderr.is_empty());
}

#[test]
fn neither_the_input_nor_anything_else_is_overwritten() {
    let dir = tempfile::tempdir().expect("a folder");
    let bytes = hostile(dir.path(), "lf.UKE");
    let fixed = fix::fix(&bytes).expect("fixed").bytes;
    let read = |name: &str| fs::read(dir.path().join(name)).expect("read");
    houkan(dir.path())
        .args(["lf.UKE", "-o", "./lf.UKE", "--force"])
        .assert()
        .code(2);
    fs::write(dir.path().join("there.UKE"), "mine").expect("written");
    houkan(dir.path())
        .args(["lf.UKE", "-o", "there.UKE"])
        .assert()
        .code(4);
    assert_eq!(
        (read("lf.UKE"), read("there.UKE")),
        (bytes.clone(), b"mine".to_vec())
    );
    houkan(dir.path())
        .args(["lf.UKE", "-o", "there.UKE", "--force"])
        .assert()
        .code(0);
    houkan(dir.path())
        .args(["lf.UKE", "-o", "new.UKE"])
        .assert()
        .code(0);
    assert_eq!(
        (read("there.UKE"), read("new.UKE"), read("lf.UKE")),
        (fixed.clone(), fixed, bytes)
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        for name in ["there.UKE", "new.UKE"] {
            let mode = dir
                .path()
                .join(name)
                .metadata()
                .expect("there")
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        symlink("lf.UKE", dir.path().join("link.UKE")).expect("linked");
        houkan(dir.path())
            .args(["lf.UKE", "-o", "link.UKE", "--force"])
            .assert()
            .code(2);
        symlink("nowhere", dir.path().join("dangling.UKE")).expect("linked");
        houkan(dir.path())
            .args(["lf.UKE", "-o", "dangling.UKE"])
            .assert()
            .code(4);
    }
    // Nothing temporary is left behind.
    let left = files_below(dir.path());
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().starts_with(".houkan")),
        "{left:?}"
    );
}

#[test]
fn a_refused_file_leaves_no_output() {
    let dir = tempfile::tempdir().expect("a folder");
    hostile(dir.path(), "truncated.UKE");
    houkan(dir.path())
        .args(["truncated.UKE", "-o", "out.UKE"])
        .assert()
        .code(4);
    houkan(dir.path())
        .args(["none.UKE", "-o", "out.UKE"])
        .assert()
        .code(2);
    houkan(dir.path())
        .args([".", "-o", "out.UKE"])
        .assert()
        .code(2);
    fs::write(dir.path().join("month.zip"), b"PK\x03\x04").expect("written");
    houkan(dir.path())
        .args(["month.zip", "-o", "out.UKE"])
        .assert()
        .code(2);
    houkan(dir.path())
        .args(["truncated.UKE", "-o", "no/such/folder.UKE"])
        .assert()
        .code(4);
    assert!(!dir.path().join("out.UKE").exists());
}

#[test]
fn what_is_left_ends_with_status_1_and_alone_with_4() {
    let dir = tempfile::tempdir().expect("a folder");
    let text = |name: &str| cp932::decode(&hostile(dir.path(), name)).into_owned();
    let short = text("lf.UKE").replace("550000410,,7670,,,", "550000410,");
    fs::write(dir.path().join("short.UKE"), support::cp932(&short)).expect("written");
    let run = houkan(dir.path())
        .args(["short.UKE", "-o", "out.UKE"])
        .assert()
        .code(1);
    let said = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    assert!(
        said.contains("KA wrong number of fields, perhaps shifted in the middle: 2 lines (13, 25)"),
        "{said}"
    );
    let run = houkan(dir.path())
        .args(["out.UKE", "-o", "again.UKE"])
        .assert()
        .code(4);
    let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(
        said.contains("nothing can be put right for certain") && said.contains("2 lines (13, 25)"),
        "{said}"
    );
    assert!(!dir.path().join("again.UKE").exists());
}

#[test]
fn nobody_is_named() {
    let dir = tempfile::tempdir().expect("a folder");
    let bytes = fs::read(fixture("hostile/claims/utf8.UKE")).expect("read");
    let text = String::from_utf8(bytes)
        .expect("UTF-8")
        .replace("見本　一郎", "𠮟本　一郎");
    fs::write(dir.path().join("name.UKE"), text).expect("written");
    let run = houkan(dir.path())
        .args(["name.UKE", "-o", "out.UKE"])
        .assert()
        .code(4);
    let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(
        said.contains("line 2: RE name has a character that Shift_JIS lacks (U+20B9F)"),
        "{said}"
    );
    assert!(!said.contains('郎') && !said.contains('𠮟'), "{said}");
}

/// A device or a pipe is not replaced by a file, whoever asks for it.
#[cfg(unix)]
#[test]
fn only_files_are_replaced() {
    use std::os::unix::fs::FileTypeExt as _;

    let dir = tempfile::tempdir().expect("a folder");
    let pipe = dir.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    let refused = houkan(dir.path())
        .arg(fixture("returned/RECEIPTH.UKE"))
        .args(["-o", "pipe", "--force"])
        .assert()
        .code(2);
    let told = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(told.contains("no file but a device or a pipe"), "{told}");
    let kind = fs::symlink_metadata(&pipe)
        .expect("still there")
        .file_type();
    assert!(kind.is_fifo());
}
