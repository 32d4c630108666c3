//! Throughput of each room and of the whole check, in bytes (or claims) a second.
//!
//! `cargo bench` measures; `cargo test --benches` runs every benchmark once on little data.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use chrono::NaiveDate;
use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use houkan::check::{self, Request};
use houkan::eligibility;
use houkan::lint::Linter;
use houkan::matching::cascade::MatchedBy;
use houkan::matching::{Matcher, Pool, claims_of, keys::ClaimKeys, map_chunks};
use houkan::policy::Policy;
use houkan::report::{self, csv::Charset};
use houkan::synth;
use houkan::text::cp932;
use houkan::text::lang::Lang;
use houkan::uke::dialect;
use houkan::uke::lines;
use houkan::uke::parse::Parser;
use houkan::uke::read;
use houkan::uke::source::Work;

/// Sizes of the made-up months, in claims; one small one when only trying that all runs.
fn sizes() -> &'static [u64] {
    if std::env::args().any(|arg| arg == "--bench") {
        &[1_000, 10_000, 100_000]
    } else {
        &[200]
    }
}

struct Month {
    _folder: tempfile::TempDir,
    root: PathBuf,
    claims: u64,
    bytes: u64,
}

impl Month {
    fn new(claims: u64) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().to_path_buf();
        let options = synth::Options {
            claims,
            seed: 1,
            ..synth::Options::default()
        };
        synth::write(&options, &root, &|_| ()).expect("a month is written");
        let bytes = houkan::input::total_bytes(&[root.join("claims")]);
        Self {
            _folder: folder,
            root,
            claims,
            bytes,
        }
    }

    fn request(&self) -> Request {
        Request {
            claims: vec![self.root.join("claims")],
            eligibility: vec![self.root.join("eligibility")],
            credentials: Some(self.root.join("credentials.csv")),
            map: None,
            stations: None,
            master: None,
            policy: Policy::current(),
            as_of: NaiveDate::from_ymd_opt(2026, 9, 5).expect("a day"),
        }
    }

    fn largest_file(&self) -> Vec<u8> {
        let (files, _) = houkan::input::find(&[self.root.join("claims")]);
        let largest = files
            .iter()
            .max_by_key(|file| fs::metadata(&file.path).map_or(0, |meta| meta.len()))
            .expect("there are claim files");
        fs::read(&largest.path).expect("readable")
    }
}

/// Lines, fields and claims of one file, on one thread.
fn reading(c: &mut Criterion) {
    let bytes = Month::new(sizes()[0]).largest_file();
    let dialect = dialect::sniff(&bytes).expect("a claim file");
    let mut group = c.benchmark_group("uke");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("lines", |b| {
        b.iter(|| {
            lines::lines(black_box(&bytes))
                .map(|line| line.bytes.len())
                .sum::<usize>()
        });
    });
    group.bench_function("fields", |b| {
        b.iter(|| {
            lines::lines(black_box(&bytes))
                .map(|line| lines::fields(line.bytes).count())
                .sum::<usize>()
        });
    });
    group.bench_function("claims", |b| {
        b.iter(|| {
            let mut parser = Parser::new(dialect);
            lines::lines(black_box(&bytes)).for_each(|line| parser.take(line));
            parser.finish()
        });
    });
    // Every rule of `validate` without the tariff.
    group.bench_function("lint", |b| {
        let linter = Linter::default();
        let head = linter.head(dialect, &bytes);
        b.iter(|| linter.piece(dialect, &head, black_box(&bytes)));
    });
    group.finish();
}

/// Eligibility results in each form, files to records.
fn eligibility_forms(c: &mut Criterion) {
    let month = Month::new(sizes()[0]);
    let mut group = c.benchmark_group("eligibility");
    for (form, path) in [("csv", "eligibility"), ("xml", "forms/xml-bulk")] {
        let paths = [month.root.join(path)];
        let bytes = houkan::input::total_bytes(&paths);
        if bytes == 0 {
            continue;
        }
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(form, |b| {
            b.iter(|| eligibility::load(&black_box(paths.as_slice()).into(), &|_| ()));
        });
    }
    group.finish();
}

