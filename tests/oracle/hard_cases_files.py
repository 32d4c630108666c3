"""Writing the population of hard_cases.py: claim files, CSV tables and XML results."""

from __future__ import annotations

import csv
import io
import os
import random
import unicodedata
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hard_cases import ClaimDraft


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


HALF_KANA = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0xFF66, 0xFF9E)}


def half_width_kana(kana: str) -> str:
    """Half-width kana; voiced kana become two characters."""
    out = []
    for c in kana:
        base, *marks = unicodedata.normalize("NFD", c)
        voiced = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
        out.append(HALF_KANA.get(base, base) + "".join(voiced.get(m, m) for m in marks))
    return "".join(out)


def write_claims(out: str, drafts: list[ClaimDraft], rng: random.Random) -> None:
    """Files by station and payer; one of them with LF and without the closing 0x1A."""
    files: dict[tuple[int, str], list[ClaimDraft]] = {}
    for draft in drafts:
        files.setdefault((rng.randint(1, 3), draft.payer), []).append(draft)
    for station, payer in sorted(files):
        lines = [["HM", payer, "13", "6", f"999{station:04}", "架空訪問看護ステーション", "202610", ""]]
        for number, draft in enumerate(files[station, payer], start=1):
            head = list(draft.lines[0])
            head[1] = str(number)
            lines += [head] + draft.lines[1:]
        lines.append(["GO"])
        lenient = (station, payer) == (3, "2")
        text = "".join(",".join(line) + ("\n" if lenient else "\r\n") for line in lines)
        folder = os.path.join(out, "claims", f"136999{station:04}-{payer}")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "RECEIPTH.UKE"), "wb") as handle:
            handle.write(text.encode("cp932") + (b"" if lenient else b"\x1a"))


def write_table(path: str, rows: list[dict[str, str]], columns: list[str], encoding: str) -> None:
    """CP932 lacks some dashes and dots: there they become hyphens, which fold to the same."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue()
    if encoding == "cp932":
        content = content.translate(str.maketrans("‐−–·•", "-----"))
    with open(path, "wb") as handle:
        handle.write(content.encode(encoding))


XML_ELEMENTS = [
    ("card_class", "InsuredCardClassification"), ("insurer_no", "InsurerNumber"), ("symbol", "InsuredCardSymbol"),
    ("number", "InsuredIdentificationNumber"), ("branch", "InsuredBranchNumber"), ("name", "Name"),
    ("kana", "NameKana"), ("sex", "Sex1"), ("birth_date", "Birthdate"), ("qualified_on", "QualificationDate"),
    ("lost_on", "DisqualificationDate"), ("card_valid_to", "InsuredCardExpirationDate"),
]
SEARCH_COLUMNS = {"insurer_no", "symbol", "number", "branch", "birth_date"}


def iso_of(text: str) -> str:
    """Eight digits of a date spelled as YYYY-MM-DD or YYYYMMDD; an era date stays no digits (and in the CSV)."""
    return text.replace("-", "")


def has_plain_dates(row: dict[str, str]) -> bool:
    columns = ("birth_date", "as_of", "qualified_on", "lost_on", "card_valid_to")
    return bool(row["as_of"]) and all(iso_of(row[c]).isdigit() or not row[c] for c in columns)


def elements(row: dict[str, str], rng: random.Random, only: set[str] | None = None) -> str:
    parts = []
    for column, tag in XML_ELEMENTS:
        value = row[column]
        if value and (only is None or column in only):
            value = iso_of(value) if column in ("birth_date", "qualified_on", "lost_on", "card_valid_to") else value
            parts.append(f"<{tag}>{value}</{tag}>")
    rng.shuffle(parts)
    return "".join(parts)


def unit(row: dict[str, str], rng: random.Random) -> str:
    """One person; a failed search has only the echo of the query."""
    inner = f"<ProcessingResultStatus>{row['status'] or '1'}</ProcessingResultStatus>"
    if row["validity"]:
        inner += f"<QualificationValidity>{row['validity']}</QualificationValidity>"
    if row["validity"] == "4" or row["status"] == "2":
        echo = elements(row, rng, SEARCH_COLUMNS)
        return f"<QualificationConfirmSearchInfo>{echo}</QualificationConfirmSearchInfo>{inner}"
    record = f"<ResultOfQualificationConfirmation>{elements(row, rng)}</ResultOfQualificationConfirmation>"
    return inner + (f"<ResultList>{record}</ResultList>" if rng.random() < 0.5 else record)


def document(as_of: str, reference: str, body: str, encoding: str) -> bytes:
    header = f"<QualificationConfirmationDate>{iso_of(as_of)}</QualificationConfirmationDate>"
    if reference:
        header += f"<ReferenceClassification>{reference}</ReferenceClassification>"
    header += f"<SegmentOfResult>1</SegmentOfResult><CharacterCodeIdentifier>{int(encoding != 'UTF-8')}</CharacterCodeIdentifier>"
    text = (
        f'<?xml version="1.0" encoding="{encoding}" standalone="no"?>\n'
        f"<XmlMsg><MessageHeader>{header}</MessageHeader><MessageBody>{body}</MessageBody></XmlMsg>\n"
    )
    return text.encode("cp932" if encoding != "UTF-8" else "utf-8", errors="xmlcharrefreplace")


def write_xml(out: str, rows: list[dict[str, str]], rng: random.Random) -> None:
    """Single and face files of one person; bulk and visits files of all that share date and reference."""
    folder = os.path.join(out, "eligibility-xml")
    os.makedirs(folder, exist_ok=True)
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault((iso_of(row["as_of"]), row["reference"]), []).append(row)
    archive: list[tuple[str, bytes]] = []
    for n, (as_of, reference) in enumerate(sorted(groups)):
        encoding = "Shift_JIS" if rng.random() < 0.3 else "UTF-8"
        group = groups[as_of, reference]
        if len(group) == 1 and reference:
            name = f"OQSsiquc01res_{'face_' if reference == '1' else ''}{n:012}.xml"
            body = unit(group[0], rng)
        else:
            name = f"{'OQSmuhvq02res' if rng.random() < 0.4 else 'OQSmuquc02res'}_{n:012}.xml"
            body = "".join(f"<BulkConfirmUnit>{unit(row, rng)}</BulkConfirmUnit>" for row in group)
        data = document(as_of, reference, body, encoding)
        if rng.random() < 0.2:
            archive.append((name, data))
        else:
            with open(os.path.join(folder, name), "wb") as handle:
                handle.write(data)
    with zipfile.ZipFile(os.path.join(folder, "results.zip"), "w") as handle:
        for name, data in archive:
            handle.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
