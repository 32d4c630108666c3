//! Values of the built-in policies, overrides, round trip, hash, documents.

mod refusals;

use super::*;

fn day(iso: &str) -> NaiveDate {
    iso.parse().unwrap()
}

fn span(from: &str, to: &str) -> (NaiveDate, NaiveDate) {
    (day(from), day(to))
}

/// A number of the kind, normalised; all made up.
fn number_of(kind: InsurerKind) -> &'static str {
    match kind {
        InsurerKind::Kyokai => "01999990",
        InsurerKind::Senin => "02999990",
        InsurerKind::Hiyatoi => "03999990",
        InsurerKind::Kumiai => "06999990",
        InsurerKind::Jieikan => "07999990",
        InsurerKind::Kyosai => "31999990",
        InsurerKind::Koki => "39999990",
        InsurerKind::Kokuho => "00999990",
        InsurerKind::KokuhoKumiai => "00993990",
        InsurerKind::Taishoku => "67999990",
        InsurerKind::Kohi => "12999990",
        InsurerKind::Unknown => "99999990",
    }
}

fn rule(policy: &Policy, number: &str) -> CardRule {
    policy.card_rule(InsurerKind::of(number), number)
}

fn extended(rest: &str) -> Policy {
    Policy::parse(&format!("extends = \"current\"\n{rest}"), "test.toml").unwrap()
}

/// `builtin` relies on this.
#[test]
fn every_builtin_is_read() {
    assert_eq!(Policy::builtin_names(), ["current", "leaflet-2024-09"]);
    for name in Policy::builtin_names() {
        assert_eq!(Policy::builtin(name).unwrap().name, *name);
    }
    assert!(Policy::builtin("leaflet").is_none());
    assert_eq!(
        Policy::current().hash,
        Policy::builtin("current").unwrap().hash
    );
}

#[test]
fn single_values_of_current() {
    let policy = Policy::current();
    assert_eq!(policy.name, "current");
    assert_eq!(policy.certificate_from, day("2024-12-02"));
    assert_eq!(policy.card_last, day("2025-12-01"));
    assert_eq!(policy.municipal_card_common_last, day("2025-07-31"));
    assert_eq!(policy.jieikan_unknown_from, day("2025-12-02"));
    assert_eq!(policy.smartphone_from, Some(day("2025-09-19")));
    assert_eq!(policy.myna_grace_months, 3);
    assert_eq!(policy.ticket_quiet_day, 15);
    assert_eq!(policy.certificate_notice_days, 60);
    assert_eq!(policy.dx_from, day("2024-06-01"));
    assert_eq!(policy.dx_known_to, day("2026-05-31"));
    assert_eq!((policy.registration_lag_days, policy.claim_years), (14, 5));
    assert_eq!(
        policy.payment_record_above.in_order(),
        [118_000, 177_000, 40_000, 30_000]
    );
}

#[test]
fn single_values_of_the_leaflet() {
    let policy = Policy::builtin("leaflet-2024-09").unwrap();
    assert_eq!(policy.name, "leaflet-2024-09");
    assert_eq!(policy.certificate_from, day("2024-12-02"));
    assert_eq!(policy.card_last, day("2025-12-01"));
    assert_eq!(policy.municipal_card_common_last, day("2025-07-31"));
    assert_eq!(policy.jieikan_unknown_from, day("2025-12-02"));
    assert_eq!(policy.smartphone_from, None);
    assert_eq!(policy.myna_grace_months, 3);
    assert_eq!(policy.ticket_quiet_day, 0);
    assert_eq!(policy.certificate_notice_days, 60);
    assert_eq!(policy.dx_from, day("2024-06-01"));
    assert_eq!(policy.dx_known_to, day("2026-05-31"));
    assert_eq!((policy.registration_lag_days, policy.claim_years), (14, 5));
    assert_eq!(
        policy.payment_record_above.in_order(),
        [118_000, 177_000, 40_000, 30_000]
    );
}

