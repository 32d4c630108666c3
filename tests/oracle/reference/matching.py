"""Matching a claim to eligibility records (contract 4.3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from . import identity as idn
from .eligibility import EligibilityRecord
from .identity import AGREES, CANNOT_COMPARE, DIFFERS, Identity
from .uke import Claim


@dataclass
class Match:
    matched_by: str
    matched: list[EligibilityRecord] = field(default_factory=list)
    # Only for `other_insurer`: these serve contract 4.6 row 3 alone.
    other_insurer: list[EligibilityRecord] = field(default_factory=list)
    context: list[EligibilityRecord] = field(default_factory=list)
    mismatched_fields: set[str] = field(default_factory=set)
    searched: bool = True


class Register:
    """The records with two indexes; every step fits only records found through one of them."""

    def __init__(self, records: list[EligibilityRecord]):
        self.records = records
        self.by_birth_date: dict[date, list[int]] = defaultdict(list)
        self.by_key: dict[tuple, list[int]] = defaultdict(list)
        for i, r in enumerate(records):
            self.by_birth_date[r.identity.birth_date].append(i)
            self.by_key[zero_key(r.identity)].append(i)

    def candidates(self, who: Identity) -> list[EligibilityRecord]:
        found = set(self.by_birth_date.get(who.birth_date, ())) | set(self.by_key.get(zero_key(who), ()))
        return [self.records[i] for i in sorted(found)]


def zero_key(who: Identity) -> tuple[str, str, str]:
    return who.insurer, idn.drop_zeros(who.symbol), idn.drop_zeros(who.number)


# --- the steps: one predicate each ----------------------------------------------------------------------------------


def key_zero_equal(claim: Identity, record: Identity) -> bool:
    """Insurer equal, symbol and number zero-equal."""
    return idn.same_insurer(claim, record) and idn.zero_equal(claim, record)


def fits_key(claim: Identity, record: Identity) -> bool:
    """Step 1: same key; birth date equal; branch fits; the kana does not speak against it, or something outweighs it."""
    kana = idn.kana(claim, record)
    return (
        key_zero_equal(claim, record)
        and idn.same_birth_date(claim, record)
        and idn.branch_fits(claim, record)
        and (
            kana in (AGREES, CANNOT_COMPARE)
            or idn.branch_present_and_equal(claim, record)
            or not idn.branch_is_compared(claim)
        )
    )


def key_person_branch(claim: Identity, record: Identity) -> bool:
    """Step 2, first alternative: only the branch speaks against it."""
    return (
        idn.same_birth_date(claim, record)
        and not idn.branch_fits(claim, record)
        and idn.kana(claim, record) in (AGREES, CANNOT_COMPARE)
    )


def key_person_birth(claim: Identity, record: Identity) -> bool:
    """Step 2, second alternative: birth date differs, kana agrees."""
    return not idn.same_birth_date(claim, record) and idn.kana(claim, record) == AGREES


def key_person_name(claim: Identity, record: Identity) -> bool:
    """Step 2, third alternative: birth date equal, branch missing on a side, kana differs, sex equal."""
    return (
        idn.same_birth_date(claim, record)
        and idn.branch_missing(claim, record)
        and idn.kana(claim, record) == DIFFERS
        and idn.sex_equal(claim, record)
    )


def fits_key_person(claim: Identity, record: Identity) -> bool:
    return key_zero_equal(claim, record) and (
        key_person_branch(claim, record) or key_person_birth(claim, record) or key_person_name(claim, record)
    )


def fits_person(claim: Identity, record: Identity) -> bool:
    """Step 3: insurer equal, symbol or number not; birth date equal, kana agrees."""
    return (
        idn.same_insurer(claim, record)
        and not idn.zero_equal(claim, record)
        and idn.same_birth_date(claim, record)
        and idn.kana(claim, record) == AGREES
    )


def fits_other_insurer(claim: Identity, record: Identity) -> bool:
    """Step 4: insurer differs; birth date equal, kana agrees, sex equal."""
    return (
        not idn.same_insurer(claim, record)
        and idn.same_birth_date(claim, record)
        and idn.kana(claim, record) == AGREES
        and idn.sex_equal(claim, record)
    )


STEPS = (("key", fits_key), ("key_person", fits_key_person), ("person", fits_person),
         ("other_insurer", fits_other_insurer))


# --- who is who -----------------------------------------------------------------------------------------------------


def coverage_overlaps(a: EligibilityRecord, b: EligibilityRecord) -> bool:
    """qualified_on ... lost_on, open where missing; of two open records the earlier ends where the other begins."""
    a_start, b_start = a.qualified_on or date.min, b.qualified_on or date.min
    a_end, b_end = a.lost_on or date.max, b.lost_on or date.max
    if a.lost_on is None and b.lost_on is None and a_start != b_start:
        return False
    return max(a_start, b_start) < min(a_end, b_end)


def different_persons(a: EligibilityRecord, b: EligibilityRecord, step: str) -> bool:
    """Birth date or kana differ; for the last two steps also another key with overlapping coverage."""
    if not idn.same_birth_date(a.identity, b.identity) or idn.kana(a.identity, b.identity) == DIFFERS:
        return True
    if step in ("person", "other_insurer"):
        return not key_zero_equal(a.identity, b.identity) and coverage_overlaps(a, b)
    return False


def any_different(records: list[EligibilityRecord], step: str) -> bool:
    return any(
        different_persons(a, b, step) for i, a in enumerate(records) for b in records[i + 1:]
    )


def take_person(claim: Identity, fitting: list[EligibilityRecord], step: str) -> list[EligibilityRecord] | None:
    """The records of the one person meant; None when several persons remain (`multi`)."""
    if not any_different(fitting, step):
        return fitting
    with_claims_kana = [r for r in fitting if idn.kana(claim, r.identity) == AGREES]
    if not with_claims_kana or any_different(with_claims_kana, step):
        return None
    # A fitting record that contradicts none of the taken person's records is taken to be theirs too.
    return [r for r in fitting if not any(different_persons(r, own, step) for own in with_claims_kana)]


# --- the cascade ----------------------------------------------------------------------------------------------------


def admissible(claim: Claim, records: list[EligibilityRecord]) -> list[EligibilityRecord]:
    """A claim with HO sees only insurers of a named kind, a claim without HO only the others."""
    return [r for r in records if r.is_named_kind != claim.is_public_only]


def mismatches(step: str, claim: Identity, matched: list[EligibilityRecord]) -> set[str]:
    """ID_MISMATCH fields of a step; a field counts when any matched record gives rise to it."""
    found = set()
    for record in (r.identity for r in matched):
        if step == "key" and idn.kana(claim, record) == DIFFERS:
            found.add("name")
        if step == "key_person":
            if key_person_branch(claim, record):
                found.add("branch")
            if key_person_birth(claim, record):
                found.add("birth_date")
            if key_person_name(claim, record):
                found.add("name")
        if step == "person":
            if not idn.symbol_zero_equal(claim, record):
                found.add("symbol")
            if not idn.number_zero_equal(claim, record):
                found.add("number")
        if idn.sex_differs(claim, record):
            found.add("sex")
    return found


def context_of(matched: list[EligibilityRecord], usable: list[EligibilityRecord]) -> list[EligibilityRecord]:
    """Other usable records of the same person under another insurer, or under this one with another key."""

    def same_person(record: EligibilityRecord) -> bool:
        return any(
            idn.same_birth_date(m.identity, record.identity)
            and idn.kana(m.identity, record.identity) == AGREES
            and not idn.sex_differs(m.identity, record.identity)
            for m in matched
        )

    def elsewhere(record: EligibilityRecord) -> bool:
        return all(not key_zero_equal(m.identity, record.identity) for m in matched)

    return [r for r in usable if same_person(r) and elsewhere(r)]


def find(claim: Claim, register: Register) -> Match:
    """The first step that fits anything."""
    if claim.is_unknown_number or (claim.is_unreadable and not claim.says_for_whom):
        return Match("none", searched=False)
    who = claim.identity
    seen = admissible(claim, register.candidates(who))
    usable = [r for r in seen if r.is_usable]
    # A claim without HO is matched by key / key_zero alone.
    steps = STEPS[:1] if claim.is_public_only else STEPS
    for step, fits in steps:
        fitting = [r for r in usable if fits(who, r.identity)]
        if fitting:
            return taken_at(step, who, fitting, claim, register)
    if any(r.validity == "5" and fits_key(who, r.identity) for r in seen):
        return Match("multi")
    return Match("none")


def taken_at(step: str, who: Identity, fitting: list[EligibilityRecord], claim: Claim, register: Register) -> Match:
    matched = take_person(who, fitting, step)
    if matched is None:
        return Match("multi")
    if step == "other_insurer":
        return Match("other_insurer", other_insurer=matched)
    matched_by = step
    if step == "key" and not any(idn.exactly_equal(who, r.identity) for r in matched):
        matched_by = "key_zero"
    same_birth = [r for m in matched for r in register.candidates(m.identity)]
    nearby = admissible(claim, [r for r in unique(same_birth) if r.is_usable])
    return Match(
        matched_by,
        matched=matched,
        context=context_of(matched, nearby),
        mismatched_fields=mismatches(step, who, matched),
    )


def unique(records: list[EligibilityRecord]) -> list[EligibilityRecord]:
    """Each record object once (two equal rows of a file stay two records)."""
    return list({id(r): r for r in records}.values())
