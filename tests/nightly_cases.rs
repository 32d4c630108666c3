//! What a night does with what it finds, case by case.

#[path = "nightly/home.rs"]
mod home;

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use home::{CLAIMS, ELIGIBILITY, Home, Stated, assert_same};
use houkan::nightly::night::Status;

const HEAD: &str =
    "insurer_no,symbol,number,branch,birth_date,sex,name,kana,as_of,qualified_on,lost_on\n";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A claim file of one station with a claim a number.
fn file(billing: &str, month: &str, numbers: &[&str]) -> String {
    let claim = |(at, number): (usize, &&str)| {
        format!(
            "RE,{at},6112,{month},見本　花子,ミホンハナコ,2,19500102,,,,,,,\r\n\
             HO,06132013,12,{number},1,5550,,,,,,\r\nSN,1,01,,,,01\r\n\
             KA,{month}05,1,510000110,,5550,03,01,01\r\n"
        )
    };
    let claims: String = (1..).zip(numbers).map(claim).collect();
    format!("HM,1,13,6,9999991,見本訪問看護,{billing},\r\n{claims}GO\r\n\x1a")
}

fn row(insurer: &str, number: &str, kana: &str, as_of: &str, from: &str, to: &str) -> String {
    format!("{insurer},12,{number},01,1950-01-02,2,見本　花子,{kana},{as_of},{from},{to}\n")
}

struct Case {
    home: Home,
    as_of: NaiveDate,
}

impl Case {
    fn new() -> Self {
        Self::with("")
    }

    fn with(more: &str) -> Self {
        Self {
            home: Home::new(more),
            as_of: day("2026-02-10"),
        }
    }

    fn claims(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path(CLAIMS).join(name);
        fs::write(&path, text).expect("written");
        path
    }

    fn register(&self, name: &str, rows: &[String]) -> PathBuf {
        let path = self.home.path(ELIGIBILITY).join(name);
        fs::write(&path, format!("{HEAD}{}", rows.concat())).expect("written");
        path
    }

    fn night(&mut self) -> houkan::nightly::night::Night {
        self.home.night(self.as_of, "current")
    }

    /// The state says what one run over the inboxes says.
    fn holds(&self, what: &str) {
        let expected = Stated::of(&self.home.checked(self.as_of, "current"));
        assert_same(&expected, &self.home.stated(), what);
    }

    fn codes(&self) -> Vec<String> {
        let findings = self.home.stated().findings.into_iter();
        findings.map(|[_, code, _]| code).collect()
    }
}

#[test]
fn nothing_new_is_nothing_to_do() {
    let mut case = Case::new();
    case.claims("a.UKE", &file("202602", "202601", &["345", "346"]));
    case.register(
        "r.csv",
        &[row(
            "06132013",
            "345",
            "ミホンハナコ",
            "2026-01-20",
            "2020-04-01",
            "",
        )],
    );
    let night = case.night();
    assert_eq!((night.claims.new, night.claims.judged.new), (2, 2));
    assert_eq!(night.records.added, 1);
    let night = case.night();
    assert_eq!(night.claims.judged.all(), 0);
    assert_eq!(
        (
            night.inputs.claims.unchanged,
            night.inputs.eligibility.unchanged
        ),
        (1, 1)
    );
    assert_eq!((night.claims.all, night.records.all), (2, 1));
    assert_eq!(night.findings.new.all() + night.findings.solved.all(), 0);
    assert_eq!(night.turned, houkan::nightly::night::ByVerdict::default());
    case.holds("two nights");
}