#[test]
fn caps_and_windows_of_current() {
    let policy = Policy::current();
    for kind in InsurerKind::ALL {
        let (cap, from) = match kind {
            InsurerKind::Koki => ("2025-07-31", "2025-08-01"),
            InsurerKind::Kokuho | InsurerKind::KokuhoKumiai | InsurerKind::Taishoku => {
                ("2025-12-01", "2025-08-01")
            }
            _ => ("2025-12-01", "2025-12-02"),
        };
        let expected = CardRule {
            cap: day(cap),
            window: Some(span(from, "2026-07-31")),
        };
        assert_eq!(
            policy.card_rule(kind, number_of(kind)),
            expected,
            "{kind:?}"
        );
    }
}

#[test]
fn caps_and_windows_of_the_leaflet() {
    let policy = Policy::builtin("leaflet-2024-09").unwrap();
    for kind in InsurerKind::ALL {
        let expected = CardRule {
            cap: day("2025-12-01"),
            window: None,
        };
        assert_eq!(
            policy.card_rule(kind, number_of(kind)),
            expected,
            "{kind:?}"
        );
    }
}

#[test]
fn grace_of_the_myna_card() {
    let policy = Policy::current();
    assert_eq!(policy.myna_last(day("2026-01-15")), day("2026-04-30"));
    assert_eq!(policy.myna_last(day("2025-11-30")), day("2026-02-28"));
    assert_eq!(policy.myna_last(day("2025-11-01")), day("2026-02-28"));
    let none = extended("myna_grace_months = 0");
    assert_eq!(none.myna_last(day("2026-01-15")), day("2026-01-31"));
}

#[test]
fn quiet_days_of_the_ticket() {
    assert_eq!(
        Policy::current().ticket_quiet_last(day("2026-02-28")),
        day("2026-02-15")
    );
    let late = extended("ticket_quiet_day = 31");
    assert_eq!(late.ticket_quiet_last(day("2026-02-01")), day("2026-02-28"));
    let leaflet = Policy::builtin("leaflet-2024-09").unwrap();
    assert_eq!(
        leaflet.ticket_quiet_last(day("2026-02-01")),
        day("2026-01-31")
    );
}

#[test]
fn the_longest_number_wins() {
    let policy = extended(
        r#"
[[insurer]]
number = "3913"
cap = 2025-08-31
[[insurer]]
number = "39131234"
cap = "2025-09-30"
window = "none"
[[insurer]]
number = "39"
cap = 2025-06-30
window = { from = "2025-07-01", to = 2025-12-31 }
[[insurer]]
number = "138057"
window = { from = 2025-10-01, to = 2026-03-31 }
[[insurer]]
number = "13"
cap = 2025-09-30
"#,
    );
    for (number, cap, window) in [
        ("39131234", "2025-09-30", None),
        // The window comes from the next shorter number.
        (
            "39139999",
            "2025-08-31",
            Some(span("2025-07-01", "2025-12-31")),
        ),
        (
            "39999999",
            "2025-06-30",
            Some(span("2025-07-01", "2025-12-31")),
        ),
        (
            "00138057",
            "2025-09-30",
            Some(span("2025-10-01", "2026-03-31")),
        ),
        (
            "00138065",
            "2025-09-30",
            Some(span("2025-08-01", "2026-07-31")),
        ),
        (
            "00128057",
            "2025-12-01",
            Some(span("2025-08-01", "2026-07-31")),
        ),
        (
            "01130012",
            "2025-12-01",
            Some(span("2025-12-02", "2026-07-31")),
        ),
    ] {
        assert_eq!(
            rule(&policy, number),
            CardRule {
                cap: day(cap),
                window
            },
            "{number}"
        );
    }
}

#[test]
fn a_number_that_is_no_number_has_the_rule_of_its_kind() {
    let policy = extended("[[insurer]]\nnumber = \"00\"\ncap = 2025-03-31");
    for number in ["", "0013805", "001380577", "00138O57", "００１３８０５７"] {
        let rule = policy.card_rule(InsurerKind::Kokuho, number);
        assert_eq!(rule.cap, day("2025-12-01"), "{number}");
    }
    assert_eq!(rule(&policy, "00138057").cap, day("2025-03-31"));
}

