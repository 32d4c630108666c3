use super::*;
use crate::uke::dialect::Encoding;
use proptest::prelude::*;

const STATION: Dialect = Dialect {
    shape: Shape::Station,
    encoding: Encoding::Cp932,
    skip: 0,
};

fn parse(dialect: Dialect, text: &str) -> Piece {
    let mut parser = Parser::new(dialect);
    lines::lines(text.as_bytes()).for_each(|line| parser.take(line));
    parser.finish()
}

fn days(jd: &[(usize, &str)]) -> String {
    (1..=31)
        .map(|day| {
            jd.iter()
                .find(|(d, _)| *d == day)
                .map_or("", |(_, code)| code)
        })
        .collect::<Vec<_>>()
        .join(",")
}

const HM: &str = "HM,1,13,6,9999991,MIHON,202602,\r\n";
const RE: &str = "RE,1,6112,202601,MIHON HANAKO,,2,19500102,,,,,,,\r\n";
const HO: &str = "HO,06132013,12,345,2,11100,,,,,,\r\n";

fn kinds(piece: &Piece) -> Vec<(Kind, u32)> {
    piece
        .chunk
        .issues
        .iter()
        .map(|issue| (issue.kind, issue.line))
        .collect()
}

#[test]
fn one_plain_claim() {
    let jd = days(&[(5, "1"), (9, "2"), (12, "9")]);
    let text = format!(
        "{HM}{RE}{HO}SN,1,01,,,,03,,\r\nJD,1,{jd}\r\nKA,20260105,1,510000110,,5550,03,01,01\r\nKA,20260109,1,510000110,,5550,03,,01\r\nGO\r\n\x1a"
    );
    let piece = parse(STATION, &text);
    assert_eq!(kinds(&piece), []);
    let chunk = &piece.chunk;
    let claim = &chunk.claims[0];
    assert_eq!((claim.line, claim.total_yen, claim.sex), (2, 11_100, 2));
    assert_eq!(claim.jd_days, 1 << 4 | 1 << 8);
    assert_eq!(
        (claim.ka_days, claim.ka_visit_days),
        (1 << 4 | 1 << 8, 1 << 4)
    );
    assert_eq!(claim.visit_days(), 1 << 4 | 1 << 8);
    assert_eq!(chunk.header(claim).station.as_ref(), "1369999991");
    assert_eq!(chunk.header(claim).payer, 1);
    let tags: Vec<_> = chunk
        .records(claim)
        .map(|r| (r.tag().to_vec(), r.line))
        .collect();
    assert_eq!(
        tags,
        [
            (b"RE".to_vec(), 2),
            (b"HO".to_vec(), 3),
            (b"SN".to_vec(), 4)
        ]
    );
    assert_eq!(
        chunk.record(claim, b"SN").map(|r| r.fields::<7>()[6]),
        Some(&b"03"[..])
    );
    assert!(piece.marks.go && piece.marks.eof_mark);
}

#[test]
fn visit_days_fall_back_to_all_ka_days() {
    let text = format!("{HM}{RE}{HO}KA,20260105,1,550000110,,7670,,,\r\n");
    assert_eq!(parse(STATION, &text).chunk.claims[0].visit_days(), 1 << 4);
}

#[test]
fn jd_of_the_insurer_counts_before_the_first() {
    let (first, own) = (days(&[(1, "1")]), days(&[(2, "1")]));
    let ka = "KA,20260102,1,510000110,,5550,03,01,01\r\n";
    let text = format!("{HM}{RE}{HO}JD,2,{first}\r\nJD,1,{own}\r\n{ka}");
    assert_eq!(parse(STATION, &text).chunk.claims[0].jd_days, 1 << 1);
    let text = format!("{HM}{RE}{HO}JD,3,{own}\r\nJD,2,{first}\r\n{ka}");
    assert_eq!(parse(STATION, &text).chunk.claims[0].jd_days, 1 << 1);
}

#[test]
fn dates_outside_the_month_are_dropped_and_noted() {
    let re = RE.replace("202601", "202604");
    let jd = days(&[(31, "1")]);
    let text = format!(
        "{HM}{re}{HO}JD,1,{jd}\r\nKA,20260431,1,510000110,,5550,03,01,01\r\nKA,20260301,1,510000110,,5550,03,01,01\r\nKA,x,1,5,,5,,,\r\n"
    );
    let piece = parse(STATION, &text);
    assert_eq!(
        kinds(&piece),
        [(Kind::JdDay, 4), (Kind::KaDate, 5), (Kind::NoDate, 2)]
    );
    assert_eq!(piece.chunk.claims[0].visit_days(), 0);
    assert_eq!(piece.chunk.issues[1].count, 3);
}

