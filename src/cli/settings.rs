//! Settings as resolved from arguments, environment and clock.

use std::fs;
use std::path::Path;
use std::time::Instant;

use chrono::{FixedOffset, NaiveDate, Utc};

use crate::check::Request;
use crate::eligibility::Map;
use crate::follow::{Accepted, Earlier, FollowUp};
use crate::master::{Master, MasterError};
use crate::policy::Policy;
use crate::report;
use crate::report::inputs::Words;
use crate::text::lang::Lang;

use super::args::{CheckArgs, FailOn, LangArg, ProgressArg};
use super::failure::Failure;
use super::locale;

/// What `houkan check` is to do.
#[derive(Debug)]
pub(super) struct CheckSettings {
    pub(super) request: Request,
    pub(super) follow_up: FollowUp,
    pub(super) report: report::Settings,
    pub(super) fail_on: FailOn,
    pub(super) threads: Option<usize>,
    pub(super) progress: ProgressArg,
}

impl CheckSettings {
    /// Resolves the arguments; nothing but policy, column map, tariff master, earlier report and accepted findings
    /// is read.
    pub(super) fn resolve(args: &CheckArgs, lang: LangArg) -> Result<Self, Failure> {
        let inputs = args.claims.iter().chain(&args.eligibility);
        if inputs.filter(|path| path.as_os_str() == "-").count() > 1 {
            return Err(Failure::usage(
                Words::new(
                    "標準入力（-）は一か所にしか使えません。",
                    "standard input (-) can only be used once.",
                ),
                Words::new(
                    "ほかはファイルで指定してください。",
                    "name files for the rest.",
                ),
            ));
        }
        let mut forms: Vec<report::Form> = args.report.iter().map(|&form| form.into()).collect();
        forms.sort_unstable();
        forms.dedup();
        Ok(Self {
            request: Request {
                claims: args.claims.clone(),
                eligibility: args.eligibility.clone(),
                credentials: args.credentials.clone(),
                map: map(args.map.as_deref())?,
                stations: args.stations.clone(),
                master: master(args.master.as_deref())?,
                policy: policy(&args.policy)?,
                as_of: args.as_of.unwrap_or_else(today),
            },
            follow_up: FollowUp {
                earlier: baseline(args.baseline.as_deref())?,
                accepted: accepted(args.ignore.as_deref())?,
                mask: args.mask,
            },
            report: report::Settings {
                out: args.out.clone(),
                forms,
                charset: args.encoding.into(),
                lang: locale::reports(lang),
                started: Instant::now(),
            },
            fail_on: args.fail_on,
            threads: args.threads.map(usize::from),
            progress: args.progress,
        })
    }
}

/// The tariff master at that path.
pub(super) fn master(path: Option<&Path>) -> Result<Option<Master>, Failure> {
    path.map(Master::load).transpose().map_err(|error| {
        Failure::usage(
            Words::new(error.what(Lang::Ja), error.what(Lang::En)),
            Words::new(MasterError::hint(Lang::Ja), MasterError::hint(Lang::En)),
        )
    })
}

/// The earlier report in that folder.
fn baseline(folder: Option<&Path>) -> Result<Option<Earlier>, Failure> {
    let read = folder.map(Earlier::read).transpose();
    read.map_err(|error| Failure::of_baseline(&error))
}

/// The accepted findings in that file.
pub(super) fn accepted(path: Option<&Path>) -> Result<Option<Accepted>, Failure> {
    let Some(path) = path else {
        return Ok(None);
    };
    let text =
        fs::read_to_string(path).map_err(|error| Failure::unreadable_ignore(path, &error))?;
    Accepted::parse(&text, &path.display().to_string())
        .map(Some)
        .map_err(|error| Failure::of_ignore(&error))
}

/// The policy of that name, else in that file.
pub(super) fn policy(name: &str) -> Result<Policy, Failure> {
    if let Some(policy) = Policy::builtin(name) {
        return Ok(policy);
    }
    let known = Policy::builtin_names().join(", ");
    let text = fs::read_to_string(name)
        .map_err(|error| Failure::unreadable_policy(name, &error, &known))?;
    Policy::parse(&text, name).map_err(|error| Failure::of_policy(&error))
}

/// The column map in that file, where there is one.
pub(super) fn map(path: Option<&Path>) -> Result<Option<Map>, Failure> {
    let Some(path) = path else {
        return Ok(None);
    };
    let text = fs::read_to_string(path).map_err(|error| Failure::unreadable_map(path, &error))?;
    let name = path.display().to_string();
    Map::parse(&text, &name)
        .map(Some)
        .map_err(|error| Failure::of_map(&error))
}

/// Today in Asia/Tokyo, which has been nine hours ahead of UTC without summer time since 1952.
fn today() -> NaiveDate {
    const AHEAD: i32 = 9 * 3600;
    let now = Utc::now();
    FixedOffset::east_opt(AHEAD).map_or_else(
        || now.date_naive(),
        |tokyo| now.with_timezone(&tokyo).date_naive(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_that_cannot_be_read_is_wrong_usage() {
        assert!(map(None).is_ok_and(|map| map.is_none()));
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("map.toml");
        let failure = map(Some(&path)).expect_err("no such file");
        assert_eq!(failure.status, super::super::exit::ExitStatus::Usage);
        fs::write(&path, "sex = 1\n").expect("written");
        let failure = map(Some(&path)).expect_err("no column");
        assert_eq!(failure.status, super::super::exit::ExitStatus::Usage);
        assert!(
            failure.what.en.contains("map.toml:1:7"),
            "{}",
            failure.what.en
        );
        fs::write(&path, "sex = \"性別\"\n").expect("written");
        assert!(map(Some(&path)).is_ok_and(|map| map.is_some()));
    }

    #[test]
    fn policies_by_name_and_by_file() {
        assert_eq!(
            policy("leaflet-2024-09").map(|p| p.name).ok().as_deref(),
            Some("leaflet-2024-09")
        );
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("own.toml");
        fs::write(&path, "extends = \"current\"\nticket_quiet_day = 20\n").expect("written");
        let own = policy(&path.display().to_string()).expect("it is read");
        assert_eq!(own.ticket_quiet_day, 20);
        fs::write(&path, "extends = \"current\"\nno_such_key = 1\n").expect("written");
        let failure = policy(&path.display().to_string()).expect_err("an unknown key");
        assert_eq!(failure.status, super::super::exit::ExitStatus::Usage);
        assert!(
            failure.what.en.contains("own.toml:2:1"),
            "{}",
            failure.what.en
        );
        assert!(
            policy("nowhere")
                .expect_err("no such policy")
                .what
                .ja
                .contains("nowhere")
        );
    }
}
