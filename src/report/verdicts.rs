//! `verdicts.csv`: every claim once, in input order (contract 7).

use std::borrow::Cow;
use std::io::{self, Write};

use crate::check::Checked;
use crate::judge::verdict::Judgement;
use crate::mark::Mark;
use crate::matching::cascade::MatchedBy;
use crate::text::insurer::InsurerKind;
use crate::uke::claim::{Chunk, Claim};

use super::csv::{Charset, Made, Rows};
use super::portions::{self, Portion, Written};
use crate::uke::recorded::Recorded;

/// The columns, in their order.
pub const COLUMNS: [&str; 27] = [
    "source_file",
    "line",
    "payer",
    "station_code",
    "billing_month",
    "service_month",
    "claim_no",
    "claim_type",
    "patient_name",
    "patient_kana",
    "sex",
    "birth_date",
    "insurer_no",
    "symbol",
    "number",
    "branch",
    "insurer_kind",
    "visit_days",
    "total_yen",
    "verdict",
    "needs_certificate",
    "cert_dates",
    "reason",
    "bad_dates",
    "credential",
    "evidence_as_of",
    "matched_by",
];

/// What stands behind them in a run that is compared with an earlier report (`--baseline`).
pub const MARK: &str = "mark";

/// A row is about this long, so that a portion is allocated once.
const ROW_BYTES: usize = 320;

/// What one row is made from.
pub(super) struct Row<'a> {
    pub(super) source_file: &'a str,
    pub(super) chunk: &'a Chunk,
    pub(super) claim: &'a Claim,
    pub(super) recorded: Recorded<'a>,
    pub(super) kind: InsurerKind,
    pub(super) judgement: &'a Judgement,
    pub(super) matched_by: MatchedBy,
    /// How it stands to an earlier report, where one was given.
    pub(super) mark: Option<Mark>,
}

/// The rows of the chunk at `position`.
pub(super) fn rows(checked: &Checked, position: usize) -> impl Iterator<Item = Row<'_>> {
    let (start, chunk) = checked.claims.claims.chunk(position);
    let source_file = checked.claims.inputs[chunk.input as usize].shown.as_str();
    let keys = checked.keys.chunk(position);
    let first = start as usize;
    chunk
        .claims
        .iter()
        .zip(keys)
        .enumerate()
        .map(move |(local, (claim, key))| Row {
            source_file,
            chunk,
            claim,
            recorded: Recorded::of(chunk, claim),
            kind: key.kind,
            judgement: &checked.judgements[first + local],
            matched_by: checked.matched_by[first + local],
            mark: checked
                .compared
                .as_ref()
                .map(|compared| compared.verdicts[first + local]),
        })
}

impl Row<'_> {
    /// 1 支払基金, 2 国保連; empty when HM says neither.
    pub(super) fn payer(&self) -> &'static str {
        self.chunk.header(self.claim).payer_code()
    }

    /// The ten digits of the station.
    pub(super) fn station(&self) -> &str {
        &self.chunk.header(self.claim).station
    }

    /// The number of visit dates.
    pub(super) fn visit_days(&self) -> u32 {
        self.claim.visit_days().count_ones()
    }

    /// `payer` to `billing_month`, which all claims behind one header have in common.
    fn write_header(&self, rows: &mut Rows) {
        rows.word(self.payer());
        rows.text(self.station());
        rows.month(self.chunk.header(self.claim).billing_month);
    }

    fn write(&self, source: &Made, header: &Made, rows: &mut Rows) {
        let (claim, judgement) = (self.claim, self.judgement);
        rows.put(source);
        rows.number(claim.line.into());
        rows.put(header);
        self.write_recorded(rows);
        rows.word(self.kind.id());
        rows.number(self.visit_days().into());
        if claim.has_total {
            rows.number(claim.total_yen.into());
        } else {
            // Nothing that can be read was recorded, which is not 0 yen.
            rows.empty();
        }
        rows.word(judgement.verdict.id());
        rows.truth(judgement.needs_certificate());
        rows.days(claim.service_month, judgement.cert_dates());
        rows.word(judgement.reason.id());
        rows.days(claim.service_month, judgement.bad_dates());
        rows.word(
            judgement
                .credential()
                .map_or("", |credential| credential.id()),
        );
        rows.date(judgement.evidence_as_of);
        rows.word(self.matched_by.id());
        if let Some(mark) = self.mark {
            rows.word(mark.id());
        }
        rows.end();
    }

    /// The columns from `service_month` to `branch`: a month or date that cannot be read stands as
    /// recorded.
    fn write_recorded(&self, rows: &mut Rows) {
        let recorded = &self.recorded;
        let encoding = recorded.encoding;
        match self.claim.service_month {
            Some(month) => rows.month(Some(month)),
            None => rows.recorded(recorded.service_month, encoding),
        }
        for field in [
            recorded.claim_no,
            recorded.claim_type,
            recorded.name,
            recorded.kana,
            recorded.sex,
        ] {
            rows.recorded(field, encoding);
        }
        write_birth_date(rows, self.claim, recorded);
        write_insured(rows, recorded);
    }
}

/// 生年月日 in ISO, or as recorded when it cannot be read.
pub(super) fn write_birth_date(rows: &mut Rows, claim: &Claim, recorded: &Recorded<'_>) {
    match claim.birth_date {
        Some(date) => rows.date(Some(date)),
        None => rows.recorded(recorded.birth_date, recorded.encoding),
    }
}

/// `insurer_no, symbol, number, branch`.
pub(super) fn write_insured(rows: &mut Rows, recorded: &Recorded<'_>) {
    match recorded.insurer() {
        Cow::Borrowed(insurer) => rows.text(insurer),
        Cow::Owned(insurer) => rows.text(&insurer),
    }
    for field in [recorded.symbol, recorded.number, recorded.branch] {
        rows.recorded(field, recorded.encoding);
    }
}

/// Writes the file.
///
/// # Errors
/// What `out` reports.
pub(super) fn write(
    checked: &Checked,
    charset: Charset,
    out: &mut (impl Write + Send),
) -> io::Result<Written> {
    out.write_all(&Rows::header(charset, &columns(checked, &COLUMNS)))?;
    let count = checked.claims.claims.chunks().len();
    portions::write(out, count, |position| portion(checked, charset, position))
}

/// The columns of a table of a run, with [`MARK`] where it is compared with an earlier report.
pub(super) fn columns(checked: &Checked, own: &[&'static str]) -> Vec<&'static str> {
    let mark = checked.compared.as_ref().map(|_| MARK);
    own.iter().copied().chain(mark).collect()
}

fn portion(checked: &Checked, charset: Charset, position: usize) -> Portion {
    let (_, chunk) = checked.claims.claims.chunk(position);
    let mut out = Rows::new(charset, chunk.claims.len() * ROW_BYTES);
    let mut written = Written::default();
    let mut source = None;
    let mut header = (u32::MAX, Made::default());
    for row in rows(checked, position) {
        let source =
            source.get_or_insert_with(|| Rows::made(charset, |cells| cells.text(row.source_file)));
        if header.0 != row.claim.header {
            let made = Rows::made(charset, |cells| row.write_header(cells));
            header = (row.claim.header, made);
        }
        row.write(source, &header.1, &mut out);
        written.rows += 1;
        written.yen += u64::from(row.claim.total_yen);
    }
    let (bytes, replaced) = out.finish();
    written.replaced = replaced;
    Portion { bytes, written }
}
