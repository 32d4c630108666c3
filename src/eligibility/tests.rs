//! Files, directories and zips on disk.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::text::{cp932, digest};

const CSV: &str = "insurer_no,number,birth_date\n06132013,1,1950-04-01\n06132013,2,1950-13-01\n";

fn xml(number: &str, segment: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><XmlMsg><MessageHeader><QualificationConfirmationDate>20251203\
         </QualificationConfirmationDate><SegmentOfResult>{segment}</SegmentOfResult></MessageHeader><MessageBody>\
         <BulkConfirmUnit><QualificationValidity>1</QualificationValidity><ResultOfQualificationConfirmation>\
         <InsurerNumber>06132013</InsurerNumber><InsuredIdentificationNumber>{number}</InsuredIdentificationNumber>\
         <Birthdate>19500401</Birthdate></ResultOfQualificationConfirmation></BulkConfirmUnit></MessageBody></XmlMsg>"
    )
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("in memory");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().expect("has one")).expect("made");
    fs::write(&path, bytes).expect("written");
    path
}

fn load_quiet(paths: &[PathBuf]) -> Loaded {
    load(&paths.into(), &|_| {})
}

/// Name, form, records, status of each input.
fn told(loaded: &Loaded) -> Vec<(String, &'static str, u64, String)> {
    loaded
        .inputs
        .iter()
        .map(|input| {
            let name = input.member.clone().unwrap_or_else(|| {
                input
                    .path
                    .file_name()
                    .expect("has one")
                    .to_string_lossy()
                    .into_owned()
            });
            let status = match &input.status {
                Status::Ok => "ok".to_owned(),
                Status::Partial { reason } => format!("partial {}", reason.id()),
                Status::Skipped { reason } => format!("skipped {}", reason.id()),
                Status::Unreadable { reason } => format!("unreadable {}", reason.id()),
            };
            (name, input.form.id(), input.records, status)
        })
        .collect()
}

fn row(
    name: &str,
    form: &'static str,
    records: u64,
    status: &str,
) -> (String, &'static str, u64, String) {
    (name.to_owned(), form, records, status.to_owned())
}

#[test]
fn a_folder_of_everything() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    write(at, "a.csv", CSV.as_bytes());
    // The name says nothing about the form.
    write(at, "b.UKE", xml("10", "1").as_bytes());
    write(
        at,
        "c/d.zip",
        &zip(&[
            ("z.xml", xml("30", "1").as_bytes()),
            ("OQSmuhvq02res_1.xml", xml("20", "1").as_bytes()),
            ("readme.txt", b"read me"),
        ]),
    );
    write(at, "e.xml", xml("40", "2").as_bytes());
    write(at, "f.xml", &xml("50", "1").as_bytes()[..300]);
    write(at, "g.UKE", b"HM,1,13,6\r\nRE,1\r\n");
    write(at, "h.err", b"");
    let loaded = load_quiet(&[at.to_owned()]);
    assert_eq!(
        told(&loaded),
        [
            row("a.csv", "csv", 1, "partial some-left-out"),
            row("b.UKE", "xml-bulk", 1, "ok"),
            row("OQSmuhvq02res_1.xml", "xml-visits", 1, "ok"),
            row("readme.txt", "other", 0, "skipped not-eligibility"),
            row("z.xml", "xml-bulk", 1, "ok"),
            row("e.xml", "xml-bulk", 0, "partial not-finished"),
            row("f.xml", "other", 0, "unreadable xml-truncated"),
            row("g.UKE", "other", 0, "skipped not-eligibility"),
            row("h.err", "other", 0, "skipped empty"),
        ]
    );
    let records: Vec<_> = loaded
        .records
        .iter()
        .map(|r| (r.number().to_owned(), r.source, r.visits_file))
        .collect();
    assert_eq!(
        records,
        [
            ("1".to_owned(), 0, false),
            ("10".to_owned(), 1, false),
            ("20".to_owned(), 2, true),
            ("30".to_owned(), 4, false),
        ]
    );
    assert_eq!(loaded.notes.len(), 1);
    assert_eq!(loaded.notes[0].input, 0);
    assert_eq!(loaded.inputs[0].bytes, CSV.len() as u64);
    assert!(loaded.inputs.iter().all(|input| input.sha256.is_some()));
}