#[test]
fn a_changed_record_touches_its_claims_and_no_others() {
    let mut case = Case::new();
    let numbers: Vec<String> = (300..360).map(|number| number.to_string()).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    // Everybody is somebody else: another kana for each number.
    let mut text = file("202602", "202601", &numbers);
    let kana = |at: usize| {
        format!(
            "ミホン{}",
            ["ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク"][at % 8].repeat(1 + at / 8)
        )
    };
    for at in 0..numbers.len() {
        text = text.replacen("ミホンハナコ", &kana(at), 1);
    }
    case.claims("a.UKE", &text);
    let rows = |lost: &str| -> Vec<String> {
        let rows = numbers.iter().enumerate();
        rows.map(|(at, number)| {
            let lost = if at == 7 { lost } else { "" };
            row(
                "06132013",
                number,
                &kana(at),
                "2026-01-20",
                "2020-04-01",
                lost,
            )
        })
        .collect()
    };
    case.register("r.csv", &rows(""));
    case.night();
    case.register("r.csv", &rows("2026-01-01"));
    let night = case.night();
    // Its own, and those of nobody else: they share the birth date alone.
    assert_eq!(night.claims.judged.all(), 1);
    assert_eq!(night.claims.judged.records, 1);
    assert_eq!((night.records.added, night.records.removed), (1, 1));
    case.holds("one row changed");
}

#[test]
fn a_record_of_the_matched_person_touches_the_claim() {
    let mut case = Case::new();
    case.claims("a.UKE", &file("202602", "202601", &["345"]));
    // Matched by number and branch although the name is another one.
    let married = "ケッコンハナコ";
    case.register(
        "a.csv",
        &[row(
            "06132013",
            "345",
            married,
            "2026-01-20",
            "2020-04-01",
            "2026-01-01",
        )],
    );
    case.night();
    let of = |case: &Case| {
        case.home
            .stated()
            .verdicts
            .into_values()
            .next()
            .expect("a claim")
    };
    assert_eq!(of(&case)[1], "AFTER_LOSS");
    // The claim's own person has nothing to do with this record; that of its record has.
    case.register(
        "b.csv",
        &[row(
            "01130012",
            "999",
            married,
            "2026-01-20",
            "2026-01-01",
            "",
        )],
    );
    let night = case.night();
    assert_eq!(night.claims.judged.records, 1);
    assert_eq!(of(&case)[1], "OTHER_INSURER");
    case.holds("context came");
}

#[test]
fn a_claim_that_comes_twice_and_goes_again() {
    let mut case = Case::new();
    case.claims("a.UKE", &file("202602", "202601", &["345"]));
    case.night();
    assert!(!case.codes().contains(&"DUPLICATE_CLAIM".to_owned()));
    let other = case.claims("b.UKE", &file("202602", "202601", &["345", "346"]));
    let night = case.night();
    assert_eq!(night.claims.judged.claims, 1, "the one that was there");
    case.holds("twice");
    let twice = case
        .codes()
        .iter()
        .filter(|code| *code == "DUPLICATE_CLAIM")
        .count();
    assert_eq!(twice, 2);
    fs::remove_file(other).expect("removed");
    let night = case.night();
    assert_eq!((night.claims.withdrawn, night.claims.judged.claims), (2, 1));
    case.holds("once again");
    assert!(!case.codes().contains(&"DUPLICATE_CLAIM".to_owned()));
}

#[test]
fn a_record_from_tomorrow_counts_tomorrow() {
    let mut case = Case::new();
    case.claims("a.UKE", &file("202602", "202601", &["345"]));
    case.register(
        "r.csv",
        &[row(
            "06132013",
            "345",
            "ミホンハナコ",
            "2026-02-12",
            "2026-01-20",
            "",
        )],
    );
    case.night();
    case.holds("not yet seen");
    case.as_of = day("2026-02-11");
    assert_eq!(case.night().claims.judged.all(), 0);
    case.as_of = day("2026-02-12");
    assert_eq!(case.night().claims.judged.records, 1);
    case.holds("seen");
}

#[test]
fn the_same_bytes_are_read_once() {
    let mut case = Case::new();
    let text = file("202602", "202601", &["345"]);
    let first = case.claims("a.UKE", &text);
    case.night();
    case.claims("b.UKE", &text);
    let night = case.night();
    assert_eq!((night.claims.all, night.claims.judged.all()), (1, 0));
    assert!(!case.codes().contains(&"DUPLICATE_CLAIM".to_owned()));
    // The copy stays when the first goes.
    fs::remove_file(first).expect("removed");
    let night = case.night();
    assert_eq!(
        (
            night.claims.all,
            night.claims.withdrawn,
            night.claims.judged.all()
        ),
        (1, 0, 0)
    );
    case.holds("the copy alone");
    let night = case.night();
    assert_eq!(night.inputs.claims.unchanged, 1);
}

