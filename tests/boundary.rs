//! The 31 boundary cases of policy-rules 11, each through the whole pipeline: a claim file, a register
//! and a log are written, read, matched and judged. Contract 8 holds where that list differs from it;
//! its "`OK_TRANSITIONAL`" is `TRANSITIONAL`.

mod support;

use support::{
    Case, Claim, KOKI, KOKUHO, KUMIAI, KYOKAI, Row, Run, TICKET, claim, public_claim, record, shown,
};

/// 健康保険証 in the log, as shown at the beginning of the month of the visit.
fn card(claim: &Claim) -> Row {
    let first = claim
        .dates
        .first()
        .expect("a visit")
        .format("%Y-%m-01")
        .to_string();
    shown(claim, "legacy_card", &first)
}

/// The claim's record as seen on its first visit date, so that it is evidence.
fn result(claim: &Claim) -> Row {
    record(claim, &claim.dates.first().expect("a visit").to_string())
}

/// A claim for one date on which the legacy card was shown, with the record of the day.
fn card_and_result(insurer: &str, date: &str) -> Case {
    let claim = claim(insurer, &[date]);
    Case::of(claim.clone())
        .record(result(&claim))
        .log(card(&claim))
}

/// The same with a 有効期限 printed on the card.
fn printed_card(date: &str, printed: &str) -> (Case, Case) {
    let claim = claim(KOKUHO, &[date]);
    let log = card(&claim).with("valid_to", printed);
    let without = Case::of(claim.clone()).log(log);
    (without.clone().record(result(&claim)), without)
}

/// A claim for one date on which something was shown on that date, with the record of the day.
fn shown_and_result(insurer: &str, date: &str, kind: &str, valid_to: &str) -> Case {
    let claim = claim(insurer, &[date]);
    let log = shown(&claim, kind, date).with("valid_to", valid_to);
    Case::of(claim.clone()).record(result(&claim)).log(log)
}

const TRANSITIONAL: (&str, &str) = ("TRANSITIONAL", "EXPIRED_CARD_CONFIRMED");
const LEGACY_CARD: (&str, &str) = ("OK", "LEGACY_CARD");

#[test]
fn case_01_last_day_of_the_cards() {
    assert_eq!(
        card_and_result(KYOKAI, "2025-12-01").run().verdict(),
        LEGACY_CARD
    );
}

#[test]
fn case_02_day_after_with_a_result() {
    let run = card_and_result(KYOKAI, "2025-12-02").run();
    assert_eq!(run.verdict(), TRANSITIONAL);
    assert!(run.checked.judgements[0].needs_certificate());
}

#[test]
fn case_03_day_after_without_a_result() {
    let claim = claim(KYOKAI, &["2025-12-02"]);
    let run = Case::of(claim.clone()).log(card(&claim)).run();
    assert_eq!(run.verdict(), ("NEED_CERT", "LEGACY_UNVERIFIED"));
    assert!(run.has("NEED_CERT"));
}

#[test]
fn case_04_the_extension() {
    for date in ["2026-03-31", "2026-04-01"] {
        assert_eq!(
            card_and_result(KYOKAI, date).run().verdict(),
            TRANSITIONAL,
            "{date}"
        );
    }
}

#[test]
fn case_05_window_ends() {
    assert_eq!(
        card_and_result(KYOKAI, "2026-07-31").run().verdict(),
        TRANSITIONAL
    );
    assert_eq!(
        card_and_result(KYOKAI, "2026-08-01").run().verdict(),
        ("NEED_CERT", "LEGACY_EXPIRED")
    );
}

#[test]
fn case_06_kokuho_printed_end_of_july() {
    assert_eq!(
        printed_card("2025-07-31", "2025-07-31").0.run().verdict(),
        LEGACY_CARD
    );
    let (with, without) = printed_card("2025-08-01", "2025-07-31");
    assert_eq!(with.run().verdict(), TRANSITIONAL);
    assert_eq!(without.run().verdict(), ("NEED_CERT", "LEGACY_UNVERIFIED"));
}

#[test]
fn case_07_kokuho_printed_end_of_september() {
    assert_eq!(
        printed_card("2025-09-30", "2025-09-30").0.run().verdict(),
        LEGACY_CARD
    );
    assert_eq!(
        printed_card("2025-10-01", "2025-09-30").0.run().verdict(),
        TRANSITIONAL
    );
}

