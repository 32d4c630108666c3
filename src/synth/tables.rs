//! The tables beside the claims: eligibility, credential log, expected verdicts (contract 3.3, 3.4).

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use super::claim_text::Written;
use super::insured::{Insured, rewritten};
use super::outcome::Shown;
use super::plan::{ClaimPlan, LogRow, Record, day};
use super::rng::Rng;
use crate::text::insurer::InsurerKind;

/// Header of `eligibility.csv` (contract 3.4).
pub(super) const ELIGIBILITY: &str = "insurer_no,symbol,number,branch,birth_date,sex,name,kana,as_of,\
reference,status,validity,card_class,relation,qualified_on,lost_on,loss_reason,card_issued_on,\
card_valid_from,card_valid_to,copay_percent,preschool,elderly_copay_percent,limit_class,limit_consent,\
certificate_valid_to,myna_registered,insurer_name\r\n";

/// Header of `credentials.csv` (contract 3.3).
pub(super) const CREDENTIALS: &str =
    "insurer_no,symbol,number,branch,birth_date,shown_on,kind,valid_to,issued_on,note\r\n";

/// Header of `expected.csv`.
pub(super) const EXPECTED: &str = "source_file,line,claim_no,verdict,needs_certificate,reason,matched_by,\
credential,cert_dates,bad_dates,total_yen\r\n";

/// A table under way, and how many rows it has.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub text: String,
    pub rows: u64,
}

impl Table {
    fn cell(&mut self, text: &str) {
        if text.contains([',', '"', '\n']) {
            // RFC 4180; no made-up value needs it today.
            let _ = write!(self.text, "\"{}\"", text.replace('"', "\"\""));
        } else {
            self.text.push_str(text);
        }
        self.text.push(',');
    }

    fn number(&mut self, number: Option<u32>) {
        if let Some(number) = number {
            // Writing to a string cannot fail.
            let _ = write!(self.text, "{number}");
        }
        self.text.push(',');
    }

    fn date(&mut self, date: Option<NaiveDate>) {
        if let Some(date) = date {
            iso(&mut self.text, date);
        }
        self.text.push(',');
    }

    /// Ends the row; the comma behind its last cell goes.
    fn end(&mut self) {
        self.text.pop();
        self.text.push_str("\r\n");
        self.rows += 1;
    }
}

fn iso(out: &mut String, date: NaiveDate) {
    let _ = write!(
        out,
        "{:04}-{:02}-{:02}",
        date.year(),
        date.month(),
        date.day()
    );
}

/// A date in one of the forms contract 3.4 accepts.
fn date_text(rng: &mut Rng, date: NaiveDate) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match rng.below(50) {
        0 => format!("{year:04}{month:02}{day:02}"),
        1 if year >= 2020 => format!("令和{}年{month}月{day}日", year - 2018),
        2 if (1990..2019).contains(&year) => format!("H{}.{month}.{day}", year - 1988),
        3 if (1930..1989).contains(&year) => format!("S{}.{month}.{day}", year - 1925),
        _ => {
            let mut text = String::with_capacity(10);
            iso(&mut text, date);
            text
        }
    }
}

/// 保険者番号 as eligibility systems write it: 国保 with six digits, or with blanks or zeros before.
pub(super) fn insurer_text(rng: &mut Rng, insured: &Insured) -> String {
    match rng.below(10) {
        0 if insured.insurer.len() == 6 => format!("00{}", insured.insurer),
        1..=4 => format!("{:>8}", insured.insurer),
        _ => insured.insurer.clone(),
    }
}

/// Name of an insurer, for people to read.
pub(super) fn insurer_name(insured: &Insured) -> &'static str {
    match insured.kind {
        InsurerKind::Kyokai => "見本健康保険協会",
        InsurerKind::Senin => "見本船員保険",
        InsurerKind::Hiyatoi => "見本日雇健康保険",
        InsurerKind::Kumiai => "架空健康保険組合",
        InsurerKind::Jieikan => "架空診療証発行所",
        InsurerKind::Kyosai => "架空共済組合",
        InsurerKind::Koki => "架空後期高齢者医療広域連合",
        InsurerKind::Kokuho => "架空市",
        InsurerKind::KokuhoKumiai => "架空国民健康保険組合",
        InsurerKind::Taishoku => "架空市（退職）",
        InsurerKind::Kohi | InsurerKind::Unknown => "架空福祉事務所",
    }
}

