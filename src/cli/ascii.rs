//! Plain ASCII for terminals that show nothing else (`--ascii`): English, its official terms transcribed.

use std::ffi::OsStr;

/// Official terms and marks, and what stands for them; longer ones before those they begin with.
const TERMS: [(&str, &str); 66] = [
    ("マイナ保険証", "My Number insurance card"),
    ("スマホ保険証", "insurance card on the phone"),
    ("資格情報のお知らせ", "eligibility notice"),
    ("資格確認書", "eligibility certificate (shikaku-kakuninsho)"),
    (
        "資格申立書",
        "declaration of eligibility (shikaku-moshitatesho)",
    ),
    ("資格取得日", "first day of coverage (shikaku-shutokubi)"),
    ("該当資格なし", "no such coverage"),
    ("喪失日", "day of loss (soshitsubi)"),
    ("特別療養費", "special care expenses (tokubetsu-ryoyohi)"),
    ("健康保険組合", "health insurance society (kempo-kumiai)"),
    ("健康保険証", "health insurance card"),
    ("医療券", "medical ticket (iryoken)"),
    ("電子証明書", "electronic certificate (denshi-shomeisho)"),
    ("協会けんぽ", "Kyokai Kempo"),
    ("船員保険", "Sen'in Hoken"),
    ("日雇特例", "Hiyatoi"),
    ("自衛官等", "Jieikan"),
    ("自衛官", "Jieikan"),
    ("共済組合", "Kyosai"),
    ("後期高齢者医療", "Koki Koreisha"),
    ("後期高齢者", "Koki Koreisha"),
    ("後期", "Koki"),
    ("市町村国保", "Kokuho"),
    ("国保組合", "Kokuho society"),
    ("退職国保", "Kokuho for retired persons"),
    ("国民健康保険", "National Health Insurance (Kokuho)"),
    ("国保連", "Kokuho-ren"),
    ("国保", "Kokuho"),
    ("支払基金", "Shiharai-kikin"),
    ("審査支払機関", "review body"),
    ("公費", "public payer (kohi)"),
    ("不詳", "unknown number (fusho)"),
    ("男女区分", "sex"),
    ("レセプト特記", "special notes (tokki)"),
    ("レセプト", "claim"),
    ("特記", "special notes (tokki)"),
    ("記録条件仕様", "record specification"),
    ("別表", "code table "),
    ("給付割合", "benefit rate (kyufu-wariai)"),
    ("一部負担金区分", "class of copayment (ichibu-futankin)"),
    ("限度額適用区分", "limit class (gendogaku)"),
    ("窓口負担額区分", "class of payment at the window"),
    ("負担者種別", "kind of payer"),
    ("負担区分", "shares of payers (futan-kubun)"),
    ("受給者番号", "recipient number"),
    ("記号", "symbol"),
    ("番号", "number"),
    ("枝番", "branch"),
    ("同日訪問回数", "visits of the day"),
    ("実日数", "days of care"),
    ("職種等", "profession"),
    ("指示区分", "kind of order"),
    ("請求年月", "billing month"),
    ("訪問看護", "visiting nursing "),
    ("医療", "medical "),
    ("情報活用加算", " information add-on"),
    ("管理療養費", "management fee"),
    ("多数回", "many times (tasukai)"),
    ("種別", "kind"),
    ("区分", "class"),
    ("無", "none (mu)"),
    ("〓", "a geta mark"),
    ("…", "..."),
    ("–", "-"),
    ("—", "-"),
    ("→", "->"),
];

/// A text in ASCII: [`TERMS`] as they say, full-width letters and digits as narrow ones, everything else as `?`.
pub(super) fn of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let term = TERMS.iter().find(|(term, _)| rest.starts_with(term));
        let length = match term {
            _ if c.is_ascii() => {
                out.push(c);
                c.len_utf8()
            }
            Some((term, plain)) => {
                mend_article(&mut out, plain);
                out.push_str(plain);
                term.len()
            }
            None => {
                out.push(narrow(c));
                c.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// Makes `an` of an `a` before a vowel, since texts have it before the Japanese term.
fn mend_article(out: &mut String, next: &str) {
    let has_article =
        [" a ", " A "].iter().any(|end| out.ends_with(end)) || out == "a " || out == "A ";
    if has_article && next.starts_with(['a', 'e', 'i', 'o', 'u']) {
        out.pop();
        out.push_str("n ");
    }
}

/// The ASCII form of a full-width character.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '！'..='～' => u32::from(c)
            .checked_sub(u32::from('！') - u32::from('!'))
            .and_then(char::from_u32)
            .unwrap_or('?'),
        _ => '?',
    }
}

