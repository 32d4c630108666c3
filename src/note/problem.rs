//! What can be wrong with an input, in words.

use std::borrow::Cow;

use super::database::Database;
use super::field::{all_labelled, labelled};

/// What a field should have held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A date that exists.
    Date,
    /// The same, where the text gives a month alone.
    Day,
    /// One of these codes.
    Code(&'static str),
    /// true or false.
    Boolean,
    /// A percentage 0–100, three digits or fewer.
    Percent,
    /// Anything at all.
    Something,
    /// A kind of credential (contract 3.3).
    Kind,
    /// At most this many bytes.
    AtMost(usize),
    /// ステーションコード.
    StationCode,
    /// A prefecture.
    Prefecture,
    /// Text in quotes, where JSON has a number that loses digits.
    Quoted,
}

impl Expected {
    pub(crate) fn ja(self) -> Cow<'static, str> {
        match self {
            Self::Date => "実在する日付（YYYY-MM-DD、YYYYMMDD、令和7年12月1日、R7.12.1）".into(),
            Self::Day => {
                "日がないため判定できません。日までの日付（例: 2025-12-01、令和7年12月1日）".into()
            }
            Self::Code(codes) => format!("コード {codes}").into(),
            Self::Boolean => "true / false（1 / 0、はい / いいえ）".into(),
            Self::Percent => "百分率（例: 030 または 30）".into(),
            Self::Something => "空でない値".into(),
            Self::Kind => "資格証明の種類（マイナ保険証、資格確認書、健康保険証 など）".into(),
            Self::AtMost(bytes) => format!("{bytes}バイト以内の文字列").into(),
            Self::StationCode => {
                "7桁のステーションコード（または都道府県と点数表6を付けた10桁）".into()
            }
            Self::Prefecture => "都道府県の名称または2桁の番号".into(),
            Self::Quoted => "引用符で囲んだ文字列（数値のままでは桁が失われます）".into(),
        }
    }

    pub(crate) fn en(self) -> Cow<'static, str> {
        match self {
            Self::Date => {
                "a date that exists (YYYY-MM-DD, YYYYMMDD, 令和7年12月1日, R7.12.1)".into()
            }
            Self::Day => "a date with its day (2025-12-01, R7.12.1): the day is missing".into(),
            Self::Code(codes) => format!("a code {codes}").into(),
            Self::Boolean => "true / false (1 / 0, yes / no)".into(),
            Self::Percent => "a percentage such as 030 or 30".into(),
            Self::Something => "a value".into(),
            Self::Kind => "a kind of credential such as myna, certificate, legacy_card".into(),
            Self::AtMost(bytes) => format!("at most {bytes} bytes of text").into(),
            Self::StationCode => {
                "a station code of 7 digits (or 10, with prefecture and 6 in front)".into()
            }
            Self::Prefecture => "a prefecture, by its name or two digits".into(),
            Self::Quoted => "text in quotes (as a number it loses digits)".into(),
        }
    }
}

