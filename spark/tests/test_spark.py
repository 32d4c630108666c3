"""Two executors, the fake program, and what may go wrong."""

import json
import os
import signal
import stat
import subprocess
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import Bench, finished, make_program


def table(out: Path, name: str) -> list[dict]:
    return pq.read_table(out / name).to_pylist()


def assert_right(bench: Bench) -> None:
    """What was published is what the month has to give, and nothing else is there."""
    verdicts = table(bench.out, "verdicts")
    found = {row["claim_no"]: (row["reason"], row["credential"]) for row in verdicts}
    assert len(verdicts) == len(bench.month.claims)
    assert found == bench.month.expected()
    assert sum(row["total_yen"] for row in verdicts) == bench.month.yen
    twins = sum(int(count) > 1 for _, count in found.values())
    codes = [row["code"] for row in table(bench.out, "findings")]
    assert codes.count("DUPLICATE_CLAIM") == twins > 0
    assert codes.count("FILE") == len({it.file for it in bench.month.claims})
    manifest = json.loads((bench.out / "manifest.json").read_text())
    assert manifest["totals"] == {"claims": len(verdicts), "yen": bench.month.yen, "findings": len(codes)}
    assert [it.name for it in bench.out.parent.iterdir()] == [bench.out.name]


def assert_failed(bench: Bench, done: subprocess.CompletedProcess, words: str, status: int = 4) -> None:
    assert done.returncode == status, done.stderr
    assert words in done.stderr.splitlines()[-1]
    assert "山田" not in done.stderr and "01234567" not in done.stderr
    assert bench.nothing()


def wait_for(path: Path, process: subprocess.Popen) -> None:
    end = time.monotonic() + 120
    while not path.exists():
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.05)


