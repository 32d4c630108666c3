//! Claim files into the state.

use std::collections::{HashMap, HashSet};
use std::fs;

use rayon::prelude::*;

use crate::nightly::error::NightError;
use crate::nightly::hashes::{self, Hashes, Owner};
use crate::nightly::load;
use crate::nightly::packed::{self, PackedClaim, PackedInput};
use crate::nightly::scan::{Arrival, Stamp};
use crate::nightly::state::{
    ClaimRow, FileState, InputRow, NewClaim, NewIssue, Past, State, Totals, tidy,
};
use crate::nightly::why::{WITHDRAWN, Why};
use crate::report::inputs::{self, Words};
use crate::text::date::Month;
use crate::text::mask;
use crate::uke::claim::Header;
use crate::uke::dialect::Refusal;
use crate::uke::read::{self, Failure, Status};

use super::Intake;

/// Claim files that are read side by side have so many bytes together.
const WINDOW: i64 = 64 << 20;

/// As many claims are stored in one transaction, and one file more.
pub(crate) const CLAIMS_TOGETHER: usize = 200_000;

/// A file as it was read: what was in it, or nothing when it was written to meanwhile.
type Read = (Arrival, Option<Vec<PackedInput>>);

/// What goes into the state in one transaction.
#[derive(Default)]
struct Bundle {
    claims: Vec<NewClaim>,
    issues: Vec<NewIssue>,
    links: Vec<(i64, i64)>,
    /// Claims of which only the line is another.
    moves: Vec<(i64, i64)>,
    new: Vec<i64>,
    changed: Vec<i64>,
    /// Under which claims that came or went would be the same as others.
    twins: Vec<i64>,
}

/// Station, payer and billing month of a claim file.
pub(super) type Filing = (Box<str>, u8, Option<Month>);

fn filing(header: &Header) -> Filing {
    (header.station.clone(), header.payer, header.billing_month)
}

/// Numbers for new rows.
struct Numbers {
    claim: i64,
    input: i64,
}

