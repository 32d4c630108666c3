//! What the integration tests share: claims, eligibility records and log rows as text, a run over
//! them, and what came out.
//!
//! A claim is built as the lines of a claim file, a record as a row of a register (contract 3.4), a
//! shown credential as a row of the log (contract 3.3), so that a test goes the whole way that a
//! user's files go.

// Each test program uses its own part of this.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use chrono::Datelike as _;
use chrono::NaiveDate;
use houkan::check::{self, Checked, Request};
use houkan::finding::Finding;
use houkan::judge::outcome::Outcome;
use houkan::policy::Policy;
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use tempfile::TempDir;

/// The day of the check of `fixtures/month` (see fixtures/README.md).
pub(crate) const MONTH_AS_OF: &str = "2026-09-05";

/// 協会けんぽ, 健康保険組合, 市町村国保, 後期高齢者: numbers with right check digits.
pub(crate) const KYOKAI: &str = "01130012";
pub(crate) const KUMIAI: &str = "06132013";
pub(crate) const KOKUHO: &str = "138016";
pub(crate) const KOKI: &str = "39130018";
/// 医療扶助.
pub(crate) const TICKET: &str = "12136016";

/// A path below `fixtures/`.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// A date written as `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no date"))
}

/// Text as CP932.
pub(crate) fn cp932(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!lossy, "not in CP932: {text}");
    bytes.into_owned()
}

/// One claim as it will be written.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) insurer: String,
    pub(crate) symbol: String,
    pub(crate) number: String,
    pub(crate) branch: String,
    pub(crate) name: String,
    pub(crate) kana: String,
    pub(crate) sex: u8,
    pub(crate) birth: String,
    pub(crate) kind: String,
    pub(crate) notes: String,
    /// The visits, in one month.
    pub(crate) dates: Vec<NaiveDate>,
    /// Days of JD when they are not those of the visits.
    pub(crate) jd_days: Option<Vec<u32>>,
    pub(crate) confirmation: String,
    pub(crate) has_mf: bool,
    /// More KA lines, after those of the visits.
    pub(crate) items: Vec<String>,
    /// The total when it is not the sum of the items.
    pub(crate) total: Option<u32>,
}

/// A claim of a made-up person on an insurer, for visits on these dates of one month.
pub(crate) fn claim(insurer: &str, dates: &[&str]) -> Claim {
    let koki = insurer.starts_with("39");
    Claim {
        insurer: insurer.to_owned(),
        symbol: if koki {
            String::new()
        } else {
            "１２３".to_owned()
        },
        number: "４５６７".to_owned(),
        branch: if koki { String::new() } else { "00".to_owned() },
        name: "見本　太郎".to_owned(),
        kana: "ミホンタロウ".to_owned(),
        sex: 1,
        birth: if koki { "19400110" } else { "19700110" }.to_owned(),
        kind: if koki { "6318" } else { "6112" }.to_owned(),
        notes: String::new(),
        dates: dates.iter().map(|date| day(date)).collect(),
        jd_days: None,
        confirmation: "01".to_owned(),
        has_mf: true,
        items: Vec::new(),
        total: None,
    }
}

/// A claim of public payers alone.
pub(crate) fn public_claim(payer: &str, dates: &[&str]) -> Claim {
    Claim {
        symbol: String::new(),
        number: "1234566".to_owned(),
        branch: String::new(),
        kind: "6212".to_owned(),
        ..claim(payer, dates)
    }
}

impl Claim {
    fn is_public(&self) -> bool {
        self.kind.starts_with("62")
    }

    fn month(&self) -> String {
        self.dates.first().map_or_else(
            || "202601".to_owned(),
            |date| date.format("%Y%m").to_string(),
        )
    }

    fn total(&self) -> u32 {
        self.total
            .unwrap_or_else(|| 5_550 * u32::try_from(self.dates.len()).expect("few visits"))
    }

