"""Reads the tables of `houkan convert` with pyarrow and holds them against what this script counts by
itself in the claim files. It shares no code with the program.

    read_back.py CLAIMS REGISTER PARQUET ARROW CSV

CLAIMS is a folder of RECEIPTH.UKE in Shift_JIS as stations file them, REGISTER a CSV among the eligibility
results; the others are folders written from them.
"""

import csv
import datetime
import pathlib
import sys

import pyarrow
import pyarrow.ipc
import pyarrow.parquet

TEXT, INT, LONG = pyarrow.string(), pyarrow.int32(), pyarrow.int64()
DATE, TRUTH = pyarrow.date32(), pyarrow.bool_()

# Column, type, and how a value is read from CSV; the columns this script knows of each table.
COLUMNS = {
    "claims": {
        "claim_index": LONG, "source_file": TEXT, "line": INT, "shape": TEXT, "has_re": TRUTH, "payer": TEXT,
        "station_code": TEXT, "station_name": TEXT, "billing_month": TEXT, "service_month": TEXT, "claim_no": TEXT,
        "claim_type": TEXT, "patient_name": TEXT, "patient_kana": TEXT, "sex": TEXT, "birth_date": DATE,
        "insurer_no": TEXT, "symbol": TEXT, "number": TEXT, "branch": TEXT, "visit_days": INT, "total_yen": LONG,
        "total_yen_as_filed": LONG, "is_corrected": TRUTH, "started_on": DATE,
    },
    "public_payers": {
        "claim_index": LONG, "line": INT, "order": INT, "payer_no": TEXT, "recipient_no": TEXT, "visit_days": INT,
        "total_yen": LONG, "copay_yen": LONG, "covered_copay_yen": LONG,
    },
    "visits": {
        "claim_index": LONG, "date": DATE, "jd_code": TEXT, "in_jd": TRUTH, "in_ka": TRUTH, "visit_count": TEXT,
        "yen": LONG,
    },
    "items": {
        "claim_index": LONG, "line": INT, "date": DATE, "payer_set": TEXT, "item_code": TEXT, "quantity": INT,
        "yen": LONG, "occupations": TEXT, "visit_count": TEXT, "instruction": TEXT,
    },
    "diagnoses": {
        "claim_index": LONG, "line": INT, "order": INT, "disease_code": TEXT, "modifiers": TEXT,
        "disease_name": TEXT, "comment": TEXT,
    },
    "instructions": {
        "claim_index": LONG, "line": INT, "order": INT, "instruction": TEXT, "valid_from": DATE, "valid_to": DATE,
    },
    "eligibility": {
        "record_index": LONG, "source_file": TEXT, "form": TEXT, "row": INT, "insurer_no": TEXT, "number": TEXT,
        "birth_date": DATE, "as_of": DATE, "copay_percent": INT, "preschool": TRUTH, "myna_registered": TRUTH,
        "visits_file": TRUTH,
    },
}


def day(text):
    try:
        return datetime.datetime.strptime(text, "%Y%m%d").date() if len(text) == 8 else None
    except ValueError:
        return None


def month(text):
    return f"{text[:4]}-{text[4:]}" if day(text + "01") else None


def number(text):
    return int(text) if text.isascii() and text.isdigit() else None


def claims_of(folder):
    """The claims of all files in order of path, each a dict of its records, and the HM in force."""
    paths = sorted(folder.rglob("*.UKE"), key=str)
    for path in paths:
        header, claim = [], None
        with open(path, encoding="cp932", newline="") as file:
            for at, line in enumerate(file.read().split("\r\n"), 1):
                fields = line.split(",")
                if fields[0] == "HM":
                    header = fields
                elif fields[0] == "RE":
                    if claim:
                        yield claim
                    claim = {"path": path, "line": at, "HM": header, "records": []}
                if fields[0] in ("GO", "\x1a", ""):
                    if claim:
                        yield claim
                    claim = None
                elif claim:
                    claim["records"].append((at, fields + [""] * 40))


def records(claim, tag):
    return [(at, fields) for at, fields in claim["records"] if fields[0] == tag]


