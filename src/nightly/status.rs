//! How the night stands, for who looks (`houkan nightly --status`): whether a run is in progress, and what was
//! published last. Nothing in it identifies a patient.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::config::Config;
use super::error::NightError;
use super::lock::{self, Owner, Seen};
use super::manifest::Manifest;
use super::{lines, publish, times};
use crate::messages::{self, Value};
use crate::text::lang::Lang;

/// How things stand.
#[derive(Debug)]
pub struct Standing {
    /// The lock.
    pub lock: Seen,
    /// The latest night, and its folder.
    pub latest: Option<(PathBuf, Manifest)>,
}

/// Looks at lock and published folder; nothing is changed.
///
/// # Errors
/// [`NightError`] when one of them cannot be read.
pub fn look(config: &Config) -> Result<Standing, NightError> {
    let lock = lock::look(&config.state.folder)?;
    let folder = &config.publish.folder;
    let latest = match publish::pointed(folder)? {
        None => None,
        Some(name) => {
            let night = folder.join(name.to_string());
            match Manifest::read(&night) {
                Ok(manifest) => Some((night, manifest)),
                Err(error) => return Err(NightError::Io { path: night, error }),
            }
        }
    };
    Ok(Standing { lock, latest })
}

impl Standing {
    /// The text, ended by a line end.
    #[must_use]
    pub fn render(&self, now: DateTime<Utc>, lang: Lang) -> String {
        let at = times::minute(now);
        let mut all = vec![
            messages::with("nightly-status-head", lang, &[("now", (&at).into())]),
            of_lock(&self.lock, now, lang),
            String::new(),
        ];
        match &self.latest {
            None => all.push(messages::get("nightly-status-none", lang).to_owned()),
            Some((folder, manifest)) => {
                all.extend(of_night(&folder.display().to_string(), manifest, lang));
            }
        }
        all.push(String::new());
        all.join("\n")
    }
}

fn of_lock(lock: &Seen, now: DateTime<Utc>, lang: Lang) -> String {
    let told = |id, owner: &Owner, has_age: bool| {
        let (pid, began) = (owner.pid.to_string(), times::minute(owner.began));
        let minutes = owner.age(now).as_secs() / 60;
        let mut values: Vec<(&str, Value<'_>)> = vec![
            ("pid", (&pid).into()),
            ("host", (&owner.host).into()),
            ("began", (&began).into()),
        ];
        if has_age {
            values.push(("minutes", minutes.into()));
        }
        messages::with(id, lang, &values)
    };
    match lock {
        Seen::Free => messages::get("nightly-status-free", lang).to_owned(),
        Seen::Held(None) => messages::get("nightly-status-held-unknown", lang).to_owned(),
        Seen::Held(Some(owner)) => told("nightly-status-held", owner, true),
        Seen::Left(owner) => told("nightly-status-left", owner, false),
    }
}

fn of_night(folder: &str, manifest: &Manifest, lang: Lang) -> Vec<String> {
    let night = &manifest.night;
    let ended = times::minute(night.ended);
    let run = night.run.to_string();
    let latest = [
        ("folder", folder.into()),
        ("run", (&run).into()),
        ("ended", (&ended).into()),
        ("status", u64::from(night.status.code()).into()),
    ];
    let state = [
        ("claims", night.claims.all.into()),
        ("records", night.records.all.into()),
        ("mebibytes", night.state_bytes.div_ceil(1 << 20).into()),
    ];
    let mut all = vec![
        messages::with("nightly-status-latest", lang, &latest),
        messages::with("nightly-status-claims", lang, &state),
    ];
    all.extend(lines::verdicts(&night.verdicts, |_| true, lang));
    let open = &night.findings.open;
    all.push(lines::levels("nightly-status-findings", open, lang));
    all.push(lines::risk(night, lang));
    all.extend(lines::quarantine(&night.quarantine, lang));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nightly::night::tests::sample;

    fn owner() -> Owner {
        Owner {
            pid: 4711,
            host: "night".to_owned(),
            began: sample().began,
        }
    }

    #[test]
    fn how_it_stands_in_both_languages() {
        let now = sample().began + chrono::Duration::minutes(90);
        let latest = || {
            let manifest = Manifest::new(sample(), Vec::new());
            Some((PathBuf::from("published/2026-11-30-r000123"), manifest))
        };
        for lang in Lang::ALL {
            let standing = |lock, latest| Standing { lock, latest }.render(now, lang);
            let all = [
                standing(Seen::Held(Some(owner())), latest()),
                standing(Seen::Left(owner()), None),
                standing(Seen::Held(None), None),
                standing(Seen::Free, None),
            ];
            insta::assert_snapshot!(format!("status-{lang}"), all.join("--\n"));
        }
    }

    #[test]
    fn it_is_read_from_lock_and_folder() {
        let home = tempfile::tempdir().expect("a folder");
        let text = "[inbox]\nclaims = [\"in\"]\n[state]\nfolder = \"state\"\n[publish]\nfolder = \"out\"\n";
        let config = Config::parse(text, &home.path().join("houkan.toml")).expect("in order");
        let standing = look(&config).expect("nothing is there yet");
        assert_eq!(
            (standing.lock, standing.latest.is_none()),
            (Seen::Free, true)
        );
        let out = &config.publish.folder;
        let name = "2026-11-30-r000123".parse().expect("a name");
        let publication = publish::Publication::begin(out, name).expect("begun");
        let name = publication
            .seal(|files| Manifest::new(sample(), files))
            .expect("sealed");
        publish::point(out, &name).expect("pointed");
        let (folder, manifest) = look(&config).expect("read").latest.expect("published");
        assert_eq!(folder, out.join("2026-11-30-r000123"));
        assert_eq!(manifest.night, sample());
        std::fs::write(folder.join("run.json"), "{").expect("written");
        assert!(matches!(look(&config), Err(NightError::Io { .. })));
    }
}