/// 06 is both 組合 and 山形県, 39 both 後期 and 高知県.
#[test]
fn a_class_number_is_not_taken_for_a_prefecture() {
    let policy = extended(
        "[[insurer]]\nnumber = \"06\"\ncap = 2025-09-30\n[[insurer]]\nnumber = \"0039\"\ncap = 2025-03-31",
    );
    assert_eq!(rule(&policy, "06132013").cap, day("2025-09-30"));
    assert_eq!(rule(&policy, "00060012").cap, day("2025-12-01"));
    assert_eq!(rule(&policy, "00390012").cap, day("2025-03-31"));
    assert_eq!(rule(&policy, "39131234").cap, day("2025-07-31"));
}

#[test]
fn numbers_stand_for_prefixes_of_eight_digits() {
    for (number, prefix) in [
        ("39131234", Some("39131234")),
        ("00138057", Some("00138057")),
        ("138057", Some("00138057")),
        // 063201 is a 国保 of prefecture 06; no prefecture is 63.
        ("063201", Some("00063201")),
        ("631234", Some("631234")),
        ("06", Some("06")),
        ("0613", Some("0613")),
        ("0613201", Some("0613201")),
        ("13", Some("0013")),
        ("1380", Some("001380")),
        ("00", Some("00")),
        ("0013", Some("0013")),
        ("1", None),
        ("", None),
        ("1380577", None),
        ("12131234", None),
        ("77777777", None),
        ("99", None),
        ("0613201X", None),
        ("138057000", None),
    ] {
        assert_eq!(insurer::prefix_of(number).as_deref(), prefix, "{number}");
    }
}

#[test]
fn dates_may_be_strings() {
    let plain = extended("card_last = 2025-11-30\nsmartphone_from = 2025-10-01");
    let quoted = extended("card_last = \"2025-11-30\"\nsmartphone_from = \"2025-10-01\"");
    assert_eq!(plain.card_last, day("2025-11-30"));
    assert_eq!(plain.hash, quoted.hash);
    assert_eq!(plain.to_toml(), quoted.to_toml());
}

#[test]
fn an_earlier_last_day_cuts_inherited_caps() {
    let policy = extended("card_last = 2025-06-30");
    for kind in InsurerKind::ALL {
        assert_eq!(
            policy.card_rule(kind, number_of(kind)).cap,
            day("2025-06-30"),
            "{kind:?}"
        );
    }
    assert_eq!(
        Policy::parse(&policy.to_toml(), "again").unwrap().hash,
        policy.hash
    );
}

#[test]
fn others_leave_kinds_of_their_own_alone() {
    let policy = extended(
        "[cap]\nothers = 2025-05-31\n[window]\nothers = \"none\"\nsenin = { from = 2025-12-02, to = 2025-12-31 }",
    );
    assert_eq!(
        rule(&policy, "01130012"),
        CardRule {
            cap: day("2025-05-31"),
            window: None
        }
    );
    assert_eq!(rule(&policy, "39131234").cap, day("2025-07-31"));
    assert_eq!(
        rule(&policy, "39131234").window,
        Some(span("2025-08-01", "2026-07-31"))
    );
    assert_eq!(
        rule(&policy, "02130011").window,
        Some(span("2025-12-02", "2025-12-31"))
    );
}

#[test]
fn the_name_is_the_files_unless_given() {
    let text = "extends = \"current\"";
    for (file, name) in [
        ("dir/ours.toml", "ours"),
        ("C:\\x\\ours.toml", "ours"),
        ("current", "current"),
    ] {
        assert_eq!(Policy::parse(text, file).unwrap().name, name);
    }
    let named =
        Policy::parse("extends = \"current\"\nname = \"組合 \\\"A\\\"\"", "x.toml").unwrap();
    assert_eq!(named.name, "組合 \"A\"");
    assert_eq!(
        Policy::parse(&named.to_toml(), "x.toml").unwrap().name,
        named.name
    );
    // The name is no rule.
    assert_eq!(named.hash, Policy::current().hash);
}

#[test]
fn what_is_written_is_read_back() {
    let own = extended(
        r#"
name = "own"
ticket_quiet_day = 20
registration_lag_days = 0
claim_years = 3
[payment_record_above]
elderly = 45000
[cap]
kumiai = 2025-03-31
[[insurer]]
number = "00671234"
cap = 2025-09-30
[[insurer]]
number = "138057"
cap = 2025-09-30
window = "none"
[[insurer]]
number = "0006"
window = { from = 2025-08-01, to = 2025-12-31 }
"#,
    );
    let builtin = Policy::builtin_names()
        .iter()
        .filter_map(|name| Policy::builtin(name));
    for policy in builtin.chain([own]) {
        let text = policy.to_toml();
        let again = Policy::parse(&text, "again.toml").unwrap();
        assert_eq!(format!("{again:?}"), format!("{policy:?}"));
        assert_eq!(again.to_toml(), text);
    }
}

