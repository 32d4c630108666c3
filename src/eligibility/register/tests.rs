//! Registers written here and read back: every type a column may have, every container, with and without a
//! choice of rows.

use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::properties::WriterProperties;
use arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Date64Array, Decimal128Array,
    DictionaryArray, Float64Array, Int32Array, Int64Array, LargeStringArray, ListArray, NullArray,
    RecordBatch, StringArray, StringViewArray, TimestampMicrosecondArray,
};
use arrow::datatypes::Int32Type;
use arrow::ipc::writer::{FileWriter, StreamWriter};
use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::eligibility::blocks::Content;
use crate::eligibility::map::Map;
use crate::eligibility::record::{Records, key_hash};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, c)| (n, c, true)))
        .expect("columns of one length")
}

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

/// Two persons with every column as text.
fn plain() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("insurer_no", texts(&["06132013", "138057"])),
        ("symbol", texts(&["12", ""])),
        ("number", texts(&["0345", "678"])),
        ("birth_date", texts(&["1960-01-02", "S25.3.4"])),
        ("kana", texts(&["ﾐﾎﾝ ﾊﾅｺ", "ミホン タロウ"])),
        ("relation", texts(&["2", "self"])),
    ]
}

fn parquet_of(batch: &RecordBatch, group: usize, compression: Compression) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(group))
        .set_compression(compression)
        .build();
    let mut writer =
        ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).expect("a writer");
    writer.write(batch).expect("written");
    writer.into_inner().expect("closed")
}

fn arrow_file_of(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = FileWriter::try_new(Vec::new(), &batch.schema()).expect("a writer");
    writer.write(batch).expect("written");
    writer.into_inner().expect("closed")
}

fn arrow_stream_of(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).expect("a writer");
    writer.write(batch).expect("written");
    writer.into_inner().expect("closed")
}

fn parquet(bytes: &[u8], wanted: Option<&Wanted>) -> Result<Taken, Problem> {
    read_parquet(
        Content::Memory(bytes),
        Map::plain(),
        wanted,
        Facts::default(),
        &mut Sink::none(),
    )
}

/// The register through all three containers.
fn everywhere(columns: Vec<(&str, ArrayRef)>, map: Option<&Map>, wanted: Option<&Wanted>) -> Taken {
    let map = map.unwrap_or(Map::plain());
    let batch = batch(columns);
    let file = arrow_file_of(&batch);
    let stream = arrow_stream_of(&batch);
    let rows = parquet_of(&batch, 1, Compression::SNAPPY);
    let facts = Facts::default();
    let read = [
        read_parquet(
            Content::Memory(&rows),
            map,
            wanted,
            facts,
            &mut Sink::none(),
        ),
        read_arrow(
            Content::Memory(&file),
            false,
            map,
            wanted,
            facts,
            &mut Sink::none(),
        ),
        read_arrow(
            Content::Memory(&stream),
            true,
            map,
            wanted,
            facts,
            &mut Sink::none(),
        ),
    ]
    .map(|read| read.expect("a register"));
    let [first, second, third] = read;
    assert_eq!(told(&first.records), told(&second.records));
    assert_eq!(told(&first.records), told(&third.records));
    assert_eq!(first.passed_over, second.passed_over);
    first
}

/// Everything of all records.
fn told(records: &Records) -> Vec<String> {
    records
        .iter()
        .map(|r| {
            let texts = [
                r.insurer(),
                r.symbol(),
                r.number(),
                r.branch(),
                r.name(),
                r.kana(),
            ];
            format!("{texts:?} {:?}", r.facts())
        })
        .collect()
}

#[test]
fn text_columns() {
    let taken = everywhere(plain(), None, None);
    assert_eq!(taken.notes.into_notes(0).count(), 0);
    let first = taken.records.get(0).expect("a record");
    assert_eq!((first.insurer(), first.number()), ("06132013", "0345"));
    assert_eq!((first.relation, first.row), (2, 1));
    let second = taken.records.get(1).expect("a record");
    assert_eq!((second.insurer(), second.symbol()), ("00138057", ""));
    assert_eq!(second.birth_date, Some(day(1950, 3, 4)));
    assert_eq!((second.relation, second.row), (1, 2));
}

