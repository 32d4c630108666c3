"""A made-up month in the fake worker's form, and what has to come out, told without Spark."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Claim:
    file: str
    line: int
    key: str
    touch: int | None
    people: list[int]
    twin: int | None
    yen: int


@dataclass
class Record:
    file: str
    row: int
    touch: int | None
    people: list[int]
    around: list[int]


@dataclass
class Month:
    folder: Path
    claims: list[Claim] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)

    @property
    def yen(self) -> int:
        return sum(claim.yen for claim in self.claims)

    def expected(self) -> dict[str, tuple[str, str]]:
        """Of each claim the records that come with it, and how many claims are judged with it."""
        filed = defaultdict(set)
        for at, record in enumerate(self.records):
            for hash in ([record.touch] if record.touch is not None else []) + record.people:
                filed[hash].add(at)
        groups = defaultdict(list)
        for claim in self.claims:
            groups[claim.twin if claim.twin is not None else claim.key].append(claim)
        out = {}
        for claims in groups.values():
            wanted = {hash for it in claims for hash in ([it.touch] if it.touch is not None else []) + it.people}
            found = {at for hash in wanted for at in filed[hash]}
            around = {hash for at in found for hash in self.records[at].around}
            found |= {at for hash in around for at in filed[hash]}
            places = sorted((folder_of(self.records[at].file), self.records[at].file, self.records[at].row) for at in found)
            for claim in claims:
                out[claim.key] = (";".join(f"{file}:{row}" for _, file, row in places), str(len(claims)))
        return out


def text(values) -> str:
    if isinstance(values, list):
        return ",".join(map(str, values)) or "-"
    return "-" if values is None else str(values)


def make(folder: Path, files: int = 12, claims: int = 40, seed: int = 1) -> Month:
    """Persons of whom some have several records, some none; half of all claims are of one insurer's few hashes."""
    rng = random.Random(seed)
    month = Month(folder)
    persons = files * claims
    for person in range(persons):
        touch = rng.choice([None, 10_000_000 + person, 10_000_000 + person // 2])
        people = rng.choice([[], [20_000_000 + person], [20_000_000 + person // 3, -person - 1]])
        twin = 30_000_000 + person // 40 if person % 20 == 0 else None
        at = person // claims
        month.claims.append(
            Claim(f"請求{at:02}.UKE", person % claims + 1, f"{person:016x}", touch, people, twin, rng.randrange(90_000))
        )
    for number in range(persons):
        if number % 5 == 0:
            continue
        around = [20_000_000 + (number * 7) % persons] if number % 3 == 0 else []
        month.records.append(
            Record(f"r{number % 7}.csv", 0, 10_000_000 + number, [20_000_000 + number // 3], around)
        )
    # One hash that many claims and some records share.
    for claim in month.claims[:: 3]:
        claim.people.append(77)
    for record in month.records[:5]:
        record.people.append(77)
    write(month)
    return month


def write(month: Month) -> None:
    of_claims, of_records = defaultdict(list), defaultdict(list)
    for it in month.claims:
        of_claims[it.file].append(f"C {it.key} {text(it.touch)} {text(it.people)} {text(it.twin)} {it.yen}")
    for it in month.records:
        lines = of_records[it.file]
        lines.append(f"R {text(it.touch)} {text(it.people)} {text(it.around)}")
        it.row = len(lines)
    for sub, files in (("claims", of_claims), ("eligibility", of_records)):
        for name, lines in files.items():
            path = month.folder / sub / folder_of(name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(f"{line}\n" for line in lines))


def folder_of(name: str) -> str:
    """The folder below that of its side in which a file is."""
    return "b" if sum(name.encode()) % 2 else "a a"
