"""Coverage, evidence, credential, outcome and verdict (contract 4.4 - 4.7)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from . import identity as idn
from .credential import LogRow
from .eligibility import EligibilityRecord
from .matching import Match, key_zero_equal
from .policy import (
    CERTIFICATE_FIRST, EARLY_EXPIRY_BEFORE, JIEIKAN_UNKNOWN_FROM, KOKUHO_LIKE, LEGACY_CARD_LAST, Policy,
)
from .text import add_months, first_of_month, last_of_month
from .uke import Claim, visit_dates

# --- 4.4 coverage and evidence --------------------------------------------------------------------------------------


def excludes_before(r: EligibilityRecord, d: date) -> bool:
    return r.qualified_on is not None and d < r.qualified_on


def is_invalid_without_loss_date(r: EligibilityRecord) -> bool:
    return r.validity in ("2", "3") and r.lost_on is None


def excludes_by_loss(r: EligibilityRecord, d: date) -> bool:
    """On or after the loss date; or seen as invalid, without a loss date, on or before d."""
    if r.lost_on is not None and d >= r.lost_on:
        return True
    return is_invalid_without_loss_date(r) and d >= r.seen_on


def excludes(r: EligibilityRecord, d: date) -> bool:
    return excludes_before(r, d) or excludes_by_loss(r, d)


def says_nothing(r: EligibilityRecord, d: date) -> bool:
    """Seen as invalid only after d, and nobody knows since when."""
    return is_invalid_without_loss_date(r) and d < r.seen_on


def qualified_on_compatible(a: EligibilityRecord, b: EligibilityRecord) -> bool:
    return a.qualified_on is None or b.qualified_on is None or a.qualified_on == b.qualified_on


def overridden(r: EligibilityRecord, d: date, considered: list[EligibilityRecord]) -> bool:
    """A later-seen loss of the same coverage silences a record that would cover d."""
    return any(
        key_zero_equal(r.identity, other.identity)
        and other.seen_on > r.seen_on
        and excludes_by_loss(other, d)
        and qualified_on_compatible(r, other)
        for other in considered
    )


def covers(r: EligibilityRecord, d: date, considered: list[EligibilityRecord]) -> bool:
    return not excludes(r, d) and not says_nothing(r, d) and not overridden(r, d, considered)


def covering(records: list[EligibilityRecord], d: date) -> list[EligibilityRecord]:
    return [r for r in records if covers(r, d, records)]


def coverage(records: list[EligibilityRecord], d: date) -> str:
    if covering(records, d):
        return "COVERED"
    if any(excludes(r, d) for r in records):
        return "UNCOVERED"
    return "UNKNOWN"


def evidence(records: list[EligibilityRecord], d: date) -> list[EligibilityRecord]:
    """Covering records seen in the month of d or later."""
    return [r for r in covering(records, d) if r.seen_on >= first_of_month(d)]


# --- 4.5 credential -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Credential:
    kind: str
    valid_to: date | None = None

    @property
    def is_legacy(self) -> bool:
        return self.kind in ("legacy_card", "legacy_card_presumed")


class Log:
    """The credential log by exact folded key and birth date."""

    def __init__(self, rows: list[LogRow]):
        self.by_key: dict[tuple, list[LogRow]] = defaultdict(list)
        for row in rows:
            self.by_key[self.key(row.identity)].append(row)

    @staticmethod
    def key(who: idn.Identity) -> tuple:
        return who.insurer, who.symbol, who.number, who.birth_date

    def rows_for(self, who: idn.Identity) -> list[LogRow]:
        """Insurer, symbol, number and birth date equal as folded, branch fits."""
        rows = self.by_key.get(self.key(who), []) if who.birth_date else []
        return [row for row in rows if idn.branch_fits(who, row.identity)]


def rows_of_claim(claim: Claim, match: Match, log: Log) -> list[LogRow]:
    """Rows that fit the claim's identity, or if there is none, those that fit a matched record's."""
    own = log.rows_for(claim.identity)
    if own:
        return own
    found = {row.position: row for r in match.matched for row in log.rows_for(r.identity)}
    return [found[position] for position in sorted(found)]


def is_passed_over(row: LogRow, d: date) -> bool:
    """Issued after d, or a 資格確認書 before there was one."""
    if row.issued_on is not None and row.issued_on > d:
        return True
    return row.kind in ("certificate", "certificate_special") and d < CERTIFICATE_FIRST


def choose_log_row(rows: list[LogRow], d: date) -> LogRow | None:
    """The latest shown on or before d, else the last without a date; of equals the last in the file."""
    usable = [row for row in rows if not is_passed_over(row, d)]
    dated = [row for row in usable if row.shown_on is not None and row.shown_on <= d]
    if dated:
        return max(dated, key=lambda row: (row.shown_on, row.position))
    undated = [row for row in usable if row.shown_on is None]
    return max(undated, key=lambda row: row.position) if undated else None


def find_reading(matched: list[EligibilityRecord], d: date) -> EligibilityRecord | None:
    """Covering d, seen in its month or the next, by card or from a visits file: the latest seen."""
    months = {(d.year, d.month), add_months(d.year, d.month, 1)}
    readings = [
        r
        for r in covering(matched, d)
        if (r.seen_on.year, r.seen_on.month) in months and (r.reference == "1" or r.from_visits_file)
    ]
    return max(readings, key=lambda r: r.seen_on) if readings else None


def log_row_decides(row: LogRow, reading: EligibilityRecord) -> bool:
    """With both, the later date; the reading when equal or when the row has no date."""
    return row.shown_on is not None and row.shown_on > reading.seen_on


def printed_expiry(log_row: LogRow | None, matched: list[EligibilityRecord]) -> date | None:
    """valid_to of the log's legacy card chosen for d if it has one, else the latest card_valid_to of the matched."""
    if log_row is not None and log_row.kind == "legacy_card" and log_row.valid_to is not None:
        return log_row.valid_to
    return max((r.card_valid_to for r in matched if r.card_valid_to), default=None)