#[test]
fn another_name_is_no_other_file() {
    let mut case = Case::new();
    let path = case.claims("a.UKE", &file("202602", "202601", &["345"]));
    case.night();
    fs::rename(path, case.home.path(CLAIMS).join("z.UKE")).expect("renamed");
    let night = case.night();
    assert_eq!((night.claims.judged.all(), night.claims.new), (0, 0));
    case.holds("renamed");
}

#[test]
fn what_was_read_stays_when_files_are_put_away() {
    let mut case = Case::with("");
    case.home.config.inbox.vanished = houkan::nightly::config::Vanished::Keep;
    let path = case.claims("RECEIPTH.UKE", &file("202602", "202601", &["345"]));
    case.night();
    fs::remove_file(&path).expect("removed");
    let night = case.night();
    assert_eq!((night.claims.all, night.inputs.claims.gone), (1, 1));
    // The next month comes under the same name.
    case.claims("RECEIPTH.UKE", &file("202603", "202602", &["345"]));
    let night = case.night();
    assert_eq!(
        (night.claims.all, night.claims.new, night.claims.withdrawn),
        (2, 1, 0)
    );
    // Another one over it, without being put away before.
    case.claims("RECEIPTH.UKE", &file("202604", "202603", &["345"]));
    assert_eq!(case.night().claims.all, 3);
    // A correction of the same month takes the place of what it corrects.
    case.claims("RECEIPTH.UKE", &file("202604", "202603", &["346"]));
    let night = case.night();
    assert_eq!(
        (night.claims.all, night.claims.new, night.claims.withdrawn),
        (3, 1, 1)
    );
}

#[test]
fn what_was_put_away_and_comes_back_is_as_it_was() {
    let mut case = Case::new();
    case.home.config.inbox.vanished = houkan::nightly::config::Vanished::Keep;
    let claims = case.claims("a.UKE", &file("202602", "202601", &["345", "346"]));
    let seen = "2026-01-20";
    let known = row("06132013", "345", "ミホンハナコ", seen, "2020-04-01", "");
    let register = case.register("r.csv", &[known]);
    case.night();
    for path in [claims, register] {
        let aside = case.home.path("aside");
        fs::rename(&path, &aside).expect("taken away");
        case.night();
        fs::rename(&aside, &path).expect("put back");
        let night = case.night();
        assert_eq!((night.claims.all, night.records.all), (2, 1), "{path:?}");
        assert_eq!((night.claims.withdrawn, night.records.removed), (0, 0));
        assert_eq!(night.claims.judged.all(), 0);
        case.holds("put back");
        let night = case.night();
        assert_eq!(night.inputs.claims.unchanged, 1);
        assert_eq!(night.inputs.eligibility.unchanged, 1);
    }
}

#[test]
fn last_month_again_under_the_name_of_this_month_takes_nothing_away() {
    let mut case = Case::new();
    case.home.config.inbox.vanished = houkan::nightly::config::Vanished::Keep;
    let (last, this) = (
        file("202602", "202601", &["345"]),
        file("202603", "202602", &["345"]),
    );
    for (text, all) in [(&last, 1), (&this, 2), (&last, 2), (&this, 2)] {
        case.claims("RECEIPTH.UKE", text);
        let night = case.night();
        assert_eq!((night.claims.all, night.claims.withdrawn), (all, 0));
    }
}

