"""Batches through a process, without Spark."""

import subprocess
import sys
import threading
from pathlib import Path

import pyarrow as pa
import pytest

from houkan_spark.numbering import numbered
from houkan_spark.pipe import WorkerFailed, scrub, shaped, through

# A process that reads a stream and does with it what its first argument says.
PROCESS = """
import os, signal, sys
import pyarrow as pa
what = sys.argv[1]
if what == "mute":
    sys.stdin.buffer.read()
    sys.exit(0)
if what == "refuse":
    sys.stderr.write("x" * 1_000_000 + " no: 山田 ﾔﾏﾀﾞ 01234567 line 12")
    sys.exit(4)
meta = {"houkan.version": "9.9" if what == "other" else "0.1.0", "houkan.worker": "1"}
reader = pa.ipc.open_stream(sys.stdin.buffer)
assert reader.schema.metadata[b"houkan.version"] == b"0.1.0"
writer = pa.ipc.new_stream(sys.stdout.buffer, reader.schema.with_metadata(meta))
for at, batch in enumerate(reader):
    # Much more comes out than goes in, and before the next is read.
    for _ in range(20 if what == "swell" else 1): writer.write_batch(batch)
    if what == "kill" and at == 3: os.kill(os.getpid(), signal.SIGKILL)
    if what == "early" and at == 3: break
if what == "cut":
    sys.stdout.buffer.write(b"\\xff\\xff\\xff\\xff\\x10\\x27\\0\\0half of a batch")
    sys.stdout.buffer.flush()
    os._exit(0)
writer.close()
"""


@pytest.fixture
def command(tmp_path: Path):
    path = tmp_path / "process.py"
    path.write_text(PROCESS)
    return lambda what: [sys.executable, str(path), what]


def batches(count: int, bytes_each: int = 1_000_000):
    block = b"b" * bytes_each
    for at in range(count):
        yield pa.RecordBatch.from_pydict({"at": [at], "block": [block]})


def test_what_goes_in_comes_out_in_order(command):
    given = [it.column("at")[0].as_py() for it in through(batches(50), command("same"), "0.1.0")]
    assert given == list(range(50))


def test_a_process_that_writes_more_than_it_reads_blocks_nobody(command):
    """And only a few batches are in flight: reading runs ahead of what is taken by what pipes and two batches hold."""
    pulled = 0

    def counted():
        nonlocal pulled
        for batch in batches(40):
            pulled += 1
            yield batch

    taken = 0
    for _ in through(counted(), command("swell"), "0.1.0"):
        taken += 1
        assert pulled <= taken / 20 + 4
    assert taken == 800


def test_nothing_is_started_for_nothing():
    assert list(through(iter([]), ["/nonexistent"], "0.1.0")) == []


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("kill", "was killed by signal 9"),
        ("early", "ended before it had read everything"),
        ("cut", "its output is broken off"),
        ("mute", "its output is no Arrow stream"),
        ("other", "houkan.version is 9.9 here, and 0.1.0 on the driver"),
        ("refuse", "ended with status 4"),
    ],
)
def test_what_is_not_well_fails(command, what, words):
    before = threading.active_count()
    with pytest.raises(WorkerFailed, match=words) as failure:
        list(through(batches(50), command(what), "0.1.0"))
    assert all(word not in str(failure.value) for word in ("山田", "01234567"))
    assert len(str(failure.value)) < 5_000
    assert threading.active_count() == before


def test_a_program_that_is_not_there_is_told():
    with pytest.raises(WorkerFailed, match="cannot be started here: No such file"):
        list(through(batches(1), ["/nonexistent/houkan", "worker", "judge"], "0.1.0"))


def test_a_fault_upstream_is_that_fault(command):
    def broken():
        yield from batches(3)
        raise ValueError("upstream")

    with pytest.raises(ValueError, match="upstream"):
        list(through(broken(), command("same"), "0.1.0"))


def test_leaving_early_leaves_no_process(command):
    given = through(batches(10_000), command("same"), "0.1.0")
    next(given)
    given.close()
    running = subprocess.run(["ps", "-ef"], capture_output=True, text=True, check=True).stdout
    assert command("same")[1] not in running


def test_scrubbed_words_tell_of_nobody():
    assert scrub("列 山田太郎 ﾔﾏﾀﾞ born 19400101, line 12\n") == "? ? ? born #, line 12"


def test_shaping_tells_the_column_and_not_the_value():
    batch = pa.RecordBatch.from_pydict({"line": [2**40], "name": ["x"]})
    schema = pa.schema([("name", pa.string()), ("line", pa.int32())])
    with pytest.raises(WorkerFailed, match="column line is not there or is no int32") as failure:
        list(shaped(iter([batch]), schema))
    assert "1099511627776" not in str(failure.value)
    wide = pa.schema([("name", pa.string()), ("line", pa.int64())])
    assert list(shaped(iter([batch]), wide))[0].schema == wide


def test_places_count_within_each_file_over_batches():
    given = [
        pa.RecordBatch.from_pydict({"source_file": names}) for names in (["a", "a", "b"], ["b", "c"], ["a"])
    ]
    places = [it.column("at").to_pylist() for it in numbered(iter(given), "at")]
    assert places == [[0, 1, 0], [1, 0], [2]]
