#!/usr/bin/env python3
"""Judge claims slowly and literally: an independent reading of the contract to compare the program with.

    python3 tests/oracle/oracle.py claims/ -e eligibility.csv -c credentials.csv --as-of 2026-10-15 -o expected.csv

writes expected.csv (the columns of verdicts.csv) and expected.findings.csv (source_file, line, claim_no, code, field).
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date, datetime, timedelta, timezone

from reference.credential import read_log
from reference.eligibility import read_eligibility
from reference.judge import Log, Verdict, judge
from reference.matching import Match, Register, find
from reference.output import write_findings, write_verdicts
from reference.policy import POLICIES, Policy
from reference.rules import Context, findings
from reference.text import parse_date
from reference.uke import Claim, read_claims


def today_in_tokyo() -> date:
    return datetime.now(timezone(timedelta(hours=9))).date()


def iso_date(text: str) -> date:
    d = parse_date(text)
    if d is None:
        raise argparse.ArgumentTypeError(f"not a date: {text}")
    return d


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="+")
    parser.add_argument("-e", "--eligibility", nargs="+", action="extend", default=[])
    parser.add_argument("-c", "--credentials")
    parser.add_argument("--as-of", type=iso_date, default=None)
    parser.add_argument("--policy", choices=sorted(POLICIES), default="current")
    parser.add_argument("-o", "--out", required=True)
    return parser.parse_args(argv)


def warn(message: str) -> None:
    print(message, file=sys.stderr)


def judge_all(claims: list[Claim], register: Register, log: Log, policy: Policy,
              has_eligibility: bool) -> list[Verdict]:
    """Every claim exactly once, in input order. Without any -e every claim is `none` (contract 4.3)."""
    verdicts = []
    for claim in claims:
        match: Match = find(claim, register)
        verdicts.append(judge(claim, match, log, policy, has_eligibility))
    return verdicts


def main(argv: list[str]) -> int:
    options = arguments(argv)
    check_date = options.as_of or today_in_tokyo()
    policy = POLICIES[options.policy]
    has_eligibility = bool(options.eligibility)
    claims = read_claims(options.claims, warn)
    register = Register(read_eligibility(options.eligibility, check_date, warn))
    log = Log(read_log(options.credentials, warn))
    verdicts = judge_all(claims, register, log, policy, has_eligibility)
    write_verdicts(options.out, verdicts)
    stem, _ = os.path.splitext(options.out)
    write_findings(f"{stem}.findings.csv", findings(verdicts, Context(check_date, policy, has_eligibility)))
    print(f"{len(claims)} claims, {len(register.records)} records", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
