import os
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import month as months

HERE = Path(__file__).parent
# Short runs: most of what the machines of Java would compile is run a few times.
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
MASTER = os.environ.get("HOUKAN_SPARK_MASTER", "local-cluster[2,1,1536]")


@dataclass
class Bench:
    """A folder with a month, the fake program, and where results go."""

    folder: Path
    month: months.Month
    faults: Path = field(init=False)
    program: Path = field(init=False)
    out: Path = field(init=False)

    def __post_init__(self):
        self.faults = self.folder / "faults"
        self.faults.mkdir()
        self.out = self.folder / "results" / "night"
        self.out.parent.mkdir()
        self.program = make_program(self.folder / "bin" / "houkan", self.faults)

    def fault(self, name: str) -> Path:
        path = self.faults / name
        path.touch()
        return path

    def command(self, *further: str) -> list[str]:
        return [
            sys.executable, "-m", "houkan_spark.cli", "check", "--as-of", "2026-09-05", "--lang", "en",
            "--claims", str(self.month.folder / "claims"), "--eligibility", str(self.month.folder / "eligibility"),
            "--out", str(self.out), "--houkan", str(self.program), "--master", MASTER,
            "--conf", f"spark.driver.extraJavaOptions={QUICK}", "--conf", f"spark.executor.extraJavaOptions={QUICK}",
            *further,
        ]  # fmt: skip

    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(HERE.parent)}

    def start(self, *further: str, before: tuple[str, ...] = ()) -> subprocess.Popen:
        return subprocess.Popen(
            [*before, *self.command(*further)], cwd=self.folder, env=self.environment(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *further: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
        return finished(self.start(*further, before=before))

    def nothing(self) -> bool:
        """Nothing is published and nothing lies about."""
        return list(self.out.parent.iterdir()) == []


def finished(process: subprocess.Popen) -> subprocess.CompletedProcess:
    try:
        said, errors = process.communicate(timeout=240)
    finally:
        process.kill()
    return subprocess.CompletedProcess(process.args, process.returncode, said, errors)


def make_program(path: Path, faults: Path, version: str = "0.1.0") -> Path:
    path.parent.mkdir(exist_ok=True)
    words = [sys.executable, str(HERE / "fake_worker.py"), version, str(faults)]
    path.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
    path.chmod(0o755)
    return path


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, months.make(tmp_path / "month"))
