//! Claims and records out of the state, in the form in which `check` has them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::eligibility::{self, Form, InputReport, Loaded, RecordRef, Records};
use crate::matching::claims_of;
use crate::matching::keys::ClaimKeys;
use crate::uke::claim::Claims;
use crate::uke::dialect::{Dialect, Encoding, Shape};
use crate::uke::issue::Issue;
use crate::uke::read::{Input, ReadClaims, Status};
use crate::uke::stored::{self, ChunkBuilder};

use super::error::NightError;
use super::hashes::{self, Hashes, Owner};
use super::packed::searched_hashes;
use super::state::{ClaimRow, InputRow, RecordRow, State, tidy};

/// Claims of one chunk, which one thread judges.
const CHUNK: usize = 4_096;

/// Some claims of the state, and what is known of their persons.
pub(super) struct Subset {
    pub(super) claims: ReadClaims,
    pub(super) keys: ClaimKeys,
    pub(super) eligibility: Loaded,
    /// The claims by index.
    pub(super) rows: Vec<Loaf>,
    /// The claim inputs by index.
    pub(super) inputs: Vec<i64>,
}

/// A claim of the state without its contents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loaf {
    pub(super) id: i64,
    pub(super) key: Option<i64>,
    /// Yen.
    pub(super) yen: i64,
}

/// Loads claims with everything that judging them needs; of the inputs `fresh` also what was noted of them as wholes.
pub(super) fn load(state: &mut State, ids: &[i64], fresh: &[i64]) -> Result<Subset, NightError> {
    let rows = with_twins(state, ids)?;
    let (claims, order, inputs) = build(state, rows, fresh, true)?;
    let keys = ClaimKeys::of(&claims.claims);
    let eligibility = candidates(state, &claims.claims, &keys)?;
    Ok(Subset {
        claims,
        keys,
        eligibility,
        rows: order,
        inputs,
    })
}

/// The claims, and those that may be the same as one of them: `DUPLICATE_CLAIM` is said of all or of none.
fn with_twins(state: &mut State, ids: &[i64]) -> Result<Vec<ClaimRow>, NightError> {
    let mut rows = state.claims(ids)?;
    let several: Vec<ClaimRow> = rows.iter().filter(|row| row.twins != 0).cloned().collect();
    let mut twins: Vec<i64> = hashes_of(state, &several)?
        .into_values()
        .filter_map(|(_, twin)| twin)
        .collect();
    tidy(&mut twins);
    let mut others = Vec::new();
    state.owners(&twins, &mut |_, owner| {
        if let Owner::Claim(id) = Owner::of(owner)
            && ids.binary_search(&id).is_err()
        {
            others.push(id);
        }
    })?;
    tidy(&mut others);
    rows.extend(state.claims(&others)?);
    Ok(rows)
}

/// The hashes of claims by number: where they look for records, and under which they are the same as others.
pub(super) fn hashes_of(
    state: &mut State,
    rows: &[ClaimRow],
) -> Result<HashMap<i64, (Hashes, Option<i64>)>, NightError> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let (read, order, _) = build(state, rows.to_vec(), &[], false)?;
    let keys = ClaimKeys::of(&read.claims);
    let mut all = HashMap::with_capacity(order.len());
    for position in 0..read.claims.chunks().len() {
        for at in claims_of(&read.claims, &keys, position) {
            let found = (searched_hashes(&at), hashes::twin(&at));
            all.insert(order[at.index as usize].id, found);
        }
    }
    Ok(all)
}

type Built = (ReadClaims, Vec<Loaf>, Vec<i64>);

/// Claims as they were read: by input and line.
fn build(
    state: &mut State,
    rows: Vec<ClaimRow>,
    fresh: &[i64],
    has_issues: bool,
) -> Result<Built, NightError> {
    let (inputs, mut by_input) = inputs_in_order(state, rows, fresh)?;
    let mut heads: Vec<i64> = by_input.values().flatten().map(|row| row.header).collect();
    tidy(&mut heads);
    let heads = state.headers(&heads)?;
    let mut issues = if has_issues {
        Issues::of(state, &by_input, fresh)?
    } else {
        Issues::default()
    };
    let mut order = Vec::new();
    let mut chunks = Vec::new();
    let mut described = Vec::with_capacity(inputs.len());
    for (index, input) in (0u32..).zip(&inputs) {
        let rows = by_input.remove(&input.id).unwrap_or_default();
        described.push(claim_input(input, rows.len())?);
        let mut of_file = issues.of_inputs.remove(&input.id).unwrap_or_default();
        let parts = rows.chunks(CHUNK).map(Some);
        let alone = (rows.is_empty() && !of_file.is_empty()).then_some(None);
        for part in parts.chain(alone) {
            let mut builder = ChunkBuilder::new(index, shape(input)?, encoding(input)?);
            of_file.drain(..).for_each(|issue| builder.issue(issue));
            let mut placed = HashMap::new();
            for row in part.unwrap_or_default() {
                push(&mut builder, row, &heads, &mut placed, &mut issues)?;
                order.push(Loaf {
                    id: row.id,
                    key: row.key,
                    yen: row.yen,
                });
            }
            chunks.push(builder.finish());
        }
    }
    let claims = ReadClaims {
        claims: Claims::new(chunks),
        inputs: described,
    };
    Ok((claims, order, inputs.iter().map(|it| it.id).collect()))
}