def cap(printed: date | None, insurer_kind: str, policy: Policy) -> date:
    return min(d for d in (printed, policy.insurer_cap(insurer_kind), LEGACY_CARD_LAST) if d is not None)


def from_records(matched: list[EligibilityRecord], d: date, card_cap: date) -> Credential | None:
    """contract 4.5(4): what the records let one suppose."""
    if d < CERTIFICATE_FIRST:
        return None
    latest = max((r.certificate_valid_to for r in matched if r.certificate_valid_to), default=None)
    if latest is not None and latest >= d:
        return Credential("certificate", latest)
    if any(r.myna_registered for r in matched):
        return Credential("myna")
    if latest is not None and d > card_cap:
        return Credential("certificate", latest)
    return None


def credential(log_row: LogRow | None, matched: list[EligibilityRecord], d: date, card_cap: date) -> Credential:
    reading = find_reading(matched, d)
    if log_row is not None and (reading is None or log_row_decides(log_row, reading)):
        return Credential(log_row.kind, log_row.valid_to)
    if reading is not None:
        return Credential("myna")
    return from_records(matched, d, card_cap) or Credential("legacy_card_presumed")


# --- 4.6 outcome of a date ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Situation:
    """Everything the rows of contract 4.6 ask about one date."""

    claim: Claim
    match: Match
    d: date
    policy: Policy
    has_eligibility: bool
    coverage: str
    evidence: list[EligibilityRecord]
    credential: Credential | None
    printed_expiry: date | None
    cap: date

    @property
    def in_window(self) -> bool:
        return self.policy.in_window(self.claim.kind, self.d)


@dataclass(frozen=True)
class Outcome:
    outcome: str
    reason: str
    row: int


def row_1(s: Situation) -> Outcome | None:
    if s.claim.is_unknown_number:
        return Outcome("CANNOT_JUDGE", "UNKNOWN_NUMBER", 1)
    return None


def row_2(s: Situation) -> Outcome | None:
    if s.match.matched_by == "multi":
        return Outcome("CANNOT_JUDGE", "MULTI_MATCH", 2)
    return None


def row_3(s: Situation) -> Outcome | None:
    covered_elsewhere = bool(covering(s.match.other_insurer, s.d))
    if covered_elsewhere:
        return Outcome("NOT_COVERED", "OTHER_INSURER", 3)
    if s.coverage == "UNCOVERED":
        return Outcome("NOT_COVERED", reason_not_covered(s.match, s.d), 3)
    return None


