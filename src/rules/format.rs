//! What the reader of claim files notes about their form: `F1xx` files refused on receipt, `F2xx` claims
//! that cannot be read, `F3xx` claims that would come back, `F4xx` to confirm, `F5xx` to know
//! (contract 3.1, 6).

use std::io;

use crate::finding::{Days, Details, Finding, Level, Place};
use crate::lint::{Flaw, Subject};
use crate::text::date::Month;
use crate::text::lang::Lang;
use crate::uke::claim::Chunk;
use crate::uke::dialect::Refusal;
use crate::uke::issue::{Issue, Kind};
use crate::uke::read::{Failure, ReadClaims, Status, ZipTrouble};

use super::format_pages as pages;
use super::wording;
use super::{Check, Page, Rule, Text, Wording, field, text, words};

/// The rules of this family, by code.
pub(super) const RULES: &[Rule] = &[
    F100, F101, F102, F103, F104, F105, F106, F201, F202, F203, F204, F205, F206, F301, F302, F401,
    F501, F502,
];

const fn rule(
    code: &'static str,
    level: Level,
    kind: Kind,
    title: Text,
    wording: &'static [Wording],
    page: Page,
) -> Rule {
    Rule {
        code,
        level,
        title,
        wording,
        page,
        check: Check::Reader(kind),
    }
}

/// The rule for a note of the reader.
fn rule_of(kind: Kind) -> &'static Rule {
    match kind {
        Kind::Utf8 => &F101,
        Kind::NoGo => &F102,
        Kind::LfOnly => &F103,
        Kind::NoEofMark => &F104,
        Kind::UnknownLine => &F105,
        Kind::NoClaim => &F106,
        Kind::ReUnreadable => &F201,
        Kind::PayerUnreadable => &F202,
        Kind::NoPayer => &F203,
        Kind::NoDate => &F204,
        Kind::ReMissing => &F205,
        Kind::Order => &F206,
        Kind::KaDate => &F301,
        Kind::JdDay => &F302,
        Kind::FieldCount => &F401,
        Kind::LeadingZeros => &F501,
        Kind::History => &F502,
        _ => &F105,
    }
}

/// Findings for everything the reader of claim files noted, and one for each input that gave no claims.
/// In order of the inputs.
#[must_use]
pub fn from_reader(read: &ReadClaims) -> Vec<Finding> {
    let mut findings: Vec<Finding> = (0u32..)
        .zip(&read.inputs)
        .filter_map(|(input, one)| match &one.status {
            Status::Unreadable(failure) => Some(refused(input, failure)),
            Status::Read(_) | Status::Skipped => None,
        })
        .collect();
    for (start, chunk) in read.claims.chunks() {
        findings.extend(chunk.issues.iter().map(|issue| noted(start, chunk, issue)));
    }
    findings.sort_by_key(|finding| finding.place.input);
    findings
}

/// What a failure says of an input, message and next step, for the list of inputs.
#[must_use]
pub fn failure_words(failure: &Failure, lang: Lang) -> String {
    let finding = refused(0, failure);
    let (message, action) = (
        wording::message(&finding, lang),
        wording::action(&finding, lang),
    );
    match lang {
        Lang::Ja => message + &action,
        Lang::En => format!("{message} {action}"),
    }
}

/// The finding for an input that gave no claims.
pub(crate) fn refused(input: u32, failure: &Failure) -> Finding {
    let (variant, found, other) = match failure {
        Failure::Refused(refusal) => match refusal {
            Refusal::Empty => ("EMPTY", "", None),
            Refusal::Binary => ("BINARY", "", None),
            Refusal::Utf16 => ("UTF16", "", None),
            Refusal::EucJp => ("EUC_JP", "", None),
            Refusal::Iso2022Jp => ("ISO_2022_JP", "", None),
            Refusal::CrOnly => ("CR_ONLY", "", None),
            Refusal::NoHm(head) => ("NO_HM", head.as_str(), None),
            Refusal::OtherTable(table) => ("OTHER_TABLE", table.as_str(), None),
            Refusal::BrokenHm => ("BROKEN_HM", "", None),
        },
        Failure::Io(error) => match error.kind() {
            io::ErrorKind::NotFound => ("IO_NOT_FOUND", "", None),
            io::ErrorKind::PermissionDenied => ("IO_DENIED", "", None),
            _ => ("IO", "", Some(error.to_string().into())),
        },
        Failure::Zip(trouble) => match trouble {
            ZipTrouble::Broken(error) => ("ZIP", "", Some(error.as_str().into())),
            ZipTrouble::Encrypted => ("ZIP_ENCRYPTED", "", None),
            ZipTrouble::Empty => ("ZIP_EMPTY", "", None),
            ZipTrouble::TooLarge => ("ZIP_TOO_LARGE", "", None),
            ZipTrouble::Nested => ("ZIP_NESTED", "", None),
        },
    };
    Finding {
        claim_value: found.into(),
        details: Details {
            variant,
            other,
            ..Details::default()
        },
        ..F100.finding(
            Place {
                input,
                ..Place::default()
            },
            None,
        )
    }
}