#[test]
fn amounts_that_are_not_named_are_inherited() {
    let policy = extended("[payment_record_above]\nelderly = 45000");
    assert_eq!(
        policy.payment_record_above.in_order(),
        [118_000, 177_000, 45_000, 30_000]
    );
}

#[test]
fn what_extends_a_policy_of_overrides_replaces_them() {
    let text = extended("[[insurer]]\nnumber = \"06\"\ncap = 2025-09-30").to_toml();
    let policy = Policy::parse(&text, "x").unwrap();
    assert_eq!(rule(&policy, "06132013").cap, day("2025-09-30"));
    assert_eq!(policy.overrides.len(), 1);
}

#[test]
fn the_hash_tells_rules_apart() {
    let current = Policy::current();
    assert_eq!(current.hash.len(), 64);
    assert!(
        current
            .hash
            .bytes()
            .all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase())
    );
    assert_eq!(extended("").hash, current.hash);
    assert_eq!(
        extended("# a remark\nticket_quiet_day = 15").hash,
        current.hash
    );
    // Says again what holds anyway.
    assert_eq!(extended("[cap]\nkumiai = 2025-12-01").hash, current.hash);
    let mut hashes: Vec<String> = [
        "card_last = 2025-12-02",
        "municipal_card_common_last = 2025-07-30",
        "jieikan_unknown_from = 2025-12-03",
        "certificate_from = 2024-12-03",
        "certificate_notice_days = 61",
        "smartphone_from = 2025-09-20",
        "smartphone_from = \"never\"",
        "myna_grace_months = 4",
        "ticket_quiet_day = 16",
        "dx_from = 2024-06-02",
        "dx_known_to = 2026-05-30",
        "registration_lag_days = 15",
        "claim_years = 3",
        "payment_record_above.ordinary = 118001",
        "payment_record_above.koki = 118001",
        "cap.others = 2025-11-30",
        "cap.koki = 2025-07-30",
        "cap.kyokai = 2025-11-30",
        "window.others = \"none\"",
        "window.koki = { from = 2025-08-01, to = 2026-08-31 }",
        "[[insurer]]\nnumber = \"06\"\ncap = 2025-12-01",
    ]
    .into_iter()
    .map(|change| extended(change).hash)
    .chain([
        current.hash,
        Policy::builtin("leaflet-2024-09").unwrap().hash,
    ])
    .collect();
    let all = hashes.len();
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), all);
}

/// The example of the page is read as the page says.
#[test]
fn the_documents_example_holds() {
    let page = render_markdown();
    let example = page
        .split("```")
        .nth(1)
        .unwrap()
        .strip_prefix("toml")
        .unwrap();
    let policy = Policy::parse(example, "example.toml").unwrap();
    assert_eq!(
        rule(&policy, "01130012").window,
        Some(span("2025-12-02", "2026-09-30"))
    );
    assert_eq!(rule(&policy, "00138057").cap, day("2025-09-30"));
    assert_eq!(policy.smartphone_from, Policy::current().smartphone_from);
}

/// The order in a file is no rule.
#[test]
fn the_order_of_insurers_does_not_matter() {
    let one = "[[insurer]]\nnumber = \"06\"\ncap = 2025-09-30\n";
    let other = "[[insurer]]\nnumber = \"138057\"\nwindow = \"none\"\n";
    let policy = extended(&format!("{one}{other}"));
    assert_eq!(policy.hash, extended(&format!("{other}{one}")).hash);
    assert_eq!(
        policy.to_toml(),
        extended(&format!("{other}{one}")).to_toml()
    );
}

#[test]
fn the_document_is_fresh() {
    crate::generated::assert_fresh("docs/policy.md", &render_markdown());
}

/// The comments of the embedded file are those of `houkan policy show`.
#[test]
fn current_is_stored_as_it_is_shown() {
    crate::generated::assert_fresh("src/policy/current.toml", &Policy::current().to_toml());
}
