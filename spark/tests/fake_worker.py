"""Speaks the streams of `houkan worker` with trivial contents, and fails when told to.

A claim file has lines `C key touch people twin yen`, an eligibility file `R touch people around`; lists are joined by `,`
and `-` is none. The verdict of a claim names the records that came with it. What goes wrong is told by files in a folder:
`once-STEP` is taken away and the process killed, `always-STEP` ends it with status 4, `slow-STEP` makes it slow,
`half-STEP` ends it well before it has done anything, `lose` and
`errors` have verdicts missing.
"""

import datetime
import os
import signal
import sys
import time
from pathlib import Path

import pyarrow as pa

VERSION, FAULTS = sys.argv[1], Path(sys.argv[2])
ARGUMENTS = sys.argv[3:]
LONGS, BLOBS = pa.list_(pa.int64()), pa.list_(pa.binary())

FILES = [("path", pa.string()), ("content", pa.binary())]
CLAIMS = [
    ("kind", pa.string()), ("source_file", pa.string()), ("line", pa.int64()), ("claim_key", pa.string()),
    ("insurer_no", pa.string()), ("touch_key", pa.int64()), ("people", LONGS), ("twin", pa.int64()),
    ("total_yen", pa.int64()), ("encoding", pa.string()), ("shape", pa.string()), ("header", pa.binary()),
    ("body", pa.binary()), ("issues", BLOBS), ("error", pa.string()),
]  # fmt: skip
RECORDS = [
    ("source_file", pa.string()), ("form", pa.string()), ("row", pa.int64()), ("touch_key", pa.int64()),
    ("people", LONGS), ("around", LONGS), ("as_of", pa.date32()), ("body", pa.binary()), ("error", pa.string()),
]  # fmt: skip


def judgements() -> list[tuple[str, pa.DataType]]:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from houkan_spark.tables import FINDINGS, VERDICTS

    types = {"line": pa.uint32(), "visit_days": pa.uint32(), "total_yen": pa.uint32(), "birth_date": pa.date32(),
             "evidence_as_of": pa.date32(), "needs_certificate": pa.bool_()}  # fmt: skip
    names = ["kind", *VERDICTS, *(name for name in FINDINGS if name not in VERDICTS)]
    return [(name, types.get(name, pa.string())) for name in names]


def metadata() -> dict[str, str]:
    number = "2" if (FAULTS / "other-worker").exists() else "1"
    return {"houkan.version": VERSION, "houkan.worker": number}


def longs(text: str) -> list[int]:
    return [] if text == "-" else [int(it) for it in text.split(",")]


def number(text: str) -> int | None:
    return None if text == "-" else int(text)


def parse(row: dict) -> list[dict]:
    name, text = row["path"], row["content"].decode()
    if text.startswith("broken"):
        return [{"kind": "file", "source_file": name, "total_yen": 0, "error": "broken"}]
    out, same = [], {"source_file": name, "encoding": "utf8", "shape": "station"}
    for line, fields in enumerate(map(str.split, text.splitlines()), 1):
        _, key, touch, people, twin, yen = fields
        out.append({"kind": "claim", "line": line, "claim_key": key, "insurer_no": "00000001",
                    "touch_key": number(touch), "people": longs(people), "twin": number(twin), "total_yen": int(yen),
                    "header": b"h", "body": f"{key} {yen}".encode(), "issues": [], **same})  # fmt: skip
    out.append({"kind": "file", "total_yen": sum(it["total_yen"] for it in out), "issues": [b"of the file"], **same})
    return out


def records(row: dict) -> list[dict]:
    name, text = row["path"], row["content"].decode()
    if text.startswith("broken"):
        return [{"source_file": name, "form": "other", "error": "broken"}]
    out = []
    for place, (_, touch, people, around) in enumerate(map(str.split, text.splitlines()), 1):
        out.append({"source_file": name, "form": "table", "row": place, "touch_key": number(touch),
                    "people": longs(people), "around": longs(around), "as_of": datetime.date(2026, 9, 1),
                    "body": f"{os.path.basename(name)}:{place}".encode()})  # fmt: skip
    return out


def judge(row: dict) -> list[dict]:
    found = ";".join(it["body"].decode() for it in row["records"])
    out = []
    for claim in row["claims"]:
        same = {"source_file": claim["source_file"], "line": claim["line"]}
        if claim["kind"] == "file":
            assert claim["issues"] == [b"of the file"] or claim["body"] is None
            out.append({"kind": "finding", "code": "FILE", **same})
            continue
        key, yen = claim["body"].decode().split()
        if (FAULTS / "lose").exists() and key.endswith("7"):
            continue
        if (FAULTS / "errors").exists():
            out.append({"kind": "error", "message": "田中", **same})
            continue
        out.append({"kind": "verdict", "claim_no": key, "total_yen": int(yen), "verdict": "OK" if found else "CANNOT_JUDGE",
                    "needs_certificate": False, "reason": found, "credential": str(len(row["claims"])), **same})  # fmt: skip
        if len(row["claims"]) > 1:
            out.append({"kind": "finding", "code": "DUPLICATE_CLAIM", "claim_no": key, **same})
    return out


def fault(step: str) -> None:
    if (FAULTS / f"always-{step}").exists():
        print("cannot go on: 山田 太郎 01234567", file=sys.stderr)
        sys.exit(4)
    if (FAULTS / f"slow-{step}").exists():
        (FAULTS / f"began-{step}").touch()
        time.sleep(3)
    try:
        (FAULTS / f"once-{step}").unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    if ARGUMENTS == ["--version"]:
        print(f"houkan {VERSION}")
        return
    step = ARGUMENTS[1]
    columns, work = {"parse": (CLAIMS, parse), "records": (RECORDS, records), "judge": (judgements(), judge)}[step]
    schema = pa.schema(columns).with_metadata(metadata())
    reader = pa.ipc.open_stream(sys.stdin.buffer)
    assert reader.schema.metadata[b"houkan.worker"] == b"1"
    with (FAULTS / "batches").open("a") as log, pa.ipc.new_stream(sys.stdout.buffer, schema) as writer:
        for batch in reader:
            print(step, len(batch), batch.nbytes, file=log, flush=True)
            if (FAULTS / f"half-{step}").exists():
                return
            for row in batch.to_pylist():
                writer.write_batch(pa.RecordBatch.from_pylist(work(row), schema=schema))
            sys.stdout.buffer.flush()
            fault(step)


main()
