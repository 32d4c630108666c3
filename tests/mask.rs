//! `--mask`: no report, and nothing said on the terminal, holds what identifies a patient.
//!
//! Names, kana, birth dates and numbers of a made-up month are looked for in every output, unpacked. The same search
//! over a run without `--mask` has to find them in each form, or it would prove nothing.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

use aho_corasick::AhoCorasick;
use arrow::array::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use assert_cmd::Command;
use base64::Engine as _;
use houkan::synth::{self, Forms, Options};
use houkan::text::cp932;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use support::files_below;

const FORMS: &str = "csv,json,jsonl,parquet,arrow,xlsx,html,notices";

/// Everything that identifies somebody, as it may be written.
#[derive(Default)]
struct Planted {
    names: BTreeSet<String>,
    numbers: BTreeSet<String>,
    dates: BTreeSet<String>,
}

impl Planted {
    fn name(&mut self, text: &str) {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if bare.chars().count() >= 3 {
            self.names.insert(text.trim().to_owned());
            self.names.insert(bare);
        }
    }

    /// Shorter numbers stand in amounts and hashes as well.
    fn number(&mut self, text: &str) {
        let text = text.trim();
        // 不詳 is written with sevens, on either side of HO.
        if text.chars().count() >= 7 && !text.chars().all(|c| c == '7') {
            self.numbers.insert(text.to_owned());
            let narrow: String = text.chars().map(narrow).collect();
            self.numbers.insert(narrow);
        }
    }

    /// Days since the first 資格確認書 are days of care and of validity, too.
    fn date(&mut self, text: &str) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 8 && *digits < *"20240101" {
            self.dates.insert(format!(
                "{}-{}-{}",
                &digits[..4],
                &digits[4..6],
                &digits[6..]
            ));
            self.dates.insert(digits);
        }
    }

    fn of(month: &Path) -> Self {
        let mut planted = Self::default();
        let claims = month.join("claims");
        for file in files_below(&claims) {
            let text = cp932::decode(&fs::read(claims.join(file)).expect("readable")).into_owned();
            for line in text.lines() {
                let fields: Vec<&str> = line.split(',').collect();
                match fields[0] {
                    "RE" => {
                        planted.name(fields[4]);
                        planted.name(fields[5]);
                        planted.date(fields[7]);
                    }
                    "HO" => {
                        planted.number(fields[2]);
                        planted.number(fields[3]);
                    }
                    "KO" => planted.number(fields[2]),
                    _ => {}
                }
            }
        }
        let text = fs::read_to_string(month.join("eligibility/eligibility.csv")).expect("UTF-8");
        let mut innocent = String::new();
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            innocent.push_str(cells[0]);
            // The day of qualification of one may be the birthday of another.
            if cells[14] != cells[4] {
                innocent.push_str(cells[14]);
            }
            planted.number(cells[1]);
            planted.number(cells[2]);
            planted.date(cells[4]);
            planted.name(cells[6]);
            planted.name(cells[7]);
        }
        planted.numbers.retain(|it| !innocent.contains(it.as_str()));
        planted.dates.retain(|it| !innocent.contains(it.as_str()));
        planted
    }

    /// All of them, to be looked for in one go.
    fn search(&self) -> AhoCorasick {
        let all = self.names.iter().chain(&self.numbers).chain(&self.dates);
        AhoCorasick::new(all).expect("not too many")
    }
}

/// Those that stand in a text, with what stands around them.
fn found_in(search: &AhoCorasick, text: &str) -> BTreeSet<String> {
    let around = |place: std::ops::Range<usize>| {
        let start = text.floor_char_boundary(place.start.saturating_sub(20));
        let end = text.ceil_char_boundary(place.end + 20);
        format!("{:?}", &text[start..end])
    };
    let hits = search.find_iter(text);
    hits.take(1_000).map(|hit| around(hit.range())).collect()
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// A file of a report as text, unpacked.
fn text_of(path: &Path) -> String {
    let bytes = fs::read(path).expect("readable");
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("xlsx") => unzipped(&bytes),
        Some("html") => with_data(&bytes),
        Some("parquet") => {
            let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes));
            let reader = reader.and_then(ParquetRecordBatchReaderBuilder::build);
            let batches = reader.expect("Parquet");
            batches
                .map(|batch| cells(&batch.expect("a batch")))
                .collect()
        }
        Some("arrow") => {
            let reader = arrow::ipc::reader::FileReader::try_new(std::io::Cursor::new(bytes), None);
            let batches = reader.expect("Arrow IPC");
            batches
                .map(|batch| cells(&batch.expect("a batch")))
                .collect()
        }
        _ => String::from_utf8(bytes).expect("UTF-8"),
    }
}

fn unzipped(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).expect("a member");
        member.read_to_string(&mut text).expect("UTF-8");
    }
    text
}

