//! One station's share of the month, made in memory: its claim files and its rows of the tables.

use super::case::Case;
use super::claim_text::{self, Lines, Station};
use super::insured::institution;
use super::items::{Item, Tariff};
use super::plan::Record;
use super::rng::Rng;
use super::tables::{self, Table, Wording};
use super::world::World;

/// The claims of a station: numbers `first` to below `end` of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub station: u64,
    pub first: u64,
    pub end: u64,
}

/// Divides the claims among `stations`, some getting twice as many as others.
pub(super) fn divide(world: &World, stations: u64) -> Vec<Share> {
    let weights: Vec<u128> = (0..stations)
        .map(|s| 60 + u128::from(Rng::new(world.seed, 3, s).below(81)))
        .collect();
    let all: u128 = weights.iter().sum();
    let mut before: u128 = 0;
    let mut first = 0;
    let mut shares = Vec::with_capacity(weights.len());
    for (station, weight) in (0..stations).zip(weights) {
        before += weight;
        // At most `claims`, which is a u64.
        let end = u64::try_from(u128::from(world.claims) * before / all).unwrap_or(world.claims);
        if end > first {
            shares.push(Share {
                station,
                first,
                end,
            });
        }
        first = end;
    }
    shares
}

/// Station number `index` of `stations`: prefectures in order, 郡市区 99, which there is not.
fn station(world: &World, index: u64, stations: u64) -> Station {
    let prefecture = 1 + u32::try_from(index * 47 / stations.max(1)).unwrap_or(0);
    let before = (u64::from(prefecture - 1) * stations).div_ceil(47);
    let body = format!("{:06}", 990_000 + (index - before) % 10_000);
    Station {
        index,
        prefecture,
        code: institution(prefecture, '6', &body),
        tariff: Tariff::draw(&mut Rng::new(world.seed, 4, index)),
    }
}

/// An expected verdict and where its claim stands.
#[derive(Clone, Debug)]
pub(super) struct ExpectedRow {
    /// Line of RE, from 1, in its file (in the station's part of the one file, if there is but one).
    pub line: u64,
    /// The cells after file and line.
    pub rest: String,
}

/// Claims for one payer: a whole file, or with a single file this station's part of it.
#[derive(Clone, Debug, Default)]
pub(super) struct ClaimFile {
    /// Relative to the output directory.
    pub path: String,
    pub bytes: Vec<u8>,
    pub lines: u64,
    pub expected: Vec<ExpectedRow>,
}

/// An eligibility record with the wording it has in every form.
#[derive(Clone, Debug)]
pub(super) struct WordedRecord {
    pub record: Record,
    pub wording: Wording,
}

/// All a station contributes.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    pub claims: u64,
    pub yen: u64,
    pub files: Vec<ClaimFile>,
    pub eligibility: Table,
    pub credentials: Table,
    /// Log rows for what XML cannot say.
    pub stand_ins: Table,
    /// The records, when the other forms are wanted too.
    pub records: Vec<WordedRecord>,
    pub code10: String,
}

/// Path of the one file of `single_file`.
pub(super) const SINGLE: &str = "claims/RECEIPTH.UKE";

/// Makes the share of a station. `keep` keeps the records for the other forms.
pub(super) fn make(world: &World, share: Share, stations: u64, keep: bool) -> Made {
    let station = station(world, share.station, stations);
    let code10 = station.code10();
    let mut made = Made {
        claims: share.end - share.first,
        ..Made::default()
    };
    let mut files = if world.single_file {
        vec![ClaimFile {
            path: SINGLE.to_owned(),
            ..ClaimFile::default()
        }]
    } else {
        [1, 2]
            .map(|payer| file(world, &station, &code10, payer))
            .to_vec()
    };
    let mut desk = Desk {
        world,
        station,
        items: Vec::new(),
        keep,
    };
    for index in share.first..share.end {
        desk.claim(index, &mut made, &mut files);
    }
    if !world.single_file {
        for file in &mut files {
            finish(file);
        }
    }
    files.retain(|file| !file.expected.is_empty());
    made.files = files;
    made.code10 = code10;
    made
}

