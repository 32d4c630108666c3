"""The rivals that need no package, the comparison of answers and the tables, on a made-up month of six claims."""

import contextlib
import csv
import io
import shutil
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import answers  # noqa: E402
import growth  # noqa: E402
import measure  # noqa: E402
import rival_csv  # noqa: E402
import run  # noqa: E402

REGISTER = """\
insurer_no,symbol,number,birth_date,kana,as_of,status,validity,qualified_on,lost_on
  011304,１２ー３,０４５,1950-01-01,ﾐﾎﾝ ﾊﾅｺ,2026-02-01,1,1,2020-04-01,
06130001,見本・8,77,1960-01-01,ﾐﾎﾝ ﾀﾛｳ,2026-02-01,1,3,2020-04-01,2026-01-10
06130001,見本・8,77,1960-01-01,ﾐﾎﾝ ﾀﾛｳ,2026-02-01,1,1,2026-01-12,
06130002,,5,1970-01-01,ﾐﾎﾝ ｼﾞﾛｳ,2026-01-05,1,1,2020-04-01,
06130002,,5,1970-01-01,ﾐﾎﾝ ｼﾞﾛｳ,2026-02-01,1,3,2020-04-01,2026-01-10
12130003,,0000009,1980-01-01,ﾐﾎﾝ ｻﾌﾞ,2026-02-01,1,1,2026-01-01,
06130004,,66,1990-01-01,ﾐﾎﾝ ﾅｼ,2026-02-01,1,5,,
"""

# Line of RE, identity, days of KA, and what houkan says: matched_by, verdict, bad_dates.
CLAIMS = [
    ("HO,  011304,12-3,45,2,0", ["20260105", "20260106"], "key_zero", "OK", ""),
    ("HO,06130001,見本８,７７,2,0", ["20260109", "20260110", "20260111", "20260112"], "key", "NOT_COVERED",
     "2026-01-10;2026-01-11"),
    ("HO,06130002,,5,2,0", ["20260109", "20260110"], "key", "NOT_COVERED", "2026-01-10"),  # a loss seen later
    ("KO,12130003,0000009,,1,0", ["20260101"], "key", "OK", ""),
    ("HO,06130004,,66,1,0", ["20260101"], "none", "NEED_CERT", "2026-01-01"),  # that row has no first day
    ("", ["20260101"], "none", "INVALID", ""),
]  # fmt: skip
ANSWER = "claims\t6\nfound\t4\nuncovered\t3\n"
COLUMNS = ["source_file", "line", "insurer_no", "symbol", "number", "birth_date", "patient_kana", "visit_days",
           "verdict", "reason", "bad_dates", "matched_by"]  # fmt: skip


def claim_lines():
    """The two files of the month, three claims each, and the rows of verdicts.csv."""
    files, verdicts = [], []
    for start in (0, 3):
        lines = ["HM,1,13,6,0000001,見本ステーション,202602,"]
        for payer, days, step, verdict, bad in CLAIMS[start : start + 3]:
            lines.append("RE,1,6112,202601,見本　花子,ミホンハナコ,2,19500101,,,,,,,")
            values = (payer + ",,,,").split(",")
            symbol, number = ("", values[2]) if values[0] == "KO" else values[2:4]
            verdicts.append([f"any/claims/{start}/RECEIPTH.UKE", len(lines), values[1], symbol, number, "1950-01-01",
                             "ミホンハナコ", len(days), verdict, "", bad, step])  # fmt: skip
            lines += [line for line in [payer] if line]
            lines += [f"KA,{day},1,510000110,,5550,03,{visit},01" for day in days for visit in ("01", "")]
        files.append((str(start), "\r\n".join(lines + ["GO", "\x1a"])))
    return files, verdicts


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])