type Heads = HashMap<i64, crate::uke::claim::Header>;

fn push(
    builder: &mut ChunkBuilder,
    row: &ClaimRow,
    heads: &Heads,
    placed: &mut HashMap<i64, u32>,
    issues: &mut Issues,
) -> Result<(), NightError> {
    let damaged = || NightError::Damaged(format!("claim {}", row.id));
    let header = if let Some(&header) = placed.get(&row.header) {
        header
    } else {
        let head = heads.get(&row.header).ok_or_else(damaged)?;
        let at = builder.header(head.clone());
        placed.insert(row.header, at);
        at
    };
    let line = u32::try_from(row.line).map_err(|_| damaged())?;
    let at = builder
        .claim(&row.body, line, header)
        .map_err(|_| damaged())?;
    for issue in issues.of_claims.remove(&row.id).into_iter().flatten() {
        builder.issue(Issue {
            claim: Some(at),
            ..issue
        });
    }
    Ok(())
}

/// Inputs, and the claims of each.
type InOrder = (Vec<InputRow>, HashMap<i64, Vec<ClaimRow>>);

/// The inputs of claims, and fresh ones, by name; and the claims of each by line.
fn inputs_in_order(
    state: &mut State,
    rows: Vec<ClaimRow>,
    fresh: &[i64],
) -> Result<InOrder, NightError> {
    let mut ids: Vec<i64> = rows
        .iter()
        .map(|row| row.input)
        .chain(fresh.iter().copied())
        .collect();
    tidy(&mut ids);
    let mut inputs = state.inputs(&ids)?;
    inputs.sort_by(|a, b| (&a.shown, a.id).cmp(&(&b.shown, b.id)));
    let mut by_input: HashMap<i64, Vec<ClaimRow>> = HashMap::new();
    for row in rows {
        by_input.entry(row.input).or_default().push(row);
    }
    for rows in by_input.values_mut() {
        rows.sort_by_key(|row| (row.line, row.id));
    }
    Ok((inputs, by_input))
}

/// The reader's notes.
#[derive(Default)]
struct Issues {
    of_claims: HashMap<i64, Vec<Issue>>,
    of_inputs: HashMap<i64, Vec<Issue>>,
}

impl Issues {
    fn of(
        state: &mut State,
        by_input: &HashMap<i64, Vec<ClaimRow>>,
        fresh: &[i64],
    ) -> Result<Self, NightError> {
        let mut claims: Vec<i64> = by_input.values().flatten().map(|row| row.id).collect();
        tidy(&mut claims);
        let mut issues = Self::default();
        let mut damaged = None;
        let mut take = |input: i64, claim: Option<i64>, bytes: &[u8]| {
            let Ok(issue) = stored::unpack_issue(bytes) else {
                damaged = Some(input);
                return;
            };
            match claim {
                Some(claim) => issues.of_claims.entry(claim).or_default().push(issue),
                None => issues.of_inputs.entry(input).or_default().push(issue),
            }
        };
        state.issues_of_claims(&claims, &mut take)?;
        state.issues_of_inputs(fresh, &mut take)?;
        match damaged {
            Some(input) => Err(NightError::Damaged(format!("a note on input {input}"))),
            None => Ok(issues),
        }
    }
}

fn encoding(input: &InputRow) -> Result<Encoding, NightError> {
    Encoding::from_id(&input.encoding).ok_or_else(|| of_input(input))
}

fn shape(input: &InputRow) -> Result<Shape, NightError> {
    Shape::from_id(&input.shape).ok_or_else(|| of_input(input))
}

fn of_input(input: &InputRow) -> NightError {
    NightError::Damaged(format!("input {}", input.id))
}

/// An input of which so many claims are there: what is judged again is mostly a part.
fn claim_input(input: &InputRow, claims: usize) -> Result<Input, NightError> {
    Ok(Input {
        shown: input.shown.clone(),
        bytes: input.bytes.unsigned_abs(),
        sha256: input.sha256.clone(),
        dialect: Some(Dialect {
            shape: shape(input)?,
            encoding: encoding(input)?,
            skip: 0,
        }),
        status: Status::Read(claims as u64),
    })
}

