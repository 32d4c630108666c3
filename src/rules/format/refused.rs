//! F100: inputs that gave no claims.

use super::{Certainty, Check, EXPORT_AGAIN, Example, FILE, Level, Page, Rule, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F100];

pub(super) const F100: Rule = Rule {
    code: "F100",
    level: Level::Error,
    certainty: Certainty::Confirmed,
    version: 1,
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
            "QUOTED",
            text(
                "項目が引用符（\"）で囲まれているため、請求ファイルとして読めません。表計算ソフトなどで保存し直したファイルです。",
                "The fields stand in quotation marks, so it cannot be read as a claim file; a spreadsheet or the like has saved it.",
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
    page: Page {
        meaning: text(
            "このファイルは訪問看護療養費の請求ファイルとして読めず、中のレセプトは1件も点検していません。\
         ほかの点数表のファイル、文字コードの違うファイル、壊れたファイルなどが当たります。\
         読めなかったファイルは集計に名前を挙げ、終了コードは3になります。ほかのファイルの点検は続けています。",
            "The file cannot be read as visiting-nurse claims, and none of its claims was checked: a file of another 点数表, in another encoding, or broken. \
         The summary names it and the exit status is 3; all other files were checked.",
        ),
        remedy: text(
            "正しいファイルか確かめ、請求ソフトから出力し直して、もう一度点検してください。",
            "See whether it is the right file, export it again and check again.",
        ),
        source: FILE,
        sample: None,
        example: Example {
            variant: "NO_HM",
            at: ("", ""),
            values: ("RE", ""),
            ..Example::NONE
        },
    },
    check: Check::Run,
};
