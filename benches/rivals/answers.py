"""Do the rivals agree, and with what houkan found? README.md says what is compared and why."""

import csv
import sys
from collections import defaultdict
from pathlib import Path

import rival_csv

NAMES = "claims", "found", "uncovered"
BY_KEY = {"key", "key_zero", "key_person"}
NOT_SEARCHED = {"UNKNOWN_NUMBER", "MULTI_MATCH"}
SMALL = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")


def parse(printed):
    """The three counts that a rival printed; raises ValueError when it printed something else."""
    counts = dict(line.split("\t") for line in printed.splitlines())
    if sorted(counts) != sorted(NAMES):
        raise ValueError(f"expected {NAMES}, got {sorted(counts)}")
    return tuple(int(counts[name]) for name in NAMES)


def disagreements(outputs):
    """What stands against `outputs` (name → list of what its runs printed), a line each."""
    seen, complaints = defaultdict(list), []
    for name, runs in outputs.items():
        for printed in runs:
            try:
                answer = parse(printed)
            except ValueError as why:
                complaints.append(f"{name}: no answer: {why}")
                continue
            if name not in seen[answer]:
                seen[answer].append(name)
    if len(seen) > 1:
        for answer, names in seen.items():
            counts = ", ".join(f"{name} {count}" for name, count in zip(NAMES, answer))
            complaints.append(f"{counts}: {', '.join(names)}")
    return complaints


def kana(text):
    return rival_csv.unicodedata.normalize("NFKC", text).replace(" ", "").translate(SMALL)


def table_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def register_rows(path):
    """The rows with a first day, by key."""
    rows = defaultdict(list)
    for row in table_of(path):
        if row["qualified_on"]:
            rows[rival_csv.key(row["insurer_no"], row["symbol"], row["number"])].append(row)
    return rows


def same_question(rows, as_of):
    """Whether houkan can know no more from `rows`, all of one key, than the rivals look at."""
    persons = {(row["birth_date"], kana(row["kana"])) for row in rows}
    ends = {(row["qualified_on"], row["lost_on"]) for row in rows}
    return (
        len(persons) == 1
        and len(ends) == len({start for start, _ in ends})  # no loss that was seen later
        and all(row["as_of"] <= as_of and row["status"] == "1" for row in rows)
        and not any(row["validity"] in ("2", "3") and not row["lost_on"] for row in rows)
    )


def is_hers(row, verdict, as_of):
    """Whether a row of the register is of the claim's person, and known on the day of the check."""
    return (
        row["birth_date"] == verdict["birth_date"]
        and kana(row["kana"]) == kana(verdict["patient_kana"])
        and row["as_of"] <= as_of
    )


def wrong_with(verdict, rows, days, as_of):
    """(kind of comparison, what is wrong or None) for one claim: `rows` of its key, and the `days` on
    which the rivals see no coverage."""
    by_key, judged = verdict["matched_by"] in BY_KEY, verdict["verdict"]
    houkan = {day.replace("-", "") for day in verdict["bad_dates"].split(";") if day}
    if judged != "NOT_COVERED":
        houkan = set()
    if not rows:
        return "without a record", "houkan found a record of the key" if by_key else None
    if judged == "INVALID" or verdict["reason"] in NOT_SEARCHED:
        return "not judged by houkan", None
    if not by_key:
        hers = any(is_hers(row, verdict, as_of) for row in rows)
        return "records of other persons, or seen later", "houkan missed a record" if hers else None
    if same_question(rows, as_of):
        differ = houkan != days
        return "the same question", f"days {sorted(houkan)}, rivals {sorted(days)}" if differ else None
    missed = days - houkan
    return "houkan knows more", f"covered for houkan: {sorted(missed)}" if missed else None


def differing(verdict, expected):
    """What of a verdict is not as `houkan synth` expects it."""
    columns = "verdict", "reason", "matched_by", "bad_dates"
    return [f"{name}: {verdict[name]}, expected {expected[name]}" for name in columns
            if verdict[name] != expected[name]]  # fmt: skip


class Comparison:
    """All claims of a month, one by one, as the rivals see them and as houkan's report has them."""

    def __init__(self, month, report, as_of):
        self.kinds, self.complaints, self.as_of = defaultdict(int), [], as_of
        self.counts = [0, 0, 0]
        month = Path(month)
        rows = register_rows(month / "eligibility" / "eligibility.csv")
        intervals = rival_csv.read_register(month / "eligibility" / "eligibility.csv")
        expected = {self.place(row): row for row in table_of(month / "expected.csv")}
        verdicts = {self.place(row): row for row in table_of(Path(report, "verdicts.csv"))}
        for path in rival_csv.claim_files(month / "claims"):
            for line, identity, days in rival_csv.claims_of(path):
                place = "/".join(path.relative_to(month).parts), line
                verdict, wanted = verdicts.pop(place, None), expected.get(place)
                if verdict is None or wanted is None:
                    self.complaints.append(f"{place}: no row in verdicts.csv or expected.csv")
                    continue
                days = set(rival_csv.uncovered_days(intervals, identity, days))
                self.claim(place, verdict, wanted, rows, days)
        self.complaints += [f"{place}: only in verdicts.csv" for place in verdicts]

    @staticmethod
    def place(row):
        path = row["source_file"]
        return path[path.rindex("claims/") :], int(row["line"])

    def claim(self, place, verdict, wanted, rows, days):
        # The key is taken from houkan's columns here, so that both readings of HO and KO meet.
        identity = rival_csv.key(verdict["insurer_no"], verdict["symbol"], verdict["number"])
        own = rows.get(identity, [])
        self.counts[0] += 1
        self.counts[1] += bool(own)
        kind, wrong = wrong_with(verdict, own, days, self.as_of)
        self.kinds[kind] += 1
        if kind == "the same question":
            self.counts[2] += verdict["verdict"] == "NOT_COVERED"
        elif kind == "without a record":
            self.counts[2] += int(verdict["visit_days"]) > 0
        else:
            self.counts[2] += bool(days)
        self.complaints += [f"{place}: {what}" for what in differing(verdict, wanted)]
        if wrong:
            self.complaints.append(f"{place}: {kind}: {wrong}")


def main(month, report, as_of, *answer):
    comparison = Comparison(month, report, as_of)
    answer = [int(count) for count in answer]
    if comparison.counts != answer:
        comparison.complaints.append(f"counts from verdicts.csv {comparison.counts}, rivals {answer}")
    for kind, claims in sorted(comparison.kinds.items(), key=lambda item: -item[1]):
        print(f"{claims:>9,}  {kind}")
    for complaint in comparison.complaints[:20]:
        print(f"DIFFERS {complaint}")
    return bool(comparison.complaints)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
