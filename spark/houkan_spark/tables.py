"""The columns of the published tables: those of `verdicts.csv` and `findings.csv` (docs/reports.md), in their order."""

VERDICTS = (
    "source_file", "line", "payer", "station_code", "billing_month", "service_month", "claim_no", "claim_type",
    "patient_name", "patient_kana", "sex", "birth_date", "insurer_no", "symbol", "number", "branch", "insurer_kind",
    "visit_days", "total_yen", "verdict", "needs_certificate", "cert_dates", "reason", "bad_dates", "credential",
    "evidence_as_of", "matched_by",
)  # fmt: skip

FINDINGS = (
    "source_file", "line", "record", "field", "station_code", "claim_no", "code", "level", "dates", "claim_value",
    "reference_value", "message", "action",
)  # fmt: skip