/// The finding for what `validate` noted; `subject` is the claim it is about.
pub(crate) fn from_flaw(input: u32, flaw: &Flaw, subject: Option<&Subject>) -> Finding {
    let place = Place {
        input,
        line: flaw.line,
        record: flaw.record,
        field: field::id(flaw.record, flaw.position),
    };
    let month = subject.and_then(|subject| Month::parse(subject.service_month.as_bytes()));
    Finding {
        dates: month.filter(|_| flaw.days != 0).map(|month| Days {
            month,
            mask: flaw.days,
        }),
        claim_value: flaw.found.clone(),
        reference_value: flaw.expected.clone(),
        details: Details {
            variant: flaw.variant,
            other: flaw.other.clone(),
            count: flaw.count,
            ..Details::default()
        },
        ..rule_of(flaw.kind).finding(place, flaw.claim)
    }
}

fn noted(start: u32, chunk: &Chunk, issue: &Issue) -> Finding {
    let (record, position) = issue.field.unwrap_or(("", 0));
    let place = Place {
        input: chunk.input,
        line: issue.line,
        record,
        field: field::id(record, position),
    };
    let claim = issue.claim.map(|local| start + local);
    // Without a position the whole record was noted, with everything in it: nothing to repeat.
    let whole = position == 0 && !matches!(issue.kind, Kind::FieldCount | Kind::UnknownLine);
    let found = if whole {
        "".into()
    } else {
        chunk.encoding.decode(&issue.found)
    };
    let reference = match issue.kind {
        Kind::FieldCount => issue.expected.to_string().into(),
        _ => Box::default(),
    };
    Finding {
        claim_value: found.as_ref().into(),
        reference_value: reference,
        details: Details {
            variant: if whole && issue.field.is_some() {
                WHOLE
            } else {
                ""
            },
            // "1 line like this" says nothing; lines passed over are always counted.
            count: if issue.count > 1 || issue.field.is_none() {
                issue.count
            } else {
                0
            },
            ..Details::default()
        },
        ..rule_of(issue.kind).finding(place, claim)
    }
}

/// The variant of a note about a whole record.
const WHOLE: &str = "RECORD";