/// One thing that is wrong with an input. [`Problem::id`] is stable; the words may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The value of a field cannot be understood and counts as absent.
    Value {
        /// The column (contract 3.3, 3.4), or the element where it has none.
        field: Cow<'static, str>,
        /// What was there.
        found: String,
        /// What should have been there.
        expected: Expected,
    },
    /// A row or result record is left out because of a field. One that decides is not taken for absent
    /// when it cannot be read: that would make the verdict milder.
    LeftOut {
        /// The column.
        field: Cow<'static, str>,
        /// What was there.
        found: String,
        /// What should have been there.
        expected: Expected,
    },
    /// A row has more or fewer fields than the header and is left out: values may stand under wrong names,
    /// or the row was cut and its date of loss may be gone.
    RowShape {
        /// The number of fields in the row.
        found: usize,
        /// The number of columns in the header.
        expected: usize,
    },
    /// An element stands twice in one record with different texts; the first counts.
    Repeated {
        /// The column of the element.
        field: &'static str,
    },
    /// A name stands twice in one JSON object; of two texts the first counts.
    DuplicateKey {
        /// The name.
        name: String,
    },
    /// A unit of a result names nobody.
    UnitUnnamed,
    /// A unit names somebody but neither brings a result record nor says how the query ended.
    UnitSilent,
    /// Columns that nothing is known about; they are not read.
    UnknownColumns {
        /// Their names.
        names: String,
    },
    /// A label or heading in the text of マイナ資格確認アプリ that nothing is known about; it is not read, nor
    /// what stands below such a heading.
    UnknownLabel {
        /// It, shortened.
        label: String,
    },
    /// There is a header and no row.
    NoRows,
    /// Rows or records were left out, each named by its own remark.
    SomeLeftOut {
        /// How many.
        count: u64,
    },
    /// More remarks of one kind.
    More {
        /// The [`Problem::id`] of the kind.
        id: &'static str,
        /// How many more.
        count: u64,
    },
    /// 処理結果区分 2: the query had not ended.
    NotFinished,
    /// 処理結果区分 9: the query failed.
    Failed {
        /// エラーコード and エラーメッセージ as received.
        message: String,
    },
    /// The file cannot be opened or read.
    Io {
        /// The words of the operating system.
        error: String,
    },
    /// The file changed while it was being read.
    Changed,
    /// The content is none of the supported forms.
    NotEligibility,
    /// There are no bytes.
    Empty,
    /// A request or a receipt for one, not a result.
    NotAResult,
    /// The file given as credential log is something else.
    NotCredentialLog {
        /// The columns that a credential log must have.
        names: String,
    },
    /// Required columns are missing.
    MissingColumns {
        /// Their names.
        names: String,
    },
    /// A table none of whose columns is known.
    UnknownHeader,
    /// Columns that the map names are missing.
    MappedColumns {
        /// Their names, as the map has them.
        names: String,
        /// The header row; empty when the first row seems to be none.
        header: String,
        /// The header has none of the names of the map.
        is_other: bool,
    },
    /// A column stands twice in the header.
    DuplicateColumn {
        /// Its name.
        name: String,
    },
    /// A column of a Parquet or Arrow table has a type that no value of ours can be read from.
    ColumnType {
        /// Its name.
        name: String,
        /// Its type.
        found: String,
    },
    /// A Parquet or Arrow file is damaged, or uses something that is not supported.
    TableBroken {
        /// The library's words.
        detail: String,
    },
    /// The XML is not well-formed.
    XmlBroken {
        /// The line, from 1.
        line: u64,
        /// The parser's words.
        detail: String,
    },
    /// The JSON is not well-formed.
    JsonBroken {
        /// The line, from 1.
        line: u64,
        /// The byte in the line, from 1.
        column: u64,
        /// The parser's words.
        detail: String,
    },
    /// The XML ends before its root element does. The file is refused whole, because a missing record
    /// could hide a loss of coverage.
    XmlTruncated,
    /// The XML brings a document type definition.
    XmlDtd,
    /// The XML refers to an entity other than the five predefined ones.
    XmlEntity {
        /// Its name.
        name: String,
    },
    /// Elements are nested deeper than this.
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// The elements do not stand as in any known result (such as a record inside a record).
    Structure {
        /// The element that surprises.
        element: &'static str,
    },
    /// The content is larger than this many bytes.
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// The encoding is neither UTF-8 nor Shift_JIS.
    EncodingUnsupported {
        /// What is declared or detected.
        found: String,
    },
    /// The encoding of an XML file and its 文字コード識別 contradict each other.
    EncodingMismatch {
        /// What the declaration says, or without one what the bytes are.
        encoding: &'static str,
        /// There is a declaration.
        is_declared: bool,
        /// What `CharacterCodeIdentifier` says.
        identifier: String,
    },
    /// The bytes are not text in the declared encoding.
    EncodingBroken {
        /// The encoding.
        encoding: &'static str,
    },
    /// The table is not well-formed.
    CsvBroken {
        /// The parser's words.
        detail: String,
    },
    /// A quote in a table is not closed, and the rows behind it would be taken for one value. The file is
    /// refused whole, because a row that is swallowed could hide a loss of coverage.
    QuoteOpen {
        /// The line on which the quote stands, from 1.
        line: u64,
    },
    /// The zip cannot be read.
    ZipBroken {
        /// The reader's words.
        detail: String,
    },
    /// The zip member is encrypted.
    ZipEncrypted,
    /// A zip inside a zip.
    ZipNested,
    /// The zip unpacks to far more than it should.
    ZipBomb,
    /// Two members share a name, so one of them would be hidden.
    ZipDuplicate,
    /// The zip has no members.
    ZipEmpty,
    /// The input is a database, and something is wrong with it.
    Database(Database),
    /// No row of a list of stations names the columns that it needs.
    NotStationList {
        /// The columns that the column map names; empty without one.
        wanted: String,
        /// The row that looks most like a header.
        header: String,
    },
    /// The workbook cannot be read.
    WorkbookBroken {
        /// The reader's words.
        detail: String,
    },
    /// A sheet without the columns of the others.
    SheetSkipped {
        /// Its name.
        name: String,
    },
}

