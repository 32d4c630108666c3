"""Python's csv module alone: rival_csv.py CLAIMS REGISTER [PROCESSES]."""

import csv
import re
import sys
import unicodedata
from multiprocessing import get_context

from claimfiles import answer, claim_files

DROPPED = re.compile(r"[\s\-‐-―−ー·・•.]+")
REGISTER = {}


def plain(text):
    """A 記号 or 番号 as it is compared: width, blanks, dashes and leading zeros are of no account."""
    if not (text.isascii() and text.isalnum()):
        text = DROPPED.sub("", unicodedata.normalize("NFKC", text))
    return text.upper().lstrip("0")


def key(insurer, symbol, number):
    return insurer.strip().zfill(8), plain(symbol), plain(number)


def read_register(path):
    """First day with coverage and first day without, of every row of a key."""
    register = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        columns = "insurer_no", "symbol", "number", "qualified_on", "lost_on"
        i, s, n, q, l = (names.index(name) for name in columns)
        for row in rows:
            if row[q]:
                days = row[q].replace("-", ""), row[l].replace("-", "") or "99999999"
                register.setdefault(key(row[i], row[s], row[n]), []).append(days)
    return register


def uncovered_days(register, identity, days):
    rows = register.get(identity, ())
    return sorted(day for day in days if not any(start <= day < end for start, end in rows))


def claims_of(path):
    """Line of RE, key (None without one) and visit days of every claim of a file."""
    line, identity, days = 0, None, set()
    with open(path, encoding="cp932", newline="") as file:
        for at, row in enumerate(csv.reader(file, quoting=csv.QUOTE_NONE), 1):
            match row[0]:
                case "KA":
                    days.add(row[1])
                case "RE":
                    if line:
                        yield line, identity, days
                    line, identity, days = at, None, set()
                case "HO":
                    identity = key(row[1], row[2], row[3])
                case "KO" if identity is None:
                    identity = key(row[1], "", row[2])
    if line:
        yield line, identity, days


def count(path):
    claims = found = uncovered = 0
    for _, identity, days in claims_of(path):
        claims += 1
        found += identity in REGISTER
        uncovered += bool(uncovered_days(REGISTER, identity, days))
    return claims, found, uncovered


def main(claims, register, processes="1"):
    REGISTER.update(read_register(register))
    files = claim_files(claims)
    if processes == "1":
        counts = list(map(count, files))
    else:
        # Forked after the register was read, which so need not be copied to them.
        with get_context("fork").Pool(int(processes)) as pool:
            counts = pool.map(count, files)
    answer(*(sum(column) for column in zip(*counts)))


if __name__ == "__main__":
    main(*sys.argv[1:])