#[test]
fn what_cannot_be_read_waits_for_better_bytes() {
    let mut case = Case::new();
    case.claims("a.UKE", &file("202602", "202601", &["345"]));
    case.claims("bad.UKE", "\0\0\0");
    let night = case.night();
    assert_eq!(night.status, Status::Unreadable);
    assert_eq!(night.quarantine.len(), 1);
    assert!(night.quarantine[0].path.ends_with("bad.UKE"));
    let night = case.night();
    assert_eq!((night.quarantine.len(), night.claims.judged.all()), (1, 0));
    case.claims("bad.UKE", &file("202602", "202601", &["346"]));
    let night = case.night();
    assert_eq!((night.quarantine.len(), night.claims.new), (0, 1));
    case.holds("mended");
    // A good file that breaks keeps what it said.
    case.claims("a.UKE", "\0\0\0\0");
    let night = case.night();
    assert_eq!((night.quarantine.len(), night.claims.all), (1, 2));
    // Once it is put away, nobody has to see to it.
    case.home.config.inbox.vanished = houkan::nightly::config::Vanished::Keep;
    fs::remove_file(case.home.path(CLAIMS).join("a.UKE")).expect("removed");
    let night = case.night();
    assert_eq!((night.quarantine.len(), night.claims.all), (0, 2));
}

#[test]
fn another_policy_judges_all_again() {
    let mut case = Case::new();
    case.claims("a.UKE", &file("202602", "202601", &["345", "346"]));
    case.night();
    let night = case.home.night(case.as_of, "leaflet-2024-09");
    assert_eq!(night.claims.judged.policy, 2);
    let expected = Stated::of(&case.home.checked(case.as_of, "leaflet-2024-09"));
    assert_same(&expected, &case.home.stated(), "the other policy");
}

#[test]
fn a_register_without_dates_counts_from_the_day_it_was_read() {
    let mut case = Case::new();
    case.claims("a.UKE", &file("202603", "202602", &["345"]));
    let rows = [row("06132013", "345", "ミホンハナコ", "", "2020-04-01", "")];
    case.as_of = day("2026-01-31");
    case.register("r.csv", &rows);
    case.night();
    let reason = |case: &Case| {
        let said = case.home.stated().verdicts.into_values().next();
        said.expect("a claim")[1].clone()
    };
    assert_eq!(reason(&case), "LEGACY_UNVERIFIED");
    case.holds("read in January");
    // The same row in the register of February: now it is evidence.
    case.as_of = day("2026-02-20");
    let more = [
        rows[0].clone(),
        row("06132013", "999", "ベツノヒト", "", "2020-04-01", ""),
    ];
    case.register("r.csv", &more);
    let night = case.night();
    assert_eq!(night.claims.judged.day, 1);
    assert_eq!(reason(&case), "EXPIRED_CARD_CONFIRMED");
    case.holds("read in February");
}

#[test]
fn old_claims_are_deleted_with_everything_said_of_them() {
    let mut case = Case::with("");
    case.home.config.inbox.vanished = houkan::nightly::config::Vanished::Keep;
    case.home.config.state.retention_months = 6;
    case.claims(
        "a.UKE",
        &file("202602", "202601", &["345"]).replace("見本　花子", "消去　花子"),
    );
    case.claims("b.UKE", &file("202606", "202605", &["345"]));
    case.night();
    fs::remove_file(case.home.path(CLAIMS).join("a.UKE")).expect("removed");
    case.as_of = day("2026-09-01");
    let night = case.night();
    assert_eq!((night.claims.deleted, night.claims.all), (1, 1));
    let name = "消去".as_bytes();
    for entry in fs::read_dir(case.home.path("state")).expect("the state") {
        let bytes = fs::read(entry.expect("a file").path()).expect("read");
        assert!(!bytes.windows(name.len()).any(|window| window == name));
    }
    assert_eq!(case.night().claims.deleted, 0);
}

