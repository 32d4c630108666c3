//! `docs/reports.md`: the files of a report and their columns, written from the schemas.

use std::fmt::{self, Display, Formatter, Write};

use arrow::datatypes::{DataType, Field, Schema};

use crate::messages;
use crate::text::lang::Lang;

use super::{evidence, table};

/// A column or member, and what it holds; what it is called in Japanese the catalogue knows.
type Described = (&'static str, &'static str);

const VERDICTS: &[Described] = &[
    (
        "source_file",
        "path of the claim file as given, for a zip member followed by `/` and its name",
    ),
    ("line", "line of RE, from 1"),
    ("payer", "1 支払基金, 2 国保連; empty when HM says neither"),
    ("station_code", "ten digits: 都道府県, 点数表, code"),
    ("billing_month", "`YYYY-MM`"),
    (
        "service_month",
        "`YYYY-MM`, or as recorded when it cannot be read",
    ),
    ("claim_no", "as recorded"),
    ("claim_type", "as recorded"),
    ("patient_name", "as recorded"),
    ("patient_kana", "as recorded"),
    ("sex", "1 男, 2 女"),
    (
        "birth_date",
        "null when it cannot be read (in CSV as recorded)",
    ),
    (
        "insurer_no",
        "without blanks; 負担者番号 of the first KO of a claim without HO",
    ),
    ("symbol", "as recorded"),
    (
        "number",
        "as recorded; 受給者番号 of the first KO of a claim without HO",
    ),
    ("branch", "of SN"),
    (
        "insurer_kind",
        "`kyokai`, `kumiai`, `kokuho`, `koki`, `kohi` and others, told from the number",
    ),
    ("visit_days", "visit dates, in days"),
    (
        "total_yen",
        "yen, of HO, else of the first KO; null when nothing that can be read was recorded",
    ),
    ("verdict", "the gravest outcome of its visit dates"),
    (
        "needs_certificate",
        "some date is `NEED_CERT` or `TRANSITIONAL`",
    ),
    ("cert_dates", "those dates"),
    ("reason", "of the first date with the gravest outcome"),
    (
        "bad_dates",
        "all dates with the gravest outcome when it is not `OK`",
    ),
    ("credential", "of the first date with the gravest outcome"),
    ("evidence_as_of", "the latest evidence of that date"),
    ("matched_by", "the step that found the person"),
];

const FINDINGS: &[Described] = &[
    ("source_file", "path of the claim file as given"),
    ("line", "from 1; null when the whole file is meant"),
    ("record", "such as `HO`; empty when none is meant"),
    (
        "field",
        "identifier of the field (claim-format.md); empty when none is meant",
    ),
    ("station_code", "of the claim; empty for a file"),
    ("claim_no", "of the claim, as recorded; empty for a file"),
    ("code", "of the rule (rules.md)"),
    ("level", "`error`, `warn`, `info`"),
    ("dates", "visit dates it is about"),
    ("claim_value", "what the claim says"),
    ("reference_value", "what the other side says"),
    ("message", "what is wrong, in the language of the report"),
    ("action", "what to do next"),
    (
        "input_sha256",
        "SHA-256 of `source_file` in hexadecimal; null when it could not be read",
    ),
    (
        "rule_version",
        "version of the rule; raised when it comes to find more, less or something else",
    ),
    (
        "certainty",
        "how sure the rule is: `confirmed`, `known`, `inferred` (rules.md)",
    ),
    (
        "evidence",
        "the records and rows that the finding rests on; empty when it needs the claim alone",
    ),
    (
        "claim_key",
        "key of the claim for `--ignore`; null with `--mask` and for a finding on a file",
    ),
];

const EVIDENCE: &[Described] = &[
    (
        "file",
        "path of the input as given, for a zip member followed by `/` and its name",
    ),
    ("sha256", "SHA-256 of that file or member in hexadecimal"),
    (
        "form",
        "form of the input as in summary.json; `credentials` for a row of the credential log",
    ),
    (
        "place",
        "one of its two members is given; the other is null, in JSON left out",
    ),
    (
        "unit",
        "number of the result in a file of the eligibility system, from 1",
    ),
    ("line", "line of a text or row of a table, from 1"),
    (
        "as_of",
        "the day as of which eligibility was asked; of a row of the log, when it was shown",
    ),
    ("reference", "1 マイナンバーカード, 2 番号"),
    ("query_no", "what the station called the query"),
    (
        "reception_no",
        "of the bulk query, for files of the eligibility system",
    ),
    (
        "executed_at",
        "`YYYYMMDDHHmmss`, for files of the eligibility system",
    ),
    ("insurer_no", "of the record, as recorded"),
    ("qualified_on", "first day of the coverage"),
    ("lost_on", "first day without"),
    ("validity", "1–6, as of `as_of`"),
    ("credential", "of a row of the log, such as `legacy_card`"),
];

