"""Reading claim files (contract 3.1, claims-format 1-3) and the visit dates of a claim (contract 4.1)."""

from __future__ import annotations

import os
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date

from .identity import Identity, insurer_kind
from .text import fold_code, fold_number, make_date, nfkc, parse_date, parse_month

HISTORY_LINE = re.compile(r"\d+,\d+,\d+,[A-Z]{2}(,|$)")


@dataclass
class Record:
    line: int
    fields: list[str]

    def field(self, position: int) -> str:
        """A field by its 1-based position; a missing trailing field is empty."""
        return self.fields[position - 1] if position <= len(self.fields) else ""


@dataclass
class Claim:
    """One RE and what follows it, with the HM it stands under."""

    source_file: str
    hm: Record
    re: Record
    records: list[Record] = field(default_factory=list)

    def all(self, record_id: str) -> list[Record]:
        return [r for r in self.records if r.fields[0] == record_id]

    def first(self, record_id: str) -> Record | None:
        found = self.all(record_id)
        return found[0] if found else None

    # --- HM and RE as the verdict table shows them (contract 7) ---

    @property
    def line(self) -> int:
        return self.re.line

    @property
    def payer(self) -> str:
        return self.hm.field(2)

    @property
    def station_code(self) -> str:
        return self.hm.field(3) + self.hm.field(4) + self.hm.field(5)

    @property
    def billing_month(self) -> tuple[int, int] | None:
        return parse_month(self.hm.field(7))

    @property
    def service_month(self) -> tuple[int, int] | None:
        return parse_month(self.re.field(4))

    @property
    def birth_date(self) -> date | None:
        return parse_date(self.re.field(8))

    @property
    def branch(self) -> str:
        """contract 7: from SN; claims-format 3.5: only 負担者種別 1 carries one."""
        for sn in self.all("SN"):
            if fold_code(sn.field(2)) == "1":
                return sn.field(7)
        return ""

    # --- contract 4.2 ---

    @property
    def ho(self) -> Record | None:
        return self.first("HO")

    @property
    def first_ko(self) -> Record | None:
        return self.first("KO")

    @property
    def is_public_only(self) -> bool:
        """A claim without HO is a 公費 claim."""
        return self.ho is None and self.first_ko is not None

    @property
    def insurer_recorded(self) -> str:
        """As recorded but for blanks around it (contract 7)."""
        payer = self.ho or self.first_ko
        return payer.field(2).strip() if payer is not None else ""

    @property
    def insurer_raw(self) -> str:
        return nfkc(self.insurer_recorded)

    @property
    def symbol_raw(self) -> str:
        return self.ho.field(3) if self.ho is not None else ""

    @property
    def number_raw(self) -> str:
        if self.ho is not None:
            return self.ho.field(4)
        return self.first_ko.field(3) if self.first_ko else ""

    @property
    def kind(self) -> str:
        if self.is_public_only:
            return "kohi"
        return insurer_kind(self.insurer_raw)

    @property
    def total_yen(self) -> str:
        """contract 7: from HO, else the first KO."""
        source = self.ho or self.first_ko
        text = nfkc(source.field(6)) if source else ""
        return str(int(text)) if text.isascii() and text.isdigit() else text

    @property
    def is_unreadable(self) -> bool:
        """contract 4.2 and 4.7: neither HO nor KO, or an RE or HO that cannot be read."""
        if self.ho is None and self.first_ko is None:
            return True
        if self.service_month is None or self.birth_date is None:
            return True
        return not self.insurer_raw

    @property
    def says_for_whom(self) -> bool:
        """contract 4.7: an unreadable claim has its matched_by "as found", if there is anything to look for."""
        return bool(self.insurer_raw and fold_number(self.number_raw) and self.birth_date)

    @property
    def is_unknown_number(self) -> bool:
        """contract 4.2: the 不詳 claim."""
        insurer, number = self.insurer_raw, fold_number(self.number_raw)
        return (
            insurer == "77777777"
            or number == "777777777"
            or (insurer_kind(insurer) == "koki" and number == "77777777")
        )

    @property
    def identity(self) -> Identity:
        return Identity.of(
            self.insurer_raw,
            self.symbol_raw,
            self.number_raw,
            self.branch if self.ho is not None else "",
            self.birth_date,
            kana=self.re.field(6),
            name=self.re.field(5),
            sex=self.re.field(7),
        )