#[test]
fn case_08_printed_after_the_last_day_of_any_card() {
    let (with, without) = printed_card("2025-12-02", "2026-03-31");
    assert_eq!(with.run().verdict(), TRANSITIONAL);
    assert_eq!(without.run().verdict(), ("NEED_CERT", "LEGACY_UNVERIFIED"));
}

#[test]
fn case_09_koki_card_after_july() {
    assert_eq!(
        card_and_result(KOKI, "2025-07-31").run().verdict(),
        LEGACY_CARD
    );
    assert_eq!(
        card_and_result(KOKI, "2025-08-01").run().verdict(),
        TRANSITIONAL
    );
}

#[test]
fn case_10_loss_date_is_the_first_day_without() {
    let on = |date: &str| {
        let claim = claim(KUMIAI, &[date]);
        let lost = record(&claim, "2025-10-05")
            .with("lost_on", "2025-10-01")
            .with("validity", "2");
        Case::of(claim.clone()).record(lost).log(card(&claim)).run()
    };
    assert_eq!(on("2025-09-30").verdict(), LEGACY_CARD);
    let after = on("2025-10-01");
    assert_eq!(after.verdict(), ("NOT_COVERED", "AFTER_LOSS"));
    assert!(after.has("NOT_COVERED"));
}

#[test]
fn case_11_notice_alone() {
    let on = |insurer, date| shown_and_result(insurer, date, "notice", "").run();
    assert_eq!(
        on(KUMIAI, "2025-11-30").verdict(),
        ("NEED_CERT", "NOTICE_ONLY")
    );
    assert_eq!(on(KUMIAI, "2025-12-02").verdict(), TRANSITIONAL);
    // The notices of 2025-06 and 2025-08 were about these two.
    assert_eq!(on(KOKUHO, "2025-11-30").verdict(), TRANSITIONAL);
    assert_eq!(on(KOKI, "2025-08-01").verdict(), TRANSITIONAL);
}

#[test]
fn case_12_notice_with_the_card() {
    for date in ["2024-12-02", "2025-11-30", "2025-12-02", "2026-08-01"] {
        let run = shown_and_result(KYOKAI, date, "notice_with_card", "").run();
        assert_eq!(run.verdict(), ("OK", "NOTICE_WITH_CARD"), "{date}");
    }
}

#[test]
fn case_13_grace_of_the_electronic_certificate() {
    let on = |date| shown_and_result(KYOKAI, date, "myna", "2026-01-15").run();
    for date in ["2026-04-15", "2026-04-30"] {
        let run = on(date);
        assert_eq!(run.verdict(), ("OK", "MYNA"), "{date}");
        assert!(run.has("MYNA_GRACE"), "{date}");
    }
    let over = on("2026-05-01");
    assert_eq!(over.verdict(), ("NEED_CERT", "MYNA_EXPIRED"));
    assert!(!over.has("MYNA_GRACE"));
    // On its last day itself nothing has expired.
    let last = on("2026-01-15");
    assert_eq!(
        (last.verdict(), last.has("MYNA_GRACE")),
        (("OK", "MYNA"), false)
    );
}

#[test]
fn case_14_smartphone_has_no_grace() {
    let on = |date| {
        shown_and_result(KYOKAI, date, "smartphone", "2026-01-15")
            .run()
            .verdict()
    };
    assert_eq!(on("2026-01-15"), ("OK", "SMARTPHONE"));
    assert_eq!(on("2026-01-16"), ("NEED_CERT", "SMARTPHONE_INVALID"));
}

#[test]
fn case_15_smartphone_before_it_began() {
    let on = |date| {
        shown_and_result(KYOKAI, date, "smartphone", "")
            .run()
            .verdict()
    };
    assert_eq!(on("2025-09-18"), ("NEED_CERT", "SMARTPHONE_INVALID"));
    assert_eq!(on("2025-09-19"), ("OK", "SMARTPHONE"));
}

#[test]
fn case_16_certificate_ends() {
    let on = |date| {
        shown_and_result(KUMIAI, date, "certificate", "2026-11-30")
            .run()
            .verdict()
    };
    assert_eq!(on("2026-11-30"), ("OK", "CERTIFICATE"));
    assert_eq!(on("2026-12-01"), ("NEED_CERT", "CERT_EXPIRED"));
}

