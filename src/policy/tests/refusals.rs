//! What a policy file is refused for, with the exact place and text.

use super::super::Policy;

#[track_caller]
fn refused(text: &str, expected: &str) {
    let error = Policy::parse(text, "p.toml").unwrap_err();
    let shown = error.to_string();
    assert_eq!(shown, expected);
    // The Japanese text stands at the same places and is Japanese.
    let place = |line: &str| {
        line.splitn(4, ':')
            .take(3)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let japanese = error.message(true);
    assert_eq!(
        japanese.lines().map(place).collect::<Vec<_>>(),
        shown.lines().map(place).collect::<Vec<_>>()
    );
    assert!(
        japanese
            .lines()
            .all(|line| line.contains(['。', 'は', 'の', 'で', 'ん'])),
        "{japanese}"
    );
}

#[test]
fn refuses_text_that_is_no_toml() {
    refused(
        "extends = \"current\"\ncard_last = 2025-2-3\n",
        "p.toml:2:13: found `2025-2-3`; not valid TOML: invalid date, expected a two-digit month (MM)",
    );
    refused(
        "extends = \"current\"\n[cap\nkoki = 2025-07-31\n",
        "p.toml:2:5: found `[cap`; not valid TOML: unclosed table, expected `]`",
    );
    refused(
        "extends = \"current\"\n名前 = 1\n",
        "p.toml:2:1: found `名前`; not valid TOML: invalid unquoted key, expected letters, numbers, `-`, `_`",
    );
    refused(
        "extends = \"current\"\ncard_last = \n",
        "p.toml:2:13: found `card_last = `; not valid TOML: string values must be quoted, expected literal string",
    );
    refused(
        "extends = \"current\"\ncard_last = 2025-02-30\n",
        "p.toml:2:13: found `2025-02-30`; not valid TOML: invalid date, expected day between 01 and 28",
    );
    refused(
        "a = 1\na = 2\n",
        "p.toml:2:1: found `a`; not valid TOML: duplicate key",
    );
}

#[test]
fn refuses_unknown_keys() {
    refused(
        "extends = \"current\"\ncard_lst = 2025-12-01\n",
        "p.toml:2:1: unknown key `card_lst`; expected one of: name, extends, card_last, municipal_card_common_last, jieikan_unknown_from, certificate_from, certificate_notice_days, smartphone_from, myna_grace_months, ticket_quiet_day, dx_from, dx_known_to, registration_lag_days, claim_years, payment_record_above, cap, window, insurer",
    );
    refused(
        "extends = \"current\"\n[cap]\nkouki = 2025-07-31\n",
        "p.toml:3:1: unknown key `kouki`; expected one of: others, kyokai, senin, hiyatoi, kumiai, jieikan, kyosai, koki, kokuho, kokuho_kumiai, taishoku",
    );
    refused(
        "extends = \"current\"\n[cap]\nkohi = 2025-07-31\n",
        "p.toml:3:1: unknown key `kohi`; expected one of: others, kyokai, senin, hiyatoi, kumiai, jieikan, kyosai, koki, kokuho, kokuho_kumiai, taishoku",
    );
    refused(
        "extends = \"current\"\nwindow.koki = { from = 2025-08-01, to = 2026-07-31, until = 2026-07-31 }\n",
        "p.toml:2:53: unknown key `until`; expected one of: from, to",
    );
    refused(
        "extends = \"current\"\n[[insurer]]\nnumber = \"06\"\ncap = 2025-09-30\nname = \"x\"\n",
        "p.toml:5:1: unknown key `name`; expected one of: number, cap, window",
    );
}

#[test]
fn refuses_wrong_types() {
    refused(
        "extends = \"current\"\ncard_last = 20251201\n",
        "p.toml:2:13: found `20251201`; expected a date that exists, in 2000 to 2099, such as 2025-12-01",
    );
    refused(
        "extends = \"current\"\ncard_last = 2025-12-01T00:00:00\n",
        "p.toml:2:13: found `2025-12-01T00:00:00`; expected a date that exists, in 2000 to 2099, such as 2025-12-01",
    );
    refused(
        "extends = \"current\"\nsmartphone_from = false\n",
        "p.toml:2:19: found `false`; expected a date that exists, such as 2025-09-19, or \"never\"",
    );
    refused(
        "extends = \"current\"\nmyna_grace_months = \"3\"\n",
        "p.toml:2:21: found `\"3\"`; expected a whole number from 0 to 120",
    );
    refused(
        "extends = \"current\"\nticket_quiet_day = 32\n",
        "p.toml:2:20: found `32`; expected a whole number from 0 to 31",
    );
    refused(
        "extends = \"current\"\ncertificate_notice_days = -1\n",
        "p.toml:2:27: found `-1`; expected a whole number from 0 to 3650",
    );
    refused(
        "extends = \"current\"\ncap = 2025-12-01\n",
        "p.toml:2:7: found `2025-12-01`; expected a table",
    );
    refused(
        "extends = \"current\"\nwindow.koki = \"never\"\n",
        "p.toml:2:15: found `\"never\"`; expected { from = first day, to = last day } or \"none\"",
    );
    refused(
        "extends = \"current\"\nwindow.koki = { from = 2025-08-01 }\n",
        "p.toml:2:15: found `{ from = 2025-08-01 }`; expected { from = first day, to = last day } or \"none\"",
    );
    refused(
        "extends = \"current\"\n[insurer]\nnumber = \"06\"\n",
        "p.toml:2:1: found `[insurer]`; expected tables under [[insurer]]",
    );
    refused(
        "extends = \"current\"\ninsurer = [1]\n",
        "p.toml:2:12: found `1`; expected tables under [[insurer]]",
    );
    refused(
        "extends = \"current\"\nname = \" \"\n",
        "p.toml:2:8: found `\" \"`; expected a string of one line that is not empty",
    );
}

#[test]
fn refuses_numbers_that_cannot_be_meant() {
    for (line, found, max) in [
        ("registration_lag_days = -1", "-1", 365),
        ("registration_lag_days = 366", "366", 365),
        ("claim_years = -5", "-5", 50),
        ("claim_years = 51", "51", 50),
        ("claim_years = 4.5", "4.5", 50),
    ] {
        let column = line.find(found).unwrap() + 1;
        refused(
            &format!("extends = \"current\"\n{line}\n"),
            &format!("p.toml:2:{column}: found `{found}`; expected a whole number from 0 to {max}"),
        );
    }
}

#[test]
fn refuses_amounts_that_cannot_be_meant() {
    refused(
        "extends = \"current\"\n[payment_record_above]\nkoki = -1\n",
        "p.toml:3:8: found `-1`; expected a whole number from 0 to 99999999",
    );
    refused(
        "extends = \"current\"\n[payment_record_above]\nordinary = 100000000\nelderly = \"40,000\"\n",
        "p.toml:3:12: found `100000000`; expected a whole number from 0 to 99999999\np.toml:4:11: found `\"40,000\"`; expected a whole number from 0 to 99999999",
    );
    refused(
        "extends = \"current\"\n[payment_record_above]\nothers = 118000\n",
        "p.toml:3:1: unknown key `others`; expected one of: ordinary, preschool, elderly, koki",
    );
    refused(
        "extends = \"current\"\npayment_record_above = 118000\n",
        "p.toml:2:24: found `118000`; expected a table",
    );
}

#[test]
fn refuses_impossible_dates() {
    refused(
        "extends = \"current\"\ncard_last = \"2025-02-30\"\n",
        "p.toml:2:13: found `\"2025-02-30\"`; expected a date that exists, in 2000 to 2099, such as 2025-12-01",
    );
    refused(
        "extends = \"current\"\ncard_last = \"2025-2-3\"\n",
        "p.toml:2:13: found `\"2025-2-3\"`; expected a date that exists, in 2000 to 2099, such as 2025-12-01",
    );
    refused(
        "extends = \"current\"\ncard_last = 0007-12-01\n",
        "p.toml:2:13: found `0007-12-01`; expected a date that exists, in 2000 to 2099, such as 2025-12-01",
    );
    refused(
        "# 期日\nextends = \"current\"\nwindow.koki = { from = \"2025-13-01\", to = \"2026-07-32\" }\n",
        "p.toml:3:24: found `\"2025-13-01\"`; expected a date that exists, in 2000 to 2099, such as 2025-12-01\np.toml:3:43: found `\"2026-07-32\"`; expected a date that exists, in 2000 to 2099, such as 2025-12-01",
    );
}

#[test]
fn refuses_what_cannot_be_meant() {
    refused(
        "extends = \"current\"\nwindow.koki = { from = 2026-08-01, to = 2026-07-31 }\n",
        "p.toml:2:24: found `2026-08-01`; expected a date not after 2026-07-31, the `to` of the window",
    );
    refused(
        "extends = \"current\"\n[cap]\nkoki = 2025-12-02\n",
        "p.toml:3:8: found `2025-12-02`; expected a date not after card_last, 2025-12-01",
    );
    refused(
        "cap.koki = 2025-07-01\nextends = \"current\"\ncard_last = 2025-06-30\n",
        "p.toml:1:12: found `2025-07-01`; expected a date not after card_last, 2025-06-30",
    );
    refused(
        "extends = \"current\"\n[[insurer]]\nnumber = \"06\"\ncap = 2026-01-01\n",
        "p.toml:4:7: found `2026-01-01`; expected a date not after card_last, 2025-12-01",
    );
    refused(
        "extends = \"currant\"\n",
        "p.toml:1:11: found `\"currant\"`; expected a built-in policy: \"current\" or \"leaflet-2024-09\"",
    );
    refused(
        "extends = 1\n",
        "p.toml:1:11: found `1`; expected a built-in policy: \"current\" or \"leaflet-2024-09\"",
    );
}

#[test]
fn refuses_insurers_that_cannot_be() {
    refused(
        "extends = \"current\"\n[[insurer]]\nnumber = \"06\"\ncap = 2025-09-30\n[[insurer]]\nnumber = \"０６\"\ncap = 2025-10-31\n",
        "p.toml:6:10: found `\"０６\"`; expected a number that is not given above (each one once)",
    );
    refused(
        "extends = \"current\"\n[[insurer]]\nnumber = \"138057\"\ncap = 2025-09-30\n[[insurer]]\nnumber = \"00138057\"\nwindow = \"none\"\n",
        "p.toml:6:10: found `\"00138057\"`; expected a number that is not given above (each one once)",
    );
    refused(
        "extends = \"current\"\n[[insurer]]\nnumber = 138057\ncap = 2025-09-30\n",
        "p.toml:3:10: found `138057`; expected the number of a medical insurer or its first two to eight digits, in quotes, such as \"138057\", \"39131234\" or \"06\"",
    );
    refused(
        "extends = \"current\"\n[[insurer]]\nnumber = \"12131234\"\ncap = 2025-09-30\n",
        "p.toml:3:10: found `\"12131234\"`; expected the number of a medical insurer or its first two to eight digits, in quotes, such as \"138057\", \"39131234\" or \"06\"",
    );
    refused(
        "extends = \"current\"\n[[insurer]]\ncap = 2025-09-30\n",
        "p.toml:2:1: `number` is missing; expected the insurer number",
    );
    refused(
        "extends = \"current\"\n[[insurer]]\nnumber = \"06\"\n",
        "p.toml:2:1: neither `cap` nor `window`; expected at least one of them",
    );
}

#[test]
fn refuses_a_file_that_is_not_whole() {
    let whole = Policy::current().to_toml();
    let lacking = whole.replace("\ndx_from = ", "\n# dx_from = ");
    refused(
        &lacking,
        "p.toml:1:1: `dx_from` is missing; expected every key, or extends = \"current\"",
    );
    let lacking = whole.replace("\nelderly = ", "\n# elderly = ");
    refused(
        &lacking,
        "p.toml:1:1: `payment_record_above` is missing; expected every key, or extends = \"current\"",
    );
    let error = Policy::parse("", "p.toml").unwrap_err().to_string();
    assert_eq!(error.lines().count(), 15);
}

#[test]
fn tells_every_problem_in_the_order_of_the_file() {
    refused(
        "zzz = 1\nextends = \"current\"\nticket_quiet_day = 99\naaa = 2\n",
        "p.toml:1:1: unknown key `zzz`; expected one of: name, extends, card_last, municipal_card_common_last, jieikan_unknown_from, certificate_from, certificate_notice_days, smartphone_from, myna_grace_months, ticket_quiet_day, dx_from, dx_known_to, registration_lag_days, claim_years, payment_record_above, cap, window, insurer\np.toml:3:20: found `99`; expected a whole number from 0 to 31\np.toml:4:1: unknown key `aaa`; expected one of: name, extends, card_last, municipal_card_common_last, jieikan_unknown_from, certificate_from, certificate_notice_days, smartphone_from, myna_grace_months, ticket_quiet_day, dx_from, dx_known_to, registration_lag_days, claim_years, payment_record_above, cap, window, insurer",
    );
}

#[test]
fn tells_it_in_japanese() {
    let text = "extends = \"current\"\ncard_last = \"2025-02-30\"\nカード = 1\n";
    let message = |text: &str| Policy::parse(text, "期日.toml").unwrap_err().message(true);
    assert!(
        message(text).starts_with("期日.toml:3:1: `カード` は使えません。TOML として読めません（")
    );
    let text = text.replace("カード", "card");
    let lines = message(&text);
    let (first, second) = lines.split_once('\n').unwrap();
    assert_eq!(
        first,
        "期日.toml:2:13: `\"2025-02-30\"` は使えません。必要なもの: 実在する日付（2000〜2099年、例 2025-12-01）"
    );
    assert!(second.starts_with(
        "期日.toml:3:1: 知らないキー `card` です。使えるキー: name、extends、card_last、"
    ));
    assert_eq!(
        message("extends = \"current\"\ncard_last = 2025-02-30\n"),
        "期日.toml:2:13: `2025-02-30` は使えません。実在する日付（2000〜2099年、例 2025-12-01）が必要です"
    );
    assert_eq!(
        message("extends = \"current\"\nextends = \"current\"\n"),
        "期日.toml:2:1: `extends` は使えません。同じキーが2度書かれています"
    );
    assert_eq!(
        message("extends = \"current\"\n[[insurer]]\nnumber = \"138057\"\ncap = 2026-01-01\n"),
        "期日.toml:4:7: `2026-01-01` は card_last（2025-12-01）より後です。card_last 以前の日付が必要です"
    );
}

/// Columns count characters, not bytes.
#[test]
fn columns_are_characters() {
    refused(
        "extends = \"current\"\nname = \"国保\" # あ\n\"cap\" = { \"koki\" = 2025-07-31, \"後期\" = 2025-07-31 }\n",
        "p.toml:3:32: unknown key `後期`; expected one of: others, kyokai, senin, hiyatoi, kumiai, jieikan, kyosai, koki, kokuho, kokuho_kumiai, taishoku",
    );
    refused(
        "extends = \"current\"\ncap = { \"koki\" = \"７月\", kokuho = \"x\" }\n",
        "p.toml:2:18: found `\"７月\"`; expected a date that exists, in 2000 to 2099, such as 2025-12-01\np.toml:2:33: found `\"x\"`; expected a date that exists, in 2000 to 2099, such as 2025-12-01",
    );
}
