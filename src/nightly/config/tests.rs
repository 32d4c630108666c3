use std::path::Path;

use super::read::SECTIONS;
use super::*;

const SHORTEST: &str = "[inbox]\nclaims = [\"inbox/claims\"]\neligibility = [\"inbox/eligibility\"]\n\
     [state]\nfolder = \"state\"\n[publish]\nfolder = \"published\"\n";

fn parsed(text: &str) -> Config {
    Config::parse(text, Path::new("/etc/houkan/houkan.toml")).expect("in order")
}

fn wrong(text: &str) -> String {
    let error = Config::parse(text, Path::new("houkan.toml")).expect_err("wrong on purpose");
    let (ja, en) = (error.message(true), error.message(false));
    assert_eq!(ja.lines().count(), en.lines().count());
    en
}

#[test]
fn the_template_is_the_defaults() {
    let template = parsed(TEMPLATE);
    assert_eq!(template, parsed(SHORTEST));
    assert_eq!(
        template.inbox.claims,
        [Path::new("/etc/houkan/inbox/claims")]
    );
    assert_eq!(
        template.state.file(),
        Path::new("/etc/houkan/state/state.sqlite")
    );
    assert_eq!(template.publish.folder, Path::new("/etc/houkan/published"));
    assert_eq!(template.checks.policy, "current");
}

/// The keys of the template by section, whether in force or not.
fn documented() -> Vec<(String, String, bool)> {
    let mut section = String::new();
    let mut keys = Vec::new();
    let mut before = Vec::new();
    for line in TEMPLATE.lines() {
        let bare = line.strip_prefix("# ").unwrap_or(line);
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
        }
        let key = bare.split_once(" = ").map(|(key, _)| key);
        match key {
            Some(key) if key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {
                // A comment in Japanese, and one in English under it.
                let comments: Vec<&str> = before.split_off(0);
                let is_told = comments.len() == 2 && !comments[0].is_ascii();
                keys.push((section.clone(), key.to_owned(), is_told));
            }
            _ if line.is_empty() => before.clear(),
            _ => before.push(line),
        }
    }
    keys
}

#[test]
fn every_key_is_in_the_template_with_its_comments() {
    let documented = documented();
    let all: Vec<(String, String, bool)> = SECTIONS
        .iter()
        .flat_map(|(section, keys)| {
            keys.iter()
                .map(|key| ((*section).to_owned(), (*key).to_owned(), true))
        })
        .collect();
    assert_eq!(documented, all);
}

/// A key that is listed but not read would be taken for one that is.
#[test]
fn every_key_is_read() {
    for (section, keys) in SECTIONS {
        for key in keys {
            let told = wrong(&format!("[{section}]\n{key} = 1979-05-27\n"));
            assert!(
                told.contains("houkan.toml:2:") && told.contains("found `1979-05-27`"),
                "{section}.{key}: {told}"
            );
        }
    }
}