/// A page with the data that it holds packed.
fn with_data(bytes: &[u8]) -> String {
    let mut text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let packed: Vec<String> = text
        .split(|c: char| !is_code(c))
        .filter(|part| part.len() > 500)
        .map(str::to_owned)
        .collect();
    for part in packed {
        let bytes = base64::engine::general_purpose::STANDARD.decode(part);
        let bytes = bytes.expect("base64");
        let mut plain = Vec::new();
        let unpacked = flate2::read::GzDecoder::new(&bytes[..])
            .read_to_end(&mut plain)
            .or_else(|_| {
                plain.clear();
                flate2::read::DeflateDecoder::new(&bytes[..]).read_to_end(&mut plain)
            });
        unpacked.expect("packed");
        // Days are numbers there, as masks of bits, which may look like anything.
        let data = serde_json::from_slice(&plain).expect("JSON");
        texts_into(&data, &mut text);
    }
    text
}

/// Every text in a JSON document.
fn texts_into(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::String(text) => {
            out.push_str(text);
            out.push('\n');
        }
        serde_json::Value::Array(all) => all.iter().for_each(|one| texts_into(one, out)),
        serde_json::Value::Object(all) => {
            for (key, one) in all {
                out.push_str(key);
                out.push('\n');
                texts_into(one, out);
            }
        }
        _ => {}
    }
}

fn cells(batch: &RecordBatch) -> String {
    let options = FormatOptions::default();
    let mut text = String::new();
    for column in batch.columns() {
        let formatter = ArrayFormatter::try_new(column, &options).expect("every type can be shown");
        for row in 0..batch.num_rows() {
            text.push_str(&formatter.value(row).to_string());
            text.push('\n');
        }
    }
    text
}

/// All outputs of a run by name: files, `stdout`, `stderr`.
fn outputs(month: &Path, more: &[&str]) -> Vec<(String, String)> {
    let out = tempfile::tempdir().expect("a folder");
    let report = out.path().join("report");
    let run = Command::cargo_bin("houkan")
        .expect("built")
        .arg("check")
        .arg(month.join("claims"))
        .arg("-e")
        .arg(month.join("eligibility"))
        .arg("-c")
        .arg(month.join("credentials.csv"))
        .args(["--as-of", "2026-09-05", "--report", FORMS, "-v", "-o"])
        .arg(&report)
        .args(more)
        .output()
        .expect("it runs");
    let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let status = run.status.code();
    assert!(matches!(status, Some(1 | 3)), "{}", said(&run.stderr));
    let mut outputs = vec![
        ("stdout".to_owned(), said(&run.stdout)),
        ("stderr".to_owned(), said(&run.stderr)),
    ];
    for file in files_below(&report) {
        let name = file
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        outputs.push((name, text_of(&report.join(&file))));
    }
    outputs
}

#[test]
fn nothing_that_identifies_a_patient_is_left() {
    let dir = tempfile::tempdir().expect("a folder");
    let month = dir.path().join("month");
    let options = Options {
        forms: Forms::CsvOnly,
        ..Options::new(1_500, 11)
    };
    synth::write(&options, &month, &|_| ()).expect("written");
    let planted = Planted::of(&month);
    assert!(
        planted.names.len() > 1_000 && planted.numbers.len() > 500 && planted.dates.len() > 500
    );

    // Files of other kinds among them, whose heads and headings are told when they are refused.
    let mut planted = planted;
    fs::write(month.join("claims/list.UKE"), "9912345,19500717,x\r\n").expect("written");
    let odd = "insurer_no,number,birth_date,訪問九十九郎,8812345\n06132013,1,1950-01-01,x,y\n";
    fs::write(month.join("eligibility/odd.csv"), odd).expect("written");
    let broken = "<XmlMsg><訪問九十九郎></XmlMsg>";
    fs::write(month.join("eligibility/broken.xml"), broken).expect("written");
    for text in ["9912345", "8812345"] {
        planted.number(text);
    }
    planted.name("訪問九十九郎");
    let search = planted.search();

    let open = outputs(&month, &[]);
    let telling = ["verdicts", "findings", "worklist", "report", "notices"];
    for (name, text) in &open {
        if telling.iter().any(|start| name.starts_with(start)) {
            assert!(!found_in(&search, text).is_empty(), "{name} tells nothing");
        }
    }
    // An earlier report has names, which must not come back through what is solved.
    let earlier = dir.path().join("earlier");
    let before = dir.path().join("before");
    synth::write(&Options::new(200, 12), &before, &|_| ()).expect("written");
    Command::cargo_bin("houkan")
        .expect("built")
        .arg("check")
        .args([before.join("claims"), month.join("claims")])
        .args(["--as-of", "2026-09-05", "--report", "csv", "-q", "-o"])
        .arg(&earlier)
        .assert()
        .code(3);
    for more in [
        &[][..],
        &["--lang", "en"],
        &[
            "--encoding",
            "utf8",
            "--baseline",
            &earlier.display().to_string(),
        ],
    ] {
        let more: Vec<&str> = more.iter().copied().chain(["--mask"]).collect();
        for (name, text) in outputs(&month, &more) {
            let found: Vec<String> = found_in(&search, &text).into_iter().take(5).collect();
            assert!(found.is_empty(), "{name} has {found:?}");
        }
    }
}
