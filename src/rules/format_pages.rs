//! The pages of the format findings (記録条件仕様（訪問看護用）令和6年6月版; claims-format 1 to 3, 5).

use super::{Example, Page, Text, text};

const FILE: Text = text(
    "記録条件仕様（訪問看護用）令和6年6月版 ファイルの構成",
    "記録条件仕様（訪問看護用）令和6年6月版, file",
);

const ORDER: Text = text(
    "記録条件仕様（訪問看護用）令和6年6月版 レコードの順序と要否",
    "記録条件仕様（訪問看護用）令和6年6月版, order of records",
);

const FIELDS: Text = text(
    "記録条件仕様（訪問看護用）令和6年6月版 各レコードの項目",
    "記録条件仕様（訪問看護用）令和6年6月版, fields of the records",
);

pub(super) const REFUSED: Page = Page {
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
    example: Example {
        variant: "NO_HM",
        at: ("", ""),
        values: ("RE", ""),
        ..Example::NONE
    },
};

pub(super) const UTF8: Page = Page {
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
    example: Example {
        at: ("", ""),
        ..Example::NONE
    },
};

pub(super) const NO_GO: Page = Page {
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
    example: Example {
        at: ("", ""),
        ..Example::NONE
    },
};

pub(super) const LF_ONLY: Page = Page {
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
    example: Example {
        at: ("", ""),
        count: 1204,
        ..Example::NONE
    },
};

pub(super) const NO_EOF_MARK: Page = Page {
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
    example: Example {
        at: ("", ""),
        ..Example::NONE
    },
};

pub(super) const RE_UNREADABLE: Page = Page {
    meaning: text(
        "レセプト共通レコード（RE）の指定訪問看護年月か生年月日が日付として読めない、または項目が足りません。\
         いつ・だれのレセプトかわからないため、資格の判定をせず、INVALID（UNREADABLE）として一覧に残します。",
        "The service month or the birth date in RE is no date, or fields are missing. Whose claim it is and when cannot be told, so it is not judged but listed as INVALID (UNREADABLE).",
    ),
    remedy: text(
        "請求ソフトで利用者の生年月日と提供年月を確かめて訂正し、出力し直して再度点検してください。",
        "See the birth date and the month in your software, correct them, export and check again.",
    ),
    source: FIELDS,
    example: Example {
        at: ("RE", "birth_date"),
        values: ("19500230", ""),
        ..Example::NONE
    },
};

pub(super) const PAYER_UNREADABLE: Page = Page {
    meaning: text(
        "保険者レコード（HO）、またはHOのないレセプトの最初の公費レコード（KO）の番号か合計金額が読めません。\
         請求先も金額もわからないため、資格の判定をせず、INVALID（UNREADABLE）として一覧に残します。",
        "The number or the total amount in HO, or in the first KO of a claim without HO, cannot be read. The claim is not judged but listed as INVALID (UNREADABLE).",
    ),
    remedy: text(
        "請求ソフトで保険者番号（負担者番号）と合計金額を確かめて訂正し、出力し直してください。",
        "See the number and the total amount in your software, correct them and export again.",
    ),
    source: FIELDS,
    example: Example {
        at: ("HO", "total_yen"),
        values: ("11100円", ""),
        ..Example::NONE
    },
};

pub(super) const NO_PAYER: Page = Page {
    meaning: text(
        "レセプトには、保険者レコード（HO）か公費レコード（KO）が少なくとも1件必要です。\
         どちらもないため請求先がわからず、INVALID（UNREADABLE）として一覧に残します。",
        "A claim needs HO or at least one KO. This one has neither, so nobody is there to pay; it is listed as INVALID (UNREADABLE).",
    ),
    remedy: text(
        "請求ソフトで利用者の保険または公費の登録を確かめて出力し直してください。",
        "See the patient's insurance or public payers in your software and export again.",
    ),
    source: ORDER,
    example: Example::NONE,
};

