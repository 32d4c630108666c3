"""Measures houkan and what one would write instead of it, and holds their answers together (README.md)."""

import argparse
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import answers
import measure

HERE = Path(__file__).resolve().parent
MAIN = "houkan check, 2 threads"


@dataclass(frozen=True)
class Rival:
    name: str
    script: str
    arguments: tuple = ()
    packages: tuple = ()  # modules that have to be there
    programs: tuple = ()
    own_python: bool = False  # wants the environment of requirements-duckdb-cp932.txt


RIVALS = (
    Rival("Python csv", "rival_csv.py"),
    Rival("Python csv, 2 processes", "rival_csv.py", ("2",)),
    Rival("iconv + awk, 2 pipelines", "rival_awk.sh", programs=("iconv", "awk", "xargs")),
    Rival("pandas, cp932", "rival_pandas.py", ("own",), ("pandas", "pyarrow")),
    Rival("iconv + pandas", "rival_pandas.py", ("iconv",), ("pandas", "pyarrow"), ("iconv",)),
    Rival("polars, cp932 in Python", "rival_polars.py", ("python",), ("polars",)),
    Rival("iconv + polars", "rival_polars.py", ("iconv",), ("polars",), ("iconv",)),
    Rival("iconv + DuckDB", "rival_duckdb.py", ("iconv",), ("duckdb",), ("iconv",)),
    Rival("DuckDB, its own CP932", "rival_duckdb.py", ("own",), ("duckdb", "duckdb_extension_encodings"),
          own_python=True),
)  # fmt: skip


def lacking(rival, python):
    """What `rival` would need and this machine has not, or None."""
    if python is None:
        return "no --duckdb-cp932 given"
    for program in rival.programs:
        if shutil.which(program) is None:
            return f"no program {program}"
    # Asked of the interpreter that would run it, without importing the package.
    code = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)"
    for package in rival.packages:
        try:
            found = subprocess.run([python, "-c", code, package]).returncode == 0
        except OSError as why:
            return str(why)
        if not found:
            return f"no package {package} in {python}"
    return None


def command(rival, python, month):
    inputs = [month / "claims", month / "eligibility" / "eligibility.csv"]
    if rival.script.endswith(".sh"):
        return ["sh", HERE / rival.script, *inputs]
    before = [] if rival.script == "rival_csv.py" else rival.arguments
    after = rival.arguments if rival.script == "rival_csv.py" else []
    return [python, HERE / rival.script, *before, *inputs, *after]


def chosen(options, month):
    """name → command of the rivals that can run here; tells of the others."""
    commands = {}
    for rival in RIVALS:
        if options.only and not any(word in rival.name for word in options.only):
            continue
        python = options.duckdb_cp932 if rival.own_python else sys.executable
        if missing := lacking(rival, python):
            print(f"left out: {rival.name}: {missing}", file=sys.stderr)
        else:
            commands[rival.name] = command(rival, python, month)
    return commands


def checked(series, rivals, month, report):
    """What stands against the answers, told on standard error line by line; True when nothing does."""
    outputs = {name: series[name].outputs for name in rivals if name in series}
    complaints = answers.disagreements(outputs)
    for complaint in complaints:
        print(f"DIFFERS {complaint}", file=sys.stderr)
    if complaints or not outputs or not (report / "verdicts.csv").exists():
        return False
    answer = answers.parse(next(iter(outputs.values()))[0])
    print(f"All rivals: {answer[0]:,} claims, {answer[1]:,} with a record, {answer[2]:,} with a day not covered.")
    print("Each claim against houkan's verdicts.csv and expected.csv:\n")
    # In a process of its own, since what this one holds would count to the peaks of its children.
    script = [sys.executable, HERE / "answers.py", month, report, measure.AS_OF, *map(str, answer)]
    compared = subprocess.run(script, stdout=subprocess.PIPE, text=True)
    print(compared.stdout)
    return compared.returncode == 0


def print_table(series):
    head = ["whole process", *measure.FIGURES, "× houkan"]
    unit = series[MAIN].wall if MAIN in series else None
    rows = [
        [name, *measure.figures(runs), f"{runs.wall / unit:.1f}" if unit else "–"]
        for name, runs in sorted(series.items(), key=lambda item: item[1].wall)
    ]
    print(measure.table(head, rows))


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--houkan", default="houkan", help="the program; default: the one on PATH")
    parser.add_argument("--claims", type=int, default=100_000, help="size of the month that is made")
    parser.add_argument("--month", type=Path, help="a month of `houkan synth` instead of a new one")
    parser.add_argument("--runs", type=int, default=5, help="runs of each (default: 5)")
    parser.add_argument("--only", nargs="+", help="only rivals with one of these words in their name")
    parser.add_argument("--duckdb-cp932", metavar="PYTHON", help="Python with requirements-duckdb-cp932.txt")
    parser.add_argument("--scratch", help="folder for month and reports, kept; default: one that is removed")
    return parser.parse_args(arguments)


def main(arguments=None):
    options = options_of(arguments)
    measure.two_cores()
    before = measure.machine()
    with measure.scratch_folder(options.scratch) as scratch:
        month = options.month or measure.make_month(
            options.houkan, scratch / f"month-{options.claims}", options.claims
        )
        report = scratch / "report"
        rivals = chosen(options, month)
        commands = {
            MAIN: measure.check_command(options.houkan, month, report, 2),
            "houkan check, 1 thread": measure.check_command(options.houkan, month, report, 1),
            **rivals,
        }
        series, failed = measure.in_turn(commands, options.runs)
        for name, why in failed.items():
            print(f"FAILED {name}: {why}", file=sys.stderr)
        agree = checked(series, rivals, month, report)
    print(f"{measure.conditions(before, options.runs)}\n")
    print_table(series)
    return 1 if failed or not agree else 0


if __name__ == "__main__":
    sys.exit(main())
