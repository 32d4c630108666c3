//! A night in the log: counts alone.

use super::night::Night;

/// Logs what came of a night.
pub fn published(night: &Night) {
    for (role, counts) in night.inputs.by_role() {
        tracing::info!(
            role,
            new = counts.new,
            changed = counts.changed,
            unchanged = counts.unchanged,
            gone = counts.gone,
            waiting = counts.waiting,
            quarantined = counts.quarantined,
            "inputs"
        );
    }
    for one in &night.quarantine {
        tracing::warn!(path = one.path, reason = one.reason.en, "quarantined");
    }
    tracing::info!(
        run = night.run,
        as_of = %night.as_of,
        status = night.status.code(),
        recovered = night.recovered,
        published = night.published,
        milliseconds = (night.ended - night.began).num_milliseconds(),
        claims = night.claims.all,
        claims_new = night.claims.new,
        claims_withdrawn = night.claims.withdrawn,
        claims_deleted = night.claims.deleted,
        claims_judged = night.claims.judged.all(),
        records = night.records.all,
        records_added = night.records.added,
        records_removed = night.records.removed,
        findings_new = night.findings.new.all(),
        findings_solved = night.findings.solved.all(),
        yen_at_risk = night.at_risk.yen,
        people_to_ask = night.people_to_ask,
        state_bytes = night.state_bytes,
        "published"
    );
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::nightly::night::tests::sample;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0
                .lock()
                .expect("not poisoned")
                .extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn every_line_is_an_object_of_counts() {
        let kept = Kept::default();
        let out = kept.clone();
        let log = tracing_subscriber::fmt()
            .json()
            .flatten_event(true)
            .with_writer(move || out.clone())
            .finish();
        tracing::subscriber::with_default(log, || published(&sample()));
        let text = String::from_utf8(kept.0.lock().expect("not poisoned").clone()).expect("text");
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        // Four purposes, one input that cannot be read, and the night.
        assert_eq!(lines.len(), 6);
        assert_eq!(
            (&lines[0]["role"], &lines[0]["unchanged"]),
            (&"claims".into(), &400.into())
        );
        assert_eq!(lines[4]["level"], "WARN");
        let night = &lines[5];
        assert_eq!(
            (&night["message"], &night["run"]),
            (&"published".into(), &123.into())
        );
        assert_eq!(
            (&night["claims_judged"], &night["milliseconds"]),
            (&81.into(), &14_000.into())
        );
    }
}