#[test]
fn case_17_koki_85_and_over_with_last_years_certificate() {
    let old = Claim {
        birth: "19400301".into(),
        ..claim(KOKI, &["2026-08-01"])
    };
    let on_file = result(&old).with("certificate_valid_to", "2026-07-31");
    let run = Case::of(old).record(on_file).run();
    assert_eq!(run.verdict(), ("NEED_CERT", "CERT_EXPIRED"));
    assert!(run.has("NEED_CERT"));
}

#[test]
fn case_18_koki_78_with_myna_and_an_old_certificate() {
    let old = Claim {
        birth: "19480301".into(),
        ..claim(KOKI, &["2026-08-01"])
    };
    let on_file = result(&old)
        .with("certificate_valid_to", "2026-07-31")
        .with("myna_registered", "true");
    let without_log = Case::of(old.clone()).record(on_file);
    let certificate = shown(&old, "certificate", "2026-07-03").with("valid_to", "2026-07-31");
    assert_eq!(
        without_log.clone().log(certificate).run().verdict(),
        ("NEED_CERT", "CERT_EXPIRED")
    );
    // Contract 4.5(4): where nothing tells what was shown, a registered マイナ保険証 stands for the day.
    assert_eq!(without_log.run().verdict(), ("OK", "MYNA"));
}

#[test]
fn case_19_ticket_not_registered() {
    let as_of = |date: &str| {
        let claim = public_claim(TICKET, &["2026-01-05"]);
        let unregistered = record(&claim, "2026-01-05")
            .with("validity", "6")
            .with("card_class", "A1");
        Case::of(claim).record(unregistered).checked_on(date).run()
    };
    for (date, told) in [
        ("2026-01-05", false),
        ("2026-01-15", false),
        ("2026-01-16", true),
        ("2026-01-31", true),
    ] {
        let run = as_of(date);
        assert_eq!(
            run.verdict(),
            ("CANNOT_JUDGE", "TICKET_UNCONFIRMED"),
            "{date}"
        );
        assert_eq!(run.has("TICKET_UNREGISTERED"), told, "{date}");
    }
}

#[test]
fn case_20_invalid_today_but_covered_then() {
    let claim = claim(KYOKAI, &["2026-01-14"]);
    let lost = record(&claim, "2026-02-02")
        .with("lost_on", "2026-01-15")
        .with("validity", "3");
    let certificate = shown(&claim, "certificate", "2026-01-14").with("valid_to", "2026-11-30");
    let run = Case::of(claim).record(lost).log(certificate).run();
    assert_eq!(run.verdict(), ("OK", "CERTIFICATE"));
    assert!(!run.has("NOT_COVERED") && !run.has("NO_EVIDENCE"));
}

/// What `CLAIM_TYPE` expects instead of the recorded 種別, with the visit dates it is about.
fn other_types(run: &support::Run) -> Vec<(String, u32)> {
    let found = run.findings("CLAIM_TYPE");
    found
        .iter()
        .map(|finding| {
            assert_eq!(finding.level, houkan::finding::Level::Error);
            let days = finding.dates.map_or(0, |days| days.mask);
            (finding.reference_value.to_string(), days)
        })
        .collect()
}

/// 61x8 or 61x0 begins with May for one born on the 1st, with June for one born on the 2nd (BR-04). The verdict
/// does not hang on it.
#[test]
fn case_21_seventieth_birthday() {
    for (birth, date, is_elderly) in [
        ("19560501", "2026-04-11", false),
        ("19560501", "2026-05-11", true),
        ("19560502", "2026-05-11", false),
        ("19560502", "2026-06-11", true),
    ] {
        for kind in ["6112", "6118", "6110"] {
            let claim = Claim {
                birth: birth.into(),
                kind: kind.into(),
                ..claim(KYOKAI, &[date])
            };
            let certificate = shown(&claim, "certificate", date).with("valid_to", "2026-11-30");
            let case = Case::of(claim.clone())
                .record(result(&claim))
                .log(certificate);
            let run = case.run();
            assert_eq!(run.verdict(), ("OK", "CERTIFICATE"), "{birth} {kind}");
            let expected = match (is_elderly, kind) {
                (true, "6112") => vec![("6118/6110".to_owned(), 1 << 10)],
                (false, "6118" | "6110") => vec![("6112/6116".to_owned(), 1 << 10)],
                _ => vec![],
            };
            assert_eq!(other_types(&run), expected, "{birth} {date} {kind}");
        }
    }
}