def expected(folder):
    """What every table should hold, as dicts by column; only the columns this script knows."""
    tables = {name: [] for name in COLUMNS if name != "eligibility"}
    for index, claim in enumerate(claims_of(folder), 1):
        re = records(claim, "RE")[0][1]
        hm = claim["HM"]
        ho = [fields for _, fields in records(claim, "HO")][:1]
        ko = [fields for _, fields in records(claim, "KO")]
        payer = ho[0] if ho else ([k[:3] + [k[2]] + k[4:] for k in ko[:1]] or [[""] * 40])[0]
        rj = [fields for _, fields in records(claim, "RJ")] or [[""] * 40]
        branch = [fields[6] for _, fields in records(claim, "SN") if fields[1] == "1"]
        tables["claims"].append({
            "claim_index": index, "source_file": str(claim["path"]), "line": claim["line"], "shape": "station",
            "has_re": True, "payer": hm[1], "station_code": hm[2] + hm[3] + hm[4], "station_name": hm[5],
            "billing_month": month(hm[6]), "service_month": month(re[3]), "claim_no": re[1], "claim_type": re[2],
            "patient_name": re[4], "patient_kana": re[5], "sex": re[6], "birth_date": day(re[7]),
            "insurer_no": payer[1].strip(), "symbol": ho[0][2] if ho else "", "number": payer[3],
            "branch": branch[-1] if branch else "", "visit_days": number(payer[4]), "total_yen": number(payer[5]),
            "total_yen_as_filed": number(payer[5]), "is_corrected": False, "started_on": day(rj[0][1]),
        })
        for order, (at, k) in enumerate(records(claim, "KO"), 1):
            tables["public_payers"].append({
                "claim_index": index, "line": at, "order": order, "payer_no": k[1], "recipient_no": k[2],
                "visit_days": number(k[4]), "total_yen": number(k[5]), "copay_yen": number(k[6]),
                "covered_copay_yen": number(k[7]),
            })
        for at, k in records(claim, "KA"):
            tables["items"].append({
                "claim_index": index, "line": at, "date": day(k[1]), "payer_set": k[2], "item_code": k[3],
                "quantity": number(k[4]), "yen": number(k[5]), "occupations": k[6], "visit_count": k[7],
                "instruction": k[8],
            })
        for order, (at, s) in enumerate(records(claim, "SY"), 1):
            tables["diagnoses"].append({
                "claim_index": index, "line": at, "order": order, "disease_code": s[1], "modifiers": s[2],
                "disease_name": s[3], "comment": s[4],
            })
        for order, (at, h) in enumerate(records(claim, "HJ"), 1):
            tables["instructions"].append({
                "claim_index": index, "line": at, "order": order, "instruction": h[1], "valid_from": day(h[2]),
                "valid_to": day(h[3]),
            })
        tables["visits"] += visits(index, claim, re[3])
    for name, rows in tables.items():
        for row in rows:
            for column, kind in COLUMNS[name].items():
                if kind == TEXT and row[column] == "":
                    row[column] = None
    return tables


def visits(index, claim, service_month):
    """The visit dates of contract 4.1."""
    first = day(service_month + "01")
    if first is None:
        return []
    days = {}

    def at(date):
        return days.setdefault(date, {"jd_code": None, "in_ka": False, "visit_count": None, "yen": 0})

    every = [fields for _, fields in records(claim, "JD")]
    ours = [fields for fields in every if fields[1] == "1"] or every[:1]
    for fields in ours:
        for offset, code in enumerate(fields[2:33]):
            date = first + datetime.timedelta(offset)
            if code and date.month == first.month:
                at(date)["jd_code"] = code
    for _, k in records(claim, "KA"):
        date = day(k[1])
        if date and (date.year, date.month) == (first.year, first.month):
            found = at(date)
            found["in_ka"] = True
            found["yen"] += number(k[5]) or 0
            found["visit_count"] = max(found["visit_count"] or "", k[7]) or None
    counted = {d for d, found in days.items() if found["jd_code"] in ("1", "2") or found["visit_count"]}
    counted = counted or {d for d, found in days.items() if found["in_ka"]}
    return [
        {"claim_index": index, "date": d, "in_jd": days[d]["jd_code"] in ("1", "2"), **days[d]}
        for d in sorted(counted)
    ]


def of_csv(text, kind):
    if text == "":
        return None
    if kind == DATE:
        return datetime.date.fromisoformat(text)
    if kind in (INT, LONG):
        return int(text)
    return text == "true" if kind == TRUTH else text


def read_csv(path, kinds):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [{column: of_csv(row[column], kind) for column, kind in kinds.items()} for row in csv.DictReader(file)]


def read(folder, name, ending):
    """The rows of a table, and its metadata and types where the format has them."""
    kinds = COLUMNS[name]
    path = folder / f"{name}.{ending}"
    if ending == "csv":
        return read_csv(path, kinds)
    if ending == "parquet":
        table = pyarrow.parquet.read_table(path)
        metadata = pyarrow.parquet.read_metadata(path).metadata
    else:
        with pyarrow.ipc.open_file(path) as file:
            table = file.read_all()
        metadata = table.schema.metadata
    table.validate(full=True)
    assert metadata[b"houkan.schema_version"] == b"1", metadata
    for column, kind in kinds.items():
        assert table.schema.field(column).type == kind, (name, column, table.schema.field(column).type)
    return table.select(list(kinds)).to_pylist()


def compare(name, ending, found, wanted):
    assert len(found) == len(wanted), f"{name}.{ending}: {len(found)} rows, {len(wanted)} expected"
    for at, (row, other) in enumerate(zip(found, wanted)):
        for column, value in other.items():
            assert row[column] == value, f"{name}.{ending} row {at} {column}: {row[column]!r}, expected {value!r}"


def main():
    claims, register, parquet, arrow, csv_folder = map(pathlib.Path, sys.argv[1:])
    folders = {"parquet": parquet, "arrow": arrow, "csv": csv_folder}
    tables = expected(claims)
    assert all(tables.values()), "a table without rows proves nothing"
    for ending, folder in folders.items():
        for name, wanted in tables.items():
            compare(name, ending, read(folder, name, ending), wanted)
        items = read(folder, "items", ending)
        assert sum(row["yen"] or 0 for row in items) == sum(row["yen"] or 0 for row in tables["items"])
    eligibility = {ending: read(folder, "eligibility", ending) for ending, folder in folders.items()}
    assert eligibility["parquet"] == eligibility["arrow"] == eligibility["csv"]
    kinds = {"insurer_no": TEXT, "number": TEXT, "birth_date": DATE}
    of_register = [row for row in eligibility["parquet"] if row["source_file"] == str(register)]
    compare("eligibility", "parquet", of_register, read_csv(register, kinds))
    counts = {name: len(rows) for name, rows in tables.items()}
    print(f"pyarrow {pyarrow.__version__}: {counts}, {len(eligibility['parquet'])} eligibility records")


if __name__ == "__main__":
    main()