pub(super) const NO_DATE: Page = Page {
    meaning: text(
        "訪問日は受診日等（JD）の日と、同日訪問回数のある訪問看護療養費（KA）の算定年月日から数えます。\
         このレセプトにはこの月の日付が1日もなく、いつの資格を確かめればよいかわからないため、INVALID（NO_DATE）とします。\
         存在しない日付や別の月の日付は数えません。",
        "Visits are the days in JD and the dates of those KA that carry a number of visits, else of all KA. This claim has none in its month, so there is no day to judge: INVALID (NO_DATE). \
         Dates that do not exist or lie in another month do not count.",
    ),
    remedy: text(
        "指定訪問看護年月の誤りか、KAの日付の誤りかを確かめて直してください。F301・F302が同時に出ていれば、まずそれを直します。",
        "Either the service month is wrong or the dates are. Where F301 or F302 is told as well, correct that first.",
    ),
    source: FIELDS,
    example: Example {
        at: ("KA", ""),
        ..Example::NONE
    },
};

pub(super) const RE_MISSING: Page = Page {
    meaning: text(
        "レセプトはレセプト共通レコード（RE）で始まりますが、REのないまま保険者や算定のレコードが現れました。\
         前のレセプトの続きとして読むと別の人の請求になりかねないため、読めないレセプトとして分けて数えます。",
        "A claim begins with RE, but here records of a claim stand without one. Taken as part of the claim before they could be billed to the wrong person, so they count as a claim that cannot be read.",
    ),
    remedy: text(
        "ファイルの結合や編集で行が失われていないか確かめ、請求ソフトから出力し直してください。",
        "See whether lines were lost when the file was joined or edited, and export it again.",
    ),
    source: ORDER,
    example: Example {
        at: ("HO", ""),
        ..Example::NONE
    },
};

pub(super) const UNKNOWN_LINE: Page = Page {
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
    example: Example {
        at: ("", ""),
        values: ("XX", ""),
        count: 1,
        ..Example::NONE
    },
};

pub(super) const NO_CLAIM: Page = Page {
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
    example: Example {
        at: ("", ""),
        ..Example::NONE
    },
};

pub(super) const RECORD_ORDER: Page = Page {
    meaning: text(
        "レセプトの中のレコードは、RE、HO、KO、SN、JD、MF、明細（IH以降）の順と決められていますが、その順になっていません。\
         同じ種類のレコードがもう一度現れたときは、次のレセプトのREが失われて2人分が混ざったとみて、このレセプトを読めないものとして数えます。",
        "The records of a claim stand in the order RE, HO, KO, SN, JD, MF, details (IH and on), and these do not. \
         Where a record comes a second time, the RE of the next claim seems lost and two persons mixed, so the claim counts as one that cannot be read.",
    ),
    remedy: text(
        "該当の行の前後で行が失われていないか確かめ、請求ソフトから出力し直してください。",
        "See whether lines were lost there, and export the file again.",
    ),
    source: ORDER,
    example: Example {
        at: ("JD", ""),
        ..Example::NONE
    },
};

pub(super) const KA_DATE: Page = Page {
    meaning: text(
        "訪問看護療養費レコード（KA）の算定年月日が、存在しない日付か、REの指定訪問看護年月と別の月の日付です。\
         1件のレセプトは1か月分なので、このまま請求すると返戻のおそれがあります。\
         この日付は訪問日に数えていません。",
        "The date in KA does not exist or lies in another month than RE says. A claim is for one month, so it is likely to be returned. The date is not counted as a visit.",
    ),
    remedy: text(
        "訪問の記録と見比べて日付を直します。別の月の訪問なら、その月のレセプト（月遅れ）として請求してください。",
        "Compare with the visit record and correct the date; claim a visit of another month with that month.",
    ),
    source: FIELDS,
    example: Example {
        at: ("KA", "date"),
        values: ("20251131", ""),
        ..Example::NONE
    },
};