/// Whose coverage it is follows from the records; `CLAIM_TYPE` says which 種別 the visits from the birthday on have
/// (BR-10).
#[test]
fn case_22_seventy_fifth_birthday() {
    let birth = "19510510";
    let before = Claim {
        birth: birth.into(),
        kind: "6118".into(),
        ..claim(KOKUHO, &["2026-05-09", "2026-05-10"])
    };
    let after = Claim {
        birth: birth.into(),
        ..claim(KOKI, &["2026-05-10"])
    };
    let ended = record(&before, "2026-06-01")
        .with("lost_on", "2026-05-10")
        .with("validity", "3");
    let begun = record(&after, "2026-06-01").with("qualified_on", "2026-05-10");
    let certificates = |case: Case, claim: &Claim| {
        case.log(shown(claim, "certificate", "2026-05-01").with("valid_to", "2026-07-31"))
            .record(ended.clone())
            .record(begun.clone())
            .run()
    };
    let old = certificates(Case::of(before.clone()), &before);
    assert_eq!(old.verdict(), ("NOT_COVERED", "OTHER_INSURER"));
    assert_eq!(
        (old.on("2026-05-09"), old.on("2026-05-10")),
        ("OK", "NOT_COVERED")
    );
    assert_eq!(other_types(&old), [("6318/6310".to_owned(), 1 << 9)]);
    let new = certificates(Case::of(after.clone()), &after);
    assert_eq!(new.verdict(), ("OK", "CERTIFICATE"));
    assert_eq!(other_types(&new), []);
    let only_before = Claim {
        dates: vec![support::day("2026-05-09")],
        ..before
    };
    let old = certificates(Case::of(only_before.clone()), &only_before);
    assert_eq!(old.verdict(), ("OK", "CERTIFICATE"));
    assert_eq!(other_types(&old), []);
    let early = Claim {
        dates: vec![support::day("2026-05-09")],
        ..after
    };
    let early = certificates(Case::of(early.clone()), &early);
    assert_eq!(early.verdict(), ("NOT_COVERED", "OTHER_INSURER"));
    // A disability may have brought the person there from 65 on (BR-06): the age alone is no mistake.
    assert_eq!(other_types(&early), []);
}

/// Of school age on the day, or 未就学 for another year (BR-01). The verdict does not hang on it.
#[test]
fn case_23_school_age() {
    for birth in ["20190401", "20190402"] {
        for kind in ["6114", "6116"] {
            let child = Claim {
                birth: birth.into(),
                kind: kind.into(),
                ..claim(KYOKAI, &["2025-04-01"])
            };
            let case = Case::of(child.clone())
                .record(result(&child))
                .log(card(&child));
            let run = case.run();
            assert_eq!(run.verdict(), LEGACY_CARD, "{birth} {kind}");
            let expected = match (birth, kind) {
                ("20190401", "6114") => vec![("6112/6116".to_owned(), 1)],
                ("20190402", "6116") => vec![("6114".to_owned(), 1)],
                _ => vec![],
            };
            assert_eq!(other_types(&run), expected, "{birth} {kind}");
        }
    }
}

#[test]
fn case_24_confirmation_code_of_the_payer() {
    let coded = |code: &str| {
        let claim = Claim {
            confirmation: code.into(),
            ..claim(KYOKAI, &["2025-11-11"])
        };
        Case::of(claim.clone())
            .record(result(&claim))
            .log(card(&claim))
            .run()
    };
    let run = coded("02");
    assert_eq!(run.verdict(), LEGACY_CARD);
    let found = run.findings("SN_CODE");
    assert_eq!(found.len(), 1);
    assert_eq!(
        (
            found[0].level.id(),
            found[0].place.record,
            &*found[0].claim_value
        ),
        ("error", "SN", "02")
    );
    assert!(!coded("01").has("SN_CODE"));
}

