"""How the cost of `houkan check` grows with the month, in many files and in one, on 1 and 2 threads."""

import argparse
import sys

import measure

LARGEST_SINGLE = 999_999  # レセプト番号 has six digits, and a file numbers its claims through


def numbers(text):
    return [int(number) for number in text.split(",") if number]


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--houkan", default="houkan", help="the program; default: the one on PATH")
    parser.add_argument("--sizes", type=numbers, default="1000,10000,100000,1000000", help="claims, ascending")
    parser.add_argument("--single", type=int, help="claims in the one file; default: the largest size; 0: none")
    parser.add_argument("--threads", type=numbers, default="1,2")
    parser.add_argument("--runs", type=int, default=5, help="runs of each (default: 5)")
    parser.add_argument("--scratch", help="folder for months and reports, kept; default: one that is removed")
    options = parser.parse_args(arguments)
    if options.single is None:
        options.single = min(max(options.sizes), LARGEST_SINGLE)
    return options


def months_of(options, scratch):
    """(claims, whether in one file) → folder, in the order of the table."""
    months = {(size, False): scratch / f"month-{size}" for size in sorted(options.sizes)}
    if options.single:
        months[options.single, True] = scratch / f"single-{options.single}"
    for (claims, single), folder in months.items():
        measure.make_month(options.houkan, folder, claims, *(["--single-file"] if single else []))
    return months


def files_in(folder):
    return sum(1 for _ in (folder / "claims").rglob("*.UKE"))


def rows_of(series, months, threads):
    """Rows of the table; the last column compares with the size before, that of a single file with the
    largest size in many files, as if it had as many claims."""
    for count in threads:
        before = None
        for (claims, single), folder in months.items():
            runs = series.get((claims, single, count))
            if runs is None:
                continue
            ratio = "–"
            if before:
                wall = runs.wall * before[0] / claims if single else runs.wall
                ratio = f"{wall / before[1]:.2f}"
            files = f"{files_in(folder):,}"
            yield [f"{claims:,}", files, count, *measure.figures(runs), f"{claims / runs.wall:,.0f}", ratio]
            before = claims, runs.wall


def gains(series, months, threads):
    """Wall time on the fewest threads in relation to the most, a month each."""
    few, many = min(threads), max(threads)
    for claims, single in months:
        pair = [series.get((claims, single, count)) for count in (few, many)]
        if few != many and all(pair):
            yield f"{claims:,}{' in one file' if single else ''} {pair[0].wall / pair[1].wall:.2f}×"


def main(arguments=None):
    options = options_of(arguments)
    measure.two_cores()
    before = measure.machine()
    with measure.scratch_folder(options.scratch) as scratch:
        months = months_of(options, scratch)
        commands = {
            (*month, count): measure.check_command(options.houkan, folder, scratch / "report", count)
            for month, folder in months.items()
            for count in options.threads
        }
        series, failed = measure.in_turn(commands, options.runs)
        rows = list(rows_of(series, months, options.threads))
        gained = "; ".join(gains(series, months, options.threads))
    for (claims, single, count), why in failed.items():
        print(f"FAILED {claims} claims, {count} threads: {why}", file=sys.stderr)
    print(f"{measure.conditions(before, options.runs)}\n")
    print(measure.table(["claims", "files", "threads", *measure.FIGURES, "claims/s", "× row before"], rows))
    if gained:
        print(f"\n{min(options.threads)} → {max(options.threads)} threads, least walls: {gained}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