/// Notes that stand for the file.
fn of_file(piece: &Piece) -> Vec<(Kind, u32, u32)> {
    let notes = piece.marks.notes.clone().into_issues();
    notes
        .iter()
        .map(|issue| (issue.kind, issue.line, issue.count))
        .collect()
}

#[test]
fn codes_with_leading_zeros_count() {
    let jd = days(&[(5, "01")]);
    let re = RE.replace(",2,1950", ",02,1950");
    let text = format!("{HM}{re}{HO}SN,01,01,,,,03,,\r\nJD,01,{jd}\r\nKA,20260105,1,5,,5,,,\r\n");
    let piece = parse(STATION, &text);
    let claim = &piece.chunk.claims[0];
    assert_eq!((claim.jd_days, claim.sex), (1 << 4, 2));
    assert_eq!(
        crate::uke::recorded::Recorded::of(&piece.chunk, claim).branch,
        b"03"
    );
}

#[test]
fn lines_that_are_no_records_are_told() {
    let text =
        format!("{HM}{RE}{HO}1,5,0,RE,1,1114\r\nXX,1\r\nXX,2\r\nKA,20260105,1,5,,5,,01,\r\n");
    let piece = parse(STATION, &text);
    assert_eq!(of_file(&piece), [(Kind::UnknownLine, 4, 3)]);
    assert_eq!(piece.marks.history, (0, 0));
}

#[test]
fn lost_and_doubled_head_records() {
    let ka = "KA,20260105,1,5,,5,,01,\r\n";
    let sn = "SN,1,01,,,,03,,\r\n";
    let rj = format!("RJ,20250601,01{}\r\n", ",".repeat(26));
    let problems = |text: &str| -> Vec<bool> {
        let piece = parse(STATION, &format!("{HM}{text}GO\r\n"));
        piece
            .chunk
            .claims
            .iter()
            .map(|claim| claim.problem.is_some())
            .collect()
    };
    // RE and HO of the second claim are lost: whose KA is whose cannot be told.
    assert_eq!(problems(&format!("{RE}{HO}{sn}{ka}{sn}{ka}")), [true]);
    assert_eq!(problems(&format!("{RE}{HO}{rj}{ka}{rj}{ka}")), [true]);
    // Only RE is lost: the first claim stays whole.
    assert_eq!(
        problems(&format!("{RE}{HO}{sn}{ka}{HO}{sn}{ka}")),
        [false, true]
    );
    // A second HO in the head, or a record that merely comes late, invents no claim.
    assert_eq!(problems(&format!("{RE}{HO}{HO}{ka}")), [false]);
    assert_eq!(
        problems(&format!("{RE}{HO}{ka}KO,54131234,1,,1,1,,\r\n")),
        [false]
    );
    assert_eq!(problems(&format!("{RE}{HO}{ka}{sn}")), [false]);
}

#[test]
fn broken_claims_do_not_take_others_along() {
    let good = format!("{RE}{HO}KA,20260105,1,510000110,,5550,03,01,01\r\n");
    for (bad, kind) in [
        ("RE,2\r\n", Kind::ReUnreadable),
        (
            "RE,2,6112,202613,X,,2,19500102,,,,,,,\r\n",
            Kind::ReUnreadable,
        ),
        (
            "RE,2,6112,202601,X,,2,19500230,,,,,,,\r\n",
            Kind::ReUnreadable,
        ),
        (
            "RE,2,6112,202601,X,,2,19500102,,,,,,,\r\nHO,06132013,1,2,1,x,,,,,,\r\n",
            Kind::PayerUnreadable,
        ),
        (
            "RE,2,6112,202601,X,,2,19500102,,,,,,,\r\nHO,        ,1,2,1,100,,,,,,\r\n",
            Kind::PayerUnreadable,
        ),
        (
            "RE,2,6212,202601,X,,2,19500102,,,,,,,\r\nKO,12131234,0001234,,1,,,\r\n",
            Kind::PayerUnreadable,
        ),
        ("RE,2,6112,202601,X,,2,19500102,,,,,,,\r\n", Kind::NoPayer),
        ("HO,06132013,1,2,1,100,,,,,,\r\n", Kind::ReMissing),
    ] {
        let piece = parse(STATION, &format!("{HM}{good}{bad}{good}GO\r\n"));
        assert_eq!(piece.chunk.claims.len(), 3, "{bad}");
        let problems: Vec<_> = piece
            .chunk
            .claims
            .iter()
            .map(|c| c.problem.is_some())
            .collect();
        assert_eq!(problems, [false, true, false], "{bad}");
        assert!(
            kinds(&piece).iter().any(|(k, _)| *k == kind),
            "{bad}: {:?}",
            kinds(&piece)
        );
    }
}

