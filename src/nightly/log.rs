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