const F100: Rule = Rule {
    code: "F100",
    level: Level::Error,
    title: text(
        "訪問看護のレセプトファイルとして読めない",
        "Not a claim file of 訪問看護",
    ),
    wording: &[
        words(
            "EMPTY",
            text("ファイルが空です。", "The file is empty."),
            EXPORT_AGAIN,
        ),
        words(
            "BINARY",
            text(
                "テキストのファイルではありません。",
                "This is not a text file.",
            ),
            EXPORT_AGAIN,
        ),
        words(
            "UTF16",
            text(
                "文字コードがUTF-16のため読めません。",
                "The file is UTF-16 and cannot be read.",
            ),
            EXPORT_AGAIN,
        ),
        words(
            "EUC_JP",
            text(
                "文字コードがEUC-JPのため読めません。",
                "The file is EUC-JP and cannot be read.",
            ),
            EXPORT_AGAIN,
        ),
        words(
            "ISO_2022_JP",
            text(
                "文字コードがISO-2022-JP（JIS）のため読めません。",
                "The file is ISO-2022-JP and cannot be read.",
            ),
            EXPORT_AGAIN,
        ),
        words(
            "CR_ONLY",
            text(
                "改行がCRだけのため、レコードに分けられません。",
                "Lines end with CR alone, so there are no records.",
            ),
            EXPORT_AGAIN,
        ),
        words(
            "NO_HM",
            text(
                "訪問看護ステーション情報（HM）で始まっていません[（先頭：{claim}）]。",
                "It does not begin with HM[ but with {claim}].",
            ),
            EXPORT_AGAIN,
        ),
        words(
            "OTHER_TABLE",
            text(
                "点数表が「{claim}」のファイルです。訪問看護（6）のファイルだけを点検できます。",
                "Its 点数表 is {claim}; only files of 訪問看護 (6) can be checked.",
            ),
            text(
                "訪問看護療養費の請求ファイル（RECEIPTH.UKE）を指定してください。",
                "Give the file of visiting-nurse claims (RECEIPTH.UKE).",
            ),
        ),
        words(
            "BROKEN_HM",
            text(
                "訪問看護ステーション情報（HM）の項目が足りません。",
                "The HM record has too few fields.",
            ),
            EXPORT_AGAIN,
        ),
        words(
            "IO_NOT_FOUND",
            text("ファイルが見つかりません。", "There is no such file."),
            text(
                "場所と名前を確かめて、もう一度実行してください。",
                "See where it lies and how it is called, and run again.",
            ),
        ),
        words(
            "IO_DENIED",
            text(
                "ファイルを読み取る許可がありません。",
                "The file may not be read.",
            ),
            text(
                "アクセス権と、ほかのソフトで開いていないかを確かめて、もう一度実行してください。",
                "See who may read it and whether another program holds it, and run again.",
            ),
        ),
        words(
            "IO",
            text(
                "ファイルを開けないか、読めません[：{other}]。",
                "The file cannot be opened or read[: {other}].",
            ),
            text(
                "場所、アクセス権、ほかのソフトで開いていないかを確かめて、もう一度実行してください。",
                "See where it lies, who may read it, and whether another program holds it, and run again.",
            ),
        ),
        words(
            "ZIP",
            text(
                "zipが壊れていて展開できません[（{other}）]。",
                "The zip is broken and cannot be unpacked[ ({other})].",
            ),
            text(
                "zipを作り直すか、元のファイルを指定してください。",
                "Make the zip again, or name the files themselves.",
            ),
        ),
        words(
            "ZIP_ENCRYPTED",
            text(
                "パスワード付きのzipは読めません。",
                "The zip asks for a password.",
            ),
            text(
                "展開してから、中のファイルかフォルダを指定してください。",
                "Unpack it and name the files or the folder.",
            ),
        ),
        words(
            "ZIP_EMPTY",
            text(
                "zipの中にファイルがありません。",
                "There is no file in the zip.",
            ),
            EXPORT_AGAIN,
        ),
        words(
            "ZIP_TOO_LARGE",
            text(
                "zipを展開すると異常に大きくなるため、読みませんでした。",
                "The zip unpacks to far more than claims would, so it was not read.",
            ),
            text(
                "中身を確かめ、請求ファイルそのものを指定してください。",
                "See what is in it, and name the claim files themselves.",
            ),
        ),
        words(
            "ZIP_NESTED",
            text("zipの中のzipは読みません。", "A zip in a zip is not read."),
            text(
                "内側のzipを取り出して指定してください。",
                "Take the inner zip out and name it.",
            ),
        ),
        words(
            "",
            text(
                "レセプトファイルとして読めません。",
                "It cannot be read as a claim file.",
            ),
            EXPORT_AGAIN,
        ),
    ],
    page: pages::REFUSED,
    check: Check::Run,
};

const EXPORT_AGAIN: Text = text(
    "指定したファイルを確かめ、請求ソフトからRECEIPTH.UKEを出力し直してください。",
    "See whether this is the right file, and export RECEIPTH.UKE from your software again.",
);

const F101: Rule = rule(
    "F101",
    Level::Error,
    Kind::Utf8,
    text("文字コードがShift_JISでない", "Not in Shift_JIS"),
    &[words(
        "",
        text(
            "ファイルの文字コードがUTF-8です。請求データはShift_JISでなければなりません。",
            "The file is UTF-8; a claim file has to be Shift_JIS.",
        ),
        text(
            "請求ソフトから出力し直してください。テキストエディタで開いて保存し直したファイルは提出しないでください。",
            "Export it from your software again; do not send a file that an editor has saved.",
        ),
    )],
    pages::UTF8,
);

const F102: Rule = rule(
    "F102",
    Level::Error,
    Kind::NoGo,
    text("請求書レコード（GO）がない", "No GO record"),
    &[words(
        "",
        text(
            "ファイルの終わりに請求書レコード（GO）がありません。途中で切れているおそれがあります。",
            "There is no GO record at the end; the file may be cut off.",
        ),
        text(
            "請求ソフトから出力し直し、レセプトの件数が合っているか確かめてください。",
            "Export it from your software again and compare the number of claims.",
        ),
    )],
    pages::NO_GO,
);