#[test]
fn every_type_of_column() {
    let expected = told(&everywhere(plain(), None, None).records);
    let days =
        |dates: [NaiveDate; 2]| dates.map(|d| d.signed_duration_since(day(1970, 1, 1)).num_days());
    let dates = days([day(1960, 1, 2), day(1950, 3, 4)]);
    let small = dates.map(|d| i32::try_from(d).expect("small"));
    let born: [ArrayRef; 4] = [
        Arc::new(Date32Array::from(small.to_vec())),
        Arc::new(Date64Array::from(dates.map(|d| d * 86_400_000).to_vec())),
        Arc::new(TimestampMicrosecondArray::from(
            dates.map(|d| d * 86_400_000_000).to_vec(),
        )),
        Arc::new(Int32Array::from(vec![19_600_102, 19_500_304])),
    ];
    // Midnight in Japan, whatever the zone is called.
    let tokyo = dates.map(|d| d * 86_400_000_000 - 9 * 3_600_000_000);
    let zoned = ["UTC", "+00:00", "+09:00", "Asia/Tokyo"].map(|zone| -> ArrayRef {
        Arc::new(TimestampMicrosecondArray::from(tokyo.to_vec()).with_timezone(zone))
    });
    for born in born.into_iter().chain(zoned) {
        let mut columns = plain();
        columns[3].1 = born;
        assert_eq!(told(&everywhere(columns, None, None).records), expected);
    }
    let decimals = Decimal128Array::from(vec![200, 100]).with_precision_and_scale(12, 2);
    let relations: [ArrayRef; 6] = [
        Arc::new(decimals.expect("a decimal")),
        Arc::new(Int64Array::from(vec![2, 1])),
        Arc::new(Float64Array::from(vec![2.0, 1.0])),
        Arc::new(LargeStringArray::from(vec!["2", "1"])),
        Arc::new(StringViewArray::from(vec!["family", "self"])),
        Arc::new(DictionaryArray::<Int32Type>::from_iter(["2", "1"])),
    ];
    for relation in relations {
        let mut columns = plain();
        columns[5].1 = relation;
        assert_eq!(told(&everywhere(columns, None, None).records), expected);
    }
    let mut columns = plain();
    columns[2].1 = Arc::new(BinaryArray::from(vec![b"0345".as_slice(), b"678"]));
    assert_eq!(told(&everywhere(columns, None, None).records), expected);
}

#[test]
fn nulls_and_truths() {
    let mut columns = plain();
    columns[1].1 = Arc::new(StringArray::from(vec![Some("12"), None]));
    columns[5].1 = Arc::new(NullArray::new(2));
    columns.push((
        "myna_registered",
        Arc::new(BooleanArray::from(vec![Some(true), None])),
    ));
    let taken = everywhere(columns, None, None);
    let facts = |at| *taken.records.get(at).expect("a record").facts();
    assert_eq!(facts(0).myna_registered, Some(true));
    assert_eq!(facts(1).myna_registered, None);
    assert_eq!((facts(0).relation, facts(1).relation), (0, 0));
}

#[test]
fn what_cannot_be_read_is_said() {
    let mut columns = plain();
    columns[5].1 = Arc::new(Float64Array::from(vec![1.5, 2.0]));
    let taken = everywhere(columns, None, None);
    assert_eq!((taken.records.len(), taken.left_out), (2, 0));
    assert_eq!(taken.notes.into_notes(0).count(), 1);

    let mut columns = plain();
    columns[3].1 = texts(&["1960-01-02", "someday"]);
    let taken = everywhere(columns, None, None);
    assert_eq!((taken.records.len(), taken.left_out), (1, 1));

    let mut columns = plain();
    let list =
        ListArray::from_iter_primitive::<Int32Type, _, _>([Some([Some(1)]), Some([Some(2)])]);
    columns[5].1 = Arc::new(list);
    let rows = parquet_of(&batch(columns), 8, Compression::UNCOMPRESSED);
    let refused = parquet(&rows, None).expect_err("a list is no code");
    assert!(matches!(refused, Problem::ColumnType { name, .. } if name == "relation"));

    let mut columns = plain();
    columns[2].1 = Arc::new(BinaryArray::from(vec![b"\xFF\xFE".as_slice(), b"678"]));
    let rows = parquet_of(&batch(columns), 8, Compression::UNCOMPRESSED);
    let refused = parquet(&rows, None).expect_err("bytes that are no text");
    assert!(matches!(refused, Problem::TableBroken { .. }));
}