#[test]
fn what_is_named_must_be_readable() {
    let dir = tempfile::tempdir().expect("a folder");
    let paths = [
        write(dir.path(), "a.UKE", b"HM,1,13,6\r\n"),
        write(dir.path(), "b.csv", b"insurer_no,number\n1,2\n"),
        write(dir.path(), "c.csv", b"\xFF\xFEi\0n\0"),
        write(dir.path(), "d.csv", b""),
        write(dir.path(), "e.csv", CSV.as_bytes()),
        dir.path().join("none.xml"),
    ];
    let loaded = load_quiet(&paths);
    assert_eq!(
        told(&loaded),
        [
            row("a.UKE", "other", 0, "unreadable not-eligibility"),
            row("b.csv", "csv", 0, "unreadable missing-columns"),
            row("c.csv", "other", 0, "unreadable encoding-unsupported"),
            row("d.csv", "other", 0, "unreadable empty"),
            row("e.csv", "csv", 1, "partial some-left-out"),
            row("none.xml", "other", 0, "unreadable io"),
        ]
    );
}

/// What マイナ資格確認アプリ puts on the clipboard (eligibility-format 4); a made-up person.
const APP_TEXT: &str = "資格情報\r\n確認日\t令和7年12月3日\r\n保険者番号\t06132013\r\n保険者名\t見本健保\r\n\
    記号\t123\r\n番号\t4567\r\n枝番\t00\r\nフリガナ\tミホン　タロウ\r\n生年月日\t昭和45年1月10日\r\n";

/// The tree as JSON with one record.
fn json(number: &str) -> String {
    format!(
        r#"{{"XmlMsg": {{"MessageHeader": {{"SegmentOfResult": "1", "ProcessExecutionTime": "20251203101500"}},
        "MessageBody": {{"QualificationValidity": "1", "ResultList": [{{"ResultOfQualificationConfirmation":
        {{"InsurerNumber": "06132013", "InsuredIdentificationNumber": "{number}"}}}}]}}}}}}"#
    )
}