/// One large answer for visits (`OQSmuhvq`), indented as the eligibility system writes it, on one thread.
fn large_xml(c: &mut Criterion) {
    let persons = sizes()[0] * 20;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut group = c.benchmark_group("eligibility");
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let alone = alone.expect("a thread");
    for charset in ["UTF-8", "Shift_JIS"] {
        let path = folder.path().join(format!("OQSmuhvq02res_{charset}.xml"));
        let text = visits_answer(persons, charset);
        let bytes = if charset == "UTF-8" {
            text.into_bytes()
        } else {
            let mut bytes = Vec::new();
            cp932::encode_into(&text, &mut bytes);
            bytes
        };
        fs::write(&path, &bytes).expect("written");
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        let paths = [path];
        group.bench_function(BenchmarkId::new("xml-large", charset), |b| {
            alone.install(|| {
                b.iter(|| eligibility::load(&black_box(paths.as_slice()).into(), &|_| ()));
            });
        });
        let loaded = eligibility::load(&paths.as_slice().into(), &|_| ());
        assert_eq!(loaded.records.len() as u64, persons);
    }
    group.finish();
}

/// The answer about so many made-up persons, about 2 KB each.
fn visits_answer(persons: u64, charset: &str) -> String {
    let code = u8::from(charset != "UTF-8");
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"{charset}\" standalone=\"no\"?>\r\n<XmlMsg>\r\n  <MessageHeader>\r\n    \
         <QualificationConfirmationDate>20260131</QualificationConfirmationDate>\r\n    \
         <SegmentOfResult>1</SegmentOfResult>\r\n    \
         <CharacterCodeIdentifier>{code}</CharacterCodeIdentifier>\r\n  </MessageHeader>\r\n  <MessageBody>\r\n"
    );
    for person in 0..persons {
        let number = format!("{person:08}");
        block(&mut text, 4, "BulkConfirmUnit", |text| {
            block(text, 6, "QualificationConfirmSearchInfo", |text| {
                leaves(text, 8, &ASKED, &number);
            });
            leaves(text, 6, &STATE, &number);
            block(text, 6, "ResultOfQualificationConfirmation", |text| {
                leaves(text, 8, &TOLD, &number);
                block(text, 8, "LimitApplicationCertificateRelatedInfo", |text| {
                    leaves(text, 10, &LIMIT, &number);
                });
            });
        });
    }
    text.push_str("  </MessageBody>\r\n</XmlMsg>\r\n");
    text
}

fn block(text: &mut String, indent: usize, name: &str, inside: impl FnOnce(&mut String)) {
    let blank = "";
    let _ = write!(text, "{blank:indent$}<{name}>\r\n");
    inside(text);
    let _ = write!(text, "{blank:indent$}</{name}>\r\n");
}

/// Elements of text; `#` stands for the person's number.
fn leaves(text: &mut String, indent: usize, elements: &[(&str, &str)], number: &str) {
    let blank = "";
    for (name, value) in elements {
        let value = if *value == "#" { number } else { value };
        let _ = write!(text, "{blank:indent$}<{name}>{value}</{name}>\r\n");
    }
}

const ASKED: [(&str, &str); 5] = [
    ("InsurerNumber", "06139992"),
    ("InsuredCardSymbol", "１２３"),
    ("InsuredIdentificationNumber", "#"),
    ("InsuredBranchNumber", "01"),
    ("Birthdate", "19500401"),
];

const STATE: [(&str, &str); 2] = [
    ("ProcessingResultStatus", "1"),
    ("QualificationValidity", "1"),
];