impl Intake<'_> {
    /// Takes in claim files, which stand by path.
    pub(super) fn claims(&mut self, mut arrivals: Vec<Arrival>) -> Result<(), NightError> {
        while !arrivals.is_empty() {
            let mut bytes = 0;
            let fits = arrivals.iter().take_while(|it| {
                bytes += it.stamp.size;
                bytes <= WINDOW
            });
            let count = fits.count().max(1);
            let rest = arrivals.split_off(count);
            let read: Vec<Read> = arrivals.into_par_iter().map(read).collect();
            crate::nightly::fault::step("claims-read");
            self.store_window(read)?;
            arrivals = rest;
        }
        Ok(())
    }

    fn store_window(&mut self, window: Vec<Read>) -> Result<(), NightError> {
        let mut window = window.into_iter().peekable();
        while window.peek().is_some() {
            self.state.database().begin()?;
            let stored = self.store_bundle(&mut window);
            match stored {
                Ok(()) => self.state.database().commit()?,
                Err(error) => {
                    let _broken_off = self.state.database().roll_back();
                    return Err(error);
                }
            }
            crate::nightly::fault::step("claims-stored");
        }
        Ok(())
    }

    /// Stores files until there are enough claims for a transaction.
    fn store_bundle(&mut self, window: &mut impl Iterator<Item = Read>) -> Result<(), NightError> {
        let mut bundle = Bundle::default();
        let mut numbers = Numbers {
            claim: self.state.next_claim()?,
            input: self.state.next_input()?,
        };
        for (arrival, packed) in window {
            match packed {
                Some(packed) => {
                    crate::nightly::fault::step("claim-file");
                    self.store_file(&arrival, packed, &mut bundle, &mut numbers)?;
                }
                None => self.counts.waiting.push((arrival.role, arrival.shown)),
            }
            if bundle.claims.len() >= CLAIMS_TOGETHER {
                break;
            }
        }
        self.flush(bundle)
    }

    fn store_file(
        &mut self,
        arrival: &Arrival,
        packed: Vec<PackedInput>,
        bundle: &mut Bundle,
        numbers: &mut Numbers,
    ) -> Result<(), NightError> {
        let mut id = self.at_path(&arrival.shown);
        let was_read = match id {
            Some(id) => !self.state.inputs_of(id)?.is_empty(),
            None => false,
        };
        let (state, reason) = became(&packed, was_read);
        if let Some(known) = id
            && state.holds()
            && self.is_other_file(known, &packed)?
        {
            self.archive(known)?;
            id = None;
        }
        let mut file = self.file_of(arrival, id, state)?;
        file.reason = reason.map(|words| [words.ja, words.en]);
        if id.is_some() {
            self.counts.changed += 1;
        } else {
            self.counts.new += 1;
        }
        if state == FileState::Quarantined {
            self.counts.quarantined += 1;
        }
        self.state.put_file(&file)?;
        self.known.put(file.clone());
        // What was read of a file before stays until something better can be read.
        if !state.holds() {
            return Ok(());
        }
        let broken = packed
            .iter()
            .filter(|it| matches!(it.input.status, Status::Unreadable(_)))
            .map(|it| it.input.shown.as_str());
        let mut before = Before::of(self.state, file.id, &broken.collect())?;
        for input in packed {
            if matches!(input.input.status, Status::Read(_)) {
                self.store_input(file.id, input, &mut before, bundle, numbers)?;
            }
        }
        self.withdraw_rest(&before, bundle)
    }

    /// True when a file that came under a known name has nothing of what that was for: no station, payer and billing
    /// month in common. Then it is another file, and what was there before stays known.
    fn is_other_file(&mut self, known: i64, packed: &[PackedInput]) -> Result<bool, NightError> {
        let headers = packed.iter().flat_map(|input| &input.headers);
        self.is_of_others(known, &headers.map(filing).collect())
    }

    /// The same for a file of these filings.
    pub(super) fn is_of_others(
        &mut self,
        known: i64,
        filed: &HashSet<Filing>,
    ) -> Result<bool, NightError> {
        if self.night.is_withdrawing {
            return Ok(false);
        }
        let before = self.filed(known)?;
        Ok(!before.is_empty() && before.is_disjoint(filed))
    }

    /// What the claims of a file were filed as.
    pub(super) fn filed(&mut self, file: i64) -> Result<HashSet<Filing>, NightError> {
        let inputs = self.state.inputs_of(file)?;
        let inputs: Vec<i64> = inputs.iter().map(|input| input.id).collect();
        Ok(self.state.headers_of(&inputs)?.iter().map(filing).collect())
    }

    fn store_input(
        &mut self,
        file: i64,
        packed: PackedInput,
        before: &mut Before,
        bundle: &mut Bundle,
        numbers: &mut Numbers,
    ) -> Result<(), NightError> {
        let shown = packed.input.shown.clone();
        let known = before.input(&shown);
        let id = known.as_ref().map_or_else(
            || {
                numbers.input += 1;
                numbers.input - 1
            },
            |known| known.id,
        );
        let row = input_row(id, file, &packed);
        // The same bytes may be other characters.
        let is_alike = known
            .is_some_and(|known| (&known.encoding, &known.shape) == (&row.encoding, &row.shape));
        self.state.put_inputs(&[row])?;
        let mut heads = Vec::with_capacity(packed.headers.len());
        for header in &packed.headers {
            let hash = packed::header_hash(header);
            heads.push(self.state.head(&mut self.heads, hash, header)?);
        }
        let mut ids = Vec::with_capacity(packed.claims.len());
        for claim in packed.claims {
            let head = heads[claim.header as usize];
            let known = before.claim(claim.key, id);
            ids.push(self.store_claim((id, head), claim, known, is_alike, bundle, numbers)?);
        }
        let issues = (0..).zip(packed.issues).map(|(at, issue)| NewIssue {
            input: id,
            at,
            claim: issue
                .claim
                .and_then(|claim| ids.get(claim as usize).copied()),
            body: issue.body,
        });
        bundle.issues.extend(issues);
        Ok(())
    }

    fn store_claim(
        &mut self,
        (input, header): (i64, i64),
        claim: PackedClaim,
        known: Option<Held>,
        is_alike: bool,
        bundle: &mut Bundle,
        numbers: &mut Numbers,
    ) -> Result<i64, NightError> {
        let line = i64::from(claim.line);
        let id = if let Some(known) = known {
            let row = &known.row;
            if is_alike && row.body == claim.body && row.header == header {
                if row.line != line {
                    bundle.moves.push((row.id, line));
                }
                return Ok(row.id);
            }
            self.unlink(std::slice::from_ref(&known), bundle)?;
            if row.yen != i64::from(claim.yen) {
                self.correct_yen(row.id, i64::from(claim.yen) - row.yen)?;
            }
            bundle.changed.push(row.id);
            row.id
        } else {
            numbers.claim += 1;
            bundle.new.push(numbers.claim - 1);
            numbers.claim - 1
        };
        bundle.twins.extend(claim.twin);
        let owner = Owner::Claim(id).number();
        let key = claim.key.map(hashes::of_key);
        let hashes = claim.hashes.iter().copied().chain(claim.twin).chain(key);
        bundle.links.extend(hashes.map(|hash| (hash, owner)));
        bundle.claims.push(NewClaim {
            id,
            input,
            line,
            header,
            key: claim.key,
            month: claim.month,
            insurer: claim.insurer,
            yen: claim.yen.into(),
            twins: 0,
            body: claim.body,
        });
        Ok(id)
    }

    /// The totals speak of the yen that a judged claim has.
    fn correct_yen(&mut self, claim: i64, more: i64) -> Result<(), NightError> {
        let mut totals = Totals::default();
        self.state.verdicts(&[claim], &mut |_, _, row| {
            totals.add_verdict(&row, 0, more);
        })?;
        Ok(self.state.add_totals(&totals)?)
    }

    fn flush(&mut self, mut bundle: Bundle) -> Result<(), NightError> {
        self.counts.claims_new += bundle.new.len() as u64;
        self.counts.claims_changed += bundle.changed.len() as u64;
        if let Some(last) = bundle.new.last() {
            self.state.keep_next_claim(last + 1)?;
        }
        self.state.put_claims(bundle.claims)?;
        crate::nightly::fault::step("claims-put");
        self.state.move_claims(&bundle.moves)?;
        self.state.put_issues(bundle.issues)?;
        self.state.put_links(&mut bundle.links)?;
        self.ask(&bundle.new, Why::New)?;
        self.ask(&bundle.changed, Why::Changed)?;
        self.ask_twins(bundle.twins)
    }

    /// Claims that may be the same as others know it, and those others are judged again.
    fn ask_twins(&mut self, mut twins: Vec<i64>) -> Result<(), NightError> {
        tidy(&mut twins);
        let mut found: Vec<(i64, i64)> = Vec::with_capacity(twins.len());
        self.state.owners(&twins, &mut |hash, owner| {
            if let Owner::Claim(id) = Owner::of(owner) {
                found.push((hash, id));
            }
        })?;
        found.sort_unstable();
        let groups = found.chunk_by(|a, b| a.0 == b.0);
        let several = groups.filter(|group| group.len() > 1).flatten();
        let mut several: Vec<i64> = several.map(|(_, id)| *id).collect();
        tidy(&mut several);
        self.state.mark_twins(&several)?;
        let mut all: Vec<i64> = found.into_iter().map(|(_, id)| id).collect();
        tidy(&mut all);
        self.ask(&all, Why::Twin)?;
        Ok(())
    }

    /// Takes claims out from where they are found.
    fn unlink(&mut self, claims: &[Held], bundle: &mut Bundle) -> Result<(), NightError> {
        bundle
            .twins
            .extend(claims.iter().filter_map(|held| held.twin));
        let of = |held: &Held| {
            held.hashes
                .iter()
                .copied()
                .chain(held.twin)
                .chain(held.row.key.map(hashes::of_key))
                .collect::<Hashes>()
        };
        let mut hashes: Vec<i64> = claims.iter().flat_map(of).collect();
        let mut owners: Vec<i64> = claims
            .iter()
            .map(|held| Owner::Claim(held.row.id).number())
            .collect();
        tidy(&mut owners);
        Ok(self.state.drop_links(&mut hashes, &owners)?)
    }

    /// Takes out what the file has no more.
    fn withdraw_rest(&mut self, before: &Before, bundle: &mut Bundle) -> Result<(), NightError> {
        let claims = before.rest();
        self.counts.claims_gone += claims.len() as u64;
        self.withdraw(&claims, bundle)?;
        let inputs: Vec<i64> = before.inputs.values().map(|input| input.id).collect();
        if inputs.is_empty() {
            return Ok(());
        }
        let mut totals = Totals::default();
        for finding in self.state.file_findings(&inputs)? {
            totals.add("finding", &finding.level.to_string(), -1, 0);
        }
        self.state.add_totals(&totals)?;
        self.state.drop_findings(&[], &inputs)?;
        Ok(self.state.drop_inputs(&inputs)?)
    }

    /// Takes claims out; what was said of them stays in their history.
    fn withdraw(&mut self, claims: &[Held], bundle: &mut Bundle) -> Result<(), NightError> {
        if claims.is_empty() {
            return Ok(());
        }
        self.unlink(claims, bundle)?;
        let of: HashMap<i64, &ClaimRow> =
            claims.iter().map(|held| (held.row.id, &held.row)).collect();
        let mut ids: Vec<i64> = of.keys().copied().collect();
        tidy(&mut ids);
        let (mut totals, mut past) = (Totals::default(), Vec::new());
        let run = self.night.run;
        self.state.verdicts(&ids, &mut |id, from_run, row| {
            let claim = of.get(&id);
            totals.add_verdict(&row, -1, -claim.map_or(0, |claim| claim.yen));
            past.push(Past {
                claim: id,
                key: claim.and_then(|claim| claim.key),
                from_run,
                to_run: run,
                why: WITHDRAWN.to_owned(),
                row,
            });
        })?;
        self.state.put_past(&past)?;
        self.state.solve_all(&ids, run, &mut totals)?;
        self.state.add_totals(&totals)?;
        Ok(self.state.drop_claims(&ids)?)
    }

    /// Takes all claims of a file out. Within a transaction.
    pub(super) fn withdraw_claims(&mut self, file: i64) -> Result<(), NightError> {
        let mut bundle = Bundle::default();
        let before = Before::of(self.state, file, &HashSet::new())?;
        self.withdraw_rest(&before, &mut bundle)?;
        self.flush(bundle)
    }
}