const WORKLIST: &[Described] = &[
    (
        "insurer_no",
        "as on the first claim of the person, like all of the identity",
    ),
    ("symbol", "as recorded"),
    ("number", "as recorded"),
    ("branch", "of SN"),
    ("patient_name", "as recorded"),
    (
        "birth_date",
        "null when it cannot be read (in CSV as recorded)",
    ),
    ("station_codes", "joined by `;`"),
    ("claims", "claims with `needs_certificate`"),
    ("yen_at_risk", "yen, the sum of their totals"),
    ("first_date", "of the dates that need a 資格確認書"),
    ("last_date", "of those dates"),
    ("reason", "of the gravest claim"),
    ("ask", "what to have the patient bring"),
];

const SOLVED: &[Described] = &[
    ("kind", "`verdict` or `finding`"),
    ("source_file", "as in the earlier report, like all columns"),
    ("line", "from 1; null when a whole file was meant"),
    ("station_code", "of the claim; empty for a file"),
    ("service_month", "`YYYY-MM`"),
    ("claim_no", "as recorded"),
    ("patient_name", "as recorded"),
    ("code", "the verdict, or the code of the finding"),
    ("level", "of a finding; empty for a verdict"),
    ("dates", "the dates it was about"),
    ("total_yen", "yen of the claim"),
    (
        "message",
        "of a finding, in the language of the earlier report",
    ),
];

const INTRODUCTION: &str = r#"# Reports of `houkan check`

<!-- Generated from src/report/doc.rs and the schemas; `HOUKAN_BLESS=1 cargo test --lib report::doc` writes it anew. -->

| `--report` | files |
|---|---|
| `csv` | `verdicts.csv`, `findings.csv`, `worklist.csv` (RFC 4180, CR LF, UTF-8 with byte order mark or CP932) |
| `html` | `report.html`: one page with everything, opened from disk in a browser; it asks nothing of a network |
| `xlsx` | `report.xlsx`: a workbook with the same rows |
| `notices` | `notices.html`: a sheet of paper for each patient to be asked, and a list for each station |
| `json` | `summary.json`, which is always written |
| `jsonl` | `verdicts.jsonl`, `findings.jsonl`: one JSON object a line, UTF-8 without byte order mark, LF |
| `parquet` | `verdicts.parquet`, `findings.parquet`, `worklist.parquet` (Snappy) |
| `arrow` | the same three as Arrow IPC files |

Without `--report` it is `csv,html,xlsx,json`. With `--baseline` each form has the list of what is solved, too
(`solved.csv` and so on), and verdicts and findings end with a column `mark` (前回との比較): `new`, `open`, empty for `OK`.

All tables (`csv`, `jsonl`, `parquet`, `arrow`) have the same columns in the same order; page and workbook have the same
rows, with words beside or in place of codes, headings in the language of the report, and 前回との比較 also on 対応リスト. The CSV files of findings end with `action`; what stands behind
it is in the other forms. Types are those of Parquet and Arrow. In JSON Lines days are ISO strings, several days an
array of them, and null is `null`; in Parquet, Arrow and CSV several days stand in one text, joined by `;`. What is
empty in CSV is null where it has a type, and empty where it is text. Nothing is defused outside of CSV.

Each line of `findings.jsonl` ends with `policy` (`name`, `hash`) and `program` (`name`, `version`). Parquet and Arrow
tell the same in their metadata.

The files hold personal data: the folder and its files are open to their owner alone. `--mask` makes them without
names, kana, birth dates and numbers of persons; insurers, stations, amounts, dates of care, the sex and the names of
input files stay. So do days on which credentials end: that of an 電子証明書 is a birthday, without its year. Days of
qualification and loss that fall on a birthday (birth, 75) are left out. Keep masked reports as you would keep pseudonyms.