#[test]
fn history_lines_and_field_counts() {
    let text = format!(
        "{HM}{RE}{HO}8,1,0,RE,1,1114\r\n8,2,0,HO,9\r\nKA,20260105,1,510000110,,5550,03,01\r\nGO\r\n"
    );
    let piece = parse(STATION, &text);
    assert_eq!(piece.marks.history, (2, 4));
    assert_eq!(of_file(&piece), [(Kind::FieldCount, 6, 1)]);
}

#[test]
fn insurers_file() {
    let dialect = Dialect {
        shape: Shape::Insurer,
        ..STATION
    };
    let text = "1,1,0,MN,1,2\r\n1,2,0,HM,2,13,6,9999991,X,202602,\r\n1,3,0,RE,1,6112,202601,X,,1,19500102,,,,,,,\r\n\
                1,4,0,HO,  138057,1,2,1,5550,,,,,,\r\n1,5,0,KA,20260105,1,510000110,,5550,03,01,01\r\n\
                2,6,0,HO,  138057,1,2,1,5000,,,,,,\r\n5,7,0,RE,1,6112,202601,X,,1,19500102\r\n";
    let piece = parse(dialect, text);
    assert_eq!(piece.chunk.claims.len(), 1);
    let claim = &piece.chunk.claims[0];
    assert_eq!((claim.line, claim.total_yen), (3, 5_000));
    assert_eq!(piece.chunk.header(claim).payer, 2);
}

const INSURER: Dialect = Dialect {
    shape: Shape::Insurer,
    ..STATION
};

/// Lines of an insurer's file: each with データ識別 1 and its number before it.
fn filed(records: &[&str]) -> String {
    let line = |(number, record): (usize, &&str)| {
        let record = record.trim_end();
        format!("1,{},0,{record}\r\n", number + 1)
    };
    records.iter().enumerate().map(line).collect()
}

#[test]
fn a_returned_file() {
    let hh = HM.replace("HM,", "HH,");
    let ka = "KA,20260105,1,510000110,,5550,03,01,01\r\n";
    let text = format!(
        "{hh}{RE}{HO}{ka}HR,202602,1,L3129\r\n8,1,0,RE,1,6112\r\n8,2,0,HR,202512,1\r\n{RE}{HO}{ka}HG,2,22200\r\n\x1a"
    );
    let dialect = Dialect {
        shape: Shape::Returned,
        ..STATION
    };
    let piece = parse(dialect, &text);
    assert_eq!((kinds(&piece), of_file(&piece)), (vec![], vec![]));
    assert_eq!(piece.chunk.claims.len(), 2);
    let claim = &piece.chunk.claims[1];
    assert_eq!((claim.line, claim.total_yen), (8, 11_100));
    let header = piece.chunk.header(claim);
    assert_eq!((header.payer, header.station.as_ref()), (1, "1369999991"));
    assert!(header.billing_month.is_some());
    assert_eq!(piece.marks.history, (2, 6));
}

#[test]
fn the_name_of_the_station_is_kept_once() {
    let text = filed(&["MN,1", HM, RE, HO]) + &filed(&["MN,2", HM, RE, HO]);
    let piece = parse(INSURER, &text);
    let names: Vec<_> = piece.chunk.headers[1..].iter().map(|h| &h.name).collect();
    assert_eq!(names.len(), 2);
    assert!(
        !names[0].is_empty() && HM.contains(&**names[0]),
        "{names:?}"
    );
    assert!(std::sync::Arc::ptr_eq(names[0], names[1]));
}

#[test]
fn a_header_of_five_fields() {
    let header = header(b"HH,2,13,6,9999991");
    assert_eq!((header.payer, header.station.as_ref()), (2, "1369999991"));
    assert_eq!(header.billing_month, None);
}

#[test]
fn every_claim_of_an_insurer_has_its_own_station() {
    let other = HM.replace("9999991", "9999992");
    let text = filed(&["MN,1", HM, RE, HO])
        + &filed(&["MN,2", &other, RE, HO])
        + &filed(&["MN,3", RE, HO]);
    let piece = parse(INSURER, &text);
    let claims = &piece.chunk.claims;
    let stations: Vec<_> = claims
        .iter()
        .map(|claim| (claim.line, piece.chunk.header(claim).station.as_ref()))
        .collect();
    // A claim without the record stays with the last.
    assert_eq!(
        stations,
        [(3, "1369999991"), (7, "1369999992"), (10, "1369999992")]
    );
}