/// Up to 30,000 yen a 後期 claim can be moved without MF (RT-06). Neither the missing MF nor the amount moves the
/// verdict.
#[test]
fn case_25_no_mf() {
    for (total, is_missing) in [(30_000, false), (30_001, true)] {
        let claim = Claim {
            has_mf: false,
            total: Some(total),
            ..claim(KOKI, &["2025-07-11"])
        };
        let run = Case::of(claim.clone())
            .record(result(&claim))
            .log(card(&claim))
            .run();
        assert_eq!(run.verdict(), LEGACY_CARD, "{total}");
        let (_, read) = run.checked.claims.claims.get(0);
        assert_eq!((read.has_mf, read.total_yen), (false, total));
        let levels: Vec<&str> = run
            .findings("MF_MISSING")
            .iter()
            .map(|found| found.level.id())
            .collect();
        let expected: &[&str] = if is_missing { &["warn"] } else { &[] };
        assert_eq!(levels, expected, "{total}");
    }
    // With MF nothing is missing, whatever the total.
    let claim = Claim {
        total: Some(30_001),
        ..claim(KOKI, &["2025-07-11"])
    };
    for has_mf in [true, false] {
        let claim = Claim {
            has_mf,
            ..claim.clone()
        };
        assert_eq!(Case::of(claim).run().has("MF_MISSING"), !has_mf);
    }
}

#[test]
fn case_26_day_in_jd_alone() {
    let with_jd = |days: &[u32]| {
        let claim = Claim {
            jd_days: Some(days.to_vec()),
            ..claim(KYOKAI, &["2025-11-11"])
        };
        Case::of(claim.clone())
            .record(result(&claim))
            .log(card(&claim))
            .run()
    };
    let run = with_jd(&[11, 12]);
    let found = run.findings("JD_KA");
    assert_eq!((found.len(), found[0].level.id()), (1, "warn"));
    assert_eq!(found[0].dates.map(|days| days.mask), Some(1 << 11));
    // The day counts as a visit all the same (contract 4.1).
    assert_eq!(run.on("2025-11-12"), "OK");
    // And the other way round: a KA on the 11th without its day in JD.
    let other = with_jd(&[]);
    assert_eq!(
        other.findings("JD_KA")[0].dates.map(|days| days.mask),
        Some(1 << 10)
    );
    assert!(!with_jd(&[11]).has("JD_KA"));
}

/// 特記 is a matter of `SPECIAL_NOTE`; the verdict does not hang on it.
#[test]
fn case_27_special_notes_that_do_not_exist() {
    for notes in ["31", "43", "2643"] {
        let claim = Claim {
            notes: notes.into(),
            ..claim(KYOKAI, &["2025-11-11"])
        };
        let case = Case::of(claim.clone())
            .record(result(&claim))
            .log(card(&claim));
        let run = case.run();
        assert_eq!(run.verdict(), LEGACY_CARD, "{notes}");
        let found = run.findings("SPECIAL_NOTE");
        assert_eq!(found.len(), 1, "{notes}");
        let finding = found[0];
        assert_eq!(
            (
                finding.level.id(),
                finding.place.field,
                &*finding.claim_value
            ),
            ("error", "special_notes", notes)
        );
        assert_eq!(finding.details.variant, "repeated");
    }
    let allowed = Claim {
        notes: "0226".into(),
        ..claim(KYOKAI, &["2025-11-11"])
    };
    assert!(!Case::of(allowed).run().has("SPECIAL_NOTE"));
}

/// 特記 against 負担割合 is a matter of `LIMIT_MISMATCH`; the verdict does not hang on it.
#[test]
fn case_28_special_note_against_the_ratio() {
    let claim = Claim {
        notes: "42".into(),
        ..claim(KOKI, &["2025-07-11"])
    };
    let with_ratio = |percent: &str| {
        let ratio = result(&claim).with("copay_percent", percent);
        Case::of(claim.clone())
            .record(ratio)
            .log(card(&claim))
            .run()
    };
    let run = with_ratio("020");
    assert_eq!(run.verdict(), LEGACY_CARD);
    let found = run.findings("LIMIT_MISMATCH");
    assert_eq!(found.len(), 1);
    let finding = found[0];
    assert_eq!(
        (
            finding.level.id(),
            &*finding.claim_value,
            &*finding.reference_value
        ),
        ("warn", "42", "41（区カ）")
    );
    assert_eq!(*finding.evidence, [0]);
    assert!(!with_ratio("010").has("LIMIT_MISMATCH"));
}