pub(super) const JD_DAY: Page = Page {
    meaning: text(
        "受診日等レコード（JD）には31日分の欄があり、月にない日（11月31日など）に記録があります。\
         欄が1日ずつずれているおそれがあり、ずれていると資格の点検が別の日で行われます。この日は訪問日に数えていません。",
        "JD has 31 places, and one that this month does not have is filled. The days may be shifted by one, so that the wrong days are checked. The day is not counted as a visit.",
    ),
    remedy: text(
        "訪問の記録とJDの日を見比べ、ずれがあれば全体を直してください。",
        "Compare JD with the visit record, and correct the whole of it when it is shifted.",
    ),
    source: FIELDS,
    example: Example {
        at: ("JD", "day"),
        values: ("31", ""),
        ..Example::NONE
    },
};

pub(super) const FIELD_COUNT: Page = Page {
    meaning: text(
        "レコードの項目の数が仕様と違います。末尾の空の項目（カンマ）が足りないか多いだけなら、読み取りに差し支えはありません。\
         途中の項目が抜けていると、後ろの項目がずれて別の意味に読まれます。\
         公式の例では末尾のカンマまでそろっていますが、省略を禁じる文は確認できていません。1件のレセプトにつき、レコードの種類ごとに最初の1行を示します。",
        "The record has another number of fields than the specification. If only empty ones at the end are missing or too many, nothing is lost; a field missing in between shifts all that follow. \
         Official examples keep every comma, but no sentence forbids leaving them out. Told once for each kind of record in a claim.",
    ),
    remedy: text(
        "行を確かめ、値がずれていなければ請求ソフトの設定か販売元に確認します。ずれていればレセプトを直して出力し直してください。",
        "Look at the line. If the values stand where they belong, ask the maker of your software; if they are shifted, correct the claim and export again.",
    ),
    source: FIELDS,
    example: Example {
        at: ("KA", ""),
        values: ("8", "9"),
        ..Example::NONE
    },
};

pub(super) const LEADING_ZEROS: Page = Page {
    meaning: text(
        "桁数の決まっていない数字の項目（レセプト番号、実日数、合計金額など）は、先頭に0を付けずに記録すると決められています。\
         値は変わらないので、そのまま読み取って点検しています。別表のコードや番号の0は、これに当たりません。",
        "A number of variable length, such as a claim number, a number of days or an amount, is recorded without leading zeros. The value is the same, so it was read as it is. Zeros of codes are another matter.",
    ),
    remedy: text(
        "急いで直す必要はありません。毎月出るときは、請求ソフトの販売元に知らせてください。",
        "Nothing is urgent. If it comes every month, tell the maker of your software.",
    ),
    source: FILE,
    example: Example {
        at: ("HO", "days"),
        values: ("05", ""),
        ..Example::NONE
    },
};

pub(super) const HISTORY: Page = Page {
    meaning: text(
        "返戻されたレセプトを再請求するとき、前の請求の履歴が「8,行番号,枝番号」で始まる行として残ります。\
         請求そのものではないため、判定では読み飛ばしました。履歴の行は1バイトも変えずに送り返す決まりです。\
         再請求の詳しい仕様書は確認できておらず、手引きの例によっています。",
        "When a returned claim is claimed again, the history of the first time stays in the file as lines beginning `8,`. They are no claims and were passed over. They have to be sent back byte for byte. \
         The full specification was not found; this follows the examples of the guide.",
    ),
    remedy: text(
        "何もする必要はありません。履歴の行を消したり並べ替えたりしないでください。",
        "Nothing has to be done. Do not delete or sort these lines.",
    ),
    source: text(
        "電子レセプトの作成手引き（訪問看護）別紙1 返戻・再請求（規則 RT-17）",
        "電子レセプトの作成手引き（訪問看護） 別紙1 (rule RT-17)",
    ),
    example: Example {
        at: ("", ""),
        count: 9,
        ..Example::NONE
    },
};