## The page, the workbook, the notices

`report.html` is opened by a double click. All verdicts, findings, persons and inputs are in it, packed; tables can be
searched, sorted and filtered, Enter opens a claim with its calendar, and 「対応リストを印刷」 prints the work list on A4. Texts of
findings are put together in the browser, so that the language can be switched at any time. Marks 「対応済み」 and memos stay in
the browser of that computer, by key of claim and code, and so outlast the report; 「対応済みを書き出す」 writes them
as a file for `--ignore`. It needs Edge or Chrome 90, Firefox 113 or Safari 16.4. Its security policy allows its own
script and style by hash, and nothing else.

`report.xlsx` has the sheets 概要, 対応リスト, 判定, 指摘, 解消 (with `--baseline`), 入力 and 凡例. Columns that are rarely needed are folded:
「2」 or 「＋」 above the sheet opens them, and they are not printed. A name on 対応リスト leads to its claim on 判定, a claim to its
findings. Above 1,048,575 rows a sheet goes on as 判定 (2) and so on, and 概要 says so, as it does when a sheet has more links
than Excel allows (65,530). Sheets are written through unnamed files in the system's folder for temporary files.

`notices.html` has a sheet of A4 for each person of the work list and for each with a `CERT_EXPIRING`, in piles by station,
each behind the list of that station; `main[data-sheets]` says how many sheets there are. What it tells patients rests on the
ministry's leaflet of September 2024, on the policy's dates and on confirmed rules (docs/rules.md); it has no script.

## Since the last report, and what is accepted

`--baseline DIR` takes an earlier report (its `summary.json`, `verdicts.csv` and `findings.csv`, in either encoding). A
claim is known again by its *key* (レセプトキー): 16 hexadecimal digits made of station, month of care, レセプト種別, insurer,
symbol, number and birth date, wherever it stands in the files; a finding by its claim, code, record and field, not by
its dates. A claim whose RE or payer cannot be read has no key: it is known by its file and レセプト番号, and nothing of it
can be accepted. Two claims that agree in all of it share a key (`DUPLICATE_CLAIM` tells them). When one of those is
corrected the claim is another: what was said of it is solved, what is said of it now is new. What the earlier report
says of claim files of which this run has read none (no file of that station, payer and billing month) was not looked
at: it is counted (`not_looked_at`), neither open nor solved. A finding that was accepted in the earlier report and is
so no more counts as new. A report made with `--mask` has no keys and cannot be a baseline, and tables that a
spreadsheet has saved anew are refused.

`--ignore FILE` takes a TOML file of findings that somebody has looked at and accepted; `report.html` exports it:

```toml
[[ignore]]
code = "ID_MISMATCH"
claim = "5d41402abc4b2a76"            # レセプトキー
memo = "改姓を保険者に確認済み"        # for whoever reads the file
until = 2026-12-31                    # last day; left out: for ever
```

An accepted finding is left out of every report and does not count for `--fail-on`; the summary counts what was
hidden, and the entries that were used, not used, or expired. Verdicts stay as they are. When all `NEED_CERT` and
`TRANSITIONAL` of a claim are accepted, nobody is asked for it any more: it is left out of worklist and notices.
"#;

const RESTS_ON: &str = "
### What findings rest on

`evidence` names the records of the eligibility results, in the order of the inputs, and then the rows of the
credential log. With the hash of the file anybody can see that the record at that place is the one that was used.

| finding | evidence |
|---|---|
| `NOT_COVERED` | the records that exclude one of its dates, and the one that shows coverage elsewhere |
| `NEED_CERT`, `TRANSITIONAL`, `MYNA_GRACE` | the evidence for its dates (covering records, seen in the month or later), the records that give an expiry, and the rows of the log that decide |
| `SPECIAL_CARE` | the evidence of that class, or the rows of the log |
| `CERT_EXPIRING` | the row or the records with that expiry |
| `NO_EVIDENCE` | the matched records, none of which is evidence, and the rows of the log |
| `ID_MISMATCH`, `ID_ZERO` | the record compared |
| `TICKET_UNREGISTERED` | the results that say 未登録 |
| `NO_MATCH` | the results that say 該当資格なし, where there are any |
| `MULTI_MATCH` | nothing: who fits is not kept, since nobody was taken |

