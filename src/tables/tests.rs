use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::schema::{Source, TableId};
use super::*;
use crate::eligibility::column::Column as Of;
use crate::uke::claim::days_of;
use crate::uke::read;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// Converts to CSV and gives back the rows of each table, header left out.
fn converted(inputs: &[PathBuf]) -> (Converted, impl Fn(&str) -> Vec<csv::StringRecord> + use<>) {
    let dir = tempfile::tempdir().expect("a folder");
    let request = Request {
        inputs: inputs.to_vec(),
        eligibility: Vec::new(),
        map: None,
        out: dir.path().join("tables"),
        format: Format::Csv,
    };
    let done = run(&request, &()).expect("converted");
    let read = move |name: &str| {
        let bytes = fs::read(dir.path().join(format!("tables/{name}.csv"))).expect("written");
        let text = bytes
            .strip_prefix(b"\xEF\xBB\xBF")
            .expect("a mark")
            .to_vec();
        csv::Reader::from_reader(text.as_slice())
            .into_records()
            .map(|row| row.expect("a row"))
            .collect()
    };
    (done, read)
}

/// One column of some rows.
fn column(id: TableId, name: &str, rows: &[csv::StringRecord]) -> Vec<String> {
    let at = id.table().position(name).expect("a column");
    rows.iter().map(|row| row[at].to_owned()).collect()
}

#[test]
fn the_schema_is_sound() {
    for id in TableId::ALL {
        let table = id.table();
        assert_eq!(table.id, id);
        let names: BTreeSet<_> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), table.columns.len(), "{}", table.name);
        for column in table.columns {
            assert!(column.suits_layout(), "{}.{}", table.name, column.name);
        }
    }
    let columns = TableId::Eligibility.table().columns.iter();
    let of: Vec<Of> = columns
        .filter_map(|column| match column.source {
            Source::Eligibility(of) => {
                assert_eq!(column.name, of.id());
                Some(of)
            }
            _ => None,
        })
        .collect();
    assert_eq!(of, Of::ALL);
}

/// What `check` reads of a claim and what the tables hold is the same: count, line, total, visit dates.
#[test]
fn tables_agree_with_what_check_reads() {
    for folder in ["month/claims", "hostile/claims"] {
        let paths = [fixture(folder)];
        let known = read::read(&paths, &|_| ());
        let (done, table) = converted(&paths);
        let claims = table("claims");
        let of = |name| column(TableId::Claims, name, &claims);
        let (files, lines, yen) = (of("source_file"), of("line"), of("total_yen"));
        let mut visits: Vec<Vec<String>> = vec![Vec::new(); claims.len()];
        let rows = table("visits");
        let dates = column(TableId::Visits, "date", &rows);
        for (index, date) in column(TableId::Visits, "claim_index", &rows)
            .iter()
            .zip(dates)
        {
            visits[index.parse::<usize>().expect("a number") - 1].push(date);
        }
        let mut at = 0;
        for (_, chunk) in known.claims.chunks() {
            for claim in &chunk.claims {
                let place = format!("{} {}", files[at], lines[at]);
                assert_eq!(files[at], known.inputs[chunk.input as usize].shown);
                assert_eq!(lines[at], claim.line.to_string(), "{place}");
                let total = claim.has_total.then(|| claim.total_yen.to_string());
                assert_eq!(yen[at], total.unwrap_or_default(), "{place}");
                let days: Vec<String> = days_of(claim.visit_days())
                    .filter_map(|day| Some(claim.service_month?.day(day)?.to_string()))
                    .collect();
                assert_eq!(visits[at], days, "{place}");
                at += 1;
            }
        }
        assert_eq!(at, claims.len(), "{folder}");
        assert!(at > 10 && done.proof.holds());
    }
}

/// A file of more than two pieces, three lines a claim.
fn large(claims: usize) -> Vec<u8> {
    use std::fmt::Write as _;
    let mut text = String::from("HM,1,13,6,9999991,MIHON,202602,\r\n");
    for i in 1..=claims {
        let _ = write!(
            text,
            "RE,{i},6112,202601,MIHON {i},,2,19500102,,,,,,,\r\nHO,06132013,12,{i},1,{i},,,,,,\r\n\
             KA,20260105,1,510000110,,{i},03,01,01\r\n"
        );
    }
    text.push_str("GO\r\n\x1a");
    text.into_bytes()
}