def reason_not_covered(match: Match, d: date) -> str:
    here = match.matched[0].identity
    elsewhere = covering(match.context, d)
    if any(not idn.same_insurer(here, r.identity) for r in elsewhere):
        return "OTHER_INSURER"
    if elsewhere:
        return "OTHER_NUMBER"
    if any(excludes_by_loss(r, d) for r in match.matched):
        return "AFTER_LOSS"
    return "BEFORE_QUALIFIED"


def row_4(s: Situation) -> Outcome | None:
    if not (s.claim.is_public_only and s.claim.insurer_raw.startswith("12")):
        return None
    if any(r.validity != "6" for r in s.evidence):
        return Outcome("OK", "TICKET", 4)
    return Outcome("CANNOT_JUDGE", "TICKET_UNCONFIRMED", 4)


def row_5(s: Situation) -> Outcome | None:
    if not s.claim.is_public_only:
        return None
    if s.coverage == "COVERED":
        return Outcome("OK", "PUBLIC", 5)
    return Outcome("CANNOT_JUDGE", "PUBLIC_UNCONFIRMED", 5)


def row_6(s: Situation) -> Outcome | None:
    if s.credential.kind == "certificate_special" or any(r.card_class == "05" for r in s.evidence):
        return Outcome("SPECIAL_CARE", "SPECIAL_CARE", 6)
    return None


def myna_grace_last(valid_to: date, policy: Policy) -> date:
    """The last day of the third month after the month of the expiry."""
    return last_of_month(*add_months(valid_to.year, valid_to.month, policy.grace_months))


def row_7(s: Situation) -> Outcome | None:
    c = s.credential
    if c.kind == "myna" and (c.valid_to is None or s.d <= myna_grace_last(c.valid_to, s.policy)):
        return Outcome("OK", "MYNA", 7)
    return None


def row_8(s: Situation) -> Outcome | None:
    c, start = s.credential, s.policy.smartphone_from
    if c.kind == "smartphone" and start is not None and s.d >= start and (c.valid_to is None or s.d <= c.valid_to):
        return Outcome("OK", "SMARTPHONE", 8)
    return None


def row_9(s: Situation) -> Outcome | None:
    c = s.credential
    if c.kind == "certificate" and (c.valid_to is None or s.d <= c.valid_to):
        return Outcome("OK", "CERTIFICATE", 9)
    return None


def row_10(s: Situation) -> Outcome | None:
    if s.credential.kind == "notice_with_card":
        return Outcome("OK", "NOTICE_WITH_CARD", 10)
    return None


def row_11(s: Situation) -> Outcome | None:
    if s.credential.kind == "declaration":
        return Outcome("CANNOT_JUDGE", "DECLARATION", 11)
    if s.credential.kind == "medical_ticket":
        return Outcome("CANNOT_JUDGE", "TICKET_UNCONFIRMED", 11)
    return None


def row_12(s: Situation) -> Outcome | None:
    if s.claim.kind == "jieikan" and s.credential.is_legacy and s.d >= JIEIKAN_UNKNOWN_FROM:
        return Outcome("CANNOT_JUDGE", "UNKNOWN_RULE", 12)
    return None


def row_13(s: Situation) -> Outcome | None:
    if (
        s.credential.kind == "legacy_card_presumed"
        and CERTIFICATE_FIRST <= s.d <= s.cap
        and s.has_eligibility
        and s.coverage != "COVERED"
    ):
        return Outcome("CANNOT_JUDGE", "NO_RECORD", 13)
    return None


def row_14(s: Situation) -> Outcome | None:
    if s.credential.is_legacy and s.d <= s.cap:
        return Outcome("OK", "LEGACY_CARD", 14)
    return None


def row_15(s: Situation) -> Outcome | None:
    if (
        s.credential.is_legacy
        and s.claim.kind in KOKUHO_LIKE
        and s.printed_expiry is not None
        and s.printed_expiry < EARLY_EXPIRY_BEFORE
        and s.in_window
        and s.evidence
    ):
        return Outcome("CANNOT_JUDGE", "UNKNOWN_RULE", 15)
    return None


def row_16(s: Situation) -> Outcome | None:
    if (s.credential.is_legacy or s.credential.kind == "notice") and s.in_window and s.evidence:
        return Outcome("TRANSITIONAL", "EXPIRED_CARD_CONFIRMED", 16)
    return None