impl Problem {
    /// A short stable name.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Value { .. } => "value",
            Self::LeftOut { .. } => "left-out",
            Self::RowShape { .. } => "row-shape",
            Self::Repeated { .. } => "repeated",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::UnitUnnamed => "unit-unnamed",
            Self::UnitSilent => "unit-silent",
            Self::UnknownColumns { .. } => "unknown-columns",
            Self::UnknownLabel { .. } => "unknown-label",
            Self::NoRows => "no-rows",
            Self::SomeLeftOut { .. } => "some-left-out",
            Self::More { .. } => "more",
            Self::NotFinished => "not-finished",
            Self::Failed { .. } => "failed",
            Self::Io { .. } => "io",
            Self::Changed => "changed",
            Self::NotEligibility => "not-eligibility",
            Self::Empty => "empty",
            Self::NotAResult => "not-a-result",
            Self::NotCredentialLog { .. } => "not-credential-log",
            Self::MissingColumns { .. } => "missing-columns",
            Self::UnknownHeader => "unknown-header",
            Self::MappedColumns { .. } => "mapped-columns",
            Self::DuplicateColumn { .. } => "duplicate-column",
            Self::ColumnType { .. } => "column-type",
            Self::TableBroken { .. } => "table-broken",
            Self::XmlBroken { .. } => "xml-broken",
            Self::JsonBroken { .. } => "json-broken",
            Self::XmlTruncated => "xml-truncated",
            Self::XmlDtd => "xml-dtd",
            Self::XmlEntity { .. } => "xml-entity",
            Self::TooDeep { .. } => "too-deep",
            Self::Structure { .. } => "structure",
            Self::TooLarge { .. } => "too-large",
            Self::EncodingUnsupported { .. } => "encoding-unsupported",
            Self::EncodingMismatch { .. } => "encoding-mismatch",
            Self::EncodingBroken { .. } => "encoding-broken",
            Self::CsvBroken { .. } => "csv-broken",
            Self::QuoteOpen { .. } => "quote-open",
            Self::ZipBroken { .. } => "zip-broken",
            Self::ZipEncrypted => "zip-encrypted",
            Self::ZipNested => "zip-nested",
            Self::ZipBomb => "zip-bomb",
            Self::ZipDuplicate => "zip-duplicate",
            Self::ZipEmpty => "zip-empty",
            Self::Database(problem) => problem.id(),
            Self::NotStationList { .. } => "not-station-list",
            Self::WorkbookBroken { .. } => "workbook-broken",
            Self::SheetSkipped { .. } => "sheet-skipped",
        }
    }

    /// What is wrong and what to do, in Japanese.
    #[must_use]
    pub fn ja(&self) -> String {
        self.remark_ja().unwrap_or_else(|| self.refusal_ja())
    }

    /// What is wrong and what to do, in English.
    #[must_use]
    pub fn en(&self) -> String {
        self.remark_en().unwrap_or_else(|| self.refusal_en())
    }

    fn remark_ja(&self) -> Option<String> {
        Some(match self {
            Self::Value { field, found, expected } => format!(
                "{}の値「{found}」を解釈できないため、この項目は空として扱いました。{}に直してください。",
                labelled(field),
                expected.ja()
            ),
            Self::LeftOut { field, found, expected } if found.is_empty() => format!(
                "{}がないため、使いませんでした。{}を入れてください。",
                labelled(field),
                expected.ja()
            ),
            Self::LeftOut { field, found, expected } => format!(
                "{}が「{found}」のため、使いませんでした。{}を入れてください。",
                labelled(field),
                expected.ja()
            ),
            Self::RowShape { found, expected } if found > expected => format!(
                "項目が{found}個あり、見出しの{expected}個より多いため、使いませんでした。カンマを含む値は引用符で囲んでください。"
            ),
            Self::RowShape { found, expected } => format!(
                "項目が{found}個しかなく、見出しの{expected}個より少ないため、使いませんでした。行が途中で切れていないか、出力元を確認してください。"
            ),
            Self::Repeated { field } => format!(
                "{}の要素が2回あり、内容が異なります。最初のものを使いました。出力元を確認してください。",
                labelled(field)
            ),
            Self::DuplicateKey { name } => format!(
                "JSONの同じ階層に「{name}」が2回あります。値は最初のものを使いました。出力元を確認してください。"
            ),
            Self::UnitUnnamed => "だれの結果か分からない（保険者番号・番号がない）ため、使いませんでした。該当者を照会し直してください。".into(),
            Self::UnitSilent => "照会内容だけで結果がないため、使いませんでした。該当者を照会し直してください。".into(),
            Self::UnknownColumns { names } => format!(
                "知らない列は読みません: {names}。必要な列なら、列名を直してください。"
            ),
            Self::UnknownLabel { label } => format!(
                "「{label}」は知らない項目なので読みません。見出しなら、その下の項目も読みません。必要な項目なら、名前を直してください。"
            ),
            Self::NoRows => "見出し行だけで、データの行が1件もありません。出力の条件を確認してください。".into(),
            Self::SomeLeftOut { count } => format!(
                "{count}件を使いませんでした。個々の理由を確認してください。"
            ),
            Self::More { id, count } => format!("同じ種類（{id}）の指摘がほかに{count}件あります。"),
            _ => return None,
        })
    }

    fn remark_en(&self) -> Option<String> {
        Some(match self {
            Self::Value {
                field,
                found,
                expected,
            } => format!(
                "{field}: \"{found}\" cannot be understood and counts as absent; write {}",
                expected.en()
            ),
            Self::LeftOut {
                field,
                found,
                expected,
            } => format!(
                "{field} is \"{found}\", so the row is left out; give {}",
                expected.en()
            ),
            Self::RowShape { found, expected } if found > expected => format!(
                "{found} fields under {expected} columns, so the row is left out; quote values that contain commas"
            ),
            Self::RowShape { found, expected } => format!(
                "{found} fields under {expected} columns, so the row is left out; check whether it was cut off"
            ),
            Self::Repeated { field } => format!(
                "the element of {field} stands twice with different texts, the first counts; check what wrote the file"
            ),
            Self::DuplicateKey { name } => format!(
                "\"{name}\" stands twice in one object; of two values the first was used; check what wrote it"
            ),
            Self::UnitUnnamed => {
                "the result names nobody (no insurer or number), so it is left out; ask again for that person".into()
            }
            Self::UnitSilent => {
                "only the query, no result, so it is left out; ask again for that person".into()
            }
            Self::UnknownColumns { names } => format!(
                "unknown columns are not read: {names}; rename them if they are needed"
            ),
            Self::UnknownLabel { label } => format!(
                "\"{label}\" is no known label and is not read, nor what stands below it if it is a heading; correct the name if it is needed"
            ),
            Self::NoRows => "a header row and nothing else; check how it was exported".into(),
            Self::SomeLeftOut { count } => {
                format!("{count} were left out; see the remark on each")
            }
            Self::More { id, count } => format!("{count} more remarks of the kind {id}"),
            _ => return None,
        })
    }

    fn refusal_ja(&self) -> String {
        match self {
            Self::NotFinished => "資格確認の処理がまだ終わっていない結果です（処理結果区分2）。時間をおいて取得し直してください。".into(),
            Self::Failed { message } if message.is_empty() => {
                "資格確認が異常終了した結果です（処理結果区分9）。エラーの内容は書かれていません。照会し直してください。".into()
            }
            Self::Failed { message } => format!(
                "資格確認が異常終了した結果です（処理結果区分9）: {message}。原因を除いて照会し直してください。"
            ),
            Self::Io { error } => format!("ファイルを読めません: {error}。場所と権限を確認してください。"),
            Self::Changed => "読んでいる間に内容が変わりました。書き出しが終わってから実行し直してください。".into(),
            Self::NotEligibility => "資格確認結果として読める形式ではありません。XML、JSON、ZIP、マイナ資格確認アプリのテキスト、または見出し行のあるCSVを指定してください。".into(),
            Self::Empty => "内容が空です。書き出し中でないか確認してください。".into(),
            Self::NotAResult => "資格確認の要求または受付のファイルで、結果ではありません。結果のファイルを指定してください。".into(),
            Self::NotCredentialLog { names } => format!(
                "提示記録のCSVではありません。次の列を見出し行に持つCSVを指定してください: {}。",
                all_labelled(names)
            ),
            Self::MissingColumns { names } => format!(
                "必要な列がありません: {}。見出し行に加えるか、列名が違うときは `houkan map ファイル` で列の対応表を作り、--map で指定してください。",
                all_labelled(names)
            ),
            Self::UnknownHeader => "知っている列名が見出し行にありません。列名が違う名簿なら、`houkan map ファイル` で列の対応表を作り、--map で指定してください。".into(),
            Self::MappedColumns { names, header, .. } if header.is_empty() => format!(
                "列の対応表（--map）にある列がなく（{names}）、1行目が見出しではないようです。見出し行を付けて出力し直してください。"
            ),
            Self::MappedColumns { names, header, .. } => format!(
                "列の対応表（--map）にある列が見出し行にありません: {names}。見出し行の列: {header}。対応表か見出し行の列名を直してください。"
            ),
            Self::DuplicateColumn { name } => format!(
                "列 {} が2回あります。どちらか一つにしてください。",
                labelled(name)
            ),
            Self::ColumnType { name, found } => format!(
                "列 {} の型 {found} は読めません。文字列、整数、日付のいずれかで書き出してください。",
                labelled(name)
            ),
            Self::TableBroken { detail } => format!(
                "表のファイルとして読めません（{detail}）。書き出し直してください。"
            ),
            Self::XmlBroken { line, detail } => format!(
                "XMLとして正しくありません（{line}行目: {detail}）。取得し直してください。"
            ),
            Self::JsonBroken { line, column, detail } => format!(
                "JSONとして正しくありません（{line}行{column}バイト目: {detail}）。資格喪失の記録が欠けているおそれがあるため、全体を使いません。取得し直してください。"
            ),
            Self::XmlTruncated => "XMLが途中で終わっています。資格喪失の記録が欠けているおそれがあるため、全体を使いません。取得し直してください。".into(),
            Self::XmlDtd => "文書型定義（DTD）を含むXMLは、安全のため読みません。資格確認等システムから取得し直してください。".into(),
            Self::XmlEntity { name } => format!(
                "実体参照 &{name}; を含むXMLは、安全のため読みません。資格確認等システムから取得し直してください。"
            ),
            Self::TooDeep { limit } => format!(
                "要素の入れ子が{limit}段を超えるため、安全のため読みません。取得し直してください。"
            ),
            Self::Structure { element } => format!(
                "要素 {element} の位置が資格確認結果の形と異なるため、読みません。取得し直してください。"
            ),
            Self::TooLarge { limit } => format!(
                "大きさが上限（{limit}バイト）を超えるため、読みません。ファイルを分けてください。"
            ),
            _ => self.packing_ja(),
        }
    }

    fn packing_ja(&self) -> String {
        match self {
            Self::EncodingUnsupported { found } => format!(
                "文字コード {found} には対応していません。UTF-8またはShift_JISで保存し直してください。"
            ),
            Self::EncodingMismatch {
                encoding,
                is_declared,
                identifier,
            } => format!(
                "{}の文字コード（{encoding}）と文字コード識別（{identifier}）が一致しません。取得し直してください。",
                if *is_declared { "XML宣言" } else { "内容" }
            ),
            Self::EncodingBroken { encoding } => format!(
                "文字コード {encoding} として読めないバイトがあります。取得し直してください。"
            ),
            Self::CsvBroken { detail } => {
                format!("CSVとして読めません: {detail}。出力し直してください。")
            }
            Self::QuoteOpen { line } => format!(
                "{line}行目で始まる引用符（\"）が閉じていません。後の行が隠れるおそれがあるため、全体を使いません。引用符を直すか、出力し直してください。"
            ),
            Self::ZipBroken { detail } => {
                format!("ZIPとして読めません: {detail}。取得し直してください。")
            }
            Self::ZipEncrypted => "パスワード付きのZIPです。解凍してから指定してください。".into(),
            Self::ZipNested => "ZIPの中のZIPは読みません。解凍してから指定してください。".into(),
            Self::ZipBomb => {
                "展開後の大きさが異常なため、安全のため読みません。解凍して内容を確認してください。"
                    .into()
            }
            Self::ZipDuplicate => {
                "同じ名前のファイルが2つ入ったZIPは読みません。作り直してください。".into()
            }
            Self::ZipEmpty => "ZIPにファイルが入っていません。取得し直してください。".into(),
            Self::Database(problem) => problem.ja(),
            Self::NotStationList { wanted, header } if wanted.is_empty() => format!(
                "導入済ステーションのリストとして読めません。ステーションコードの列も、都道府県と名称の列も見つかりません（見出しと思われる行: {header}）。列の対応表の [stations] で列名を指定してください。"
            ),
            Self::NotStationList { wanted, header } => format!(
                "列の対応表の [stations] にある列（{wanted}）がそろった見出し行がないか、ステーションを特定できません（見出しと思われる行: {header}）。列名を確認してください。"
            ),
            Self::WorkbookBroken { detail } => format!(
                "Excelのブックとして読めません: {detail}。パスワードを外すか、CSVで保存し直してください。"
            ),
            Self::SheetSkipped { name } => format!(
                "シート「{name}」には見出し行がないため、使いませんでした。ステーションの一覧なら、見出しをほかのシートとそろえてください。"
            ),
            // Every other problem was answered before this was called.
            other => other.id().into(),
        }
    }

    fn refusal_en(&self) -> String {
        match self {
            Self::NotFinished => {
                "the query had not ended when this was fetched (SegmentOfResult 2); fetch it again later".into()
            }
            Self::Failed { message } if message.is_empty() => {
                "the query failed (SegmentOfResult 9) and does not say why; ask again".into()
            }
            Self::Failed { message } => format!(
                "the query failed (SegmentOfResult 9): {message}; remove the cause and ask again"
            ),
            Self::Io { error } => format!("cannot be read: {error}; check place and permissions"),
            Self::Changed => "changed while it was being read; run again once it is written".into(),
            Self::NotEligibility => {
                "none of the forms of eligibility results; give XML, JSON, ZIP, the text of the app that reads cards, or CSV with a header row".into()
            }
            Self::Empty => "empty; check whether it is still being written".into(),
            Self::NotAResult => {
                "a request or its receipt, not a result; give the file with the result".into()
            }
            Self::NotCredentialLog { names } => format!(
                "not a CSV of credentials shown; give one whose header row has the columns {names}"
            ),
            Self::MissingColumns { names } => format!(
                "required columns are missing: {names}; add them to the header row, or, where they have other names, make a column map with `houkan map FILE` and give it with --map"
            ),
            Self::UnknownHeader => {
                "no known column in the header row; where a register has other names, make a column map with `houkan map FILE` and give it with --map".into()
            }
            Self::MappedColumns { names, header, .. } if header.is_empty() => format!(
                "columns of the map (--map) are missing ({names}) and the first row seems to be no header; export it with a header row"
            ),
            Self::MappedColumns { names, header, .. } => format!(
                "columns of the map (--map) are not in the header row: {names}; the header has: {header}; correct the map or the header row"
            ),
            Self::DuplicateColumn { name } => format!("column {name} stands twice; keep one"),
            Self::ColumnType { name, found } => {
                format!("column {name} has the type {found}; write it as text, integer or date")
            }
            Self::TableBroken { detail } => {
                format!("not readable as a table ({detail}); write it again")
            }
            Self::XmlBroken { line, detail } => {
                format!("not well-formed XML (line {line}: {detail}); fetch it again")
            }
            Self::JsonBroken { line, column, detail } => format!(
                "not well-formed JSON (line {line}, byte {column}: {detail}); it is refused whole because a missing record could hide a loss of coverage; fetch it again"
            ),
            Self::XmlTruncated => {
                "the XML ends too early; it is refused whole because a missing record could hide a loss of coverage; fetch it again".into()
            }
            Self::XmlDtd => {
                "XML with a document type definition is not read; fetch it again from the eligibility system".into()
            }
            Self::XmlEntity { name } => format!(
                "XML with the entity &{name}; is not read; fetch it again from the eligibility system"
            ),
            Self::TooDeep { limit } => {
                format!("elements are nested deeper than {limit}; fetch it again")
            }
            Self::Structure { element } => format!(
                "element {element} stands where no eligibility result has it; fetch it again"
            ),
            Self::TooLarge { limit } => {
                format!("larger than the limit of {limit} bytes; split the file")
            }
            _ => self.packing_en(),
        }
    }

    fn packing_en(&self) -> String {
        match self {
            Self::EncodingUnsupported { found } => {
                format!("encoding {found} is not supported; save as UTF-8 or Shift_JIS")
            }
            Self::EncodingMismatch {
                encoding,
                is_declared,
                identifier,
            } => format!(
                "the {} {encoding} but CharacterCodeIdentifier says {identifier}; fetch it again",
                if *is_declared {
                    "XML declaration says"
                } else {
                    "bytes are"
                }
            ),
            Self::EncodingBroken { encoding } => {
                format!("some bytes are not text in {encoding}; fetch it again")
            }
            Self::CsvBroken { detail } => format!("not a CSV: {detail}; write it again"),
            Self::QuoteOpen { line } => format!(
                "the quote on line {line} is not closed; the file is refused whole because rows behind it could be hidden; correct the quote or write it again"
            ),
            Self::ZipBroken { detail } => format!("not a readable ZIP: {detail}; fetch it again"),
            Self::ZipEncrypted => "the ZIP has a password; unpack it first".into(),
            Self::ZipNested => "a ZIP inside a ZIP is not read; unpack it first".into(),
            Self::ZipBomb => {
                "the ZIP unpacks to an abnormal size and is not read; unpack it and look".into()
            }
            Self::ZipDuplicate => "two members of the ZIP share a name; pack it again".into(),
            Self::ZipEmpty => "the ZIP has no members; fetch it again".into(),
            Self::Database(problem) => problem.en(),
            Self::NotStationList { wanted, header } if wanted.is_empty() => format!(
                "not a list of stations: neither a column of station codes nor columns of prefecture and name were found (what looks like its header: {header}); name the columns in [stations] of the column map"
            ),
            Self::NotStationList { wanted, header } => format!(
                "no header row has all columns of [stations] in the column map ({wanted}), or a station cannot be told by them (what looks like the header: {header}); check the names"
            ),
            Self::WorkbookBroken { detail } => {
                format!("not a readable workbook: {detail}; remove the password, or save it as CSV")
            }
            Self::SheetSkipped { name } => format!(
                "sheet {name} has no header row and is not read; if it lists stations, give it the header of the others"
            ),
            // Every other problem was answered before this was called.
            other => other.id().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in the inputs of these problems.
    const PLANTED: &str = "hanako-8812345";

    #[expect(clippy::too_many_lines, reason = "a list of all of them")]
    fn every() -> Vec<Problem> {
        let text = || PLANTED.to_owned();
        let field = |expected| Problem::Value {
            field: "as_of".into(),
            found: text(),
            expected,
        };
        vec![
            field(Expected::Date),
            field(Expected::Day),
            field(Expected::Code("1, 2")),
            field(Expected::Boolean),
            field(Expected::Percent),
            field(Expected::AtMost(5)),
            Problem::LeftOut {
                field: "kind".into(),
                found: text(),
                expected: Expected::Kind,
            },
            Problem::LeftOut {
                field: "number".into(),
                found: text(),
                expected: Expected::Something,
            },
            Problem::RowShape {
                found: 1,
                expected: 2,
            },
            Problem::RowShape {
                found: 3,
                expected: 2,
            },
            Problem::Repeated { field: "name" },
            Problem::UnitUnnamed,
            Problem::UnitSilent,
            Problem::UnknownColumns { names: text() },
            Problem::NoRows,
            Problem::SomeLeftOut { count: 2 },
            Problem::More {
                id: "value",
                count: 2,
            },
            Problem::NotFinished,
            Problem::Failed { message: text() },
            Problem::Failed {
                message: String::new(),
            },
            Problem::Io { error: text() },
            Problem::Changed,
            Problem::NotEligibility,
            Problem::JsonBroken {
                line: 1,
                column: 2,
                detail: text(),
            },
            Problem::DuplicateKey { name: text() },
            field(Expected::Quoted),
            Problem::UnknownLabel { label: text() },
            Problem::Empty,
            Problem::NotAResult,
            Problem::NotCredentialLog { names: text() },
            Problem::MissingColumns { names: text() },
            Problem::DuplicateColumn { name: text() },
            Problem::ColumnType {
                name: text(),
                found: text(),
            },
            Problem::TableBroken { detail: text() },
            Problem::XmlBroken {
                line: 1,
                detail: text(),
            },
            Problem::XmlTruncated,
            Problem::XmlDtd,
            Problem::XmlEntity { name: text() },
            Problem::TooDeep { limit: 64 },
            Problem::Structure { element: "x" },
            Problem::TooLarge { limit: 1 },
            Problem::EncodingUnsupported { found: text() },
            Problem::EncodingMismatch {
                encoding: "UTF-8",
                is_declared: true,
                identifier: text(),
            },
            Problem::EncodingMismatch {
                encoding: "UTF-8",
                is_declared: false,
                identifier: text(),
            },
            Problem::EncodingBroken { encoding: "UTF-8" },
            Problem::UnknownHeader,
            Problem::MappedColumns {
                names: text(),
                header: text(),
                is_other: false,
            },
            Problem::MappedColumns {
                names: text(),
                header: String::new(),
                is_other: true,
            },
            Problem::CsvBroken { detail: text() },
            Problem::QuoteOpen { line: 4 },
            Problem::ZipBroken { detail: text() },
            Problem::ZipEncrypted,
            Problem::ZipNested,
            Problem::ZipBomb,
            Problem::ZipDuplicate,
            Problem::ZipEmpty,
            Problem::NotStationList {
                wanted: String::new(),
                header: text(),
            },
            Problem::NotStationList {
                wanted: text(),
                header: text(),
            },
            Problem::WorkbookBroken { detail: text() },
            Problem::SheetSkipped { name: text() },
            field(Expected::StationCode),
            field(Expected::Prefecture),
        ]
    }

    /// But for names that are ours or the map's, and what the system says.
    #[test]
    fn a_hidden_problem_repeats_nothing_of_the_input() {
        for problem in every() {
            let is_ours = matches!(
                problem,
                Problem::MissingColumns { .. } | Problem::Io { .. } | Problem::Database(_)
            );
            let is_of_map = matches!(
                &problem,
                Problem::MappedColumns { names, .. } if names == PLANTED
            ) || matches!(
                &problem,
                Problem::NotStationList { wanted, .. } if wanted == PLANTED
            );
            let hidden = problem.hidden();
            // The map's own names stand there once.
            let most = usize::from(is_of_map);
            for told in [hidden.ja(), hidden.en()] {
                let count = told.matches(PLANTED).count();
                assert!(is_ours || count <= most, "{hidden:?}: {told}");
            }
        }
    }

    #[test]
    fn columns_have_their_japanese_names() {
        let missing = Problem::MissingColumns {
            names: "lost_on, kind, X".into(),
        };
        assert!(
            missing
                .ja()
                .contains("資格喪失日（lost_on）、種類（kind）、X"),
            "{}",
            missing.ja()
        );
    }

    #[test]
    fn every_problem_has_words_in_both_languages() {
        for problem in every() {
            assert!(problem.ja().contains('。'), "{problem:?}");
            assert_ne!(problem.en(), problem.id(), "{problem:?}");
            assert!(
                problem.en().is_ascii() || problem.en().contains("令和"),
                "{problem:?}"
            );
        }
    }
}