#[test]
fn claims_and_lines_count_through_the_pieces_of_a_file() {
    const CLAIMS: usize = 80_000;
    let dir = tempfile::tempdir().expect("a folder");
    let (first, second) = (dir.path().join("a.UKE"), dir.path().join("b.UKE"));
    let bytes = large(CLAIMS);
    assert!(bytes.len() > 8 << 20, "{}", bytes.len());
    fs::write(&first, bytes).expect("written");
    fs::write(&second, large(1)).expect("written");
    let (done, table) = converted(&[second, first]);
    let claims = table("claims");
    let of = |name| column(TableId::Claims, name, &claims);
    let (index, lines, stations) = (of("claim_index"), of("line"), of("station_code"));
    let names = of("patient_name");
    for at in 0..CLAIMS {
        assert_eq!(index[at], (at + 1).to_string());
        assert_eq!(lines[at], (2 + 3 * at).to_string());
        assert_eq!(names[at], format!("MIHON {}", at + 1));
        assert_eq!(stations[at], "1369999991");
    }
    assert_eq!(
        (index[CLAIMS].as_str(), lines[CLAIMS].as_str()),
        ("80001", "2")
    );
    let items = table("items");
    let yen = column(TableId::Items, "yen", &items);
    assert_eq!((yen.len(), yen[CLAIMS - 1].as_str()), (CLAIMS + 1, "80000"));
    assert_eq!(done.proof.item_yen_in, done.proof.claim_yen_out);
}

#[test]
fn of_an_insurers_file_the_corrected_total_counts() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("insurer.csv");
    let text = "1,1,0,MN,7\r\n1,2,0,HM,1,13,6,9999991,MIHON,202602,\r\n1,3,0,RE,1,6112,202601,X,,2,19500102\r\n\
        1,4,0,HO,06132013,12,3,1,500\r\n1,5,0,KO,12136016,1234567,,1,500\r\n1,6,0,KA,20260105,1,510000110,,500,03,01,01\r\n\
        2,4,0,HO,06132013,12,3,1,450\r\n2,6,0,KA,20260105,1,510000110,,450,03,01,01\r\n\
        1,1,0,MN,8\r\n1,2,0,HM,1,13,6,9999992,MIHON,202602,\r\n1,3,0,RE,2,6112,202601,Y,,2,19500132\r\n\
        1,4,0,KO,12136016,1234567,,1,70\r\n2,4,0,HO,06132013,12,3,1,450\r\n";
    fs::write(&path, text).expect("written");
    let (done, table) = converted(&[path]);
    let claims = table("claims");
    let of = |name| column(TableId::Claims, name, &claims);
    assert_eq!(of("total_yen"), ["450", "70"]);
    assert_eq!(of("total_yen_as_filed"), ["500", "70"]);
    assert_eq!(of("is_corrected"), ["true", "false"]);
    assert_eq!(of("station_code"), ["1369999991", "1369999992"]);
    assert_eq!(of("insurer_kind"), ["kumiai", "kohi"]);
    assert_eq!(of("number"), ["3", "1234567"]);
    assert_eq!(of("line"), ["3", "11"]);
    assert_eq!(column(TableId::Items, "yen", &table("items")), ["500"]);
    assert_eq!((done.corrected, done.proof.claim_yen_out), (1, 520));
    assert_eq!(done.tables[0].unread.get("birth_date"), Some(&1));
}

#[test]
fn eligibility_among_the_inputs_is_found() {
    let register = fixture("month/eligibility/members.csv");
    let zip = fixture("month/eligibility/OQSsiquc01res_202601200001.zip");
    let claims = fixture("month/claims/9999991");
    let (done, table) = converted(&[register.clone(), claims.clone(), zip]);
    let found = column(TableId::Eligibility, "form", &table("eligibility"));
    assert!(
        found.iter().any(|form| form == "csv") && found.iter().any(|form| form.starts_with("xml"))
    );
    assert!(done.proof.holds() && done.proof.records_out == found.len() as u64);
    let line = |path: &Path| {
        let shown = path.display().to_string();
        let mut lines = done.inputs.iter().filter(|input| input.path == shown);
        let line = lines.next().expect("told");
        assert!(lines.next().is_none(), "told twice");
        line
    };
    assert_eq!(
        line(&register).role,
        crate::report::inputs::Role::Eligibility
    );
    // In a folder, a list with the columns of a register may be anything: only XML is taken.
    let (done, table) = converted(&[fixture("month")]);
    let forms = column(TableId::Eligibility, "form", &table("eligibility"));
    assert!(!forms.is_empty() && forms.iter().all(|form| form.starts_with("xml")));
    assert!(done.proof.holds());
}

#[test]
fn a_folder_without_anything_gives_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("notes.txt"), "x").expect("written");
    let request = Request {
        inputs: vec![dir.path().to_owned()],
        eligibility: Vec::new(),
        map: None,
        out: dir.path().join("out"),
        format: Format::Parquet,
    };
    assert!(matches!(run(&request, &()), Err(ConvertError::Nothing)));
    assert_eq!(fs::read_dir(dir.path()).expect("read").count(), 1);
}