Where that names no record, and for other rules that compare with eligibility results and name none themselves, it
is all matched records with those of the same person under another insurer or number that were looked at. Rules that
look at the claim alone have none.
";

/// The whole page as Markdown.
#[must_use]
pub fn render_markdown() -> String {
    Page.to_string()
}

struct Page;

impl Display for Page {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(INTRODUCTION)?;
        writeln!(
            out,
            "\nMetadata: `houkan.schema_version` = `{}` (a column that goes, or changes its type or meaning, raises it; \
             a new column does not), `houkan.version`, `houkan.policy`, `houkan.policy_hash`, `houkan.as_of`.",
            table::VERSION
        )?;
        let tables = [
            (
                "verdicts",
                "claim, in input order",
                table::verdicts_schema(),
                VERDICTS,
            ),
            (
                "findings",
                "finding, by input and line",
                table::findings_schema(),
                FINDINGS,
            ),
            (
                "solved",
                "verdict or finding that an earlier report has and this one has not, by the rows of the earlier one; \
                 written with `--baseline` alone",
                table::solved_schema(),
                SOLVED,
            ),
            (
                "worklist",
                "person to ask for a 資格確認書, gravest and dearest first",
                table::worklist_schema(),
                WORKLIST,
            ),
        ];
        for (name, what, schema, described) in tables {
            write!(out, "\n## {name}\n\nOne row a {what}.\n\n{HEAD}")?;
            columns(out, &schema, described)?;
            if name == "findings" {
                write!(out, "\n### evidence\n\n{HEAD}")?;
                members(out)?;
                out.write_str(RESTS_ON)?;
            }
        }
        Ok(())
    }
}

const HEAD: &str = "| column | type | null | 項目 | meaning |\n|---|---|---|---|---|\n";

fn columns(out: &mut impl Write, schema: &Schema, described: &[Described]) -> fmt::Result {
    schema
        .fields()
        .iter()
        .try_for_each(|field| row(out, field, "", described))
}

/// The members of an item, those of its place behind it.
fn members(out: &mut impl Write) -> fmt::Result {
    for field in &evidence::fields() {
        row(out, field, "", EVIDENCE)?;
        if let DataType::Struct(inner) = field.data_type() {
            let of = format!("{}.", field.name());
            inner
                .iter()
                .try_for_each(|field| row(out, field, &of, EVIDENCE))?;
        }
    }
    Ok(())
}

fn row(out: &mut impl Write, field: &Field, of: &str, described: &[Described]) -> fmt::Result {
    let name = field.name();
    // A test sees to it that every column is described.
    let en = described
        .iter()
        .find(|(column, _)| column == name)
        .map_or("", |(_, en)| en);
    let ja = messages::of("column", name, Lang::Ja);
    let null = if field.is_nullable() { "yes" } else { "" };
    let kind = kind(field.data_type());
    writeln!(out, "| `{of}{name}` | {kind} | {null} | {ja} | {en} |")
}

fn kind(kind: &DataType) -> String {
    match kind {
        DataType::List(_) => "List<Struct>".to_owned(),
        DataType::Struct(_) => "Struct".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_page_is_fresh() {
        crate::generated::assert_fresh("docs/reports.md", &render_markdown());
    }

    #[test]
    fn every_column_is_described_and_no_other() {
        let names = |schema: &Schema| -> Vec<String> {
            let fields = schema.fields().iter();
            fields.map(|field| field.name().clone()).collect()
        };
        let mut of_evidence = Vec::new();
        for field in &evidence::fields() {
            of_evidence.push(field.name().clone());
            if let DataType::Struct(inner) = field.data_type() {
                of_evidence.extend(inner.iter().map(|field| field.name().clone()));
            }
        }
        for (names, described) in [
            (names(&table::verdicts_schema()), VERDICTS),
            (names(&table::findings_schema()), FINDINGS),
            (names(&table::worklist_schema()), WORKLIST),
            (names(&table::solved_schema()), SOLVED),
            (of_evidence, EVIDENCE),
        ] {
            let told: Vec<&str> = described.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, told);
            for (name, en) in described {
                let ja = messages::of("column", name, Lang::Ja);
                assert!(!ja.is_empty() && !en.is_empty(), "{name}");
                assert!(!ja.contains('|') && !en.contains('|'), "{name}");
            }
        }
    }
}
