//! What a claim says of its person otherwise than the matched record: `ID_MISMATCH`, `ID_ZERO`
//! (contract 4.3).

use std::fmt::Write as _;

use crate::eligibility::record::RecordRef;
use crate::finding::{Details, Finding, Level};
use crate::matching::cascade::MatchedBy;
use crate::matching::identity::{Agreement, Identity};
use crate::matching::identity_of;
use crate::text::fold;

use super::field::{At, at};
use super::{Certainty, Check, Example, Page, Rule, Scene, Text, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[ID_MISMATCH, ID_ZERO];

const CORRECT: Text = text(
    "資格確認書やマイナ保険証の表示と見比べ、誤っているほうを直してください。レセプトの誤りなら訂正して請求します。",
    "Compare with what the patient shows, and correct the side that is wrong before claiming.",
);

const ID_MISMATCH: Rule = Rule {
    code: "ID_MISMATCH",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
    title: text(
        "本人を特定する項目が資格確認結果と違う",
        "Identity differs from the eligibility result",
    ),
    wording: &[
        words(
            "symbol",
            text(
                "記号が違います。レセプト：{claim}、資格確認結果：{reference}[（違いは左から{other}文字目。ハイフンや空白は数えません）][（資格確認結果は{count}文字）]。",
                "The symbol differs: claim {claim}, eligibility result {reference}[ (at character {other}, dashes and blanks not counted)][ (the result has {count} characters)].",
            ),
            CORRECT,
        ),
        words(
            "number",
            text(
                "番号が違います。レセプト：{claim}、資格確認結果：{reference}[（違いは左から{other}文字目。ハイフンや空白は数えません）][（資格確認結果は{count}文字）]。",
                "The number differs: claim {claim}, eligibility result {reference}[ (at character {other}, dashes and blanks not counted)][ (the result has {count} characters)].",
            ),
            CORRECT,
        ),
        words(
            "branch",
            text(
                "枝番が違います。レセプト：{claim}、資格確認結果：{reference}。",
                "The branch number differs: claim {claim}, eligibility result {reference}.",
            ),
            text(
                "家族の枝番になっていないか確かめ、SNレコードの枝番を資格確認結果に合わせてください。",
                "See that it is not a family member's, and take the branch number in SN from the eligibility result.",
            ),
        ),
        words(
            "birth_date",
            text(
                "生年月日が違います。レセプト：{claim}、資格確認結果：{reference}。",
                "The birth date differs: claim {claim}, eligibility result {reference}.",
            ),
            CORRECT,
        ),
        words(
            "name",
            text(
                "氏名が違います。レセプト：{claim}、資格確認結果：{reference}。",
                "The name differs: claim {claim}, eligibility result {reference}.",
            ),
            text(
                "改姓や読み方の違いか、家族との取り違えかを確かめ、資格確認結果に合わせて氏名を直してください。",
                "See whether it is a changed name, another reading, or a family member, and take the name from the eligibility result.",
            ),
        ),
        words(
            "sex",
            text(
                "男女区分が違います（1は男、2は女）。レセプト：{claim}、資格確認結果：{reference}。",
                "The sex differs (1 male, 2 female): claim {claim}, eligibility result {reference}.",
            ),
            CORRECT,
        ),
        words(
            "",
            text(
                "{field}が違います。レセプト：{claim}、資格確認結果：{reference}。",
                "The {field} differs: claim {claim}, eligibility result {reference}.",
            ),
            CORRECT,
        ),
    ],
    page: Page {
        meaning: text(
            "同じ人と判断できる資格確認結果が見つかりましたが、記号・番号・枝番・生年月日・氏名・性別のどれかが食い違います。項目ごとに1件、両方の値を示します。\
             全角と半角、ハイフンや空白、先頭のゼロの違いは比べる前にそろえています。\
             これらの誤りは支払基金が数える資格返戻の理由に並んでおり、直さずに請求すると返戻のおそれがあります。\
             枝番だけの違いは審査支払機関で補正される場合があるため警告にとどめます。",
            "An eligibility result of the same person was found, but symbol, number, branch number, birth date, name or sex differs: one finding a field, with both values. \
             Widths, dashes, blanks and leading zeros are evened out before comparing. \
             These errors are among the reasons for returned claims that 支払基金 counts. \
             A branch number alone is only a warning, since the payer corrects it in some cases.",
        ),
        remedy: text(
            "資格確認書やマイナ保険証の表示と突き合わせ、レセプトが誤っていれば訂正します。\
             資格確認結果のほうが誤っているときは、利用者から保険者に訂正を届け出てもらってください。\
             家族の結果と取り違えていないかも確認します。",
            "Compare with what the patient shows and correct the claim. When the eligibility result is wrong, the patient has to tell the insurer. \
             Make sure that it is not a family member's result.",
        ),
        source: text(
            "支払基金の資格返戻理由；記録条件仕様（訪問看護用）HO・SN・RE（規則 RT-08、RT-09、PP-03）",
            "Reasons for returns counted by 支払基金; 記録条件仕様（訪問看護用） HO, SN, RE (rules RT-08, RT-09, PP-03)",
        ),
        sample: None,
        example: Example {
            variant: "number",
            at: ("HO", "number"),
            values: ("１２３４５６７", "1234657"),
            other: "5, 6",
            ..Example::NONE
        },
    },
    check: Check::Compared(id_mismatch),
};

/// The fields of `ID_MISMATCH`, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Symbol,
    Number,
    Branch,
    BirthDate,
    Name,
    Sex,
}