/// True when the environment names a charset that is not UTF-8: `C`, `POSIX`, `ja_JP.eucJP`. The first of the
/// three that is set decides. One that names none (`ja_JP`), or none set, as in cron and on Windows, is no reason
/// to withhold Japanese.
pub(super) fn is_implied() -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].map(std::env::var_os);
    let mut set = set.into_iter().flatten();
    set.find(|value| !value.is_empty())
        .is_some_and(|value| lacks_utf8(&value))
}

fn lacks_utf8(locale: &OsStr) -> bool {
    let locale = locale.to_string_lossy().to_ascii_lowercase();
    let (locale, _) = locale.split_once('@').unwrap_or((&locale, ""));
    match locale.split_once('.') {
        Some((_, charset)) => !matches!(charset, "utf-8" | "utf8"),
        None => matches!(locale, "c" | "posix"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Level;
    use crate::judge::outcome::{Outcome, Reason};
    use crate::messages;
    use crate::policy::Policy;
    use crate::report::inputs::Role;
    use crate::rules::{self, terms};
    use crate::text::insurer::InsurerKind;
    use crate::text::lang::Lang;

    #[test]
    fn longer_terms_are_not_hidden_by_shorter_ones() {
        for (at, (term, plain)) in TERMS.iter().enumerate() {
            assert!(plain.is_ascii() && !plain.is_empty(), "{term}");
            let before = TERMS[..at].iter().find(|(it, _)| term.starts_with(it));
            assert_eq!(before, None, "{term}");
        }
    }

    #[test]
    fn all_that_a_summary_says_has_its_ascii() {
        let mut texts: Vec<&str> = Vec::new();
        texts.extend(Outcome::ALL.iter().map(|&it| terms::outcome(it, Lang::En)));
        let levels = [Level::Info, Level::Warn, Level::Error];
        texts.extend(levels.iter().map(|&it| terms::level(it, Lang::En)));
        texts.extend(rules::all().map(|rule| rule.title.en));
        let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day");
        let policy = Policy::current();
        texts.extend(
            Reason::ALL
                .iter()
                .map(|&it| terms::ask(it, day, &policy, Lang::En)),
        );
        let kinds = InsurerKind::ALL.iter();
        texts.extend(kinds.map(|it| messages::of("insurer-kind", it.id(), Lang::En)));
        texts.push(messages::of("role", Role::Claims.id(), Lang::En));
        for text in texts {
            let plain = of(text);
            assert!(plain.is_ascii() && !plain.is_empty(), "{text}");
            assert_eq!(
                plain.matches('?').count(),
                text.matches(['?', '？']).count(),
                "{text}: {plain}"
            );
        }
    }

    #[test]
    fn what_has_no_ascii_is_a_question_mark() {
        assert_eq!(of("見本　花子 ＡＢ１"), "?? ?? AB1");
        assert_eq!(
            of("a 資格確認書 or\tb\n"),
            "an eligibility certificate (shikaku-kakuninsho) or\tb\n"
        );
        assert_eq!(of(""), "");
    }

    #[test]
    fn only_a_charset_that_is_named_and_another_implies_it() {
        for other in [
            "C",
            "POSIX",
            "ja_JP.eucJP",
            "ja_JP.SJIS",
            "en_US.ISO-8859-1",
            "de_DE.ISO-8859-15@euro",
        ] {
            assert!(lacks_utf8(OsStr::new(other)), "{other}");
        }
        for utf8 in [
            "C.UTF-8",
            "ja_JP.utf8",
            "ja_JP.UTF-8@x",
            "ja_JP",
            "en_US",
            "japanese",
        ] {
            assert!(!lacks_utf8(OsStr::new(utf8)), "{utf8}");
        }
    }
}
