//! Map files: both spellings, every refusal with its place, and the way there and back.

mod guess;

use proptest::prelude::*;

use super::*;
use crate::text::date;

const USUAL: &str = r#"
seen_on = 2026-07-01
date_format = "%Y/%m/%d"

[columns]
insurer_no = "保険者番号"
birth_date = { column = "生年月日", date_format = "%Y.%m.%d" }
sex = { column = "性別", values = { "M" = "1", "F" = "2" } }
status = { constant = "1" }

[stations]
code = "コード"
started_on = "運用開始日"

[postgres]
query = "select * from members"
"#;

const ALSO: &str = r#"
seen_on = "R8.7.1"
date_format = "%Y/%m/%d"
query = "select * from members"
insurer_no = "保険者番号"
birth_date = { column = "生年月日", date_format = "%Y.%m.%d" }
sex = "性別"

[values.sex]
M = "1"
F = "2"

[constants]
status = "1"

[stations]
code = "コード"
started_on = "運用開始日"
"#;

fn parse(text: &str) -> Map {
    Map::parse(text, "map.toml").unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn both_spellings_say_the_same() {
    let map = parse(USUAL);
    assert_eq!(map, parse(ALSO));
    assert_eq!(map.seen_on, date::parse_any("2026-07-01"));
    let birth = map.source(Column::BirthDate);
    assert_eq!(birth.name.as_deref(), Some("生年月日"));
    assert_eq!(birth.date_format.as_deref(), Some("%Y.%m.%d"));
    let lost = map.source(Column::LostOn);
    assert_eq!(lost.date_format.as_deref(), Some("%Y/%m/%d"));
    assert_eq!(map.source(Column::Sex).read(" F "), "2");
    assert_eq!(map.source(Column::Status).constant.as_deref(), Some("1"));
    assert_eq!(map.stations.code.as_deref(), Some("コード"));
    assert_eq!(map.query.as_deref(), Some("select * from members"));
    assert_eq!(map.names().count(), 3);
}

/// The map that docs/inputs.md shows.
#[test]
fn the_documents_example_holds() {
    let page = include_str!("../../../docs/inputs.md");
    let example = page
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let map = parse(example.expect("an example"));
    assert_eq!(map.names().count(), 5);
    assert_eq!(Map::parse(&map.to_toml(), "map.toml"), Ok(map));
}

#[test]
fn one_column_of_theirs_may_serve_two_of_ours() {
    let map = parse("card_valid_to = \"期限\"\ncertificate_valid_to = \"期限\"\n");
    assert_eq!(map.names().count(), 2);
}

#[test]
fn refusals_name_place_and_remedy() {
    for (text, place, part) in [
        ("x = 1", "1:1", "unknown key `x`"),
        ("birthdate = \"a\"", "1:1", "did you mean `birth_date`?"),
        ("[columns]\nbrunch = \"a\"", "2:1", "did you mean `branch`?"),
        (
            "[columns]\nseen_on = 2026-07-01",
            "2:1",
            "unknown key `seen_on`",
        ),
        ("\"枝番\" = \"branch\"", "1:1", "write `branch = \"枝番\"`"),
        ("sex = \"\"", "1:7", "the name of their column"),
        ("sex = 1", "1:7", "the name of their column, or"),
        ("sex = {}", "1:7", "the name of their column, or"),
        (
            "sex = { colum = \"a\" }",
            "1:9",
            "unknown key `colum`; expected one of: column, constant",
        ),
        (
            "sex = { column = \"a\", constant = \"1\" }",
            "1:34",
            "keep one",
        ),
        ("sex = \"a\"\n[constants]\nsex = \"1\"", "3:7", "keep one"),
        (
            "sex = \"a\"\n[columns]\nsex = \"b\"",
            "1:7",
            "in two places",
        ),
        (
            "sex = { values = { a = \"1\" } }\n[values.sex]\nb = \"2\"",
            "",
            "in two places",
        ),
        (
            "relation = { column = \"a\", values = { x = \"3\" } }",
            "1:43",
            "for `relation` a code 1, 2",
        ),
        (
            "status = { constant = \"5\" }",
            "1:23",
            "for `status` a code 1, 2",
        ),
        ("status = { constant = 1 }", "1:23", "in quotes"),
        ("insurer_no = { constant = \" \" }", "1:27", "not empty"),
        (
            "sex = { values = { \" M\" = \"1\" } }",
            "1:20",
            "without blanks",
        ),
        (
            "sex = { values = { M = 1 } }",
            "1:24",
            "all values in quotes",
        ),
        (
            "name = { column = \"a\", date_format = \"%Y\" }",
            "1:38",
            "`name` is no date",
        ),
        ("date_format = \"%Q\"", "1:15", "how year, month and day"),
        ("date_format = \"%Y-%m\"", "1:15", "how year, month and day"),
        (
            "lost_on = { column = \"a\", date_format = \"\" }",
            "1:41",
            "how year, month and day",
        ),
        ("seen_on = \"2026-02-30\"", "1:11", "a date that exists"),
        (
            "seen_on = 2026-07-01T00:00:00",
            "1:11",
            "a date that exists",
        ),
        ("[stations]\nkode = \"a\"", "2:1", "unknown key `kode`"),
        (
            "query = \"a\"\n[postgres]\nquery = \"b\"",
            "",
            "`query` stands in two places",
        ),
        ("[postgres]\nuser = \"b\"", "2:1", "unknown key `user`"),
        ("query = \" \"", "1:9", "not empty"),
        ("columns = 1", "1:11", "a table"),
        ("sex = \"a\"\nsex = \"b\"", "2:1", "not valid TOML"),
    ] {
        let error = Map::parse(text, "map.toml").expect_err(text).to_string();
        assert!(
            error.contains(&format!("map.toml:{place}")),
            "{text}\n{error}"
        );
        assert!(error.contains(part), "{text}\n{error}");
    }
}

#[test]
fn every_mistake_is_told_at_once_in_both_languages() {
    let error = Map::parse("x = 1\nsex = \"\"\n", "map.toml").expect_err("two mistakes");
    assert_eq!(error.message(false).lines().count(), 2);
    assert!(
        error
            .message(true)
            .contains("map.toml:2:7: `\"\"` は使えません。")
    );
}

#[test]
fn dates_by_format_and_by_the_usual_forms() {
    let map = parse(
        "lost_on = { column = \"a\", date_format = \"%d/%m/%Y\", values = { \"0\" = \"\" } }",
    );
    let source = map.source(Column::LostOn);
    assert_eq!(source.read("02/01/2026"), "2026-01-02");
    assert_eq!(source.read("R8.1.2"), "R8.1.2");
    assert_eq!(source.read("0"), "");
}

/// Names, constants and values as a map can hold them.
fn word() -> impl Strategy<Value = String> {
    "[\\PC\"\\\\]{1,8}".prop_filter_map("blank", |text| {
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    })
}

fn text_of(column: Column) -> BoxedStrategy<String> {
    if column.is_text() {
        return "[\\PC\n\"]{0,6}x".boxed();
    }
    if column.is_date() {
        return prop_oneof!["2026-07-01", "R8\\.7\\.1"].boxed();
    }
    match column {
        Column::LimitClass => "B0[1-9]".boxed(),
        Column::CopayPercent | Column::ElderlyCopayPercent => "[123]0".boxed(),
        _ => "1".boxed(),
    }
}

fn source(column: Column) -> impl Strategy<Value = Source> {
    let format = if column.is_date() {
        prop::option::of(prop_oneof![
            Just("%Y.%m.%d".to_owned()),
            Just("%d/%m/%y".to_owned())
        ])
        .boxed()
    } else {
        Just(None).boxed()
    };
    let values = prop::collection::btree_map(word(), text_of(column), 0..3);
    let read =
        (prop::option::of(word()), values, format).prop_map(|(name, values, date_format)| Source {
            name,
            values,
            date_format,
            constant: None,
        });
    let constant = text_of(column).prop_map(|constant| Source {
        constant: Some(constant),
        ..Source::default()
    });
    prop_oneof![3 => Just(Source::default()), 3 => read, 1 => constant]
}

fn any_map() -> impl Strategy<Value = Map> {
    let sources: Vec<_> = Column::ALL.into_iter().map(source).collect();
    let name = || prop::option::of(word());
    let shared = any::<bool>();
    (
        sources,
        shared,
        (name(), name(), name(), name()),
        "[\\PC\n\r]{0,20}",
        0i32..40_000,
    )
        .prop_map(
            |(sources, is_shared, (code, name, prefecture, started_on), query, day)| {
                let mut map = Map {
                    seen_on: NaiveDate::from_epoch_days(day),
                    query: (!query.trim().is_empty()).then_some(query),
                    stations: StationColumns {
                        code,
                        name,
                        prefecture,
                        started_on,
                    },
                    ..Map::default()
                };
                for (column, mut source) in Column::ALL.into_iter().zip(sources) {
                    if is_shared && column.is_date() && source.constant.is_none() {
                        source.date_format = Some("%Y/%m/%d".to_owned());
                    }
                    *map.source_mut(column) = source;
                }
                map
            },
        )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(map in any_map()) {
        let text = map.to_toml();
        let read = Map::parse(&text, "map.toml");
        prop_assert_eq!(read.as_ref(), Ok(&map), "{}", text);
    }

    #[test]
    fn any_text_is_harmless(text in "([a-z_]{0,8} ?[=\\[\\]{}\"]? ?\\PC{0,6}\n){0,4}") {
        let _ = Map::parse(&text, "map.toml");
    }
}
