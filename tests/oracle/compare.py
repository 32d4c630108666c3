#!/usr/bin/env python3
"""Compare two sets of verdicts, and optionally of findings; exit status 1 when anything differs.

    python3 tests/oracle/compare.py expected.csv report/verdicts.csv expected.findings.csv report/findings.csv

Verdicts are compared column by column by (source_file, line). Findings are compared as a set of (source_file, line, code),
for ID_MISMATCH with the field, and only for the codes the oracle knows. A finding that stands on another record of the
claim than its RE is counted for the claim it lies in.
"""

from __future__ import annotations

import bisect
import csv
import sys
from collections import Counter, defaultdict

from reference.output import VERDICT_COLUMNS

CODES = set(
    "NEED_CERT TRANSITIONAL NOT_COVERED SPECIAL_CARE NO_EVIDENCE NO_MATCH MULTI_MATCH ID_MISMATCH ID_ZERO MYNA_GRACE "
    "CERT_EXPIRING TICKET_UNREGISTERED JD_KA DUPLICATE_CLAIM SN_CODE PAYER_MISMATCH CHECK_DIGIT".split()
)
# Other spellings of the field of an ID_MISMATCH.
FIELDS = {
    "記号": "symbol", "番号": "number", "枝番": "branch", "生年月日": "birth_date", "氏名": "name", "カナ": "name",
    "カタカナ": "name", "kana": "name", "patient_name": "name", "patient_kana": "name", "男女区分": "sex", "性別": "sex",
}
SHOWN = 20


def defused(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell


def read(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as handle:
        return [{k: defused(v or "") for k, v in row.items() if k} for row in csv.DictReader(handle)]


def by_place(rows: list[dict[str, str]], path: str, problems: list[str]) -> dict[tuple[str, int], dict[str, str]]:
    found: dict[tuple[str, int], dict[str, str]] = {}
    for row in rows:
        place = row["source_file"], int(row["line"])
        if place in found:
            problems.append(f"{path}: {place[0]}:{place[1]} appears twice")
        found[place] = row
    return found


def compare_verdicts(expected: dict, actual: dict, problems: list[str]) -> Counter:
    differing: Counter = Counter()
    for place in sorted(expected.keys() | actual.keys()):
        where = f"{place[0]}:{place[1]}"
        if place not in actual:
            problems.append(f"{where}: expected, but missing in the actual verdicts")
        elif place not in expected:
            problems.append(f"{where}: not expected")
        else:
            e, a = expected[place], actual[place]
            columns = [c for c in VERDICT_COLUMNS if e.get(c, "") != a.get(c, "")]
            differing.update(columns)
            if columns:
                who = f"claim {e['claim_no']} {e['service_month']} {e['insurer_kind']} {e['insurer_no']} {e['birth_date']}"
                lines = [f"    {c}: expected {e.get(c, '')!r}, actual {a.get(c)!r}" for c in columns]
                problems.append("\n".join([f"{where} ({who})", *lines]))
    return differing


def finding_set(rows: list[dict[str, str]], places: dict[str, list[int]]) -> set[tuple[str, int, str, str]]:
    found = set()
    for row in rows:
        if row["code"] not in CODES:
            continue
        starts = places.get(row["source_file"], [])
        line = int(row["line"] or 0)
        index = bisect.bisect_right(starts, line) - 1
        name = ""
        if row["code"] == "ID_MISMATCH":
            name = FIELDS.get(row.get("field", ""), row.get("field", ""))
        found.add((row["source_file"], starts[index] if index >= 0 else line, row["code"], name))
    return found


def compare_findings(expected_path: str, actual_path: str, verdicts: dict, problems: list[str]) -> Counter:
    places: dict[str, list[int]] = defaultdict(list)
    for source_file, line in sorted(verdicts):
        places[source_file].append(line)
    expected = finding_set(read(expected_path), places)
    actual = finding_set(read(actual_path), places)
    differing: Counter = Counter()
    for item in sorted(expected ^ actual):
        side = "missing" if item in expected else "not expected"
        code = item[2] + (f" ({item[3]})" if item[3] else "")
        differing[f"{code} {side}"] += 1
        row = verdicts.get(item[:2], {})
        problems.append(f"{item[0]}:{item[1]}: {code} {side} ({row.get('matched_by')}, {row.get('verdict')}, {row.get('reason')})")
    return differing


def report(title: str, problems: list[str], differing: Counter) -> None:
    if not problems:
        return
    print(f"== {title}: {len(problems)} differences")
    print("\n".join(problems[:SHOWN]))
    for what, count in differing.most_common():
        print(f"   {count:6} {what}")


def main(argv: list[str]) -> int:
    if len(argv) not in (2, 4):
        print(__doc__, file=sys.stderr)
        return 2
    problems: list[str] = []
    expected = by_place(read(argv[0]), argv[0], problems)
    actual = by_place(read(argv[1]), argv[1], problems)
    differing = compare_verdicts(expected, actual, problems)
    report("verdicts", problems, differing)
    finding_problems: list[str] = []
    if len(argv) == 4:
        differing = compare_findings(argv[2], argv[3], expected, finding_problems)
        report("findings", finding_problems, differing)
    print(f"{len(expected)} verdicts expected, {len(actual)} found: {len(problems)} differ; findings: {len(finding_problems)} differ")
    return 1 if problems or finding_problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
