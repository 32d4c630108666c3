"""Folding of text and dates as contract 3.4 and 4.3 describe it, plus the check digit of claims-format 8."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta

# contract 4.3: dropped from symbol and number besides spaces and every character of category Pd.
DROPPED_FROM_NUMBERS = set("\u2212\u30fc\u00b7\u30fb\u2022.")

SMALL_TO_LARGE = str.maketrans(
    "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ",
    "アイウエオツヤユヨワカケクシストヌハヒフヘホムラリルレロ",
)

ERA_BASE = {
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018,
}
WAREKI = re.compile(
    r"(明治|大正|昭和|平成|令和|[MTSHR])\s*(\d{1,2}|元)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
)
SEIREKI = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def nfkc(text: str | None) -> str:
    """contract 4.3: NFKC and trim everywhere."""
    return unicodedata.normalize("NFKC", text or "").strip()


def without_spaces(text: str) -> str:
    return "".join(c for c in text if not c.isspace())


def fold_number(text: str | None) -> str:
    """contract 4.3: a symbol or a number: no spaces, no dashes or dots of any kind, upper case."""
    kept = [
        c
        for c in nfkc(text)
        if not c.isspace() and unicodedata.category(c) != "Pd" and c not in DROPPED_FROM_NUMBERS
    ]
    return "".join(kept).upper()


def fold_insurer(text: str | None) -> str:
    """contract 4.3: an insurer number is filled with zeros on the left to eight."""
    return nfkc(text).rjust(8, "0")


def fold_branch(text: str | None) -> str:
    """contract 4.3: a branch number is filled with zeros on the left to two; empty stays missing."""
    branch = nfkc(text)
    return branch.rjust(2, "0") if branch else ""


def fold_kana(text: str | None) -> str:
    """contract 4.3: no spaces, hiragana to katakana, small kana to large."""
    out = []
    for c in without_spaces(nfkc(text)):
        if "\u3041" <= c <= "\u3096" or c in "\u309d\u309e":
            c = chr(ord(c) + 0x60)
        out.append(c)
    return "".join(out).translate(SMALL_TO_LARGE)


def fold_name(text: str | None) -> str:
    """contract 4.3: names are compared without spaces."""
    return without_spaces(nfkc(text))


def fold_code(text: str | None) -> str:
    """A code of one digit: NFKC, trimmed, leading zeros dropped."""
    return nfkc(text).lstrip("0")


def make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_date(text: str | None) -> date | None:
    """contract 3.4: YYYY-MM-DD, YYYYMMDD or a Japanese era date; anything else is no date."""
    t = nfkc(text)
    if re.fullmatch(r"\d{8}", t):
        return make_date(int(t[:4]), int(t[4:6]), int(t[6:]))
    if m := SEIREKI.fullmatch(t):
        return make_date(int(m[1]), int(m[2]), int(m[3]))
    if m := WAREKI.fullmatch(t.upper()):
        year = 1 if m[2] == "元" else int(m[2])
        return make_date(ERA_BASE[m[1]] + year, int(m[3]), int(m[4]))
    return None


def parse_month(text: str) -> tuple[int, int] | None:
    """YYYYMM as in RE and HM."""
    t = nfkc(text)
    if re.fullmatch(r"\d{6}", t) and 1 <= int(t[4:]) <= 12 and int(t[:4]) > 0:
        return int(t[:4]), int(t[4:])
    return None


def first_of_month(d: date) -> date:
    return d.replace(day=1)


def last_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(year: int, month: int, n: int) -> tuple[int, int]:
    zero_based = year * 12 + (month - 1) + n
    return zero_based // 12, zero_based % 12 + 1


def days_after(d: date, n: int) -> date:
    return d + timedelta(days=n)


def check_digit_ok(number: str) -> bool:
    """claims-format 8: modulus 10, weights 2-1 from the right of the body; the last digit is the check."""
    body, check = number[:-1], int(number[-1])
    total = 0
    for position, c in enumerate(reversed(body)):
        product = int(c) * (2 if position % 2 == 0 else 1)
        total += product // 10 + product % 10
    return (10 - total % 10) % 10 == check