/// Reads a file; nothing when it was written to meanwhile, or is no more there.
fn read(arrival: Arrival) -> Read {
    let read = match &arrival.found {
        Some(found) => read::read_found(found),
        // Claims come in files.
        None => return (arrival, None),
    };
    let is_same = fs::metadata(&arrival.path).is_ok_and(|meta| Stamp::of(&meta) == arrival.stamp);
    let mut packed = is_same.then(|| packed::pack(read));
    packed.iter_mut().flatten().for_each(hide);
    (arrival, packed)
}

/// What became of a file, by its inputs, and why it was not read whole. What it holds is not told.
/// A file that is none of claims is passed over, unless it was one before.
fn became(packed: &[PackedInput], was_read: bool) -> (FileState, Option<Words>) {
    let has = |of: fn(&Status) -> bool| packed.iter().any(|it| of(&it.input.status));
    let is_read = has(|status| matches!(status, Status::Read(_)));
    let broken = packed
        .iter()
        .find(|it| matches!(it.input.status, Status::Unreadable(_)));
    let reason = broken.and_then(|it| inputs::of_claims(&it.input).reason);
    match (is_read, broken) {
        (true, None) => (FileState::Read, None),
        (true, Some(_)) => (FileState::Partial, reason),
        (false, Some(_)) => (FileState::Quarantined, reason),
        (false, None) if was_read => (
            FileState::Quarantined,
            Some(Words::new(
                "請求ファイルではなくなりました。前に読んだ内容はそのまま残しています。送り主に確かめてください。",
                "It is no claim file any more. What was read of it before stays. Ask whoever sent it.",
            )),
        ),
        (false, None) => (FileState::Skipped, None),
    }
}