#[test]
fn traces_that_a_killed_run_left_are_removed_by_the_next() {
    let mut case = Case::new();
    case.home.config.state.retention_months = 6;
    case.claims("a.UKE", &file("202602", "202601", &["345"]));
    case.night();
    // As it stands between deleting claims and writing the file anew.
    let open = || rusqlite::Connection::open(case.home.path("state/state.sqlite")).expect("opens");
    open()
        .execute_batch(
            "CREATE TABLE trace (name TEXT); INSERT INTO trace VALUES (hex(zeroblob(100000)));
             DROP TABLE trace; INSERT OR REPLACE INTO meta (key, value) VALUES ('purge', 'due');",
        )
        .expect("written");
    let unused = || {
        let count = open().query_row("PRAGMA freelist_count", [], |row| row.get::<_, i64>(0));
        count.expect("a number")
    };
    assert!(unused() > 0);
    let night = case.home.night(case.as_of, "current");
    assert_eq!(night.claims.deleted, 0);
    let open = rusqlite::Connection::open(case.home.path("state/state.sqlite")).expect("opens");
    let one = |sql: &str| open.query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0));
    assert_eq!(one("PRAGMA freelist_count").expect("a number"), 0.into());
    let purge = one("SELECT value FROM meta WHERE key = 'purge'").expect("a word");
    assert_eq!(purge, "done".to_owned().into());
}

#[test]
fn the_history_of_a_claim_and_of_a_person() {
    use houkan::nightly;
    use houkan::text::lang::Lang;

    let mut case = Case::new();
    case.claims("a.UKE", &file("202602", "202601", &["345", "346"]));
    case.night();
    case.register(
        "r.csv",
        &[row(
            "06132013",
            "345",
            "ミホンハナコ",
            "2026-01-20",
            "2026-01-20",
            "",
        )],
    );
    case.night();
    let told = |subject: &str, lang| {
        let subject = subject.parse().expect("a subject");
        nightly::history(&case.home.config, &subject, lang).expect("told")
    };
    let text = told("06132013/12/345", Lang::En);
    assert!(
        text.contains("verdict NOT_COVERED") && text.contains("finding NO_MATCH"),
        "{text}"
    );
    let claims = text.lines().filter(|line| line.starts_with("Claim "));
    assert_eq!(claims.count(), 1, "{text}");
    assert_eq!(
        told("06132013/１２/345/01", Lang::En),
        text,
        "widths play no part"
    );
    assert_eq!(told("06132013/12/345/02", Lang::En), "");
    let key = text
        .split(' ')
        .nth(1)
        .expect("a key")
        .trim_end_matches(':')
        .to_owned();
    assert_eq!(told(&key, Lang::En), text);
    assert!(told(&key, Lang::Ja).contains("レセプト"));
    // What was withdrawn is still told, by its key.
    fs::remove_file(case.home.path(CLAIMS).join("a.UKE")).expect("removed");
    case.night();
    let subject = key.parse().expect("a subject");
    let text = nightly::history(&case.home.config, &subject, Lang::En).expect("told");
    assert!(text.contains("withdrawn"), "{text}");
}

#[test]
fn a_day_in_the_past_is_judged_as_it_was_known_then() {
    let mut case = Case::new();
    case.claims("a.UKE", &file("202602", "202601", &["345"]));
    case.register(
        "r.csv",
        &[row(
            "06132013",
            "345",
            "ミホンハナコ",
            "2026-02-05",
            "2026-01-20",
            "",
        )],
    );
    case.night();
    case.holds("now");
    case.as_of = day("2026-01-31");
    assert_eq!(case.night().claims.judged.day, 1);
    case.holds("before the record was seen");
    case.as_of = day("2026-02-04");
    case.night();
    case.holds("still before");
    case.as_of = day("2026-02-05");
    assert_eq!(case.night().claims.judged.records, 1);
    case.holds("seen again");
}

#[test]
fn a_register_that_breaks_does_not_count_as_seen_later() {
    let mut case = Case::new();
    case.claims("a.UKE", &file("202603", "202602", &["345"]));
    case.as_of = day("2026-01-31");
    let rows = [row("06132013", "345", "ミホンハナコ", "", "2020-04-01", "")];
    case.register("r.csv", &rows);
    case.night();
    let first = case.home.stated();
    case.as_of = day("2026-03-01");
    let path = case.register("r.csv", &[]);
    fs::write(path, "\0\0").expect("written");
    assert_eq!(case.night().quarantine.len(), 1);
    assert_same(&first, &case.home.stated(), "what was read stays as it was");
    case.as_of = day("2026-03-05");
    let more = [
        rows[0].clone(),
        row("06132013", "999", "ベツノヒト", "", "2020-04-01", ""),
    ];
    case.register("r.csv", &more);
    case.night();
    case.holds("mended");
}

