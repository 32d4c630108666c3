"""verdicts.csv as contract 7 describes it, and the findings in the few columns that are compared."""

from __future__ import annotations

import csv
from datetime import date

from .judge import Verdict
from .rules import Finding

VERDICT_COLUMNS = (
    "source_file,line,payer,station_code,billing_month,service_month,claim_no,claim_type,patient_name,patient_kana,"
    "sex,birth_date,insurer_no,symbol,number,branch,insurer_kind,visit_days,total_yen,verdict,needs_certificate,"
    "cert_dates,reason,bad_dates,credential,evidence_as_of,matched_by"
).split(",")
FINDING_COLUMNS = ["source_file", "line", "claim_no", "code", "field"]


def iso(d: date | None) -> str:
    return d.isoformat() if d else ""


def iso_month(month: tuple[int, int] | None, raw: str) -> str:
    return f"{month[0]:04}-{month[1]:02}" if month else raw


def joined(dates: list[date]) -> str:
    return ";".join(d.isoformat() for d in dates)


def verdict_row(v: Verdict) -> list[str]:
    claim = v.claim
    return [
        claim.source_file, str(claim.line), claim.payer, claim.station_code,
        iso_month(claim.billing_month, claim.hm.field(7)), iso_month(claim.service_month, claim.re.field(4)),
        claim.re.field(2), claim.re.field(3), claim.re.field(5), claim.re.field(6), claim.re.field(7),
        iso(claim.birth_date) or claim.re.field(8),
        claim.insurer_recorded, claim.symbol_raw, claim.number_raw, claim.branch, claim.kind,
        str(v.visit_days), claim.total_yen, v.verdict, "true" if v.needs_certificate else "false",
        joined(v.cert_dates), v.reason, joined(v.bad_dates), v.credential, iso(v.evidence_as_of), v.match.matched_by,
    ]


def write_csv(path: str, columns: list[str], rows: list[list[str]]) -> None:
    with open(path, "w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_verdicts(path: str, verdicts: list[Verdict]) -> None:
    write_csv(path, VERDICT_COLUMNS, [verdict_row(v) for v in verdicts])


def write_findings(path: str, found: list[Finding]) -> None:
    rows = [[f.claim.source_file, str(f.claim.line), f.claim.re.field(2), f.code, f.field] for f in found]
    write_csv(path, FINDING_COLUMNS, rows)