# --- contract 4.1 ---------------------------------------------------------------------------------------------------


def in_service_month(claim: Claim, d: date | None) -> bool:
    return d is not None and (d.year, d.month) == claim.service_month


def jd_records(claim: Claim) -> list[Record]:
    """The JD of 負担者種別 1, or the first JD when there is none with 1."""
    jds = claim.all("JD")
    own = [jd for jd in jds if fold_code(jd.field(2)) == "1"]
    return own if own else jds[:1]


def jd_dates(claim: Claim) -> set[date]:
    """Days coded 1 or 2. Days that do not exist in the month are dropped."""
    if claim.service_month is None:
        return set()
    year, month = claim.service_month
    found = set()
    for jd in jd_records(claim):
        for day in range(1, 32):
            if fold_code(jd.field(day + 2)) in ("1", "2"):
                d = make_date(year, month, day)
                if d is not None:
                    found.add(d)
    return found


def ka_dates(claim: Claim, with_count_only: bool) -> set[date]:
    """算定年月日 inside the service month; with_count_only: those of lines that carry a 同日訪問回数."""
    found = set()
    for ka in claim.all("KA"):
        if with_count_only and not nfkc(ka.field(8)):
            continue
        d = parse_date(ka.field(2))
        if in_service_month(claim, d):
            found.add(d)
    return found


def visit_dates(claim: Claim) -> list[date]:
    """JD days united with the KA days that carry a 同日訪問回数; if there are none, all KA days."""
    dates = jd_dates(claim) | ka_dates(claim, with_count_only=True)
    if not dates:
        dates = ka_dates(claim, with_count_only=False)
    return sorted(dates)


def jd_differs_from_ka(claim: Claim) -> bool:
    """contract 4.1, finding JD_KA: a JD day without KA, or (where a JD exists) a counted KA day without JD."""
    if not claim.all("JD"):
        return False
    jd = jd_dates(claim)
    jd_without_ka = jd - ka_dates(claim, with_count_only=False)
    ka_without_jd = ka_dates(claim, with_count_only=True) - jd
    return bool(jd_without_ka or ka_without_jd)


# --- files ----------------------------------------------------------------------------------------------------------


def decode(data: bytes) -> str:
    """UTF-8 when the bytes are valid UTF-8 (pure ASCII is both), else CP932."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp932", errors="replace")


def parse_file(source_file: str, data: bytes) -> list[Claim] | None:
    """The claims of one file; None when it is not a station's claim file."""
    claims: list[Claim] = []
    hm: Record | None = None
    current: Claim | None = None
    for number, raw in enumerate(decode(data).split("\n"), start=1):
        text = raw.rstrip("\r").replace("\x1a", "").lstrip("\ufeff")
        if not text or HISTORY_LINE.match(text):
            continue
        record = Record(number, text.split(","))
        record_id = record.fields[0]
        if hm is None and record_id != "HM":
            return None
        if record_id == "HM":
            hm, current = record, None
        elif record_id == "RE":
            current = Claim(source_file, hm, record)
            claims.append(current)
        elif record_id == "GO":
            current = None
        elif current is not None:
            current.records.append(record)
    return claims if hm is not None else None


def walk(path: str) -> list[str]:
    """A file itself, or the files of a directory sorted by path."""
    if not os.path.isdir(path):
        return [path]
    found = []
    for folder, _, names in os.walk(path):
        found.extend(os.path.join(folder, name) for name in names)
    return sorted(found, key=lambda p: p.split(os.sep))


def members(path: str) -> list[tuple[str, bytes]]:
    """(name, bytes) of a file, or of every file inside a .zip."""
    with open(path, "rb") as handle:
        data = handle.read()
    if not data.startswith(b"PK\x03\x04"):
        return [(path, data)]
    with zipfile.ZipFile(path) as archive:
        names = sorted(n for n in archive.namelist() if not n.endswith("/"))
        return [(f"{path}/{name}", archive.read(name)) for name in names]


def read_claims(paths: list[str], warn) -> list[Claim]:
    claims: list[Claim] = []
    for path in paths:
        for file in walk(path):
            for name, data in members(file):
                parsed = parse_file(name, data)
                if parsed is None:
                    warn(f"{name}: not a claim file, skipped")
                else:
                    claims.extend(parsed)
    return claims