/// A file with its HM.
fn file(world: &World, station: &Station, code10: &str, payer: u8) -> ClaimFile {
    let mut file = ClaimFile {
        path: format!("claims/{code10}/{payer}/RECEIPTH.UKE"),
        bytes: Vec::with_capacity(1 << 18),
        ..ClaimFile::default()
    };
    file.lines = head(world, station, payer, &mut file.bytes);
    file
}

fn head(world: &World, station: &Station, payer: u8, out: &mut Vec<u8>) -> u64 {
    let billing = world.billing.to_string().replace('-', "");
    let mut lines = Lines::new(out);
    claim_text::header(&mut lines, station, payer, &billing);
    lines.count
}

/// HM of the one file: the first station's, sent to 支払基金, which is true of a part of it.
pub(super) fn single_head(world: &World, stations: u64) -> Vec<u8> {
    let mut out = Vec::new();
    head(world, &station(world, 0, stations), 1, &mut out);
    out
}

/// GO and the end mark.
fn finish(file: &mut ClaimFile) {
    file.bytes.extend_from_slice(TAIL);
    file.lines += 1;
}

/// GO and the end mark 0x1A.
pub(super) const TAIL: &[u8] = b"GO\r\n\x1A";

/// What writing a station needs beside what it has written.
struct Desk<'w> {
    world: &'w World,
    station: Station,
    items: Vec<Item>,
    keep: bool,
}

impl Desk<'_> {
    /// Writes claim number `index`, and with the first claim of a case its rows of the tables.
    fn claim(&mut self, index: u64, made: &mut Made, files: &mut [ClaimFile]) {
        let world = self.world;
        let case = world.case(index);
        let part = world.slot(index).part;
        if part == 0 {
            self.rows(index, &case, made);
        }
        let plan = &case.claims[usize::try_from(part).unwrap_or(0)];
        let at = if world.single_file {
            0
        } else {
            usize::from(plan.payer() - 1)
        };
        let file = &mut files[at];
        let number = if world.single_file {
            // レセプト番号 has six digits.
            index % 999_999 + 1
        } else {
            u64::try_from(file.expected.len()).unwrap_or(u64::MAX) + 1
        };
        let line = file.lines + 1;
        let mut rng = Rng::new(world.seed, 5, index);
        let mut lines = Lines::new(&mut file.bytes);
        let written = claim_text::claim(
            &mut lines,
            &mut rng,
            &mut self.items,
            plan,
            &self.station,
            number,
        );
        file.lines += lines.count;
        made.yen += written.yen.unwrap_or(0);
        let rest = tables::expected(plan, number, &written);
        file.expected.push(ExpectedRow { line, rest });
    }

    /// Eligibility and log rows of a case.
    fn rows(&self, index: u64, case: &Case<'_>, made: &mut Made) {
        let mut rng = Rng::new(self.world.seed, 6, index);
        for record in &case.records {
            let wording = Wording::new(&mut rng, &record.insured);
            tables::eligibility(&mut made.eligibility, &mut rng, record, &wording);
            if let Some(row) = tables::stand_in(record) {
                tables::credential(&mut made.stand_ins, &mut rng, &row);
            }
            if self.keep {
                made.records.push(WordedRecord {
                    record: record.clone(),
                    wording,
                });
            }
        }
        for row in &case.log {
            tables::credential(&mut made.credentials, &mut rng, row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::Options;

    #[test]
    fn shares_hold_every_claim_once() {
        let world = World::new(&Options::new(10_007, 4)).expect("good options");
        for stations in [1, 3, 25, 20_000] {
            let shares = divide(&world, stations);
            let total: u64 = shares.iter().map(|s| s.end - s.first).sum();
            assert_eq!(total, 10_007);
            assert!(shares.windows(2).all(|w| w[0].end == w[1].first));
        }
    }

    #[test]
    fn stations_have_codes_of_their_own_in_order() {
        let world = World::new(&Options::new(1, 4)).expect("good options");
        let codes: Vec<String> = (0..2_000)
            .map(|s| station(&world, s, 2_000).code10())
            .collect();
        assert!(codes.windows(2).all(|w| w[0] < w[1]));
        assert!(codes[0].starts_with("016") && codes[1_999].starts_with("476"));
    }
}