#[test]
fn json_and_app_text_among_other_things() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = dir.path();
    let mut sjis = Vec::new();
    cp932::encode_into(APP_TEXT, &mut sjis);
    let utf16 = std::iter::once(0xFEFF).chain(APP_TEXT.encode_utf16());
    let utf16: Vec<u8> = utf16.flat_map(u16::to_le_bytes).collect();
    let whole = json("10");
    write(at, "a.txt", APP_TEXT.as_bytes());
    write(at, "b.txt", &sjis);
    write(at, "c.txt", APP_TEXT.replace('\t', "：").as_bytes());
    write(at, "d.txt", &utf16);
    write(at, "e.json", whole.as_bytes());
    write(
        at,
        "f.zip",
        &zip(&[
            ("app.txt", &sjis),
            ("OQSmuhvq02res_1.json", json("20").as_bytes()),
            ("readme.json", b"{\"a\": 1}"),
        ]),
    );
    // Results that are not whole, or stand where none is known to stand, are never passed over.
    write(at, "g.json", &whole.as_bytes()[..whole.len() - 9]);
    write(at, "h.json", b"[\n  {\"InsurerNumber\": \"06132013\"}]");
    write(
        at,
        "i.json",
        br#"{"XmlMsg":{"MessageBody":{"QualificationConfirmSearchInfo":{}}}}"#,
    );
    // A report of ours is none of its inputs.
    write(
        at,
        "j/summary.json",
        b"{\n  \"program\": \"houkan\",\n  \"version\": \"1\"\n}",
    );
    write(at, "j/e.json", whole.as_bytes());
    // Other things that lie about: settings, broken or not, a memo, a page, a workbook.
    write(at, "k.json", b"{\"a\": 1,}");
    write(at, "l.ini", b"[.ShellClassInfo]\r\nIconResource=x\r\n");
    write(
        at,
        "m.txt",
        "氏名：見本　太郎\n番号：3\n生年月日：不明\n".as_bytes(),
    );
    write(at, "n.rtf", b"{\\rtf1 hello}");
    write(at, "o.csv", b"\xFF\xFEi\0n\0");
    write(
        at,
        "p.html",
        b"\n<!DOCTYPE html>\n<html lang=\"ja\"></html>",
    );
    write(
        at,
        "q.xlsx",
        &zip(&[("[Content_Types].xml", b"<a/>"), ("xl/b.xml", b"<b/>")]),
    );
    let loaded = load_quiet(&[at.to_owned()]);
    assert_eq!(
        told(&loaded),
        [
            row("a.txt", "app-text", 1, "ok"),
            row("b.txt", "app-text", 1, "ok"),
            row("c.txt", "app-text", 1, "ok"),
            row("d.txt", "app-text", 1, "ok"),
            row("e.json", "json", 1, "ok"),
            row("OQSmuhvq02res_1.json", "json", 1, "ok"),
            row("app.txt", "app-text", 1, "ok"),
            row("readme.json", "other", 0, "skipped not-eligibility"),
            row("g.json", "json", 0, "unreadable json-broken"),
            row("h.json", "json", 0, "unreadable structure"),
            row("i.json", "json", 0, "skipped not-a-result"),
            row("k.json", "other", 0, "skipped not-eligibility"),
            row("l.ini", "other", 0, "skipped not-eligibility"),
            row("m.txt", "other", 0, "skipped not-eligibility"),
            row("n.rtf", "other", 0, "skipped not-eligibility"),
            row("o.csv", "other", 0, "unreadable encoding-unsupported"),
            row("p.html", "other", 0, "skipped not-eligibility"),
            row("q.xlsx", "other", 0, "skipped not-eligibility"),
        ]
    );
    let visits: Vec<_> = loaded.records.iter().map(|r| r.visits_file).collect();
    assert_eq!(visits, [false, false, false, false, false, true, false]);
    assert_eq!(
        loaded.inputs[4].executed_at.as_deref(),
        Some("20251203101500")
    );
    assert_eq!(
        loaded.inputs[4].sha256.map(|d| digest::hex(&d)),
        Some(digest::sha256(whole.as_bytes()))
    );
    assert_eq!(loaded.inputs[0].bytes, APP_TEXT.len() as u64);
    let named = load_quiet(&[at.join("i.json"), at.join("k.json")]);
    assert_eq!(
        told(&named),
        [
            row("i.json", "json", 0, "unreadable not-a-result"),
            row("k.json", "other", 0, "unreadable not-eligibility"),
        ]
    );
}

#[test]
fn member_names_from_japanese_windows() {
    // The writer takes text alone, so the bytes are put in afterwards: 照会結果.xml in CP932.
    let mut bytes = zip(&[("12345678.xml", xml("1", "1").as_bytes())]);
    let mut name = Vec::new();
    cp932::encode_into("照会結果", &mut name);
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&bytes[from..], b"12345678") {
        from += at;
        bytes[from..from + name.len()].copy_from_slice(&name);
    }
    let dir = tempfile::tempdir().expect("a folder");
    let path = write(dir.path(), "a.zip", &bytes);
    let loaded = load_quiet(&[path]);
    assert_eq!(told(&loaded), [row("照会結果.xml", "xml-bulk", 1, "ok")]);
}

#[test]
fn zips_that_are_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let inner = zip(&[("a.xml", xml("1", "1").as_bytes())]);
    let mut encrypted = zip(&[("a.xml", xml("1", "1").as_bytes())]);
    // Bit 0 of the flags, in the local header and in the central directory, says "encrypted".
    let central = memchr::memmem::find(&encrypted, b"PK\x01\x02").expect("a directory");
    encrypted[6] |= 1;
    encrypted[central + 8] |= 1;
    let paths = [
        write(dir.path(), "a.zip", &zip(&[("inner.zip", &inner)])),
        write(
            dir.path(),
            "b.zip",
            &zip(&[("zeros.xml", &vec![b' '; 64 << 20])]),
        ),
        write(dir.path(), "c.zip", &inner[..inner.len() - 10]),
        write(dir.path(), "d.zip", &encrypted),
        write(dir.path(), "e.zip", &zip(&[])),
        write(dir.path(), "f.zip", &zip(&[("only.txt", b"hello")])),
    ];
    let loaded = load_quiet(&paths);
    assert_eq!(
        told(&loaded),
        [
            row("inner.zip", "zip", 0, "unreadable zip-nested"),
            row("zeros.xml", "other", 0, "unreadable zip-bomb"),
            row("c.zip", "zip", 0, "unreadable zip-broken"),
            row("a.xml", "other", 0, "unreadable zip-encrypted"),
            row("e.zip", "zip", 0, "unreadable zip-empty"),
            row("only.txt", "other", 0, "unreadable not-eligibility"),
        ]
    );
}

