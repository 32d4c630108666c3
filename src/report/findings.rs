//! `findings.csv`: everything to tell, by input and line (contract 7).

use std::io::{self, Write};

use crate::check::Checked;
use crate::finding::Finding;
use crate::rules::wording;
use crate::text::lang::Lang;

use super::csv::{Charset, Rows};
use super::portions::{self, Portion, Written};
use super::verdicts::columns;
use crate::uke::recorded::Recorded;

/// The columns, in their order.
pub const COLUMNS: [&str; 13] = [
    "source_file",
    "line",
    "record",
    "field",
    "station_code",
    "claim_no",
    "code",
    "level",
    "dates",
    "claim_value",
    "reference_value",
    "message",
    "action",
];

/// Findings formatted at a time.
const PORTION: usize = 1024;

/// A row is about this long.
const ROW_BYTES: usize = 512;

/// Station and claim that a finding is about; both empty when it is about a file.
pub(super) struct Subject<'a> {
    pub(super) station: &'a str,
    pub(super) recorded: Option<Recorded<'a>>,
}

/// Whom a finding is about.
pub(super) fn subject<'a>(checked: &'a Checked, finding: &Finding) -> Subject<'a> {
    let Some(index) = finding.claim else {
        return Subject {
            station: "",
            recorded: None,
        };
    };
    let (chunk, claim) = checked.claims.claims.get(index);
    Subject {
        station: &chunk.header(claim).station,
        recorded: Some(Recorded::of(chunk, claim)),
    }
}

/// The input that a finding is about, as reports name it.
pub(crate) fn source_file<'a>(checked: &'a Checked, finding: &Finding) -> &'a str {
    &checked.claims.inputs[finding.place.input as usize].shown
}

/// Writes the file.
///
/// # Errors
/// What `out` reports.
pub(super) fn write(
    checked: &Checked,
    charset: Charset,
    lang: Lang,
    out: &mut (impl Write + Send),
) -> io::Result<Written> {
    out.write_all(&Rows::header(charset, &columns(checked, &COLUMNS)))?;
    let portions: Vec<&[Finding]> = checked.findings.chunks(PORTION).collect();
    portions::write(out, portions.len(), |position| {
        let findings = portions[position];
        let mut rows = Rows::new(charset, findings.len() * ROW_BYTES);
        for (local, finding) in findings.iter().enumerate() {
            write_row(checked, finding, lang, &mut rows);
            if let Some(compared) = &checked.compared {
                rows.word(compared.findings[position * PORTION + local].id());
            }
            rows.end();
        }
        let (bytes, replaced) = rows.finish();
        let written = Written {
            rows: findings.len() as u64,
            yen: 0,
            replaced,
        };
        Portion { bytes, written }
    })
}

fn write_row(checked: &Checked, finding: &Finding, lang: Lang, rows: &mut Rows) {
    let subject = subject(checked, finding);
    rows.text(source_file(checked, finding));
    rows.number_unless_zero(finding.place.line.into());
    rows.word(finding.place.record);
    rows.word(finding.place.field);
    rows.text(subject.station);
    match subject.recorded {
        Some(recorded) => rows.recorded(recorded.claim_no, recorded.encoding),
        None => rows.empty(),
    }
    rows.word(finding.code);
    rows.word(finding.level.id());
    match finding.dates {
        Some(days) => rows.days(Some(days.month), days.mask),
        None => rows.empty(),
    }
    rows.text(&finding.claim_value);
    rows.text(&finding.reference_value);
    let (message, action) = wording::both(finding, lang);
    rows.text(&message);
    rows.text(&action);
}
