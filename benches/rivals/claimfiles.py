"""What the rivals share: the claim files of a month, and the same as UTF-8 by `iconv`."""

import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path


def claim_files(folder):
    """The claim files below `folder`, by path."""
    return sorted(Path(folder).rglob("*.UKE"))


def answer(claims, found, uncovered):
    """Prints the three counts in the form that run.py reads."""
    print(f"claims\t{claims}\nfound\t{found}\nuncovered\t{uncovered}")


@contextmanager
def decoded(folder, workers=2):
    """The claim files below `folder` as UTF-8: as many files as `iconv`s ran at a time, gone at the end.

    No claim is torn, since each `iconv` has whole files.
    """
    files = claim_files(folder)
    share = -(-len(files) // workers)
    with tempfile.TemporaryDirectory(prefix="rival-") as scratch:
        parts, running = [], []
        for start in range(0, len(files), share):
            part = Path(scratch, f"{len(parts)}.csv")
            with open(part, "wb") as out:
                command = ["iconv", "-f", "CP932", "-t", "UTF-8", *files[start : start + share]]
                running.append(subprocess.Popen(command, stdout=out))
            parts.append(str(part))
        statuses = [process.wait() for process in running]
        if any(statuses):
            raise SystemExit(f"iconv failed: {statuses}")
        yield parts