/// The item moves neither the visit dates nor the verdict.
#[test]
fn case_29_dx_item_twice_or_too_early() {
    let twice = Claim {
        items: [
            "KA,20251111,1,550000110,,7670,,,",
            "KA,20251111,1,550002270,,50,,,",
            "KA,20251118,1,550002270,,50,,,",
        ]
        .map(String::from)
        .to_vec(),
        ..claim(KYOKAI, &["2025-11-11"])
    };
    let run = Case::of(twice.clone())
        .record(result(&twice).with("reference", "1"))
        .log(card(&twice))
        .run();
    // The record is a reading of the card.
    assert_eq!(run.verdict(), ("OK", "MYNA"));
    // The second stands on a day without a visit and carries no 同日訪問回数 (contract 4.1).
    let (_, read) = run.checked.claims.claims.get(0);
    assert_eq!(read.visit_days(), 1 << 10);
    assert_eq!(dx_findings(&run), ["DX_TWICE"]);
    let early = |date: &str, reference: &str| {
        let month = date.replace('-', "");
        let early = Claim {
            items: vec![
                format!("KA,{month},1,550000110,,7670,,,"),
                format!("KA,{month},1,550002270,,50,,,"),
            ],
            ..claim(KYOKAI, &[date])
        };
        Case::of(early.clone())
            .record(result(&early).with("reference", reference))
            .log(card(&early))
            .run()
    };
    assert_eq!(dx_findings(&early("2024-05-31", "1")), ["DX_PERIOD"]);
    assert_eq!(dx_findings(&early("2024-06-01", "1")), [] as [&str; 0]);
    assert_eq!(dx_findings(&early("2024-06-01", "2")), ["DX_NO_MYNA"]);
    assert_eq!(early("2024-05-31", "2").verdict(), LEGACY_CARD);
}

/// The codes of the findings on 医療DX情報活用加算.
fn dx_findings(run: &Run) -> Vec<&'static str> {
    let codes = run.checked.findings.iter().map(|finding| finding.code);
    codes.filter(|code| code.starts_with("DX_")).collect()
}

#[test]
fn case_30_unknown_number() {
    let person = claim(KYOKAI, &["2026-01-14"]);
    let unknown = |number: &str, insurer: &str| {
        let claim = Claim {
            number: number.into(),
            insurer: insurer.into(),
            ..person.clone()
        };
        // A record that would fit by person, so that an identity finding would be possible.
        Case::of(claim).record(record(&person, "2026-01-14")).run()
    };
    for (number, insurer) in [
        ("777777777", KYOKAI),
        ("７７７７７７７７７", KYOKAI),
        ("１", "77777777"),
        ("77777777", KOKI),
    ] {
        let run = unknown(number, insurer);
        assert_eq!(
            run.verdict(),
            ("CANNOT_JUDGE", "UNKNOWN_NUMBER"),
            "{insurer} {number}"
        );
        for code in [
            "ID_MISMATCH",
            "ID_ZERO",
            "NO_MATCH",
            "MULTI_MATCH",
            "NOT_COVERED",
        ] {
            assert!(!run.has(code), "{insurer} {number}: {code}");
        }
    }
    // Eight sevens are a 不詳 number of 後期高齢者 alone.
    assert_ne!(unknown("77777777", KUMIAI).verdict().1, "UNKNOWN_NUMBER");
}

/// On which day 後期 starts for one born on 29 February is not known to the list. The contract has no row
/// for it, so nothing is computed from the age: the dates in the records decide, whichever they are, and
/// `CLAIM_TYPE` is silent on both days.
#[test]
fn case_31_leap_day() {
    for change in ["2027-02-28", "2027-03-01"] {
        for date in ["2027-02-28", "2027-03-01"] {
            let old = Claim {
                birth: "19520229".into(),
                ..claim(KOKUHO, &[date])
            };
            let new = Claim {
                birth: "19520229".into(),
                ..claim(KOKI, &[date])
            };
            let ended = record(&old, "2027-03-10")
                .with("lost_on", change)
                .with("validity", "3");
            let begun = record(&new, "2027-03-10").with("qualified_on", change);
            let certificate =
                shown(&old, "certificate", "2027-02-01").with("valid_to", "2027-07-31");
            let case = Case::of(old)
                .record(ended)
                .record(begun)
                .log(certificate)
                .checked_on("2027-03-15");
            let expected = if date < change { "OK" } else { "NOT_COVERED" };
            let run = case.run();
            let at = format!("changed on {change}, visit on {date}");
            assert_eq!(run.verdict().0, expected, "{at}");
            assert_eq!(other_types(&run), [], "{at}");
        }
    }
}