#[test]
fn files_that_swap_their_names_lose_nothing() {
    for vanished in [
        houkan::nightly::config::Vanished::Keep,
        houkan::nightly::config::Vanished::Withdraw,
    ] {
        let mut case = Case::new();
        case.home.config.inbox.vanished = vanished;
        let (first, second) = (
            file("202602", "202601", &["345"]),
            file("202603", "202602", &["346"]),
        );
        case.claims("a.UKE", &first);
        case.claims("b.UKE", &second);
        case.night();
        case.claims("a.UKE", &second);
        case.claims("b.UKE", &first);
        assert_eq!(case.night().claims.all, 2);
        let months: Vec<String> = case
            .home
            .stated()
            .verdicts
            .into_keys()
            .map(|it| it.0)
            .collect();
        assert_eq!(months.len(), 2);
    }
    // Last month's file over this month's, under one name.
    let mut case = Case::new();
    case.home.config.inbox.vanished = houkan::nightly::config::Vanished::Keep;
    let (first, second) = (
        file("202602", "202601", &["345"]),
        file("202603", "202602", &["346"]),
    );
    case.claims("RECEIPTH.UKE", &first);
    case.night();
    case.claims("RECEIPTH.UKE", &second);
    assert_eq!(case.night().claims.all, 2);
    case.claims("RECEIPTH.UKE", &first);
    assert_eq!(case.night().claims.all, 2);
    assert_eq!(case.night().claims.judged.all(), 0);
}

#[test]
fn results_that_are_deleted_leave_their_claims_without_them() {
    let mut case = Case::new();
    case.home.config.inbox.vanished = houkan::nightly::config::Vanished::Keep;
    case.home.config.state.retention_months = 2;
    case.claims("a.UKE", &file("202602", "202601", &["345"]));
    let path = case.register(
        "r.csv",
        &[row(
            "06132013",
            "345",
            "ミホンハナコ",
            "2025-12-20",
            "2020-04-01",
            "",
        )],
    );
    case.as_of = day("2025-12-25");
    case.night();
    fs::remove_file(path).expect("removed");
    case.as_of = day("2026-01-10");
    case.night();
    case.as_of = day("2026-02-05");
    case.night();
    case.as_of = day("2026-03-05");
    let night = case.night();
    assert_eq!((night.claims.all, night.records.all), (1, 0));
    assert_eq!(night.claims.judged.records, 1);
    case.holds("without the result");
}

#[test]
fn what_is_accepted_is_not_new() {
    let mut case = Case::new();
    case.claims("a.UKE", &file("202602", "202601", &["345"]));
    let night = case.night();
    let all = night.findings.new.all();
    assert!(all > 1);
    let key = case.home.key_of_the_only_claim();
    let text = format!("[[ignore]]\ncode = \"NEED_CERT\"\nclaim = \"{key}\"\nmemo = \"済\"\n");
    let mut other = Case::new();
    other.claims("a.UKE", &file("202602", "202601", &["345"]));
    other.home.accepted = Some(text);
    let night = other.night();
    assert_eq!(night.findings.new.all(), all - 1);
    assert_eq!(night.people_to_ask, 0);
}

#[test]
fn a_file_that_is_put_away_leaves_quarantine() {
    let mut case = Case::new();
    case.home.config.inbox.vanished = houkan::nightly::config::Vanished::Keep;
    let path = case.claims("a.UKE", &file("202602", "202601", &["345"]));
    case.night();
    fs::write(&path, "\0\0\0").expect("written");
    assert_eq!(case.night().quarantine.len(), 1);
    fs::remove_file(&path).expect("removed");
    let night = case.night();
    assert_eq!((night.quarantine.len(), night.claims.all), (0, 1));
    assert_ne!(night.status, Status::Unreadable);
    // The broken bytes come back: they are no more good than before.
    fs::write(&path, "\0\0\0").expect("written");
    let night = case.night();
    assert_eq!((night.quarantine.len(), night.claims.all), (1, 1));
}
