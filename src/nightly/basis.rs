//! What verdicts rest on beside claims and records: the rules of the program, the policy, lists. When it is another
//! than in the run before, all claims are judged again.

use std::fs;

use crate::check::{self, Request, Sides};
use crate::master::Master;
use crate::report::inputs::Words;
use crate::rules;
use crate::text::digest;

use super::error::NightError;
use super::state::State;
use super::why::Why;

/// Raised when matching or judging comes to find something else without a rule's version being raised.
const JUDGING: u32 = 1;

/// One hash a part, with the reason that it gives.
pub(super) struct Basis([(Why, &'static str, String); 3]);

impl Basis {
    /// The basis of a run; `map` is the hash of its column map.
    ///
    /// # Errors
    /// [`NightError::List`] when a list cannot be read: everybody would be judged as if nothing stood in it.
    pub(super) fn of(request: &Request, map: &str) -> Result<Self, NightError> {
        let versions: Vec<String> = rules::all()
            .map(|rule| format!("{} {}", rule.code, rule.version))
            .collect();
        let program = format!("{JUDGING}\n{}", versions.join("\n"));
        Ok(Self([
            (
                Why::Program,
                "basis-program",
                digest::sha256(program.as_bytes()),
            ),
            (Why::Policy, "basis-policy", request.policy.hash.clone()),
            (Why::Lists, "basis-lists", lists(request, map)?),
        ]))
    }

    /// Notes that all claims are to be judged when something is not as it was. Within a transaction.
    pub(super) fn settle(&self, state: &mut State) -> Result<(), NightError> {
        for (why, key, hash) in &self.0 {
            let before = state.meta(key)?;
            if before.as_ref() == Some(hash) {
                continue;
            }
            if before.is_some() {
                state.ask_all(why.number())?;
            }
            state.set_meta(key, hash)?;
        }
        Ok(())
    }
}

/// Reads the lists beside claims and records.
///
/// # Errors
/// [`NightError::List`] when one cannot be read: everybody would be judged as if nothing stood in it.
pub(super) fn read_sides(request: &Request) -> Result<Sides, NightError> {
    let sides = check::read_sides(request);
    let log = sides
        .log
        .iter()
        .filter_map(|log| Some((&log.shown, log.log.as_ref().err()?)));
    let list = sides
        .stations
        .iter()
        .filter_map(|list| Some((&list.shown, list.stations.as_ref().err()?)));
    if let Some((path, problem)) = log.chain(list).next() {
        // What stands in the list is nobody's business.
        let problem = problem.clone().hidden();
        return Err(NightError::List {
            path: path.clone(),
            words: Words::new(problem.ja(), problem.en()),
        });
    }
    Ok(sides)
}

fn lists(request: &Request, map: &str) -> Result<String, NightError> {
    let sides = read_sides(request)?;
    let mut hashes = vec![format!("eligibility {}", !request.eligibility.is_empty())];
    if let Some(log) = &sides.log {
        hashes.push(format!("credentials {}", log.sha256));
    }
    if let Some(list) = &sides.stations {
        // It is read through the map.
        hashes.push(format!("stations {} {map}", list.sha256));
    }
    let files = request.master.iter().flat_map(Master::files);
    hashes.extend(files.map(|file| format!("master {}", file.sha256)));
    Ok(digest::sha256(hashes.join("\n").as_bytes()))
}

/// The hash of a file that the configuration names; of none where there is none.
pub(super) fn hash_of(path: Option<&std::path::Path>) -> Result<String, NightError> {
    let Some(path) = path else {
        return Ok(String::new());
    };
    let bytes = fs::read(path).map_err(|error| NightError::Io {
        path: path.to_owned(),
        error,
    })?;
    Ok(digest::sha256(&bytes))
}