#[test]
fn other_tables_are_no_registers() {
    let of = |columns| parquet(&parquet_of(&batch(columns), 8, Compression::SNAPPY), None);
    let mut report = plain();
    report.push(("verdict", texts(&["OK", "OK"])));
    assert!(matches!(of(report), Err(Problem::NotEligibility)));
    let stray = vec![("name", texts(&["見本"])), ("city", texts(&["架空市"]))];
    assert!(matches!(of(stray), Err(Problem::NotEligibility)));
    let mut without = plain();
    without.remove(3);
    let refused = of(without).expect_err("no birth date");
    assert!(matches!(refused, Problem::MissingColumns { names } if names == "birth_date"));
    let mut twice = plain();
    twice.push(("Number", texts(&["1", "2"])));
    assert!(matches!(of(twice), Err(Problem::DuplicateColumn { .. })));
}

#[test]
fn damaged_files_are_refused() {
    let rows = parquet_of(&batch(plain()), 8, Compression::SNAPPY);
    for end in [0, 4, 8, rows.len() / 2, rows.len() - 1] {
        assert!(parquet(&rows[..end], None).is_err(), "{end}");
    }
    let file = arrow_file_of(&batch(plain()));
    let cut = Content::Memory(&file[..file.len() / 2]);
    assert!(
        read_arrow(
            cut,
            false,
            Map::plain(),
            None,
            Facts::default(),
            &mut Sink::none()
        )
        .is_err()
    );
}

#[test]
fn every_usual_compression() {
    let expected = told(&everywhere(plain(), None, None).records);
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(::parquet::basic::GzipLevel::default()),
        Compression::LZ4_RAW,
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        let rows = parquet_of(&batch(plain()), 1, compression);
        let taken = parquet(&rows, None).expect("a register");
        assert_eq!(told(&taken.records), expected, "{compression:?}");
    }
}

#[test]
fn mapped_columns() {
    let mut map = Map::default();
    map.seen_on = Some(day(2026, 7, 1));
    map.source_mut(Column::InsurerNo).name = Some("保険者番号".to_owned());
    map.source_mut(Column::Status).constant = Some("1".to_owned());
    let relation = map.source_mut(Column::Relation);
    relation.name = Some("続柄".to_owned());
    relation.values = [
        ("本".to_owned(), "1".to_owned()),
        ("家".to_owned(), "2".to_owned()),
    ]
    .into();
    map.source_mut(Column::BirthDate).date_format = Some("%d.%m.%Y".to_owned());
    let mut columns = plain();
    columns[0].0 = "保険者番号";
    columns[3].1 = texts(&["02.01.1960", "04.03.1950"]);
    columns[5] = ("続柄", texts(&["家", "本"]));
    let taken = everywhere(columns.clone(), Some(&map), None);
    let facts = |at| *taken.records.get(at).expect("a record").facts();
    assert_eq!((facts(0).relation, facts(1).relation), (2, 1));
    assert_eq!(facts(1).birth_date, Some(day(1950, 3, 4)));
    assert_eq!(
        (facts(0).status, facts(0).as_of),
        (1, Some(day(2026, 7, 1)))
    );
    columns.remove(0);
    let rows = parquet_of(&batch(columns), 8, Compression::SNAPPY);
    let refused = read_parquet(
        Content::Memory(&rows),
        &map,
        None,
        Facts::default(),
        &mut Sink::none(),
    );
    assert!(matches!(refused, Err(Problem::MappedColumns { names, .. }) if names == "保険者番号"));
}