impl Field {
    const ALL: [Self; 6] = [
        Self::Symbol,
        Self::Number,
        Self::Branch,
        Self::BirthDate,
        Self::Name,
        Self::Sex,
    ];

    fn at(self) -> At {
        match self {
            Self::Symbol => const { at("symbol") },
            Self::Number => const { at("number") },
            Self::Branch => const { at("branch") },
            Self::BirthDate => const { at("birth_date") },
            Self::Name => const { at("name") },
            Self::Sex => const { at("sex") },
        }
    }
}

/// For each field the first matched record that makes it a mismatch, with its index.
type Mismatches<'a> = [Option<(u32, RecordRef<'a>)>; Field::ALL.len()];

fn id_mismatch(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let Some(found) = mismatches(scene) else {
        return;
    };
    let only_branch = Field::ALL
        .into_iter()
        .all(|field| (field == Field::Branch) == found[field as usize].is_some());
    let level = if only_branch {
        Level::Warn
    } else {
        ID_MISMATCH.level
    };
    for field in Field::ALL {
        if let Some((index, record)) = found[field as usize] {
            findings.push(Finding {
                level,
                evidence: [index].into(),
                ..mismatch(scene, field, record)
            });
        }
    }
}

/// `None` when nothing differs, which is the case of nearly every claim.
fn mismatches<'a>(scene: &Scene<'a>) -> Option<Mismatches<'a>> {
    if matches!(
        scene.matched.by,
        MatchedBy::OtherInsurer | MatchedBy::Multi | MatchedBy::None
    ) {
        return None;
    }
    let mut found: Mismatches<'a> = [None; Field::ALL.len()];
    for (index, record) in scene.indexed() {
        let identity = identity_of(record);
        let mut note = |field: Field| {
            found[field as usize].get_or_insert((index, record));
        };
        of_step(scene.matched.by, &scene.identity, &identity, &mut note);
        if scene.identity.sex_differs(&identity) {
            note(Field::Sex);
        }
    }
    found.iter().any(Option::is_some).then_some(found)
}

/// The fields that the step which settled the match names (contract 4.3, table).
fn of_step(
    by: MatchedBy,
    claim: &Identity<'_>,
    record: &Identity<'_>,
    note: &mut impl FnMut(Field),
) {
    match by {
        MatchedBy::Key | MatchedBy::KeyZero if claim.kana(record) == Agreement::Differs => {
            note(Field::Name);
        }
        MatchedBy::KeyPerson => note(if !claim.born_equal(record) {
            Field::BirthDate
        } else if !claim.branch_fits(record) {
            Field::Branch
        } else {
            Field::Name
        }),
        MatchedBy::Person => {
            if !claim.same_symbol(record) {
                note(Field::Symbol);
            }
            if !claim.same_number(record) {
                note(Field::Number);
            }
        }
        _ => {}
    }
}

fn mismatch(scene: &Scene<'_>, field: Field, record: RecordRef<'_>) -> Finding {
    let identity = identity_of(record);
    let kana = !scene.identity.kana.is_empty() && !identity.kana.is_empty();
    // The kana stand beside the name; the finding is about the name either way.
    let mut spot = scene.spot(if field == Field::Name && kana {
        const { at("kana") }
    } else {
        field.at()
    });
    spot.place.field = field.at().field;
    let mut details = Details {
        variant: field.at().field,
        ..Details::default()
    };
    let reference: Box<str> = match field {
        Field::Symbol => {
            (details.other, details.count) = difference(scene.identity.symbol, identity.symbol);
            record.symbol_recorded().into()
        }
        Field::Number => {
            (details.other, details.count) = difference(scene.identity.number, identity.number);
            record.number_recorded().into()
        }
        Field::Branch => record.branch_recorded().into(),
        Field::BirthDate => {
            spot.value = scene
                .claim
                .birth_date
                .map_or(spot.value, |date| date.to_string().into());
            record
                .birth_date
                .map_or_else(Box::default, |date| date.to_string().into())
        }
        Field::Name if kana => record.kana_recorded().into(),
        Field::Name => record.name_recorded().into(),
        Field::Sex => record.sex.to_string().into(),
    };
    Finding {
        claim_value: spot.value.as_ref().into(),
        reference_value: reference,
        details,
        ..scene.finding_on(&ID_MISMATCH, spot.place)
    }
}

