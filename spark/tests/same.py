"""Holds a folder of `houkan-spark check` against a report of `houkan check` (`--report csv`), row for row.

    python tests/same.py RESULTS REPORT

Status 1 and the columns that differ when they are not the same.
"""

import csv
import datetime
import re
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from houkan_spark.tables import FINDINGS, VERDICTS  # noqa: E402


def text(value) -> str:
    """A value as the CSV has it, and none as empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def of_results(folder: Path, columns: tuple[str, ...]) -> Counter:
    rows = pq.read_table(folder, columns=list(columns)).to_pylist()
    return Counter(tuple(text(row[name]) for name in columns) for row in rows)


def of_report(file: Path, columns: tuple[str, ...]) -> Counter:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return Counter(tuple(plain(name, row[name]) for name in columns) for row in csv.DictReader(opened))


def plain(name: str, value: str) -> str:
    """A cell without the mark that keeps a spreadsheet from computing it; a birth date that is none is null elsewhere."""
    if name == "birth_date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return ""
    return value[1:] if value[:2] in ("'=", "'+", "'-", "'@") else value


def differ(results: Counter, report: Counter, columns: tuple[str, ...]) -> int:
    """How many rows are in one alone; tells the columns in which such rows of one place differ."""
    only, missing = results - report, report - results
    places = {row[:2]: row for row in missing}
    odd = Counter(
        name
        for row in only
        if (other := places.get(row[:2])) is not None
        for name, a, b in zip(columns, row, other, strict=True)
        if a != b
    )
    if only or missing:
        print(f"  {only.total()} only in the results, {missing.total()} only in the report; columns: {dict(odd)}")
    return only.total() + missing.total()


def main(results: Path, report: Path) -> int:
    wrong = 0
    for name, columns in (("verdicts", VERDICTS), ("findings", FINDINGS)):
        of_spark, of_check = of_results(results / name, columns), of_report(report / f"{name}.csv", columns)
        print(f"{name}: {of_spark.total()} and {of_check.total()} rows")
        wrong += differ(of_spark, of_check, columns)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