/// Leaves out the words with which a file begins that is none: the list of what could not be read is for everybody.
fn hide(packed: &mut PackedInput) {
    if let Status::Unreadable(Failure::Refused(Refusal::NoHm(head))) = &mut packed.input.status {
        *head = mask::masked(head);
    }
}

fn input_row(id: i64, file: i64, packed: &PackedInput) -> InputRow {
    let input = &packed.input;
    let (encoding, shape) = input.dialect.map_or(("", ""), |dialect| {
        (dialect.encoding.id(), dialect.shape.id())
    });
    InputRow {
        id,
        file,
        shown: packed::without_nul(&input.shown),
        form: String::new(),
        encoding: encoding.to_owned(),
        shape: shape.to_owned(),
        bytes: i64::try_from(input.bytes).unwrap_or(i64::MAX),
        sha256: input.sha256.clone(),
        rows: i64::try_from(packed.claims.len()).unwrap_or(i64::MAX),
        moved: 0,
    }
}

/// A claim that a file held before, with the hashes under which it is found.
#[derive(Clone)]
struct Held {
    row: ClaimRow,
    hashes: Hashes,
    twin: Option<i64>,
}

/// What a file held before.
#[derive(Default)]
struct Before {
    /// Inputs by name.
    inputs: HashMap<String, InputRow>,
    /// Claims by key and input, the first last.
    claims: HashMap<(Option<i64>, i64), Vec<Held>>,
}