/// More places than this do not help the eye.
const PLACES_MAX: usize = 5;

/// Where two folded texts differ: the characters of the first, counted from 1, when both are equally
/// long without leading zeros; else the length of the second.
fn difference(claim: &str, record: &str) -> (Option<Box<str>>, u32) {
    let (a, b) = (fold::without_zeros(claim), fold::without_zeros(record));
    if claim.is_empty() || record.is_empty() {
        return (None, 0);
    }
    if a.chars().count() != b.chars().count() {
        return (
            None,
            u32::try_from(record.chars().count()).unwrap_or(u32::MAX),
        );
    }
    let zeros = claim.len() - a.len();
    let differing = a
        .chars()
        .zip(b.chars())
        .enumerate()
        .filter(|(_, (a, b))| a != b);
    let places: Vec<usize> = differing.map(|(at, _)| zeros + at + 1).collect();
    if places.len() > PLACES_MAX {
        return (None, 0);
    }
    let mut out = String::new();
    for place in places {
        let comma = if out.is_empty() { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(out, "{comma}{place}");
    }
    (Some(out.into()), 0)
}

const ID_ZERO: Rule = Rule {
    code: "ID_ZERO",
    level: Level::Info,
    certainty: Certainty::Inferred,
    version: 1,
    title: text(
        "記号・番号の先頭のゼロだけが違う",
        "Symbol or number differ in leading zeros alone",
    ),
    wording: &[words(
        "",
        text(
            "{field}の先頭のゼロだけが違います。レセプト：{claim}、資格確認結果：{reference}。同じ番号として扱いました。",
            "The {field} differs in leading zeros alone: claim {claim}, eligibility result {reference}. They were taken as the same.",
        ),
        text(
            "資格確認書などの表示どおりにそろえておくと確実です。",
            "Write it as the 資格確認書 or the card shows it, to be on the safe side.",
        ),
    )],
    page: Page {
        meaning: text(
            "記号または番号が、先頭に付くゼロの有無だけ資格確認結果と違っています。\
             同じ番号とみなして判定しており、この違いで請求が返戻されるかどうかは確認できていません。",
            "Symbol or number differ from the eligibility result in leading zeros alone. They were taken as the same number. \
             Whether a claim is returned for this is not known.",
        ),
        remedy: text(
            "資格確認書や資格確認結果の表示に合わせて、ゼロを付けるか取るかをそろえます。次回以降のために台帳も直しておくと確実です。",
            "Write the zeros as the 資格確認書 or the eligibility result does, in your register too.",
        ),
        source: text(
            "資格確認結果との突合（houkanの手順）；入力誤りの見分け（規則 PP-03）",
            "Matching with eligibility results as houkan does it; telling typing errors apart (rule PP-03)",
        ),
        sample: None,
        example: Example {
            at: ("HO", "number"),
            values: ("345", "00345"),
            ..Example::NONE
        },
    },
    check: Check::Compared(id_zero),
};

fn id_zero(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.matched.by != MatchedBy::KeyZero {
        return;
    }
    let Some((index, record)) = scene.indexed().next() else {
        return;
    };
    let number = scene.identity.number != record.number();
    let spot = scene.spot(match (number, scene.payer_record()) {
        (true, "KO") => const { at("recipient_no") },
        (true, _) => const { at("number") },
        (false, _) => const { at("symbol") },
    });
    let reference = if number {
        record.number_recorded()
    } else {
        record.symbol_recorded()
    };
    findings.push(Finding {
        claim_value: spot.value.as_ref().into(),
        reference_value: reference.into(),
        evidence: [index].into(),
        ..scene.finding_on(&ID_ZERO, spot.place)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Bench, Person, day, hanako};
    use crate::rules::wording;
    use crate::text::lang::Lang;

    fn told(person: &Person) -> Vec<Finding> {
        let bench = Bench::month("202511", &[5]).record(person);
        bench
            .findings()
            .into_iter()
            .filter(|f| f.code.starts_with("ID_"))
            .collect()
    }

    fn fields(person: &Person) -> Vec<(&'static str, Level)> {
        told(person)
            .iter()
            .map(|f| (f.details.variant, f.level))
            .collect()
    }

    fn seen() -> Person {
        hanako().seen(day(2025, 11, 5))
    }

    #[test]
    fn nothing_differs() {
        assert_eq!(fields(&seen()), []);
        assert_eq!(fields(&seen().branch("").kana("")), []);
        assert_eq!(fields(&seen().insurer("138057", "架空市")), []);
    }

    #[test]
    fn one_field_each() {
        use Level::{Error, Warn};
        assert_eq!(fields(&seen().kana("ホウモンハナコ")), [("name", Error)]);
        assert_eq!(
            fields(&seen().branch("").kana("ホウモンハナコ")),
            [("name", Error)]
        );
        assert_eq!(fields(&seen().branch("02")), [("branch", Warn)]);
        assert_eq!(
            fields(&seen().born(day(1960, 2, 1)).branch("02")),
            [("birth_date", Error)]
        );
        assert_eq!(fields(&seen().number("12", "346")), [("number", Error)]);
        assert_eq!(
            fields(&seen().number("13", "346")),
            [("symbol", Error), ("number", Error)]
        );
        assert_eq!(fields(&seen().sex(1)), [("sex", Error)]);
        assert_eq!(
            fields(&seen().branch("02").sex(1)),
            [("branch", Error), ("sex", Error)]
        );
    }

    #[test]
    fn values_are_those_recorded() {
        let one = |person: &Person| told(person).remove(0);
        let born = one(&seen().born(day(1960, 2, 1)));
        assert_eq!(
            (&*born.claim_value, &*born.reference_value),
            ("1960-01-02", "1960-02-01")
        );
        assert_eq!(
            (born.place.record, born.place.field, born.place.line),
            ("RE", "birth_date", 2)
        );
        let kana = one(&seen().kana("ﾎｳﾓﾝ ﾊﾅｺ"));
        assert_eq!(
            (&*kana.claim_value, &*kana.reference_value),
            ("ミホンハナコ", "ﾎｳﾓﾝ ﾊﾅｺ")
        );
        assert_eq!(kana.place.field, "name");
        let name = one(&seen().kana("").name("訪問　花子"));
        assert_eq!(
            (&*name.claim_value, &*name.reference_value),
            ("見本　花子", "訪問　花子")
        );
        let branch = one(&seen().branch("2"));
        assert_eq!(
            (&*branch.claim_value, &*branch.reference_value),
            ("01", "2")
        );
        assert_eq!((branch.place.record, branch.place.line), ("SN", 4));
        let sex = one(&seen().sex(1));
        assert_eq!((&*sex.claim_value, &*sex.reference_value), ("2", "1"));
    }

    #[test]
    fn where_numbers_differ() {
        let difference = |a, b| {
            let (places, count) = difference(a, b);
            (places.map(String::from), count)
        };
        assert_eq!(
            difference("1234567", "1234657"),
            (Some("5, 6".to_owned()), 0)
        );
        assert_eq!(difference("0012", "13"), (Some("4".to_owned()), 0));
        assert_eq!(difference("123", "1234"), (None, 4));
        assert_eq!(difference("", "1234"), (None, 0));
        assert_eq!(difference("1234567", "7654321"), (None, 0));
        let found = told(&seen().number("12", "３４６")).remove(0);
        assert_eq!(
            wording::message(&found, Lang::Ja),
            "番号が違います。レセプト：345、資格確認結果：３４６（違いは左から3文字目。ハイフンや空白は数えません）。"
        );
        assert_eq!(
            wording::message(&found, Lang::En),
            "The number differs: claim 345, eligibility result ３４６ (at character 3, dashes and blanks not counted)."
        );
        let longer = told(&seen().number("", "3451")).remove(0);
        assert_eq!(longer.details.variant, "symbol");
        assert_eq!(
            wording::message(&longer, Lang::Ja),
            "記号が違います。レセプト：12、資格確認結果：（なし）。"
        );
    }

    #[test]
    fn leading_zeros() {
        let found = told(&seen().number("0012", "345"));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].code, found[0].place.field), ("ID_ZERO", "symbol"));
        assert_eq!(
            (&*found[0].claim_value, &*found[0].reference_value),
            ("12", "0012")
        );
        let found = told(&seen().number("12", "00345"));
        assert_eq!(
            (found[0].place.field, &*found[0].reference_value),
            ("number", "00345")
        );
        assert_eq!(found[0].level, Level::Info);
    }
}
