//! `docs/claim-format.md`, written from the tables of [`super::layout`] and [`super::codes`].

use std::fmt::{self, Display, Formatter, Write};

use super::codes::{CONFIRMATION_INSURER_SIDE, CodeTable, TABLES, Usage};
use super::layout::{
    Content, Field, Layout, Occurs, PRESENCE, PUBLIC_PAYER_ORDER, Presence, RecordKind, Repeat,
    Rule, SPLIT_WITHOUT_MF, layout,
};

const INTRODUCTION: &str = "\
<!-- Generated from src/uke/layout and src/uke/codes. To rewrite: HOUKAN_BLESS=1 cargo test --lib layout_doc -->

# The claim file `RECEIPTH.UKE`: records and code tables

Source: オンラインによる請求に係る記録条件仕様（訪問看護用）令和6年6月版 (sections are those of its 第1章);
required marks, the order of 公費 and the examples from 支払基金「電子レセプトの作成手引き －訪問看護－」令和6年6月版.
Confidence: C = read in these documents, I = inferred from a sibling format. The 令和8年6月版 has not been seen.

Bytes are those of Shift_JIS. A field is *fixed* (固定: exactly that long) or *variable* (可変: up to that long).
Numbers in variable fields have no leading zeros; codes keep theirs.
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
        record_order(out)?;
        presence(out)?;
        amounts(out)?;
        public_payers(out)?;
        out.write_str("\n## Records\n")?;
        for kind in RecordKind::ALL {
            record(out, layout(kind))?;
        }
        out.write_str("\n## Code tables (別表)\n")?;
        for table in TABLES {
            code_table(out, table)?;
            if table.number == CONFIRMATION_INSURER_SIDE.number {
                code_table(out, &CONFIRMATION_INSURER_SIDE)?;
            }
        }
        Ok(())
    }
}

fn record_order(out: &mut impl Write) -> fmt::Result {
    out.write_str(
        "\n## Order of the records\n\n\
         A file is HM, one or more レセプト, GO. The records between RE and KA make up a レセプト, in this order.\n\n\
         | record | name | tells | presence | repeats |\n|---|---|---|---|---|\n",
    )?;
    for kind in RecordKind::ALL {
        let presence = match kind.presence() {
            Presence::Required => "required",
            Presence::ByType => "by type",
            Presence::Optional => "optional",
            Presence::Omitted => "omitted for the time being",
        };
        let (name, ja, about) = (kind.name(), kind.name_ja(), kind.about());
        write!(out, "| {name} | {ja} | {about} | {presence} | ")?;
        match kind.repeat() {
            Repeat::Once => writeln!(out, "once |")?,
            Repeat::UpTo(n) => writeln!(out, "up to {n} |")?,
            Repeat::Many => writeln!(out, "yes |")?,
        }
    }
    Ok(())
}

fn presence(out: &mut impl Write) -> fmt::Result {
    out.write_str(
        "\n## Presence by レセプト種別\n\n\
         ○ required, △ optional, × forbidden; the number of records when there are any. SN for a 公費 whose \
         負担者番号 does not begin with 12: ×.\n\n\
         | レセプト種別 | HO | KO | SN | JD | MF |\n|---|---|---|---|---|---|\n",
    )?;
    for row in &PRESENCE {
        write!(out, "| {} |", row.composition.ja())?;
        for occurs in [row.ho, row.ko, row.sn, row.jd, row.mf] {
            write!(out, " {} |", Cell(occurs))?;
        }
        out.write_str("\n")?;
    }
    Ok(())
}

struct Cell(Occurs);

impl Display for Cell {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Occurs { rule, min, max } = self.0;
        let sign = match rule {
            Rule::Required => "○",
            Rule::Optional => "△",
            Rule::Forbidden => return out.write_str("×"),
        };
        match max {
            None => out.write_str(sign),
            Some(max) if max == min => write!(out, "{sign} {min}"),
            Some(max) => write!(out, "{sign} {min}–{max}"),
        }
    }
}

fn amounts(out: &mut impl Write) -> fmt::Result {
    out.write_str(
        "\n## Moving and splitting (振替・分割) without MF\n\n\
         Possible up to this 合計金額 (3(4)ウ(オ) 注). Splitting also needs JD with the days of KA.\n\n\
         | claim | yen |\n|---|---|\n",
    )?;
    for limit in &SPLIT_WITHOUT_MF {
        writeln!(out, "| {} | {} |", limit.group_ja, limit.yen)?;
    }
    Ok(())
}