fn wanted(keys: &[(&str, &str, &str)], people: &[(NaiveDate, &str, &str)]) -> Wanted {
    let mut wanted = Wanted::default();
    for (insurer, symbol, number) in keys {
        wanted.add_claim(key_hash(insurer, symbol, number), None, "", "");
    }
    for &(born, kana, name) in people {
        wanted.add_person(Some(born), kana, name);
    }
    wanted
}

#[test]
fn rows_are_chosen_by_key_or_person() {
    let by_key = wanted(&[("06132013", "12", "345")], &[]);
    let taken = everywhere(plain(), None, Some(&by_key));
    assert_eq!((taken.records.len(), taken.passed_over), (1, 1));
    assert_eq!(taken.records.get(0).map(|r| r.row), Some(1));
    let by_person = wanted(&[], &[(day(1950, 3, 4), "ミホンタロウ", "")]);
    let taken = everywhere(plain(), None, Some(&by_person));
    assert_eq!((taken.records.len(), taken.passed_over), (1, 1));
    assert_eq!(taken.records.get(0).map(|r| r.row), Some(2));
    let nobody = wanted(
        &[("06132013", "12", "999")],
        &[(day(1950, 3, 5), "ミホンタロウ", "")],
    );
    let taken = everywhere(plain(), None, Some(&nobody));
    assert_eq!((taken.records.len(), taken.passed_over), (0, 2));
}

fn column_of(values: &[u8], words: [&'static str; 4]) -> ArrayRef {
    let values: Vec<_> = values.iter().map(|&v| words[usize::from(v) % 4]).collect();
    texts(&values)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    // Few words, so that keys, persons and gaps of every kind meet.
    #[test]
    fn choosing_rows_is_the_same_as_dropping_records(
        rows in proptest::collection::vec(any::<[u8; 6]>(), 1..40),
        key in any::<[u8; 3]>(),
        person in any::<[u8; 3]>(),
        with_kana in any::<bool>(),
    ) {
        const INSURERS: [&str; 4] = ["06132013", " 138057", "０６１３２０１３", ""];
        const NUMBERS: [&str; 4] = ["1", "01", "１", "a-2"];
        const SYMBOLS: [&str; 4] = ["", "記・号", "記号", "0"];
        const KANA: [&str; 4] = ["ﾐﾎﾝ", "みほん", "", "タロウ"];
        const NAMES: [&str; 4] = ["見本　花子", "見本花子", "", "太郎"];
        const BORN: [&str; 4] = ["1960-01-02", "19600102", "", "S35.1.2"];
        let field = |at: usize| rows.iter().map(|row| row[at]).collect::<Vec<_>>();
        let mut columns = vec![
            ("insurer_no", column_of(&field(0), INSURERS)),
            ("symbol", column_of(&field(1), SYMBOLS)),
            ("number", column_of(&field(2), NUMBERS)),
            ("birth_date", column_of(&field(3), BORN)),
            ("name", column_of(&field(5), NAMES)),
        ];
        if with_kana {
            columns.push(("kana", column_of(&field(4), KANA)));
        }
        let word = |words: [&'static str; 4], at: u8| words[usize::from(at) % 4];
        let key_record = {
            let mut records = Records::new();
            let texts = crate::eligibility::Texts {
                insurer: word(INSURERS, key[0]),
                symbol: word(SYMBOLS, key[1]),
                number: word(NUMBERS, key[2]),
                kana: word(KANA, person[0]),
                name: word(NAMES, person[1]),
                ..crate::eligibility::Texts::default()
            };
            records.push(&texts, &Facts::default()).expect("short");
            records
        };
        let of_key = key_record.get(0).expect("a record");
        let mut some = Wanted::default();
        let born = Some(day(1960, 1, 2));
        some.add_claim(of_key.key_hash(), born, of_key.kana(), of_key.name());
        let chosen = everywhere(columns.clone(), None, Some(&some));
        let all = everywhere(columns, None, None);
        let kept: Vec<_> = all
            .records
            .iter()
            .filter(|&record| some.has(record))
            .map(|record| record.row)
            .collect();
        let rows_kept: Vec<_> = chosen.records.iter().map(|record| record.row).collect();
        prop_assert_eq!(rows_kept, kept);
    }
}