#[test]
fn every_value_is_taken() {
    let text = r#"
[inbox]
claims = ["/in/claims", "a.UKE"]
eligibility = []
registers = ["/data/members.parquet", "postgres://reader@db/insurer?table=members"]
map = "../map.toml"
settle = 0
vanished = "withdraw"
[checks]
policy = "own.toml"
credentials = "c.csv"
stations = "s.xlsx"
master = "m"
ignore = "i.toml"
fail_on = "never"
[state]
folder = "/var/lib/houkan"
database = "postgres://houkan@db/insurer"
schema = "night_2"
retention_months = 60
[publish]
folder = "/srv/houkan"
reports = ["html", "csv", "html"]
encoding = "sjis"
lang = "en"
mask = true
scope = "all"
keep = 7
mail = true
[metrics]
textfile = "/var/lib/node/houkan.prom"
[limits]
threads = 2
claims_at_a_time = 1000
"#;
    let config = parsed(text);
    let path = |name: &str| PathBuf::from(name);
    let expected = Config {
        inbox: Inbox {
            claims: vec![path("/in/claims"), path("/etc/houkan/a.UKE")],
            eligibility: vec![],
            registers: vec![
                path("/data/members.parquet"),
                path("postgres://reader@db/insurer?table=members"),
            ],
            map: Some(path("/etc/map.toml")),
            settle_seconds: 0,
            vanished: Vanished::Withdraw,
        },
        checks: Checks {
            policy: "/etc/houkan/own.toml".to_owned(),
            credentials: Some(path("/etc/houkan/c.csv")),
            stations: Some(path("/etc/houkan/s.xlsx")),
            master: Some(path("/etc/houkan/m")),
            ignore: Some(path("/etc/houkan/i.toml")),
            fail_on: None,
        },
        state: State {
            folder: path("/var/lib/houkan"),
            database: Some("postgres://houkan@db/insurer".to_owned()),
            schema: "night_2".to_owned(),
            retention_months: 60,
        },
        publish: Publish {
            folder: path("/srv/houkan"),
            reports: vec![Form::Csv, Form::Html],
            charset: Charset::Sjis,
            lang: Lang::En,
            mask: true,
            scope: Scope::All,
            keep: 7,
            mail: true,
        },
        metrics: Metrics {
            textfile: Some(path("/var/lib/node/houkan.prom")),
        },
        limits: Limits {
            threads: Some(2),
            claims_at_a_time: 1000,
        },
    };
    assert_eq!(config, expected);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, told) in [
        ("", "houkan.toml:1:1: [inbox] has no `claims`"),
        ("[state]\n", "houkan.toml:1:1: [state] has no `folder`"),
        (
            "[inbox]\nclaims = []\n",
            "2:10: found `[]`; expected names of files",
        ),
        (
            "[inbox]\nclaims = \"a\"\n",
            "2:10: found `\"a\"`; expected names of files",
        ),
        (
            "[inbox]\nclaims = [\"\"]\n",
            "2:11: found `\"\"`; expected the name of a file",
        ),
        (
            "[inbox]\nclaim = [\"a\"]\n",
            "2:1: unknown key `claim`; `claims`?",
        ),
        (
            "[inbox]\nclaims = [\"postgres://db/x\"]\n",
            "belongs into registers",
        ),
        ("[pubish]\n", "1:2: unknown key `pubish`; `publish`?"),
        (
            "[night]\n",
            "1:2: unknown key `night`; expected one of: inbox, checks",
        ),
        ("inbox = 1\n", "1:9: found `1`; expected a table"),
        (
            "[inbox]\nsettle = 3601\n",
            "2:10: found `3601`; expected a whole number from 0 to 3600",
        ),
        ("[inbox]\nsettle = -1\n", "2:10: found `-1`"),
        (
            "[inbox]\nvanished = \"drop\"\n",
            "expected one of \"keep\", \"withdraw\"",
        ),
        (
            "[publish]\nreports = [\"csv\", \"pdf\"]\n",
            "2:19: found `\"pdf\"`; expected one of \"csv\",",
        ),
        (
            "[publish]\nmask = 1\n",
            "2:8: found `1`; expected true or false",
        ),
        (
            "[state]\ndatabase = \"state.sqlite\"\n",
            "expected the address of a database",
        ),
        (
            "[state]\nschema = \"x; drop\"\n",
            "2:10: found `\"x; drop\"`; expected a name of at most 63",
        ),
        (
            "[state]\nfolder = \"a\"\nfolder = \"b\"\n",
            "3:1: found `folder`; not valid TOML: duplicate key",
        ),
        ("[limits]\nthreads = 0\n", "a whole number from 1 to 1024"),
        ("[checks]\nfail_on = true\n", "2:11: found `true`"),
    ] {
        let message = wrong(text);
        assert!(message.contains(told), "{text}\n{message}");
    }
}

#[test]
fn what_is_written_does_not_lie_where_it_is_read() {
    let with = |claims: &str, state: &str, publish: &str| {
        format!(
            "[inbox]\nclaims = [\"{claims}\"]\n[state]\nfolder = \"{state}\"\n[publish]\nfolder = \"{publish}\"\n"
        )
    };
    for (claims, state, publish, told) in [
        (
            "in",
            "in/state",
            "out",
            "4:10: `in/state` lies in `in` of [inbox]",
        ),
        (
            "in",
            "state",
            "./x/../in",
            "6:10: `in` lies in `in` of [inbox]",
        ),
        (
            "in",
            "both",
            "both",
            "6:10: overlaps with folder of [state]",
        ),
        ("in", "out/state", "out", "6:10: overlaps"),
        ("in", "state", "state/out", "6:10: overlaps"),
        (".", "/a", "b", "6:10: `b` lies in `.` of [inbox]"),
    ] {
        let message = wrong(&with(claims, state, publish));
        assert!(message.contains(told), "{message}");
    }
    parsed(&with("in", "state", "instate"));
}

/// Passwords of addresses are hidden where messages are printed; whether there is one is told.
#[test]
fn passwords_are_noticed() {
    let with = |address: &str| {
        parsed(&format!("{SHORTEST}\n[limits]\n").replace(
            "[state]\n",
            &format!("registers = [\"{address}\"]\n[state]\n"),
        ))
    };
    assert!(with("postgres://u:secret@db/x").has_password());
    assert!(with("postgres://db/x?password=secret").has_password());
    assert!(!with("postgres://u@db/x?table=t").has_password());
    assert!(!with("members.csv").has_password());
}