class Month(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.month, self.report = self.folder / "month", self.folder / "made"
        files, self.verdicts = claim_lines()
        for name, text in files:
            (self.month / "claims" / name).mkdir(parents=True)
            (self.month / "claims" / name / "RECEIPTH.UKE").write_bytes(text.encode("cp932"))
        (self.month / "eligibility").mkdir()
        (self.month / "eligibility" / "eligibility.csv").write_text(REGISTER, encoding="utf-8")
        self.report.mkdir()
        write_csv(self.month / "expected.csv", self.verdicts)
        write_csv(self.report / "verdicts.csv", self.verdicts)

    def compare(self):
        with contextlib.redirect_stdout(io.StringIO()):
            return answers.Comparison(self.month, self.report, "2026-03-01")

    def houkan(self, script="cp -r"):
        """A program that leaves the made report where `-o` says, as `houkan check` would."""
        program = self.folder / "houkan"
        program.write_text(f"""#!/bin/sh
while [ "$1" != -o ]; do shift; done
rm -rf "$2"; {script} '{self.report}' "$2"
""")
        program.chmod(0o755)
        return program


class Answers(Month):
    def printed(self, rival):
        series = measure.Series()
        series.run(run.command(rival, sys.executable, self.month))
        return series.outputs[0]

    def test_rivals_without_packages(self):
        for rival in run.RIVALS:
            if rival.packages or run.lacking(rival, sys.executable):
                continue
            with self.subTest(rival.name):
                self.assertEqual(answers.parse(self.printed(rival)), answers.parse(ANSWER))

    def test_key(self):
        self.assertEqual(rival_csv.key("  11304", "１２ー３", "０４5"), ("00011304", "123", "45"))
        self.assertEqual(rival_csv.key("06130001", "見本・８", "ａ-7"), ("06130001", "見本8", "A7"))

    def test_agreement(self):
        self.assertEqual(answers.disagreements({"a": [ANSWER, ANSWER], "b": [ANSWER]}), [])

    def test_disagreement_names_who_said_what(self):
        other = ANSWER.replace("found\t4", "found\t3")
        told = answers.disagreements({"a": [ANSWER], "b": [other], "c": [ANSWER]})
        self.assertEqual(told, ["claims 6, found 4, uncovered 3: a, c", "claims 6, found 3, uncovered 3: b"])

    def test_one_run_that_differs(self):
        other = ANSWER.replace("found\t4", "found\t3")
        self.assertEqual(len(answers.disagreements({"a": [ANSWER, other]})), 2)

    def test_no_answer(self):
        for printed in ("", "claims\t6\n", "claims\t6\nfound\tx\nuncovered\t3\n", "Traceback\n"):
            with self.subTest(printed):
                self.assertIn("no answer", answers.disagreements({"a": [printed]})[0])


class Against(Month):
    """Each claim against houkan's report."""

    def test_counts_and_kinds(self):
        comparison = self.compare()
        self.assertEqual((comparison.complaints, comparison.counts), ([], [6, 4, 3]))
        self.assertEqual(dict(comparison.kinds), {"the same question": 3, "houkan knows more": 1,
                                                  "without a record": 2})  # fmt: skip

    def test_what_is_wrong_is_found(self):
        faults = {
            1: ("bad_dates", "2026-01-10", "rivals"),  # a day too few
            2: ("bad_dates", "2026-01-09", None),  # houkan may know more days, not fewer than the rivals
            3: ("matched_by", "none", None),  # the record is of another person
            4: ("matched_by", "key", "found a record of the key"),
            0: ("verdict", "NOT_COVERED", "expected OK"),
        }
        for claim, (column, value, told) in faults.items():
            with self.subTest(claim=claim):
                rows = [list(row) for row in self.verdicts]
                rows[claim][COLUMNS.index(column)] = value
                write_csv(self.report / "verdicts.csv", rows)
                complaints = self.compare().complaints
                self.assertTrue(complaints)  # expected.csv says otherwise in every case
                if told:
                    self.assertTrue(any(told in complaint for complaint in complaints), complaints)

    def test_missed_record_of_the_person(self):
        for path in (self.report / "verdicts.csv", self.month / "expected.csv"):
            rows = [list(row) for row in self.verdicts]
            rows[0][COLUMNS.index("matched_by")] = "none"
            write_csv(path, rows)
        self.assertIn("missed a record", self.compare().complaints[0])

    def test_claim_that_is_lost(self):
        write_csv(self.report / "verdicts.csv", self.verdicts[1:])
        self.assertIn("no row", self.compare().complaints[0])


class Whole(Month):
    """run.py and growth.py with a program that stands for houkan."""

    def result(self, houkan, module=run, *options):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = module.main(["--houkan", str(houkan), "--runs", "2", *map(str, options)])
        return status, out.getvalue(), err.getvalue()

    def only_csv(self, houkan):
        return self.result(houkan, run, "--month", self.month, "--only", "Python csv")

    def test_everything_agrees(self):
        status, out, err = self.only_csv(self.houkan())
        self.assertEqual((status, err), (0, ""), out)
        table = [line for line in out.splitlines() if line.startswith("|")]
        self.assertEqual(len(table), 2 + 4)
        self.assertTrue(any(line.startswith("| Python csv, 2 processes |") for line in table))

    def test_a_count_that_differs_from_houkan(self):
        rows = [list(row) for row in self.verdicts]
        rows[5][COLUMNS.index("visit_days")] = 0  # no day, so none that is not covered
        write_csv(self.report / "verdicts.csv", rows)
        self.assertEqual(self.only_csv(self.houkan())[0], 1)

    def test_rivals_that_differ(self):
        doubled = run.Rival("double", "rival_awk.sh")
        with unittest.mock.patch.object(run, "RIVALS", (*run.RIVALS[:1], doubled)), unittest.mock.patch.object(
            run, "command", lambda rival, *_: ["printf", ANSWER.replace("6", "7") if rival == doubled else ANSWER]
        ):
            status, _, err = self.result(self.houkan(), run, "--month", self.month)
        self.assertEqual(status, 1)
        self.assertIn("DIFFERS claims 7, found 4, uncovered 3: double", err)

    def test_a_program_that_fails(self):
        status, out, err = self.only_csv(self.houkan("false"))
        self.assertEqual(status, 1)
        self.assertIn("FAILED houkan check, 2 threads", err)
        self.assertIn("| Python csv |", out)

    def test_what_is_missing_is_told(self):
        missing = run.Rival("x", "rival_csv.py", packages=("no_such_package",))
        self.assertIn("no_such_package", run.lacking(missing, sys.executable))
        self.assertIn("no_such_program", run.lacking(run.Rival("x", "", programs=("no_such_program",)), "python3"))
        self.assertIsNotNone(run.lacking(run.Rival("x", "", own_python=True), None))

    def test_growth(self):
        for name in ("month-5", "month-10", "single-10"):
            shutil.copytree(self.month, self.folder / name)
        status, out, _ = self.result(self.houkan(), growth, "--sizes", "5,10", "--scratch", self.folder)
        self.assertEqual(status, 0)
        table = [line.split(" | ") for line in out.splitlines() if line.startswith("|")]
        self.assertEqual([row[0].strip("| ") for row in table[2:]], ["5", "10", "10"] * 2)
        self.assertIn("1 → 2 threads", out)


class Figures(unittest.TestCase):
    def test_table(self):
        made = measure.table(["a", "b"], [["x", 1], ["y", 2]])
        self.assertEqual(made, "| a | b |\n| --- | ---: |\n| x | 1 |\n| y | 2 |")

    def test_series(self):
        runs = measure.Series(walls=[3.0, 1.0, 2.5], cpus=[1.0, 2.0, 9.0], peak=187_400_000)
        self.assertEqual(measure.figures(runs), ["1.000", "2.500", "2.000", "187"])

    def test_runs_take_turns(self):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder, "log")
            commands = {name: ["sh", "-c", f"echo {name} >> {log}"] for name in "ab"}
            commands["bad"] = ["sh", "-c", "echo why >&2; exit 3"]
            series, failed = measure.in_turn(commands, 3)
            self.assertEqual(log.read_text().split(), ["a", "b", "b", "a", "a", "b"])
        self.assertEqual(sorted(series), ["a", "b"])
        self.assertIn("why", str(failed["bad"]))

    def test_peak_of_a_child(self):
        runs = measure.Series()
        runs.run([sys.executable, "-c", "x = b'x' * 200_000_000"])
        self.assertGreater(runs.peak, 200_000_000)

    def test_growth_compares_a_single_file_with_as_many_claims(self):
        with tempfile.TemporaryDirectory() as folder:
            months = {(1000, False): Path(folder), (500, True): Path(folder)}
            series = {
                (1000, False, 2): measure.Series(walls=[2.0], cpus=[2.0]),
                (500, True, 2): measure.Series(walls=[1.1], cpus=[1.1]),
            }
            rows = list(growth.rows_of(series, months, [2]))
        self.assertEqual([row[-1] for row in rows], ["–", "1.10"])


if __name__ == "__main__":
    unittest.main()