    /// The lines, RE to KA.
    pub(crate) fn text(&self, number: usize) -> String {
        let mut out = String::new();
        let mut line = |text: &str| {
            let _ = write!(out, "{text}\r\n");
        };
        let (month, total, days) = (self.month(), self.total(), self.dates.len());
        line(&format!(
            "RE,{number},{},{month},{},{},{},{},,,,{},,,",
            self.kind, self.name, self.kana, self.sex, self.birth, self.notes
        ));
        let (payer, share) = if self.is_public() {
            line(&format!(
                "KO,{:>8},{},,{days},{total},,",
                self.insurer, self.number
            ));
            ('2', '5')
        } else {
            line(&format!(
                "HO,{:>8},{},{},{days},{total},,,,,,",
                self.insurer, self.symbol, self.number
            ));
            ('1', '1')
        };
        if !self.is_public() && !self.insurer.starts_with("39") {
            line(&format!("SN,1,{},,,,{},,", self.confirmation, self.branch));
        }
        let own: Vec<u32> = self.dates.iter().map(chrono::Datelike::day).collect();
        let jd = self.jd_days.as_ref().unwrap_or(&own);
        let marks: Vec<&str> = (1..=31)
            .map(|day| if jd.contains(&day) { "1" } else { "" })
            .collect();
        line(&format!("JD,{payer},{}", marks.join(",")));
        if self.has_mf {
            line(&format!("MF,00{}", ",".repeat(31)));
        }
        line("IH,13,1,9999913,見本医院,見本　医師,");
        line(&format!("HJ,01,{month}01,{month}28"));
        line("JS,状態は安定している。,03,,,");
        line("SY,0000999,,見本の病名,");
        line(&format!("RJ,20240610,01{}", ",".repeat(26)));
        for date in &self.dates {
            line(&format!(
                "KA,{},{share},510000110,,5550,03,01,01",
                date.format("%Y%m%d")
            ));
        }
        self.items.iter().for_each(|item| line(item));
        out
    }
}

/// Claims as one claim file of a made-up station, in CP932.
pub(crate) fn claim_file(claims: &[Claim]) -> Vec<u8> {
    let bureau = |claim: &Claim| claim.insurer.len() == 6 || claim.insurer.starts_with("39");
    let payer = if claims.first().is_some_and(bureau) {
        2
    } else {
        1
    };
    let mut text =
        format!("HM,{payer},13,6,9999991,見本訪問看護ステーション,202609,03-0000-0001\r\n");
    for (at, claim) in claims.iter().enumerate() {
        text.push_str(&claim.text(at + 1));
    }
    text.push_str("GO\r\n\x1a");
    cp932(&text)
}

/// A row of a table under its column names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row(BTreeMap<&'static str, String>);

impl Row {
    /// The same row with another value in a column.
    pub(crate) fn with(mut self, column: &'static str, value: &str) -> Self {
        self.0.insert(column, value.to_owned());
        self
    }
}

/// The identity of a claim in the columns that register and log share.
fn identity(claim: &Claim) -> Row {
    Row::default()
        .with("insurer_no", &claim.insurer)
        .with("symbol", &claim.symbol)
        .with("number", &claim.number)
        .with("branch", &claim.branch)
        .with("birth_date", &claim.birth)
}

/// The record of the claim's person as seen on a day: covered since 2010, valid.
pub(crate) fn record(claim: &Claim, as_of: &str) -> Row {
    identity(claim)
        .with("name", &claim.name)
        .with("kana", &claim.kana)
        .with("sex", &claim.sex.to_string())
        .with("as_of", as_of)
        .with("validity", "1")
        .with("qualified_on", "2010-04-01")
}

/// What the claim's person showed.
pub(crate) fn shown(claim: &Claim, kind: &str, on: &str) -> Row {
    identity(claim).with("kind", kind).with("shown_on", on)
}

fn table(rows: &[Row]) -> String {
    let columns: std::collections::BTreeSet<&str> =
        rows.iter().flat_map(|row| row.0.keys().copied()).collect();
    let mut text = columns.iter().copied().collect::<Vec<_>>().join(",");
    for row in rows {
        let cells: Vec<&str> = columns
            .iter()
            .map(|column| row.0.get(column).map_or("", String::as_str))
            .collect();
        let _ = write!(text, "\r\n{}", cells.join(","));
    }
    text.push_str("\r\n");
    text
}

/// The rows as a Parquet file of texts, two rows a row group.
fn parquet(rows: &[Row]) -> Vec<u8> {
    let columns: std::collections::BTreeSet<&str> =
        rows.iter().flat_map(|row| row.0.keys().copied()).collect();
    let of = |column: &&str| -> ArrayRef {
        let texts = rows.iter().map(|row| row.0.get(column).map(String::as_str));
        Arc::new(texts.collect::<StringArray>())
    };
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.iter().map(|column| (*column, of(column), true)),
    )
    .expect("columns of one length");
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(2))
        .build();
    let mut writer =
        ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("written");
    writer.into_inner().expect("closed")
}

/// Everything a run is given.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) claims: Vec<Claim>,
    pub(crate) records: Vec<Row>,
    pub(crate) log: Vec<Row>,
    pub(crate) as_of: String,
    /// The register is a Parquet file, of which rows are chosen, and no CSV.
    pub(crate) in_columns: bool,
}

impl Case {
    /// One claim and nothing else, checked on 2027-04-01 when all its months are over.
    pub(crate) fn of(claim: Claim) -> Self {
        Self {
            claims: vec![claim],
            records: Vec::new(),
            log: Vec::new(),
            as_of: "2027-04-01".to_owned(),
            in_columns: false,
        }
    }