const TOLD: [(&str, &str); 22] = [
    ("InsuredCardClassification", "01"),
    ("InsurerNumber", "06139992"),
    ("InsuredCardSymbol", "１２３"),
    ("InsuredIdentificationNumber", "#"),
    ("InsuredBranchNumber", "01"),
    ("PersonalFamilyClassification", "1"),
    ("InsuredName", "見本　花子"),
    ("Name", "見本　花子"),
    ("NameKana", "ﾐﾎﾝ ﾊﾅｺ"),
    ("Sex1", "2"),
    ("Birthdate", "19500401"),
    ("Address", "架空県見本市試験町１－２－３"),
    ("PostNumber", "1000000"),
    ("QualificationDate", "20200401"),
    ("InsuredCertificateIssuanceDate", "20240801"),
    ("InsuredCardValidDate", "20240801"),
    ("InsuredCardExpirationDate", "20290731"),
    ("InsuredPartialContributionRatio", "030"),
    ("InsurerName", "架空健康保険組合"),
    ("LimitApplicationCertificateRelatedConsFlg", "1"),
    (
        "LimitApplicationCertificateRelatedConsTime",
        "20260115101500",
    ),
    ("ReferenceNumber", "#"),
];

const LIMIT: [(&str, &str); 4] = [
    ("LimitApplicationCertificateClassification", "01"),
    ("LimitApplicationCertificateClassificationFlag", "A03"),
    ("LimitApplicationCertificateValidStartDate", "20250801"),
    ("LimitApplicationCertificateValidEndDate", "20260731"),
];

/// Matching and judging, in claims a second.
fn judging(c: &mut Criterion) {
    let mut group = c.benchmark_group("judging");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    for &size in sizes() {
        let month = Month::new(size);
        let request = month.request();
        let claims = read::read(&request.claims, &|_| ());
        let loaded = eligibility::load(&request.eligibility.as_slice().into(), &|_| ());
        group.throughput(Throughput::Elements(month.claims));
        group.bench_function(BenchmarkId::new("keys", size), |b| {
            b.iter(|| ClaimKeys::of(black_box(&claims.claims)));
        });
        let keys = ClaimKeys::of(&claims.claims);
        group.bench_function(BenchmarkId::new("index", size), |b| {
            b.iter(|| Matcher::new(Pool::new(&loaded.records, request.as_of)));
        });
        let matcher = Matcher::new(Pool::new(&loaded.records, request.as_of));
        group.bench_function(BenchmarkId::new("matching", size), |b| {
            b.iter(|| {
                map_chunks(claims.claims.chunks().len(), |position| {
                    claims_of(&claims.claims, &keys, position)
                        .filter(|at| matcher.find(at).by == MatchedBy::Key)
                        .count()
                })
            });
        });
    }
    group.finish();
}

/// The whole check, from files to verdicts and findings, and on to the written report.
fn whole(c: &mut Criterion) {
    let mut group = c.benchmark_group("check");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    for &size in sizes() {
        let month = Month::new(size);
        let request = month.request();
        group.throughput(Throughput::Bytes(month.bytes));
        group.bench_function(BenchmarkId::new("judged", size), |b| {
            b.iter(|| check::run(black_box(&request), &()));
        });
        group.bench_function(BenchmarkId::new("reported", size), |b| {
            b.iter(|| {
                let settings = settings(&month, vec![report::Form::Csv, report::Form::Json]);
                let checked = check::run(black_box(&request), &());
                report::write(&checked, &settings).expect("written")
            });
        });
    }
    group.finish();
}

fn settings(month: &Month, forms: Vec<report::Form>) -> report::Settings {
    report::Settings {
        out: month.root.join("report"),
        forms,
        charset: Charset::Utf8,
        lang: Lang::Ja,
        started: Instant::now(),
    }
}

/// Each form of a report by itself, from what was checked.
fn forms(c: &mut Criterion) {
    let mut group = c.benchmark_group("report");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    for &size in sizes() {
        let month = Month::new(size);
        let checked = check::run(&month.request(), &());
        group.throughput(Throughput::Elements(month.claims));
        for form in report::Form::ALL {
            group.bench_function(BenchmarkId::new(form.id(), size), |b| {
                let settings = settings(&month, vec![form]);
                b.iter(|| report::write(black_box(&checked), &settings).expect("written"));
            });
        }
    }
    group.finish();
}

criterion_group!(
    benches,
    reading,
    eligibility_forms,
    large_xml,
    judging,
    whole,
    forms
);
criterion_main!(benches);