impl Before {
    /// What was read of it, without members of a zip that are `broken` now: what those said stays.
    fn of(state: &mut State, file: i64, broken: &HashSet<&str>) -> Result<Self, NightError> {
        let mut inputs = state.inputs_of(file)?;
        inputs.retain(|input| !broken.contains(input.shown.as_str()));
        let ids: Vec<i64> = inputs.iter().map(|input| input.id).collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let mut claims: HashMap<_, Vec<Held>> = HashMap::new();
        for held in held(state, &ids)?.into_iter().rev() {
            let place = (held.row.key, held.row.input);
            claims.entry(place).or_default().push(held);
        }
        state.drop_issues(&ids)?;
        Ok(Self {
            inputs: inputs
                .into_iter()
                .map(|it| (it.shown.clone(), it))
                .collect(),
            claims,
        })
    }

    /// The input of that name, which is there again.
    fn input(&mut self, shown: &str) -> Option<InputRow> {
        self.inputs.remove(shown)
    }

    /// The claim of that key, which is there again; of several the first.
    fn claim(&mut self, key: Option<i64>, input: i64) -> Option<Held> {
        self.claims.get_mut(&(Some(key?), input))?.pop()
    }

    /// The claims that are there no more, by number.
    fn rest(&self) -> Vec<Held> {
        let mut rest: Vec<Held> = self.claims.values().flatten().cloned().collect();
        rest.sort_by_key(|held| held.row.id);
        rest
    }
}

/// The claims of inputs with their hashes, in file order.
fn held(state: &mut State, inputs: &[i64]) -> Result<Vec<Held>, NightError> {
    let rows = state.claims_of(inputs)?;
    let mut hashes = load::hashes_of(state, &rows)?;
    let held = rows.into_iter().map(|row| {
        let (hashes, twin) = hashes.remove(&row.id).unwrap_or_default();
        Held { row, hashes, twin }
    });
    Ok(held.collect())
}