const F103: Rule = rule(
    "F103",
    Level::Warn,
    Kind::LfOnly,
    text("改行がCR LFでない", "Line ends are not CR LF"),
    &[words(
        "",
        text(
            "改行がLFだけの行が{count}行あります。レコードの終わりはCR LFと決められています。",
            "{count} lines end with LF alone; records have to end with CR LF.",
        ),
        text(
            "請求ソフトから出力し直してください。エディタや転送ソフトで改行が変わることがあります。",
            "Export it from your software again; editors and transfer programs may change line ends.",
        ),
    )],
    pages::LF_ONLY,
);

const F104: Rule = rule(
    "F104",
    Level::Warn,
    Kind::NoEofMark,
    text("ファイルの終わりの印（0x1A）がない", "No end mark (0x1A)"),
    &[words(
        "",
        text(
            "ファイルの最後に終わりの印（0x1Aの1バイト）がありません。",
            "The single byte 0x1A at the end of the file is missing.",
        ),
        text(
            "請求ソフトから出力し直したファイルで、最後まで出力されているか確かめてください。",
            "Export it from your software again and see that it is complete.",
        ),
    )],
    pages::NO_EOF_MARK,
);

const F105: Rule = rule(
    "F105",
    Level::Error,
    Kind::UnknownLine,
    text(
        "請求ファイルのレコードではない行がある",
        "A line that is no record",
    ),
    &[words(
        "",
        text(
            "請求ファイルのレコードではない行[（先頭：{claim}）]が{count}行あり、読み飛ばしました。レセプトの一部が失われているおそれがあります。",
            "{count} lines[ (beginning with {claim})] are no records of a claim file and were passed over; parts of claims may be lost.",
        ),
        text(
            "該当の行の前後を確かめ、請求ソフトから出力し直してください。",
            "Look at these lines and the claims around them, and export the file again.",
        ),
    )],
    pages::UNKNOWN_LINE,
);

const F106: Rule = rule(
    "F106",
    Level::Warn,
    Kind::NoClaim,
    text("レセプトが1件もない", "Not a single claim"),
    &[words(
        "",
        text(
            "ファイルにレセプトが1件もありません。",
            "The file holds no claim.",
        ),
        text(
            "請求ソフトでその月の請求件数を確かめ、0件でなければ出力し直してください。",
            "See how many claims the month has, and export again unless there are none.",
        ),
    )],
    pages::NO_CLAIM,
);

const CORRECT_RECORD: Text = text(
    "請求ソフトでこのレセプトを開いて訂正し、ファイルを出力し直してください。",
    "Open this claim in your software, correct it, and export the file again.",
);

const F201: Rule = rule(
    "F201",
    Level::Error,
    Kind::ReUnreadable,
    text("レセプト共通（RE）を読み取れない", "RE cannot be read"),
    &[
        words(
            WHOLE,
            text(
                "REレコードの項目が足りないか長すぎるため、このレセプトを判定できません。",
                "RE has too few fields or is too long, so this claim cannot be judged.",
            ),
            CORRECT_RECORD,
        ),
        words(
            "",
            text(
                "REレコードの{field}「{claim}」を読み取れないため、このレセプトを判定できません。",
                "RE: the {field} {claim} cannot be read, so this claim cannot be judged.",
            ),
            CORRECT_RECORD,
        ),
    ],
    pages::RE_UNREADABLE,
);

const F202: Rule = rule(
    "F202",
    Level::Error,
    Kind::PayerUnreadable,
    text(
        "保険者（HO）または公費（KO）を読み取れない",
        "HO or KO cannot be read",
    ),
    &[
        words(
            WHOLE,
            text(
                "{record}レコードの項目が足りないか長すぎるため、このレセプトを判定できません。",
                "{record} has too few fields or is too long, so this claim cannot be judged.",
            ),
            CORRECT_RECORD,
        ),
        words(
            "",
            text(
                "{record}レコードの{field}「{claim}」を読み取れないため、このレセプトを判定できません。",
                "{record}: the {field} {claim} cannot be read, so this claim cannot be judged.",
            ),
            CORRECT_RECORD,
        ),
    ],
    pages::PAYER_UNREADABLE,
);

const F203: Rule = rule(
    "F203",
    Level::Error,
    Kind::NoPayer,
    text("保険者（HO）も公費（KO）もない", "Neither HO nor KO"),
    &[words(
        "",
        text(
            "このレセプトには保険者（HO）も公費（KO）もなく、請求先がわかりません。",
            "This claim has neither HO nor KO; nobody is there to pay.",
        ),
        CORRECT_RECORD,
    )],
    pages::NO_PAYER,
);