def descendants(pid: int, words: str) -> list[int]:
    """Processes below this one whose command line has these words."""
    command = ["ps", "-eww", "-o", "pid=", "-o", "ppid=", "-o", "args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    below, size = {pid}, 0
    while len(below) > size:
        size = len(below)
        below |= {int(row[0]) for row in rows if int(row[1]) in below}
    return [int(row[0]) for row in rows if int(row[0]) in below and words in row[2]]


def test_undisturbed(bench: Bench):
    bench.month.folder.joinpath("claims", ".hidden").write_text("not looked at")
    done = bench.run()
    assert done.returncode == 0, done.stderr
    assert f"{len(bench.month.claims):,} claims, {bench.month.yen:,} yen" in done.stdout
    assert_right(bench)
    # Files are named from the path as given, and nobody else can read what was written.
    names = {row["source_file"] for row in table(bench.out, "verdicts")}
    assert names <= {str(path) for path in bench.month.folder.rglob("*.UKE")}
    for path in [bench.out, *bench.out.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize("step", ["parse", "records", "judge"])
def test_a_worker_that_is_killed_once(bench: Bench, step: str):
    mark = bench.fault(f"once-{step}")
    done = bench.run()
    assert done.returncode == 0, done.stderr
    assert not mark.exists()
    assert_right(bench)


@pytest.mark.parametrize("step", ["parse", "judge"])
def test_an_executor_that_is_killed(bench: Bench, step: str):
    slow = bench.fault(f"slow-{step}")
    process = bench.start()
    wait_for(bench.faults / f"began-{step}", process)
    executors = descendants(process.pid, "CoarseGrainedExecutorBackend")
    assert len(executors) == 2
    os.kill(executors[0], signal.SIGKILL)
    slow.unlink()
    done = finished(process)
    assert done.returncode == 0, done.stderr
    assert_right(bench)


@pytest.mark.parametrize("step", ["parse", "judge"])
def test_a_worker_that_always_fails(bench: Bench, step: str):
    """The driver's own call sees no batch and goes well, so it is the executors that fail."""
    bench.fault(f"always-{step}")
    assert_failed(bench, bench.run(), f"houkan worker {step} ended with status 4: cannot go on: ? ? #")


def test_claims_without_a_verdict_are_missed(bench: Bench):
    bench.fault("lose")
    assert_failed(bench, bench.run(), "are not the same. Nothing was published")


def test_a_group_that_cannot_be_judged(bench: Bench):
    bench.fault("errors")
    assert_failed(bench, bench.run(), "groups of claims could not be judged")


def test_a_file_that_cannot_be_read(bench: Bench):
    for side, name in (("claims", "x.UKE"), ("eligibility", "x.csv")):
        bench.month.folder.joinpath(side, name).write_text("broken")
    done = bench.run()
    assert done.returncode == 3, done.stderr
    unreadable = table(bench.out, "unreadable")
    assert sorted(row["side"] for row in unreadable) == ["claims", "eligibility"]
    bench.month.folder.joinpath("claims", "x.UKE").unlink()
    assert len(table(bench.out, "verdicts")) == len(bench.month.claims)


def test_a_program_of_another_version_here(bench: Bench):
    make_program(bench.program, bench.faults, "0.0.9")
    assert_failed(bench, bench.run(), "needs houkan 0.1.0", status=2)


def test_streams_of_another_version(bench: Bench):
    bench.fault("other-worker")
    assert_failed(bench, bench.run(), "houkan.worker is 2 here, and 1 on the driver")


def test_a_program_of_another_version_on_an_executor(bench: Bench):
    """The driver has the right one when it looks; then it is replaced."""
    bench.fault("slow-parse")
    process = bench.start()
    wait_for(bench.faults / "began-parse", process)
    make_program(bench.program, bench.faults, "0.0.9")
    assert_failed(bench, finished(process), "houkan.version is 0.0.9 here, and 0.1.0 on the driver")


def test_no_room_for_the_results(bench: Bench):
    script = 'mount -t tmpfs -o size=48k none "$0" && "$@"; status=$?; ls -A "$0" >&2; exit $status'
    before = ("unshare", "-rm", "sh", "-c", script, str(bench.out.parent))
    if subprocess.run(["unshare", "-rm", "true"], check=False).returncode != 0:
        pytest.skip("a small file system cannot be made here")
    # Nothing is listed behind the message: nothing was left.
    assert_failed(bench, bench.run(before=before), "Nothing was published")


def test_results_cannot_be_written(bench: Bench):
    bench.out.parent.rmdir()
    bench.out.parent.write_text("a file")
    done = bench.run()
    assert done.returncode == 4
    assert "cannot be written" in done.stderr.splitlines()[-1]
    assert bench.out.parent.read_text() == "a file"


def test_results_that_are_there_stay(bench: Bench):
    bench.out.mkdir()
    bench.out.joinpath("mine").touch()
    done = bench.run()
    assert done.returncode == 2
    assert "is there already" in done.stderr.splitlines()[-1]
    assert [it.name for it in bench.out.iterdir()] == ["mine"]


def test_inputs_that_change_meanwhile(bench: Bench):
    bench.fault("slow-judge")
    process = bench.start()
    wait_for(bench.faults / "began-judge", process)
    bench.month.folder.joinpath("claims", "late.UKE").write_text("")
    assert_failed(bench, finished(process), "the inputs changed while they were read")


@pytest.mark.parametrize("name", ["_RECEIPTH.UKE", "x._COPYING_"])
def test_a_name_that_spark_passes_over(bench: Bench, name: str):
    bench.month.folder.joinpath("claims", name).write_text("")
    assert_failed(bench, bench.run(), "Spark passes over names", status=2)


def test_results_inside_of_the_inputs(bench: Bench):
    bench.out = bench.month.folder / "claims" / "night"
    done = bench.run()
    assert done.returncode == 2
    assert "is inside of the input" in done.stderr.splitlines()[-1]
    assert not bench.out.exists()


def test_one_file_given_twice(bench: Bench):
    file = next(bench.month.folder.joinpath("claims").rglob("*.UKE"))
    command = bench.command("--claims", str(file), str(bench.month.folder / "claims"))
    done = subprocess.run(command, env=bench.environment(), capture_output=True, text=True, timeout=120)
    assert_failed(bench, done, "overlap", status=2)


def test_a_report_of_the_program_is_no_input(bench: Bench):
    report = bench.month.folder / "claims" / "report"
    report.mkdir()
    report.joinpath("summary.json").write_text('{"program": "houkan"}')
    report.joinpath("verdicts.csv").write_text("broken")
    done = bench.run("--ship")
    assert done.returncode == 0, done.stderr
    assert_right(bench)