def row_17(s: Situation) -> Outcome:
    by_kind = {
        "myna": "MYNA_EXPIRED",
        "smartphone": "SMARTPHONE_INVALID",
        "certificate": "CERT_EXPIRED",
        "notice": "NOTICE_ONLY",
    }
    legacy = "LEGACY_EXPIRED" if s.evidence else "LEGACY_UNVERIFIED"
    return Outcome("NEED_CERT", by_kind.get(s.credential.kind, legacy), 17)


ROWS = (row_1, row_2, row_3, row_4, row_5, row_6, row_7, row_8, row_9, row_10,
        row_11, row_12, row_13, row_14, row_15, row_16, row_17)


def outcome_of(s: Situation) -> Outcome:
    return next(found for found in (row(s) for row in ROWS) if found is not None)


# --- one date, one claim --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class JudgedDate:
    d: date
    outcome: Outcome
    credential: Credential | None
    evidence_as_of: date | None

    @property
    def lacks_evidence(self) -> bool:
        """contract 4.6: rows 7-10 and 14 without evidence, once a 資格確認書 could exist."""
        return (
            self.outcome.row in (7, 8, 9, 10, 14) and self.evidence_as_of is None and self.d >= CERTIFICATE_FIRST
        )

    @property
    def in_myna_grace(self) -> bool:
        c = self.credential
        return self.outcome.row == 7 and c.valid_to is not None and self.d > c.valid_to


GRAVITY = ("OK", "TRANSITIONAL", "CANNOT_JUDGE", "NEED_CERT", "SPECIAL_CARE", "NOT_COVERED")


@dataclass
class Verdict:
    claim: Claim
    match: Match
    dates: list[JudgedDate]
    visit_days: int
    verdict: str
    reason: str
    credential: str = ""
    evidence_as_of: date | None = None
    cert_dates: list[date] = field(default_factory=list)
    bad_dates: list[date] = field(default_factory=list)

    @property
    def needs_certificate(self) -> bool:
        return bool(self.cert_dates)


def judge_date(claim: Claim, match: Match, log_rows: list[LogRow], d: date, policy: Policy,
               has_eligibility: bool) -> JudgedDate:
    matched = match.matched
    found_evidence = evidence(matched, d)
    log_row = choose_log_row(log_rows, d)
    printed = printed_expiry(log_row, matched)
    card_cap = cap(printed, claim.kind, policy)
    # contract 4.5: a claim without HO has no credential.
    shown = None if claim.is_public_only else credential(log_row, matched, d, card_cap)
    situation = Situation(
        claim=claim, match=match, d=d, policy=policy, has_eligibility=has_eligibility,
        coverage=coverage(matched, d), evidence=found_evidence, credential=shown,
        printed_expiry=printed, cap=card_cap,
    )
    return JudgedDate(
        d=d,
        outcome=outcome_of(situation),
        credential=shown,
        evidence_as_of=max((r.seen_on for r in found_evidence), default=None),
    )


def judge(claim: Claim, match: Match, log: Log, policy: Policy, has_eligibility: bool) -> Verdict:
    """contract 4.7: the gravest outcome over the visit dates."""
    days = visit_dates(claim)
    if claim.is_unreadable:
        return Verdict(claim, match, [], len(days), "INVALID", "UNREADABLE")
    if not days:
        return Verdict(claim, match, [], 0, "INVALID", "NO_DATE")
    log_rows = rows_of_claim(claim, match, log)
    dates = [judge_date(claim, match, log_rows, d, policy, has_eligibility) for d in days]
    gravest = max((j.outcome.outcome for j in dates), key=GRAVITY.index)
    first = next(j for j in dates if j.outcome.outcome == gravest)
    return Verdict(
        claim=claim, match=match, dates=dates, visit_days=len(days),
        verdict=gravest,
        reason=first.outcome.reason,
        credential=first.credential.kind if first.credential else "",
        evidence_as_of=first.evidence_as_of,
        cert_dates=[j.d for j in dates if j.outcome.outcome in ("NEED_CERT", "TRANSITIONAL")],
        bad_dates=[] if gravest == "OK" else [j.d for j in dates if j.outcome.outcome == gravest],
    )