const F204: Rule = rule(
    "F204",
    Level::Error,
    Kind::NoDate,
    text("訪問日が1日もない", "No date of care"),
    &[words(
        "",
        text(
            "受診日等（JD）にも訪問看護療養費（KA）にも、この月の日付が1日もありません。",
            "Neither JD nor KA has any date in this month.",
        ),
        text(
            "指定訪問看護年月と、KAの算定年月日・JDの日を確かめて直してください。",
            "See the service month, the dates in KA and the days in JD, and correct them.",
        ),
    )],
    pages::NO_DATE,
);

const F205: Rule = rule(
    "F205",
    Level::Error,
    Kind::ReMissing,
    text("レセプト共通（RE）がない", "RE is missing"),
    &[words(
        "",
        text(
            "{record}レコードの前にレセプト共通（RE）がなく、だれのレセプトかわかりません。",
            "{record} stands there without RE before it; whose claim it is cannot be told.",
        ),
        CORRECT_RECORD,
    )],
    pages::RE_MISSING,
);

const F206: Rule = rule(
    "F206",
    Level::Error,
    Kind::Order,
    text("レコードの順序が違う", "Records out of order"),
    &[words(
        "",
        text(
            "{record}レコードが決められた順序にありません。前のレセプトとの間でREが失われているおそれがあります。",
            "{record} stands out of order; the RE of another claim may be lost before it.",
        ),
        CORRECT_RECORD,
    )],
    pages::RECORD_ORDER,
);

const F301: Rule = rule(
    "F301",
    Level::Error,
    Kind::KaDate,
    text(
        "算定年月日が指定訪問看護年月にない",
        "Date of care outside the month",
    ),
    &[words(
        "",
        text(
            "KAの算定年月日「{claim}」[など{count}行]は存在しないか、指定訪問看護年月の日付ではありません。訪問日には数えません。",
            "The date {claim} in KA[ ({count} lines like it)] does not exist or is not in the service month; it does not count as a visit.",
        ),
        text(
            "訪問の記録と見比べて日付を直してください。別の月の訪問なら、その月のレセプトに移します。",
            "Compare with the visit record and correct it; a visit of another month belongs to that month's claim.",
        ),
    )],
    pages::KA_DATE,
);

const F302: Rule = rule(
    "F302",
    Level::Error,
    Kind::JdDay,
    text(
        "受診日等の日がその月にない",
        "Day in JD that the month does not have",
    ),
    &[words(
        "",
        text(
            "受診日等（JD）に{claim}日の記録がありますが、この月にその日はありません。",
            "JD has the day {claim}, which this month does not have.",
        ),
        text(
            "訪問の記録と見比べ、JDの日と指定訪問看護年月を直してください。",
            "Compare with the visit record, and correct JD or the service month.",
        ),
    )],
    pages::JD_DAY,
);

const F401: Rule = rule(
    "F401",
    Level::Warn,
    Kind::FieldCount,
    text(
        "項目の数が仕様と違う",
        "Number of fields differs from the specification",
    ),
    &[words(
        "",
        text(
            "{record}レコードの項目が{claim}個あります（仕様では{reference}個）。[同じ行が{count}行あります。]",
            "{record} has {claim} fields; the specification has {reference}.[ {count} lines are like this.]",
        ),
        text(
            "末尾のカンマの過不足なら請求ソフトの設定を、項目のずれならレコードの内容を確かめてください。",
            "If only commas at the end differ, see the settings of your software; if fields are shifted, see the record.",
        ),
    )],
    pages::FIELD_COUNT,
);

const F501: Rule = rule(
    "F501",
    Level::Info,
    Kind::LeadingZeros,
    text("数字の先頭に余分な0がある", "Leading zeros in a number"),
    &[words(
        "",
        text(
            "{record}レコードの{field}「{claim}」は、先頭に余分な0があります。[同じ項目が{count}行あります。]",
            "{record}: the {field} {claim} has leading zeros.[ {count} lines are like this.]",
        ),
        text(
            "読み取りには差し支えありません。請求ソフトが直せるなら、0を付けずに出力してください。",
            "It was read all the same. If your software can, export it without them.",
        ),
    )],
    pages::LEADING_ZEROS,
);

const F502: Rule = rule(
    "F502",
    Level::Info,
    Kind::History,
    text(
        "返戻・再請求の履歴の行を読み飛ばした",
        "History lines passed over",
    ),
    &[words(
        "",
        text(
            "返戻・再請求の履歴の行が{count}行あり、判定では読み飛ばしました。",
            "{count} history lines of returned claims were passed over.",
        ),
        text(
            "履歴の行は消したり直したりせず、そのまま再請求してください。",
            "Leave these lines byte for byte as they are when claiming again.",
        ),
    )],
    pages::HISTORY,
);

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