#[test]
fn the_name_of_the_zip_counts_for_its_members() {
    let dir = tempfile::tempdir().expect("a folder");
    let bytes = zip(&[("result.xml", xml("1", "1").as_bytes())]);
    let path = write(dir.path(), "OQSmuonq02res_1.zip", &bytes);
    let loaded = load_quiet(&[path]);
    assert_eq!(loaded.inputs[0].form, Form::XmlVisits);
    assert_eq!(loaded.records.get(0).map(|r| r.visits_file), Some(true));
}

#[test]
fn large_files_are_read_from_disk_as_small_ones_from_memory() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut text = String::from("insurer_no,number,birth_date,name\n");
    for i in 0..100_000 {
        writeln!(text, "06132013,{i},1950-04-01,訪問　花子の名前はとても長い").expect("in memory");
    }
    assert!(text.len() > 4 << 20);
    let path = write(dir.path(), "register.csv", text.as_bytes());
    let bytes = AtomicU64::new(0);
    let loaded = load(&[path].as_slice().into(), &|read| {
        bytes.fetch_add(read, Ordering::Relaxed);
    });
    assert_eq!(bytes.into_inner(), text.len() as u64);
    assert_eq!(loaded.records.len(), 100_000);
    assert_eq!(loaded.inputs[0].status, Status::Ok);
    assert_eq!(
        loaded.inputs[0].sha256.map(|digest| digest::hex(&digest)),
        Some(digest::sha256(text.as_bytes()))
    );
    let last = loaded.records.get(99_999).expect("the last");
    assert_eq!((last.number(), last.row), ("99999", 100_001));
}

/// A record under the claim's number writes the person otherwise; another record of that person is only
/// found when the register is read again.
#[test]
fn large_registers_are_read_again_for_people_of_kept_records() {
    use arrow::array::{ArrayRef, RecordBatch, StringArray};
    use std::sync::Arc;

    let column = |values: [&str; 3]| Arc::new(StringArray::from(values.to_vec())) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("insurer_no", column(["06132013"; 3])),
        ("number", column(["3", "1", "2"])),
        ("birth_date", column(["19500101"; 3])),
        ("kana", column(["ﾐﾎﾝ ﾊﾅ", "ﾐﾎﾝ ﾊﾅ", "ｶｸｳ ﾀﾛｳ"])),
    ])
    .expect("columns of one length");
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("register.arrow");
    let file = fs::File::create(&path).expect("a file");
    let mut writer =
        arrow::ipc::writer::FileWriter::try_new(file, batch.schema_ref()).expect("begun");
    writer.write(&batch).expect("written");
    writer.finish().expect("ended");
    let born = chrono::NaiveDate::from_ymd_opt(1950, 1, 1);
    let members = Members::new(|| {
        let mut wanted = Wanted::default();
        wanted.add_claim(key_hash("06132013", "", "1"), born, "ミホンタロウ", "");
        wanted
    });
    let paths = [path];
    let sources = Sources {
        members: Some(&members),
        ..paths.as_slice().into()
    };
    let loaded = load(&sources, &|_| {});
    let rows: Vec<u32> = loaded.records.iter().map(|record| record.row).collect();
    assert_eq!(rows, [1, 2], "{:?}", loaded.inputs);
    assert_eq!(loaded.inputs[0].status, Status::Ok);
    assert_eq!(loaded.inputs[0].passed_over, 1);
    assert!(loaded.inputs[0].sha256.is_some_and(|hash| hash != [0; 32]));
}