/// The records that may matter to claims: filed where a claim looks, or speaking of a person that one of those
/// speaks of.
fn candidates(state: &mut State, claims: &Claims, keys: &ClaimKeys) -> Result<Loaded, NightError> {
    let mut wanted: Vec<i64> = (0..claims.chunks().len())
        .flat_map(|position| claims_of(claims, keys, position))
        .flat_map(|at| searched_hashes(&at))
        .collect();
    tidy(&mut wanted);
    let ids = record_owners(state, &wanted)?;
    let mut rows = state.records(&ids)?;
    let mut around = around(&rows)?;
    around.retain(|hash| wanted.binary_search(hash).is_err());
    let mut more = record_owners(state, &around)?;
    more.retain(|id| ids.binary_search(id).is_err());
    rows.extend(state.records(&more)?);
    loaded(state, rows)
}

/// The records filed under these hashes, by number.
pub(super) fn record_owners(state: &mut State, hashes: &[i64]) -> Result<Vec<i64>, NightError> {
    let mut ids = Vec::new();
    state.owners(hashes, &mut |_, owner| {
        if let Owner::Record(id) = Owner::of(owner) {
            ids.push(id);
        }
    })?;
    tidy(&mut ids);
    Ok(ids)
}

/// Where the persons of records are looked for.
fn around(rows: &[RecordRow]) -> Result<Vec<i64>, NightError> {
    let mut hashes = Vec::new();
    each_record(rows, &mut |_, record| {
        hashes.extend(hashes::around_record(record));
    })?;
    tidy(&mut hashes);
    Ok(hashes)
}

/// Records that are unpacked at a time.
const PORTION: usize = 16_384;

/// Hands out records one by one, as they were stored.
pub(super) fn each_record(
    rows: &[RecordRow],
    take: &mut dyn FnMut(&RecordRow, RecordRef<'_>),
) -> Result<(), NightError> {
    for rows in rows.chunks(PORTION) {
        let mut records = Records::new();
        for row in rows {
            unpack(row, 0, None, &mut records)?;
        }
        for (row, record) in rows.iter().zip(records.iter()) {
            take(row, record);
        }
    }
    Ok(())
}

fn unpack(
    row: &RecordRow,
    source: u32,
    seen_on: Option<NaiveDate>,
    records: &mut Records,
) -> Result<(), NightError> {
    eligibility::stored::unpack_into(&row.body, source, seen_on, records)
        .map_err(|_| NightError::Damaged(format!("record {}", row.id)))
}

/// Records by input and place, each with the day on which it was seen.
fn loaded(state: &mut State, mut rows: Vec<RecordRow>) -> Result<Loaded, NightError> {
    let mut ids: Vec<i64> = rows.iter().map(|row| row.input).collect();
    tidy(&mut ids);
    let mut inputs = state.inputs(&ids)?;
    inputs.sort_by(|a, b| (&a.shown, a.id).cmp(&(&b.shown, b.id)));
    let places: HashMap<i64, u32> = inputs.iter().map(|it| it.id).zip(0u32..).collect();
    let seen_on: BTreeMap<i64, i64> = state.seen_on(&ids)?.into_iter().collect();
    let place = |row: &RecordRow| places.get(&row.input).copied().unwrap_or(u32::MAX);
    rows.sort_by_key(|row| (place(row), row.at, row.id));
    // Where rows of a register stayed from one content to the next, nobody knows their lines.
    let moved: HashSet<i64> = inputs
        .iter()
        .filter(|it| it.moved != 0)
        .map(|it| it.id)
        .collect();
    let mut loaded = Loaded::default();
    for row in &rows {
        let seen_on = seen_on.get(&row.input).copied().and_then(date);
        unpack(row, place(row), seen_on, &mut loaded.records)?;
        let is_moved = moved.contains(&row.input);
        let line = if is_moved {
            0
        } else {
            u32::try_from(row.at).unwrap_or(0)
        };
        let last = loaded.records.len() - 1;
        loaded.records.amend_from(last, |facts| facts.row = line);
    }
    loaded.inputs = inputs.iter().map(eligibility_input).collect();
    Ok(loaded)
}

/// The day of such a number.
pub(super) fn date(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}

fn eligibility_input(input: &InputRow) -> InputReport {
    let mut sha256 = [0; 32];
    let is_hash = input.sha256.len() == 64;
    for (byte, at) in sha256.iter_mut().zip((0..64).step_by(2)) {
        let digits = input.sha256.get(at..at + 2).unwrap_or_default();
        *byte = u8::from_str_radix(digits, 16).unwrap_or_default();
    }
    InputReport {
        path: PathBuf::from(&input.shown),
        member: None,
        bytes: input.bytes.unsigned_abs(),
        sha256: is_hash.then_some(sha256),
        form: Form::from_id(&input.form).unwrap_or(Form::Other),
        records: input.rows.unsigned_abs(),
        passed_over: 0,
        reception_no: None,
        executed_at: None,
        status: eligibility::Status::Ok,
    }
}