    pub(crate) fn in_columns(mut self) -> Self {
        self.in_columns = true;
        self
    }

    pub(crate) fn record(mut self, row: Row) -> Self {
        self.records.push(row);
        self
    }

    pub(crate) fn log(mut self, row: Row) -> Self {
        self.log.push(row);
        self
    }

    pub(crate) fn checked_on(mut self, date: &str) -> Self {
        date.clone_into(&mut self.as_of);
        self
    }

    /// Writes the files and checks them.
    pub(crate) fn run(&self) -> Run {
        let (request, dir) = self.request();
        Run {
            checked: run(&request),
            dir,
        }
    }

    /// Writes the files; the request for them, and the folder they are in. A register without rows is given
    /// all the same, so that it is known that nobody was found.
    pub(crate) fn request(&self) -> (Request, TempDir) {
        let dir = tempfile::tempdir().expect("a folder");
        let put = |name: &str, bytes: &[u8]| {
            let path = dir.path().join(name);
            fs::write(&path, bytes).expect("written");
            path
        };
        let claims = put("RECEIPTH.UKE", &claim_file(&self.claims));
        let nobody = [record(&claim("06999995", &[]), "")
            .with("number", "９９９９９９")
            .with("birth_date", "19000101")];
        let rows = if self.records.is_empty() {
            &nobody[..]
        } else {
            &self.records
        };
        let eligibility = if self.in_columns {
            put("members.parquet", &parquet(rows))
        } else {
            put("members.csv", table(rows).as_bytes())
        };
        let credentials =
            (!self.log.is_empty()).then(|| put("log.csv", table(&self.log).as_bytes()));
        let request = Request {
            claims: vec![claims],
            eligibility: vec![eligibility],
            credentials,
            map: None,
            stations: None,
            master: None,
            policy: Policy::current(),
            as_of: day(&self.as_of),
        };
        (request, dir)
    }
}

/// Checks; that claims and records cannot be joined is no case of any test.
pub(crate) fn run(request: &Request) -> Checked {
    check::run(request, &())
}

/// The request for the made-up month, or a copy of it in another folder.
pub(crate) fn month_request(folder: &Path) -> Request {
    Request {
        claims: vec![folder.join("claims")],
        eligibility: vec![folder.join("eligibility")],
        credentials: Some(folder.join("credentials.csv")),
        map: None,
        stations: None,
        master: None,
        policy: Policy::current(),
        as_of: day(MONTH_AS_OF),
    }
}

/// What came out, and the folder in which it was checked.
pub(crate) struct Run {
    pub(crate) checked: Checked,
    dir: TempDir,
}

impl Run {
    /// Verdict and reason of the only claim.
    pub(crate) fn verdict(&self) -> (&'static str, &'static str) {
        assert_eq!(
            self.checked.judgements.len(),
            1,
            "one claim in, one verdict out"
        );
        let judgement = &self.checked.judgements[0];
        (judgement.verdict.id(), judgement.reason.id())
    }

    /// The outcome of one visit date of the only claim.
    pub(crate) fn on(&self, date: &str) -> &'static str {
        let bit = 1 << (day(date).day() - 1);
        let of: Vec<_> = Outcome::ALL
            .into_iter()
            .filter(|&outcome| self.checked.judgements[0].dates_with(outcome) & bit != 0)
            .collect();
        assert_eq!(of.len(), 1, "{date} has one outcome");
        of[0].id()
    }

    /// The findings with this code.
    pub(crate) fn findings(&self, code: &str) -> Vec<&Finding> {
        self.checked
            .findings
            .iter()
            .filter(|finding| finding.code == code)
            .collect()
    }

    /// True when a finding has this code.
    pub(crate) fn has(&self, code: &str) -> bool {
        !self.findings(code).is_empty()
    }
}

/// The files below a folder, relative to it, sorted.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut open = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).unwrap_or_else(|error| panic!("{}: {error}", at.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).expect("below").to_owned());
            }
        }
    }
    found.sort();
    found
}

/// The name of Python 3, or `None`, with a word on standard error, where there is none: what needs it is
/// then passed over. Where `CI` is set it has to be there.
pub(crate) fn python() -> Option<&'static str> {
    let is_there = std::process::Command::new("python3")
        .arg("--version")
        .output()
        .is_ok_and(|run| run.status.success());
    if is_there {
        return Some("python3");
    }
    assert!(std::env::var_os("CI").is_none(), "python3 is missing");
    eprintln!("skipped: python3 is missing, and this test compares with what a Python script says");
    None
}
