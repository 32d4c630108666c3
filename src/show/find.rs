//! The claims that are asked for, out of all files.

use std::path::{Path, PathBuf};

use crate::text::fold;
use crate::uke::codes::CLAIM_TYPE;
use crate::uke::dialect::Dialect;
use crate::uke::layout::{RecordKind, ho, ko, re};
use crate::uke::rows::{self, Group, Part, Row};
use crate::uke::source::{self, FileRead, Status, Work};

use super::record::{Claim, Record};

/// Which claims are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// None whole; all of them in a list.
    List,
    /// Those with this レセプト番号.
    Number(u64),
    /// Those whose 氏名 or カナ has this within, folded ([`Selection::patient`]).
    Patient(String),
    /// That which holds this line.
    Line(u32),
}

impl Selection {
    /// By a part of 氏名 or カナ, whatever the width, blanks and kind of kana. `None` when nothing is left of
    /// `text`.
    #[must_use]
    pub fn patient(text: &str) -> Option<Self> {
        Some(Self::Patient(folded(text))).filter(|it| *it != Self::Patient(String::new()))
    }

    /// Whether a claim is asked for, by what its RE says.
    fn takes(&self, claim: &Claim) -> bool {
        match self {
            Self::List | Self::Line(_) => false,
            Self::Number(number) => claim.number().parse() == Ok(*number),
            Self::Patient(part) => [re::NAME, re::KANA]
                .into_iter()
                .any(|position| folded(claim.re(position)).contains(part)),
        }
    }
}

fn folded(text: &str) -> String {
    let mut out = String::new();
    fold::kana_into(text, &mut out);
    out.to_uppercase()
}

/// A claim in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Line with which it begins.
    pub line: u32,
    /// レセプト番号.
    pub number: String,
    /// 氏名.
    pub name: String,
    /// レセプト種別 as recorded.
    pub kind: String,
    /// 指定訪問看護年月 as recorded.
    pub month: String,
    /// 保険者番号, or 負担者番号 of the first 公費 of a claim without HO.
    pub payer: String,
    /// 実日数 as recorded there.
    pub days: String,
    /// 合計金額 as recorded there.
    pub yen: String,
}

impl Entry {
    fn new(claim: &Claim) -> Self {
        let (record, positions) = [
            (
                RecordKind::Ho,
                [ho::INSURER_NO, ho::VISIT_DAYS, ho::TOTAL_YEN],
            ),
            (
                RecordKind::Ko,
                [ko::PAYER_NO, ko::VISIT_DAYS, ko::TOTAL_YEN],
            ),
        ]
        .into_iter()
        .find_map(|(kind, positions)| {
            // 審査支払機関's correction counts where there is one.
            let record = claim.corrected(kind).last().or(claim.of(kind).next())?;
            Some((Some(record), positions))
        })
        .unwrap_or((None, [0; 3]));
        let [payer, days, yen] = positions.map(|position| {
            record.map_or_else(String::new, |record| {
                record.field(position).trim().to_owned()
            })
        });
        Self {
            line: claim.line(),
            number: claim.number().to_owned(),
            name: claim.re(re::NAME).to_owned(),
            kind: claim.re(re::CLAIM_TYPE).to_owned(),
            month: claim.re(re::SERVICE_MONTH).to_owned(),
            payer,
            days,
            yen,
        }
    }

    /// The entry of the code table for [`Entry::kind`].
    #[must_use]
    pub fn kind_label(&self) -> Option<&'static crate::uke::codes::CodeEntry> {
        CLAIM_TYPE.get(self.kind.as_bytes())
    }
}

/// What a file has of what is asked for.
#[derive(Debug)]
pub struct FileClaims {
    /// Path as given, for a member of a zip followed by `/` and its name.
    pub file: String,
    /// What became of it; with how many claims it has.
    pub status: Status,
    /// All claims, for [`Selection::List`].
    pub entries: Vec<Entry>,
    /// The claims asked for.
    pub claims: Vec<Claim>,
}

/// Reads the claim files at `path` (a file, zip, folder, or `-`) in order of their names. With `is_masked`,
/// what identifies a person is hidden after the claims were chosen.
#[must_use]
pub fn read(path: &Path, selection: &Selection, is_masked: bool) -> Vec<FileClaims> {
    let mut files = Vec::new();
    let finder = Finder {
        selection,
        is_masked,
    };
    source::stream(&[path.to_owned()], &finder, &|_| (), |file| {
        files.push(match Place::of(selection, &file) {
            Some(place) => finder.within(file, place),
            None => joined(file, None),
        });
    });
    files
}

/// Collects claims piece by piece; lines count from the piece's first.
#[derive(Clone, Copy)]
struct Finder<'a> {
    selection: &'a Selection,
    is_masked: bool,
}

/// What a piece has.
struct Collected {
    lines: u32,
    count: u32,
    /// The last header of the piece, for the pieces behind it.
    header: Option<Record>,
    entries: Vec<Entry>,
    claims: Vec<Claim>,
}

/// Where a line of a large file lies.
#[derive(Clone, Copy)]
struct Place {
    piece: usize,
    line: u32,
}

