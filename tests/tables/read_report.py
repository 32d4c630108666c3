"""Reads a report of `houkan check` with pyarrow and Python's json and csv, and holds its forms against each
other, against summary.json and against the files that its evidence names. It shares no code with the program.

    read_report.py REPORT

REPORT is a folder with the reports csv, jsonl, parquet and arrow, written in the folder that its inputs are named
from.
"""

import csv
import datetime
import hashlib
import json
import pathlib
import sys
import zipfile

import pyarrow
import pyarrow.ipc
import pyarrow.parquet

TEXT, INT, LONG = pyarrow.string(), pyarrow.uint32(), pyarrow.uint64()
DATE, TRUTH = pyarrow.date32(), pyarrow.bool_()

ITEM = {
    "file": TEXT, "sha256": TEXT, "form": TEXT, "place": pyarrow.struct([("unit", INT), ("line", INT)]),
    "as_of": DATE, "reference": TEXT, "query_no": TEXT, "reception_no": TEXT, "executed_at": TEXT,
    "insurer_no": TEXT, "qualified_on": DATE, "lost_on": DATE, "validity": TEXT, "credential": TEXT,
}

# The columns of contract 7; those that are not text, with their types.
COLUMNS = {
    "verdicts": (
        "source_file line payer station_code billing_month service_month claim_no claim_type patient_name "
        "patient_kana sex birth_date insurer_no symbol number branch insurer_kind visit_days total_yen verdict "
        "needs_certificate cert_dates reason bad_dates credential evidence_as_of matched_by",
        {"line": INT, "visit_days": INT, "total_yen": INT, "birth_date": DATE, "evidence_as_of": DATE,
         "needs_certificate": TRUTH},
    ),
    "findings": (
        "source_file line record field station_code claim_no code level dates claim_value reference_value message "
        "action input_sha256 rule_version certainty evidence claim_key",
        {"line": INT, "rule_version": INT, "evidence": None},
    ),
    "worklist": (
        "insurer_no symbol number branch patient_name birth_date station_codes claims yen_at_risk first_date "
        "last_date reason ask",
        {"birth_date": DATE, "claims": LONG, "yen_at_risk": LONG, "first_date": DATE, "last_date": DATE},
    ),
}
SEVERAL_DAYS = {"cert_dates", "bad_dates", "dates"}


def plain(value, column=None):
    """A value as JSON has it."""
    if column in SEVERAL_DAYS:
        return value.split(";") if value else []
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        members = {name: plain(member, None) for name, member in value.items()}
        if "place" in members:
            members["place"] = {name: at for name, at in members["place"].items() if at is not None}
        return members
    return value


def typed(folder, name):
    """The rows of the Parquet file, after comparing them with those of the Arrow file."""
    parquet = pyarrow.parquet.read_table(folder / f"{name}.parquet")
    with pyarrow.ipc.open_file(folder / f"{name}.arrow") as file:
        arrow = file.read_all()
    columns, types = COLUMNS[name]
    for table in (parquet, arrow):
        table.validate(full=True)
        assert table.column_names == columns.split(), (name, table.column_names)
        for field in table.schema:
            kind = types.get(field.name, TEXT)
            if kind is None:
                members = {member.name: member.type for member in field.type.value_type}
                assert members == ITEM, members
            else:
                assert field.type == kind, (name, field)
    assert parquet.to_pylist() == arrow.to_pylist(), name
    metadata = pyarrow.parquet.read_metadata(folder / f"{name}.parquet").metadata
    return [{c: plain(v, c) for c, v in row.items()} for row in parquet.to_pylist()], metadata


def lines(path):
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and raw.endswith(b"\n"), path
    return [json.loads(line) for line in raw.decode("utf-8").split("\n")[:-1]]


def as_cell(value):
    """A value as the CSV files write it."""
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def of_csv(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def digest(named):
    """SHA-256 of a file, or of a member of a zip."""
    path = pathlib.Path(named)
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    archive, member = named.split(".zip/", 1)
    with zipfile.ZipFile(archive + ".zip") as opened:
        return hashlib.sha256(opened.read(member)).hexdigest()


def compare_with_csv(name, rows, cells):
    assert len(rows) == len(cells), name
    for row, other in zip(rows, cells):
        for column, cell in other.items():
            unread = column == "birth_date" and row[column] is None
            # A formula is defused in CSV alone.
            assert unread or as_cell(row[column]) in (cell, cell[1:] if cell[:1] == "'" else cell), (name, column, cell)


def main():
    folder = pathlib.Path(sys.argv[1])
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    hashes = {given["path"]: given["sha256"] for given in summary["inputs"]}
    tables = {}
    for name in COLUMNS:
        rows, metadata = typed(folder, name)
        assert rows, f"{name}: a table without rows proves nothing"
        assert metadata[b"houkan.policy_hash"].decode() == summary["policy"]["hash"]
        assert metadata[b"houkan.version"].decode() == summary["version"]
        compare_with_csv(name, rows, of_csv(folder, name))
        tables[name] = rows
    for name in ("verdicts", "findings"):
        told = lines(folder / f"{name}.jsonl")
        columns = COLUMNS[name][0].split()
        assert [{c: line[c] for c in columns} for line in told] == tables[name], name
        assert all(list(line)[: len(columns)] == columns for line in told), name
    verdicts, findings, people = tables["verdicts"], tables["findings"], tables["worklist"]
    assert len(verdicts) == summary["proof"]["claims_in"] == summary["proof"]["verdicts_out"]
    assert sum(row["total_yen"] or 0 for row in verdicts) == summary["proof"]["yen_in"] == summary["yen"]["total"]
    for code, count in summary["counts"]["code"].items():
        assert sum(row["code"] == code for row in findings) == count, code
    assert len(findings) == sum(summary["counts"]["code"].values())
    needed = summary["needs_certificate"]
    assert (len(people), sum(row["claims"] for row in people)) == (needed["people"], needed["claims"])
    assert sum(row["yen_at_risk"] for row in people) == needed["yen"]
    items = 0
    for row in findings:
        assert row["input_sha256"] == hashes[row["source_file"]] == digest(row["source_file"])
        for item in row["evidence"]:
            assert item["sha256"] == hashes[item["file"]] == digest(item["file"]), item
            assert len(item["place"]) == 1 and min(item["place"].values()) > 0, item
            items += 1
    assert items, "no evidence at all"
    counts = {name: len(rows) for name, rows in tables.items()}
    print(f"pyarrow {pyarrow.__version__}: {counts}, {items} items of evidence")


if __name__ == "__main__":
    main()
