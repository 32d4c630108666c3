"""The findings this reading covers (contract 4.3, 4.6, 6), each as one small function."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from .judge import Verdict
from .policy import Policy
from .text import check_digit_ok, days_after, fold_code, fold_insurer, fold_number, nfkc
from .uke import Claim, jd_differs_from_ka
from .identity import read_insurer
from .matching import Match

EXPIRING_WITHIN_DAYS = 60


@dataclass(frozen=True)
class Context:
    check_date: date
    policy: Policy
    has_eligibility: bool


def has_outcome(v: Verdict, outcome: str) -> bool:
    return any(j.outcome.outcome == outcome for j in v.dates)


def need_cert(v: Verdict, _: Context) -> bool:
    return has_outcome(v, "NEED_CERT")


def transitional(v: Verdict, _: Context) -> bool:
    return has_outcome(v, "TRANSITIONAL")


def not_covered(v: Verdict, _: Context) -> bool:
    return has_outcome(v, "NOT_COVERED")


def special_care(v: Verdict, _: Context) -> bool:
    return has_outcome(v, "SPECIAL_CARE")


def no_evidence(v: Verdict, context: Context) -> bool:
    """contract 4.6; without any -e one note in the summary replaces it (contract 4.3)."""
    return context.has_eligibility and any(j.lacks_evidence for j in v.dates)


def no_match(v: Verdict, context: Context) -> bool:
    """A claim that was searched for and not found; 不詳 and unreadable claims are not searched."""
    return context.has_eligibility and v.match.searched and v.match.matched_by == "none"


def multi_match(v: Verdict, _: Context) -> bool:
    return v.match.matched_by == "multi"


def id_zero(v: Verdict, _: Context) -> bool:
    return v.match.matched_by == "key_zero"


def myna_grace(v: Verdict, _: Context) -> bool:
    return any(j.in_myna_grace for j in v.dates)


def cert_expiring(v: Verdict, context: Context) -> bool:
    """The certificate or 電子証明書 that decides a visit date ends on the day of the check or in the 60 days after."""
    last = days_after(context.check_date, EXPIRING_WITHIN_DAYS)
    return any(
        j.credential is not None
        and j.credential.kind in ("certificate", "myna", "smartphone")
        and j.credential.valid_to is not None
        and context.check_date <= j.credential.valid_to <= last
        for j in v.dates
    )


def ticket_unregistered(v: Verdict, context: Context) -> bool:
    """Row 4 failed, a matched record has validity 6, and the quiet day of the visit's month has passed."""
    quiet = context.policy.ticket_quiet_until_day
    if quiet is None or not any(r.validity == "6" for r in v.match.matched):
        return False
    return any(
        j.outcome.row == 4 and j.outcome.outcome == "CANNOT_JUDGE" and context.check_date > j.d.replace(day=quiet)
        for j in v.dates
    )


def jd_ka(v: Verdict, _: Context) -> bool:
    return jd_differs_from_ka(v.claim)


def sn_code(v: Verdict, _: Context) -> bool:
    """claims-format 別表24: only 01 is allowed in a station's file."""
    return any(nfkc(sn.field(3)) != "01" for sn in v.claim.all("SN"))


def expected_payer(claim: Claim) -> str | None:
    """RT-20: six digits or 39 go to 国保連 (2), other eight digits and 公費単独 to 支払基金 (1).

    退職国保 (67) is left alone: RT-20 and practice disagree (README, reading 30)."""
    if claim.is_public_only:
        return "1"
    number = read_insurer(claim.insurer_raw)
    if not number.isdigit() or number == "77777777" or (len(number) == 8 and number.startswith("67")):
        return None
    if len(number) == 6 or (len(number) == 8 and number.startswith("39")):
        return "2"
    return "1" if len(number) == 8 else None


def payer_mismatch(v: Verdict, _: Context) -> bool:
    expected = expected_payer(v.claim)
    return expected is not None and nfkc(v.claim.payer) != expected


def checked_numbers(claim: Claim) -> list[str]:
    """Insurer, 負担者 and 受給者 numbers that have the shape of one with a check digit."""
    numbers = []
    if claim.ho is not None:
        insurer = read_insurer(claim.ho.field(2))
        if len(insurer) in (6, 8) and insurer != "77777777":
            numbers.append(insurer)
    for ko in claim.all("KO"):
        pairs = ((nfkc(ko.field(2)), 8), (nfkc(ko.field(3)), 7))
        numbers.extend(n for n, length in pairs if len(n) == length and n != "77777777")
    return [n for n in numbers if n.isascii() and n.isdigit()]


def check_digit(v: Verdict, _: Context) -> bool:
    return any(not check_digit_ok(n) for n in checked_numbers(v.claim))


RULES = {
    "NEED_CERT": need_cert,
    "TRANSITIONAL": transitional,
    "NOT_COVERED": not_covered,
    "SPECIAL_CARE": special_care,
    "NO_EVIDENCE": no_evidence,
    "NO_MATCH": no_match,
    "MULTI_MATCH": multi_match,
    "ID_ZERO": id_zero,
    "MYNA_GRACE": myna_grace,
    "CERT_EXPIRING": cert_expiring,
    "TICKET_UNREGISTERED": ticket_unregistered,
    "JD_KA": jd_ka,
    "SN_CODE": sn_code,
    "PAYER_MISMATCH": payer_mismatch,
    "CHECK_DIGIT": check_digit,
}


def duplicate_key(claim: Claim) -> tuple | None:
    """DUPLICATE_CLAIM: station, service month, insurer, number, birth date, 種別."""
    if claim.is_unreadable:
        return None
    return (
        claim.station_code, claim.service_month, fold_insurer(claim.insurer_raw), fold_number(claim.number_raw),
        claim.birth_date, fold_code(claim.re.field(3)),
    )


@dataclass(frozen=True)
class Finding:
    claim: Claim
    code: str
    field: str = ""


def findings(verdicts: list[Verdict], context: Context) -> list[Finding]:
    """In input order of the claims, then by code."""
    counts = Counter(duplicate_key(v.claim) for v in verdicts)
    found = []
    for v in verdicts:
        # Of an unreadable claim nothing is told about whom it was matched to.
        told = replace(v, match=Match("none", searched=False)) if v.claim.is_unreadable else v
        own = [Finding(v.claim, code) for code, rule in RULES.items() if rule(told, context)]
        own += [Finding(v.claim, "ID_MISMATCH", name) for name in told.match.mismatched_fields]
        key = duplicate_key(v.claim)
        if key is not None and counts[key] > 1:
            own.append(Finding(v.claim, "DUPLICATE_CLAIM"))
        found += sorted(own, key=lambda f: (f.code, f.field))
    return found