/// 記号 and 番号 of an eligibility result, written as such results do: the same in meaning.
#[derive(Clone, Debug)]
pub(super) struct Wording {
    pub insurer: String,
    pub symbol: String,
    pub number: String,
}

impl Wording {
    pub(super) fn new(rng: &mut Rng, insured: &Insured) -> Self {
        Self {
            insurer: insurer_text(rng, insured),
            symbol: rewritten(rng, &insured.symbol),
            number: rewritten(rng, &insured.number),
        }
    }
}

/// Adds `record` to `eligibility.csv`.
pub(super) fn eligibility(table: &mut Table, rng: &mut Rng, record: &Record, wording: &Wording) {
    for text in [
        &wording.insurer,
        &wording.symbol,
        &wording.number,
        &record.insured.branch,
    ] {
        table.cell(text);
    }
    table.cell(&date_text(rng, record.birth));
    if let Some(who) = &record.who {
        table.number(Some(u32::from(who.sex)));
        table.cell(&who.name);
        table.cell(&who.kana);
    } else {
        table.text.push_str(",,,");
    }
    table.date(record.as_of);
    table.number(Some(u32::from(record.channel.reference())));
    table.number(Some(u32::from(record.status)));
    table.number((record.validity > 0).then_some(u32::from(record.validity)));
    table.cell(record.card_class);
    table.number(record.relation.map(u32::from));
    for date in [record.qualified_on, record.lost_on] {
        table.date(date);
    }
    table.cell(record.loss_reason.unwrap_or(""));
    for date in [
        record.card_issued_on,
        record.card_valid_from,
        record.card_valid_to,
    ] {
        table.date(date);
    }
    table.number(record.copay_percent);
    table.cell(if record.preschool { "1" } else { "" });
    table.number(record.elderly_copay_percent);
    table.cell(record.limit_class.unwrap_or(""));
    table.cell(if record.limit_class.is_some() {
        "1"
    } else {
        ""
    });
    table.date(record.certificate_valid_to);
    table.cell(if record.myna_registered { "true" } else { "" });
    table.cell(if record.who.is_some() {
        insurer_name(&record.insured)
    } else {
        ""
    });
    table.end();
}

/// Adds `row` to a credential log.
pub(super) fn credential(table: &mut Table, rng: &mut Rng, row: &LogRow) {
    let wording = Wording::new(rng, &row.insured);
    for text in [
        &wording.insurer,
        &wording.symbol,
        &wording.number,
        &row.insured.branch,
    ] {
        table.cell(text);
    }
    table.cell(&date_text(rng, row.birth));
    table.date(row.shown_on);
    let japanese = if rng.chance(15) {
        row.kind.japanese()
    } else {
        None
    };
    table.cell(japanese.unwrap_or(row.kind.id()));
    table.date(row.valid_to);
    table.date(row.issued_on);
    table.cell("");
    table.end();
}

/// The log row that says what `record` says by `certificate_valid_to` or `myna_registered`, which no XML
/// element can (eligibility-format 5.3).
pub(super) fn stand_in(record: &Record) -> Option<LogRow> {
    let kind = match (record.certificate_valid_to, record.myna_registered) {
        (Some(_), _) => Shown::Certificate,
        (None, true) => Shown::Myna,
        (None, false) => return None,
    };
    Some(LogRow {
        insured: record.insured.clone(),
        birth: record.birth,
        shown_on: None,
        kind,
        valid_to: record.certificate_valid_to,
        issued_on: None,
    })
}

/// A row of `expected.csv` without its file and line.
pub(super) fn expected(plan: &ClaimPlan, number: u64, written: &Written) -> String {
    let expected = plan.expect.of(plan.visits);
    let dates = |days: &[u32]| {
        let mut text = String::with_capacity(days.len() * 11);
        for &d in days {
            if !text.is_empty() {
                text.push(';');
            }
            iso(&mut text, day(plan.month, d));
        }
        text
    };
    format!(
        "{number},{},{},{},{},{},{},{},{}\r\n",
        expected.outcome.id(),
        !expected.cert_days.is_empty(),
        expected.reason.id(),
        plan.expect.matched_by,
        expected.shown.id(),
        dates(&expected.cert_days),
        dates(&expected.bad_days),
        written.yen.map_or(String::new(), |yen| yen.to_string()),
    )
}
