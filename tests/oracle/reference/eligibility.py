"""Reading eligibility results: CSV (contract 3.4) and the XML of the eligibility system (contract 3.2, 3.4)."""

from __future__ import annotations

import csv
import io
import os
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import dataclass
from datetime import date

from .identity import Identity, insurer_kind
from .text import fold_code, nfkc, parse_date
from .uke import decode, walk

REQUIRED = ("insurer_no", "number", "birth_date")

# contract 3.4: XML element -> column, inside one ResultOfQualificationConfirmation.
RECORD_ELEMENTS = {
    "InsurerNumber": "insurer_no",
    "InsuredCardSymbol": "symbol",
    "InsuredIdentificationNumber": "number",
    "InsuredBranchNumber": "branch",
    "Birthdate": "birth_date",
    "Name": "name",
    "NameKana": "kana",
    "InsuredCardClassification": "card_class",
    "QualificationDate": "qualified_on",
    "DisqualificationDate": "lost_on",
    "InsuredCardExpirationDate": "card_valid_to",
}


@dataclass(frozen=True)
class EligibilityRecord:
    """One row of "this person was insured here, from, to, as seen on this day"."""

    identity: Identity
    kind: str
    seen_on: date
    reference: str
    status: str
    validity: str
    card_class: str
    qualified_on: date | None
    lost_on: date | None
    card_valid_to: date | None
    certificate_valid_to: date | None
    myna_registered: bool
    from_visits_file: bool

    @property
    def is_usable(self) -> bool:
        """contract 4.3: status 2 or validity 4 or 5 is unusable for the steps."""
        return self.status != "2" and self.validity not in ("4", "5")

    @property
    def is_named_kind(self) -> bool:
        return self.kind != "unknown"


def is_true(text: str) -> bool:
    return nfkc(text).lower() in ("true", "1", "yes", "y")


def is_visits_file(file_name: str) -> bool:
    """contract 4.5(2): OQSmuhvq or OQSmuonq in the name of the file or zip member."""
    return "OQSmuhvq" in file_name or "OQSmuonq" in file_name


def build_record(row: dict[str, str], check_date: date, visits: bool) -> EligibilityRecord | None:
    """A row keyed by the columns of contract 3.4; None when it does not name anybody."""
    birth_date = parse_date(row.get("birth_date"))
    insurer_no, number = nfkc(row.get("insurer_no")), nfkc(row.get("number"))
    if birth_date is None or not insurer_no or not number:
        return None
    # contract 4.3: a record without as_of counts as seen on the register's date, by default --as-of.
    seen_on = parse_date(row.get("as_of")) or check_date
    return EligibilityRecord(
        identity=Identity.of(
            insurer_no, row.get("symbol"), number, row.get("branch"), birth_date,
            kana=row.get("kana"), name=row.get("name"), sex=row.get("sex"),
        ),
        kind=insurer_kind(insurer_no),
        seen_on=seen_on,
        reference=fold_code(row.get("reference")),
        status=fold_code(row.get("status")),
        validity=fold_code(row.get("validity")),
        card_class=nfkc(row.get("card_class")).rjust(2, "0"),
        qualified_on=parse_date(row.get("qualified_on")),
        lost_on=parse_date(row.get("lost_on")),
        card_valid_to=parse_date(row.get("card_valid_to")),
        certificate_valid_to=parse_date(row.get("certificate_valid_to")),
        myna_registered=is_true(row.get("myna_registered") or ""),
        from_visits_file=visits,
    )


# --- CSV ------------------------------------------------------------------------------------------------------------


def csv_rows(data: bytes) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(decode(data), newline=""))
    reader.fieldnames = [nfkc(name) for name in reader.fieldnames or []]
    return [{k: v or "" for k, v in row.items() if isinstance(k, str) and not isinstance(v, list)} for row in reader]


# --- XML ------------------------------------------------------------------------------------------------------------