impl Place {
    /// `None` when no line is asked for. Behind the last line no piece has it.
    fn of(selection: &Selection, file: &FileRead<Collected>) -> Option<Self> {
        let Selection::Line(mut line) = *selection else {
            return None;
        };
        for (piece, collected) in file.pieces.iter().enumerate() {
            if line <= collected.lines {
                return Some(Self { piece, line });
            }
            line -= collected.lines;
        }
        let piece = file.pieces.len();
        Some(Self { piece, line })
    }
}

impl Finder<'_> {
    /// The claim that holds a line. A piece does not know where in the file it lies: in all but the first, the
    /// line has to be looked for again as the piece counts.
    fn within(self, first: FileRead<Collected>, place: Place) -> FileClaims {
        let only = Some(place.piece);
        if place.piece == 0 || place.piece >= first.pieces.len() {
            return joined(first, only);
        }
        let path = PathBuf::from(&first.input.shown);
        let finder = Finder {
            selection: &Selection::Line(place.line),
            ..self
        };
        let mut found = None;
        source::stream(&[path], &finder, &|_| (), |file| {
            found = Some(joined(file, only));
        });
        // A file that was read a moment ago gives one again, be it that it cannot be read.
        found.unwrap_or_else(|| joined(first, only))
    }
}

/// Puts the pieces of a file together; of `only` one piece the claims, if one is named.
fn joined(file: FileRead<Collected>, only: Option<usize>) -> FileClaims {
    let mut all = FileClaims {
        file: file.input.shown,
        status: file.input.status,
        entries: Vec::new(),
        claims: Vec::new(),
    };
    let (mut lines, mut count) = (0, 0u64);
    let mut header = None;
    for (at, piece) in file.pieces.into_iter().enumerate() {
        let shift = lines;
        all.entries
            .extend(piece.entries.into_iter().map(|entry| Entry {
                line: entry.line + shift,
                ..entry
            }));
        if only.is_none_or(|only| only == at) {
            all.claims.extend(piece.claims.into_iter().map(|mut claim| {
                for record in claim.records.iter_mut().chain(&mut claim.header) {
                    record.line += shift;
                }
                claim.header = claim.header.or_else(|| header.clone());
                claim
            }));
        }
        if let Some(mut last) = piece.header {
            last.line += shift;
            header = Some(last);
        }
        lines += piece.lines;
        count += u64::from(piece.count);
    }
    if let Status::Read(claims) = &mut all.status {
        *claims = count;
    }
    all
}

impl Work for Finder<'_> {
    type Head = ();
    type Out = Collected;

    fn head(&self, _: Dialect, _: &[u8]) {}

    fn piece(&self, dialect: Dialect, (): &(), bytes: &[u8]) -> Collected {
        let mut collected = Collected {
            lines: 0,
            count: 0,
            header: None,
            entries: Vec::new(),
            claims: Vec::new(),
        };
        let encoding = dialect.encoding;
        collected.lines = rows::each_group(dialect, bytes, |part, group| match part {
            Part::Outside => {
                // A 返戻ファイル has HH in its place.
                let is_header =
                    |row: &Row<'_>| row.kind == Some(RecordKind::Hm) || row.tag() == b"HH";
                if let Some(row) = group.rows().find(is_header) {
                    let mut header = Claim {
                        header: Some(Record::new(&row, encoding)),
                        records: Vec::new(),
                    };
                    if self.is_masked {
                        header = header.masked();
                    }
                    collected.header = header.header;
                }
            }
            Part::Claim => {
                collected.count += 1;
                self.claim(dialect, group, &mut collected);
            }
        });
        collected
    }
}

impl Finder<'_> {
    fn claim(&self, dialect: Dialect, group: &Group<'_>, collected: &mut Collected) {
        let decoded = |row: Row<'_>| Record::new(&row, dialect.encoding);
        let hidden = |claim: Claim| {
            if self.is_masked {
                claim.masked()
            } else {
                claim
            }
        };
        let first = group.rows().next().map_or(0, |row| row.line);
        // RE, HO and KO are enough to choose by and to list.
        let tells = |row: &Row<'_>| {
            matches!(
                row.kind,
                Some(RecordKind::Re | RecordKind::Ho | RecordKind::Ko)
            )
        };
        let head = Claim {
            header: None,
            records: group.rows().filter(tells).map(decoded).collect(),
        };
        if *self.selection == Selection::List {
            let entry = Entry::new(&hidden(head));
            collected.entries.push(Entry {
                line: first,
                ..entry
            });
            return;
        }
        let is_taken = match self.selection {
            Selection::Line(line) => {
                let last = group.rows().next_back().map_or(first, |row| row.line);
                (first..=last).contains(line)
            }
            other => other.takes(&head),
        };
        if is_taken {
            collected.claims.push(hidden(Claim {
                header: collected.header.clone(),
                // 0x1A behind the last record is no line of the claim.
                records: group
                    .rows()
                    .filter(|row| !(row.eof_mark && row.bytes.is_empty()))
                    .map(decoded)
                    .collect(),
            }));
        }
    }
}
