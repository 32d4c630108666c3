"""Whole processes, measured: wall time, CPU and peak memory; several of them in turn; their table."""

import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

AS_OF = "2026-09-05"  # the day of the check for which `houkan synth` knows what must come out


class Failed(Exception):
    """A process that did not end well; says which and how."""


@dataclass
class Series:
    """Runs of one command."""

    walls: list = field(default_factory=list)  # seconds
    cpus: list = field(default_factory=list)  # seconds, user and system, with all processes it started
    peak: int = 0  # bytes, of the largest of its processes
    outputs: list = field(default_factory=list)

    @property
    def wall(self):
        return min(self.walls)

    @property
    def median(self):
        return statistics.median(self.walls)

    @property
    def cpu(self):
        return statistics.median(self.cpus)

    def run(self, command):
        """Runs `command` once more; raises `Failed` when it does not end with 0."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0), err.seek(0)
            if process.returncode != 0:
                said = err.read().decode(errors="replace").strip()[-2000:]
                raise Failed(f"exit status {process.returncode}: {' '.join(map(str, command))}\n{said}")
            self.outputs.append(out.read().decode(errors="replace"))
        self.walls.append(wall)
        self.cpus.append(usage.ru_utime + usage.ru_stime)
        self.peak = max(self.peak, usage.ru_maxrss * 1024)


def in_turn(commands, rounds):
    """Runs each of `commands` (name → command) `rounds` times, one after the other, so that a busy
    minute meets all of them. Returns name → Series, and name → Failed for those that fail, which are
    not run again."""
    series, failed = {name: Series() for name in commands}, {}
    names = list(commands)
    for turn in range(rounds):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            if name in failed:
                continue
            try:
                series[name].run(commands[name])
            except Failed as why:
                failed[name] = why
    return {name: runs for name, runs in series.items() if name not in failed}, failed


def check_command(houkan, month, report, threads):
    """The whole `houkan check` of a month of `houkan synth`, both reports written to `report`."""
    month = Path(month)
    return [
        houkan, "check", month / "claims", "-e", month / "eligibility", "-c", month / "credentials.csv",
        "--as-of", AS_OF, "--report", "csv,json", "-o", report, "--threads", str(threads),
        "--fail-on", "never", "--quiet",
    ]  # fmt: skip


def make_month(houkan, folder, claims, *options):
    """Makes a month of `claims` claims in `folder`, unless it is there; the same bytes every time."""
    folder = Path(folder)
    if not (folder / "expected.csv").exists():
        shutil.rmtree(folder, ignore_errors=True)
        Series().run([houkan, "synth", "--claims", str(claims), "--seed", "1", "-o", folder, *options])
    return folder


@contextmanager
def scratch_folder(given):
    """`given`, kept; without it a folder that is gone at the end."""
    if given:
        Path(given).mkdir(parents=True, exist_ok=True)
        yield Path(given)
    else:
        with tempfile.TemporaryDirectory(prefix="houkan-bench-") as folder:
            yield Path(folder)


def two_cores():
    """Keeps this process, and so all that it starts, to two cores; returns how many there are then."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    os.sched_setaffinity(0, cores)
    return len(cores)


def machine():
    """Processor, cores in use and load of the last minute, in one line."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return f"{model}, {len(os.sched_getaffinity(0))} cores in use, load {os.getloadavg()[0]:.1f}"


def conditions(before, rounds):
    """The line above a table: the machine `before` and now, and how it was measured. A child starts as a
    copy of this process, and the system counts that to its peak."""
    floor = Series()
    floor.run(["true"])
    after = machine().rsplit(", ", 1)[1]
    return (
        f"{before} before, {after} after; {rounds} runs each, in turn. "
        f"Peaks below {floor.peak / 1e6:.0f} MB cannot be seen."
    )


def table(head, rows):
    """A Markdown table; all columns but the first are figures."""
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in [head, rule, *rows])


def figures(runs):
    """The columns that every table has: wall (least, median), CPU, peak."""
    return [f"{runs.wall:.3f}", f"{runs.median:.3f}", f"{runs.cpu:.3f}", f"{runs.peak / 1e6:.0f}"]


FIGURES = ["wall s (least)", "wall s (median)", "CPU s", "peak MB"]