#[test]
fn a_claim_of_an_insurer_whose_re_is_lost() {
    for lost in [
        &["MN,2"][..],
        &["MN,2", HM],
        &["MN,2", HM, HO],
        &["MN,2", "JD,1,1", RE, HO],
    ] {
        let text = filed(&["MN,1", HM, RE, HO]) + &filed(lost) + &filed(&["MN,3", HM, RE, HO]);
        let piece = parse(INSURER, &text);
        let missing: Vec<_> = kinds(&piece)
            .into_iter()
            .filter(|(kind, _)| *kind == Kind::ReMissing)
            .collect();
        assert_eq!(missing.len(), 1, "{lost:?}");
        let problems: Vec<_> = piece
            .chunk
            .claims
            .iter()
            .map(|claim| claim.problem)
            .collect();
        assert_eq!(problems[1], Some(Problem::Unreadable), "{lost:?}");
        assert_eq!(problems.len(), 3 + usize::from(lost.len() == 4), "{lost:?}");
    }
}

#[test]
fn records_of_other_kinds() {
    let more = "GI,1\r\nHR,202602,1\r\nMN,1\r\nJY,1\r\nZZ,1\r\n";
    let piece = parse(STATION, &format!("{HM}{RE}{HO}{more}"));
    assert_eq!(of_file(&piece), [(Kind::UnknownLine, 6, 3)]);
    let text =
        filed(&["MN,1", HM, RE, HO, "GI,1", "ZZ,1", "JY,1", "z,1"]) + "RE,1\r\n3,1,0,HO,1\r\n";
    let piece = parse(INSURER, &text);
    assert_eq!(of_file(&piece), [(Kind::UnknownLine, 8, 2)]);
    assert_eq!(piece.chunk.claims.len(), 1);
}

#[test]
fn the_last_correction_holds() {
    let text = filed(&["MN,1", HM, RE, HO])
        + "2,9,0,HO,06132013,12,345,2,9000,,,,,,\r\n2,10,0,HO,06132013,12,345,2,8000,,,,,,\r\n2,11,0,HO,06132013,12,345,2,x\r\n6,12,0,HO,06132013,12,345,2,7000\r\n";
    assert_eq!(parse(INSURER, &text).chunk.claims[0].total_yen, 8_000);
}

/// The fields of a KA by going through all its bytes.
fn ka_by_bytes(line: &[u8]) -> (usize, usize, bool) {
    let commas: Vec<usize> = memchr::memchr_iter(b',', line).collect();
    let code = commas.get(2).map_or(0, |at| at + 1);
    let has_visits = commas
        .get(6)
        .and_then(|at| line.get(at + 1))
        .is_some_and(|&next| next != b',');
    (code, commas.len(), has_visits)
}

proptest! {
    #[test]
    fn short_ways_through_a_ka(
        head in prop::sample::select(vec!["KA,20260102,1,510000110,", "KA,20260102,,510000110,", "KA", ""]),
        tail in "[,0-9\u{80}-\u{ff}]{0,20}|,[0-9]{0,5}(,[0-9]{2}){0,4}",
        has_day in any::<bool>(),
    ) {
        let line = [head.as_bytes(), tail.as_bytes()].concat();
        let fields = KaFields::of(&line, has_day);
        prop_assert_eq!((fields.code, fields.commas, fields.has_visits), ka_by_bytes(&line));
    }
}

proptest! {
    #[test]
    fn any_bytes_are_harmless(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut parser = Parser::new(STATION);
        lines::lines(&bytes).for_each(|line| parser.take(line));
        let _ = parser.finish();
    }

    #[test]
    fn shuffled_records_lose_no_claim(order in Just(()).prop_perturb(|(), mut rng| {
        let mut tags = ["RE,1,6112,202601,X,,2,19500102,,,,,,,", "HO,06132013,1,2,1,100,,,,,,", "KO,12131234,1,,1,1,,", "SN,1,01,,,,,,", "JD,1,1", "KA,20260105,1,5,,5,,01,", "GO", "HM,1,13,6,1,X,202602,"];
        for i in (1..tags.len()).rev() {
            let j = (rng.next_u32() as usize) % (i + 1);
            tags.swap(i, j);
        }
        tags.join("\r\n")
    })) {
        let piece = parse(STATION, &order);
        prop_assert!(!piece.chunk.claims.is_empty());
    }
}