def parse_xml(data: bytes) -> ElementTree.Element:
    """The tree; the declared encoding (UTF-8 or Shift_JIS) is undone by hand since expat knows no Shift_JIS."""
    head = data[:200].decode("latin-1")
    declared = re.search(r"""encoding\s*=\s*["']([^"']+)["']""", head)
    is_sjis = declared is not None and declared[1].lower().replace("-", "_") in ("shift_jis", "sjis", "windows_31j")
    text = data.decode("cp932" if is_sjis else "utf-8-sig", errors="replace")
    return ElementTree.fromstring(re.sub(r"^\s*<\?xml.*?\?>", "", text, count=1, flags=re.S))


def text_of(node: ElementTree.Element | None, tag: str) -> str:
    found = node.find(tag) if node is not None else None
    return (found.text or "") if found is not None else ""


def anywhere(node: ElementTree.Element, tag: str) -> str:
    found = next(node.iter(tag), None)
    return (found.text or "") if found is not None else ""


def person_row(node: ElementTree.Element) -> dict[str, str]:
    """The columns that one result record, or one QualificationConfirmSearchInfo, carries."""
    row = {column: text_of(node, element) for element, column in RECORD_ELEMENTS.items()}
    row["sex"] = text_of(node, "Sex1") or text_of(node, "Sex2")
    return row


def unit_rows(unit: ElementTree.Element) -> list[dict[str, str]]:
    """contract 3.4: every result record of a unit; when there is none, the query echo gives the identity."""
    people = [person_row(n) for n in unit.iter("ResultOfQualificationConfirmation")]
    if not people:
        people = [person_row(n) for n in unit.iter("QualificationConfirmSearchInfo")][:1]
    for row in people:
        row["status"] = anywhere(unit, "ProcessingResultStatus")
        row["validity"] = anywhere(unit, "QualificationValidity")
    return people


def xml_rows(data: bytes, warn, name: str) -> list[dict[str, str]]:
    root = parse_xml(data)
    header, body = root.find("MessageHeader"), root.find("MessageBody")
    segment = fold_code(text_of(header, "SegmentOfResult"))
    # contract 4.3: not finished (2) or failed (9) gives no records.
    if segment in ("2", "9"):
        warn(f"{name}: SegmentOfResult {segment}, no records taken")
        return []
    if body is None:
        return []
    units = list(body.iter("BulkConfirmUnit")) or [body]
    rows = [row for unit in units for row in unit_rows(unit)]
    for row in rows:
        row["as_of"] = text_of(header, "QualificationConfirmationDate")
        row["reference"] = text_of(header, "ReferenceClassification")
    return rows


# --- sources --------------------------------------------------------------------------------------------------------


def rows_of(name: str, data: bytes, warn) -> list[dict[str, str]]:
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return xml_rows(data, warn, name)
    rows = csv_rows(data)
    if rows and not all(column in rows[0] for column in REQUIRED):
        warn(f"{name}: no eligibility columns, skipped")
        return []
    return rows


def named_members(path: str) -> list[tuple[str, bytes]]:
    """(names joined, bytes): for a zip member the name of the archive counts too."""
    with open(path, "rb") as handle:
        data = handle.read()
    file_name = os.path.basename(path)
    if not data.startswith(b"PK\x03\x04"):
        return [(file_name, data)]
    with zipfile.ZipFile(path) as archive:
        names = sorted(n for n in archive.namelist() if not n.endswith("/"))
        return [(f"{file_name}/{os.path.basename(name)}", archive.read(name)) for name in names]


def read_eligibility(paths: list[str], check_date: date, warn) -> list[EligibilityRecord]:
    """All records seen on or before the day of the check (contract 4.3: later ones are ignored)."""
    records = []
    for path in paths:
        for file in walk(path):
            for name, data in named_members(file):
                for row in rows_of(name, data, warn):
                    record = build_record(row, check_date, is_visits_file(name))
                    if record is None:
                        warn(f"{name}: a row or unit that names nobody")
                    elif record.seen_on <= check_date:
                        records.append(record)
    return records