fn public_payers(out: &mut impl Write) -> fmt::Result {
    out.write_str(
        "\n## Order of several KO\n\n\
         By 法別番号 (the first two digits of 負担者番号); local schemes come after these.\n\n\
         | # | 法別 | scheme |\n|---|---|---|\n",
    )?;
    for (rank, scheme) in (1..).zip(&PUBLIC_PAYER_ORDER) {
        writeln!(out, "| {rank} | {} | {} |", scheme.law, scheme.name_ja)?;
    }
    Ok(())
}

fn record(out: &mut impl Write, layout: &Layout) -> fmt::Result {
    let (name, ja, count) = (
        layout.kind.name(),
        layout.kind.name_ja(),
        layout.fields.len(),
    );
    let (source, mark) = (layout.source, layout.confidence.mark());
    write!(
        out,
        "\n### {name} {ja} ({count} fields)\n\nSource: {source} ({mark}). Example:\n\n\
         ```text\n{}\n```\n\n\
         | # | 項目 | name | type | required | holds | notes |\n|---|---|---|---|---|---|---|\n",
        layout.example
    )?;
    layout
        .fields
        .iter()
        .try_for_each(|field| field_row(out, field))
}

fn field_row(out: &mut impl Write, field: &Field) -> fmt::Result {
    let Field {
        position,
        name_ja,
        name_en,
        bytes,
        ..
    } = field;
    let (mode, width) = (field.mode.ja(), field.width.ja());
    let required = if field.required { "●" } else { "" };
    write!(
        out,
        "| {position} | {name_ja} | `{name_en}` | {mode} {bytes} {width} | {required} |"
    )?;
    writeln!(out, " {} | {} |", Holds(field), Notes(field))
}

struct Holds<'a>(&'a Field);

impl Display for Holds<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if let Some(table) = self.0.codes {
            write!(out, "別表{}", table.number)?;
        }
        match self.0.content {
            Content::Tag => out.write_str("tag")?,
            Content::Date => out.write_str("YYYYMMDD")?,
            Content::Month => out.write_str("YYYYMM")?,
            Content::Time => out.write_str("hhmm")?,
            Content::Yen => out.write_str("yen")?,
            Content::Percent => out.write_str("per cent")?,
            Content::Count => out.write_str("number")?,
            Content::Reserved => out.write_str("empty")?,
            Content::Plain => {}
        }
        match self.0.run {
            Some(len) if self.0.codes.is_some() => write!(out, ", codes of {len} run together"),
            Some(len) => write!(out, "codes of {len} run together"),
            None => Ok(()),
        }
    }
}

struct Notes<'a>(&'a Field);

impl Display for Notes<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if !self.0.only.is_empty() {
            write!(out, "only {}", self.0.only.join(", "))?;
            separator = "; ";
        }
        if self.0.payer_only {
            write!(
                out,
                "{separator}empty on a first claim, filled by the payer"
            )?;
            separator = "; ";
        }
        if !self.0.note.is_empty() {
            write!(out, "{separator}{}", self.0.note)?;
        }
        Ok(())
    }
}

fn code_table(out: &mut impl Write, table: &CodeTable) -> fmt::Result {
    let (number, ja, en, mark) = (
        table.number,
        table.title_ja,
        table.title_en,
        table.confidence.mark(),
    );
    writeln!(out, "\n### 別表{number} {ja}\n")?;
    let incomplete = if table.complete {
        ""
    } else {
        "; known codes only"
    };
    write!(out, "{en} ({mark}{incomplete})")?;
    if !table.note.is_empty() {
        write!(out, ": {}", table.note)?;
    }
    out.write_str("\n\n| code | 内容 | English | use |\n|---|---|---|---|\n")?;
    for entry in table.entries {
        let usage = match entry.usage {
            Usage::Any => "",
            Usage::PayerOnly => "not on a first claim",
            Usage::NotUsed => "not used",
        };
        let separator = if usage.is_empty() || entry.note.is_empty() {
            ""
        } else {
            "; "
        };
        let (code, ja, en, note) = (entry.code, entry.ja, entry.en, entry.note);
        writeln!(out, "| {code} | {ja} | {en} | {usage}{separator}{note} |")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_page_is_fresh() {
        crate::generated::assert_fresh("docs/claim-format.md", &render_markdown());
    }

    #[test]
    fn table_rows_have_the_columns_of_their_head() {
        let page = render_markdown();
        let mut columns = None;
        let mut rows = 0;
        for line in page.lines() {
            if !line.starts_with('|') {
                columns = None;
                continue;
            }
            let bars = line.matches('|').count();
            assert_eq!(*columns.get_or_insert(bars), bars, "{line}");
            rows += 1;
        }
        assert!(rows > 500, "{rows}");
    }
}
