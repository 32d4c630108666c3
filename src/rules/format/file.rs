//! F101–F107: encoding, line ends, first and last record of a file.

use super::{Example, FILE, Kind, Level, ORDER, Page, Rule, rule, sample, text, words};

/// The rules of this file, by code.
pub(super) const RULES: &[Rule] = &[F101, F102, F103, F104, F105, F106, F107];

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
    Page {
        meaning: text(
            "請求ファイルの文字コードはShift_JISと決められていますが、このファイルはUTF-8です。\
         このプログラムは読み取って点検しましたが、受付では氏名などが文字化けするか、ファイルごと受け付けられません（推定）。\
         テキストエディタや表計算ソフトで保存し直したときによく起こります。",
            "A claim file has to be Shift_JIS; this one is UTF-8. It was read and checked here, but on receipt names would be garbled or the file refused, as we infer. \
         It usually happens when an editor or a spreadsheet has saved the file.",
        ),
        remedy: text(
            "請求ソフトから出力したままのファイルを提出します。直しが必要なときは、ファイルではなく請求ソフトの側で直してください。",
            "Send the file as your software wrote it; correct claims in the software, not in the file.",
        ),
        source: FILE,
        sample: None,
        example: Example {
            at: ("", ""),
            ..Example::NONE
        },
    },
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
    Page {
        meaning: text(
            "請求ファイルの最後には、訪問看護療養費請求書レコード（GO）が1件必要です。\
         ないときは、出力やコピーの途中でファイルが切れ、後ろのレセプトが失われているおそれがあります。",
            "A claim file ends with one GO record. Without it the file may have been cut off while it was written or copied, and claims may be lost.",
        ),
        remedy: text(
            "請求ソフトから出力し直し、レセプトの件数と合計金額を請求ソフトの一覧と見比べてください。",
            "Export it again, and compare the number of claims and the total with the list of your software.",
        ),
        source: ORDER,
        sample: sample(
            "KA,20251120,1,550002010,,2500,,,",
            "KA,20251120,1,550002010,,2500,,,\nGO",
        ),
        example: Example {
            at: ("", ""),
            ..Example::NONE
        },
    },
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
    Page {
        meaning: text(
            "レコードの終わりは、最後のレコードも含めてCR LF（2バイト）と決められています。\
         LFだけの行も読み取って点検していますが、受付で認められるかは確認できていません。",
            "Every record ends with CR LF, the last one too. Lines with LF alone were read and checked here; whether they are accepted on receipt is not known.",
        ),
        remedy: text(
            "請求ソフトから出力したままのファイルを使います。転送ソフトの「テキストモード」で改行が変わることがあります。",
            "Use the file as your software wrote it; transfer programs in text mode may change line ends.",
        ),
        source: FILE,
        sample: None,
        example: Example {
            at: ("", ""),
            count: 1204,
            ..Example::NONE
        },
    },
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
    Page {
        meaning: text(
            "ファイルの最後のCR LFの後には、終わりの印（0x1A）を1バイト置くと決められています。\
         なくても読み取って点検していますが、ファイルが途中で切れたときにも失われる印です。",
            "A single byte 0x1A follows the last CR LF. The file was read without it, but it is also lost when a file is cut off.",
        ),
        remedy: text(
            "請求ソフトから出力し直します。件数が合っていて同じ結果なら、請求ソフトの販売元に確認してください。",
            "Export it again. If the number of claims is right and the mark still missing, ask the maker of your software.",
        ),
        source: FILE,
        sample: None,
        example: Example {
            at: ("", ""),
            ..Example::NONE
        },
    },
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
    Page {
        meaning: text(
            "請求ファイルの各行は決められた識別（HM、RE、HO、KA など）で始まりますが、そのどれでもない行があります。\
         行が途中で切れたり、別のファイルの内容が混ざったりしたときに起こり、レセプトの一部が失われているおそれがあります。\
         この行は読み飛ばしました。",
            "Every line of a claim file begins with one of the known identifiers (HM, RE, HO, KA and so on), and this one does not. \
         Lines may have been cut or another file mixed in, and a part of a claim may be lost. The line was passed over.",
        ),
        remedy: text(
            "該当の行と前後のレセプトを確かめ、請求ソフトから出力し直してください。レセプトの件数も一覧と見比べます。",
            "Look at the line and the claims around it, export the file again, and compare the number of claims with your list.",
        ),
        source: ORDER,
        sample: sample(
            "0000110,,5550,03,01,01",
            "KA,20251105,1,510000110,,5550,03,01,01",
        ),
        example: Example {
            at: ("", ""),
            values: ("XX", ""),
            count: 1,
            ..Example::NONE
        },
    },
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
    Page {
        meaning: text(
            "訪問看護ステーション情報（HM）はありますが、レセプト（RE）が1件もありません。\
         請求のない月のファイルか、中身が失われたファイルです。",
            "The file has HM but not a single claim (RE). It is of a month without claims, or it has lost its contents.",
        ),
        remedy: text(
            "請求ソフトでその月の請求件数を確かめ、0件でなければ出力し直してください。",
            "See in your software how many claims the month has, and export again unless there are none.",
        ),
        source: ORDER,
        sample: None,
        example: Example {
            at: ("", ""),
            ..Example::NONE
        },
    },
);

const F107: Rule = rule(
    "F107",
    Level::Error,
    Kind::Bom,
    text(
        "先頭にバイト順の印（BOM）がある",
        "A byte order mark at the start",
    ),
    &[words(
        "",
        text(
            "ファイルの先頭に、UTF-8の印（BOM、EF BB BFの3バイト）があります。請求ファイルはHMの2文字で始まらなければなりません。",
            "The file begins with the UTF-8 mark (EF BB BF); a claim file has to begin with the letters HM.",
        ),
        text(
            "請求ソフトから出力し直してください。エディタや表計算ソフトで保存し直したファイルは提出しないでください。",
            "Export it from your software again; do not send a file that an editor or a spreadsheet has saved.",
        ),
    )],
    Page {
        meaning: text(
            "UTF-8で保存するソフトの多くは、ファイルの先頭に見えない3バイトの印（BOM）を付けます。\
             請求ファイルはShift_JISで、最初のバイトからHMレコードが始まると決められているため、印があるとHMが読めません。\
             このプログラムは印を飛ばして点検しています。",
            "Many programs that save as UTF-8 put three invisible bytes at the head of the file. \
             A claim file is Shift_JIS and begins with HM at its very first byte, so HM cannot be read behind the mark. It was passed over here.",
        ),
        remedy: text(
            "請求ソフトから出力したままのファイルを使います。中身を見たいときは、写しを作ってから開いてください。",
            "Use the file as your software wrote it. To look into it, open a copy.",
        ),
        source: FILE,
        sample: None,
        example: Example {
            at: ("", ""),
            ..Example::NONE
        },
    },
);
