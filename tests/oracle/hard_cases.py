#!/usr/bin/env python3
"""A small made-up population in which everything collides, to stress contract section 4.

    python3 tests/oracle/hard_cases.py --seed 7 --claims 2000 -o /tmp/hard

writes claims/<station>/RECEIPTH.UKE, eligibility.csv, credentials.csv, as-of.txt (the --as-of to use) and, with --xml,
eligibility-xml/ with part of the records as XML, some of it zipped. The same seed gives the same bytes. Nobody in it exists.
"""

from __future__ import annotations

import argparse
import calendar
import os
import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hard_cases_files import full_width, half_width_kana, has_plain_dates, write_claims, write_table, write_xml

ONE_DAY = timedelta(days=1)
FIRST_MONTH, LAST_MONTH = (2024, 10), (2026, 9)

BOUNDARIES = [
    date(2024, 11, 30), date(2024, 12, 1), date(2024, 12, 2), date(2025, 7, 30), date(2025, 7, 31), date(2025, 8, 1),
    date(2025, 9, 18), date(2025, 9, 19), date(2025, 9, 30), date(2025, 12, 1), date(2025, 12, 2),
    date(2026, 3, 31), date(2026, 4, 1), date(2026, 7, 31), date(2026, 8, 1),
]
CHECK_DATES = [date(2026, 10, 10), date(2026, 10, 15), date(2026, 8, 20), date(2026, 3, 16), date(2025, 12, 10)]

FAMILY = [("試験", "シケン"), ("見本", "ミホン"), ("架空", "カクウ"), ("模擬", "モギ")]
GIVEN = {
    "1": [("一郎", "イチロウ"), ("順", "ジユン"), ("順", "ジュン"), ("京", "キョウ")],
    "2": [("花子", "ハナコ"), ("順", "ジュン"), ("京子", "キョウコ"), ("玖実", "クミ")],
}
BIRTH_DATES = [date(1938, 5, 5), date(1945, 1, 31), date(1952, 2, 29), date(1960, 8, 1), date(1988, 12, 2), date(2019, 4, 1)]
SYMBOLS = ["", "", "12", "012", "A1", "警視", "1-2", "0"]
NUMBERS = ["123", "0123", "1230", "4567", "04567", "12-3", "70", "00070"]
KO_NUMBERS = ["0001234", "1111111", "2222222", "0001235"]


def luhn(body: str) -> str:
    total = 0
    for position, c in enumerate(reversed(body)):
        product = int(c) * (2 if position % 2 == 0 else 1)
        total += product // 10 + product % 10
    return body + str((10 - total % 10) % 10)


# (number as a plain string, weight); the two last digits-only oddities fail the check digit on purpose.
HO_INSURERS = [
    (luhn("0113001"), 6), (luhn("0613201"), 5), (luhn("0613202"), 3), (luhn("6313001"), 1), (luhn("0213001"), 1),
    (luhn("0313001"), 1), (luhn("0713001"), 3), (luhn("3113001"), 1), (luhn("3413001"), 1), (luhn("7213001"), 1),
    (luhn("3913101"), 6), (luhn("3913102"), 2), (luhn("6713801"), 2), (luhn("13805"), 6), (luhn("13806"), 3),
    (luhn("13305"), 3), (luhn("9913001"), 1), ("06131234", 1), ("138058", 1),
]
KO_INSURERS = [(luhn("1213001"), 5), (luhn("1213002"), 2), (luhn("5413001"), 2), (luhn("2113001"), 1), ("12139999", 1)]

LOG_KINDS = {
    "myna": "マイナ保険証", "smartphone": "スマホ保険証", "certificate": "資格確認書", "certificate_special": None,
    "legacy_card": "健康保険証", "notice": "資格情報のお知らせ", "notice_with_card": None, "declaration": "資格申立書",
    "medical_ticket": "医療券",
}


@dataclass
class Person:
    name: str
    kana: str
    sex: str
    birth_date: date


@dataclass
class Coverage:
    """One stretch of insurance of one person."""

    person: Person
    insurer: str
    symbol: str
    number: str
    branch: str
    qualified_on: date | None
    lost_on: date | None
    is_public: bool = False


@dataclass
class Key:
    """The identity as one document shows it."""

    insurer: str
    symbol: str
    number: str
    branch: str
    birth_date: date
    name: str
    kana: str
    sex: str


@dataclass
class ClaimDraft:
    key: Key
    month: tuple[int, int]
    days: list[int]
    is_public: bool
    has_payer: bool = True
    payer: str = "1"
    lines: list[list[str]] = field(default_factory=list)


class Generator:
    def __init__(self, seed: int, claims: int):
        self.rng = random.Random(seed)
        self.n_claims = claims
        self.check_date = self.rng.choice(CHECK_DATES)
        self.coverages: list[Coverage] = []
        self.hot_days = list(BOUNDARIES)
        # A few birth dates for many people, so that strangers share them; more when the population is large.
        self.birth_dates = BIRTH_DATES + [
            date(1935, 1, 1) + self.rng.randint(0, 20000) * ONE_DAY for _ in range(claims // 40)
        ]

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def pick(self, weighted: list[tuple]):
        return self.rng.choices([w[0] for w in weighted], weights=[w[1] for w in weighted])[0]

    # --- dates ---

    def month(self) -> tuple[int, int]:
        if self.chance(0.5):
            d = self.rng.choice(BOUNDARIES)
            return d.year, d.month
        span = (LAST_MONTH[0] - FIRST_MONTH[0]) * 12 + LAST_MONTH[1] - FIRST_MONTH[1]
        n = FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + self.rng.randint(0, span)
        return n // 12, n % 12 + 1

    def day_somewhere(self) -> date:
        """Mostly a boundary or a day beside it."""
        if self.chance(0.6):
            return self.rng.choice(BOUNDARIES) + self.rng.choice([-1, 0, 0, 1]) * ONE_DAY
        year, month = self.month()
        return date(year, month, self.rng.randint(1, calendar.monthrange(year, month)[1]))

    def as_of_near(self, day: date) -> date | None:
        """Before, within, just after and long after the month of a day; also after --as-of, and missing."""
        if self.chance(0.08):
            return None
        first = day.replace(day=1)
        next_first = (first + 32 * ONE_DAY).replace(day=1)
        return self.rng.choice([
            first - ONE_DAY, first, day, day + ONE_DAY, next_first - ONE_DAY, next_first, next_first + 20 * ONE_DAY,
            (next_first + 32 * ONE_DAY).replace(day=1), first - 200 * ONE_DAY, self.check_date,
            self.check_date + ONE_DAY, self.day_somewhere(), self.day_somewhere(),
        ])

    # --- people and their insurance ---

    def person(self, birth_date: date | None = None) -> Person:
        family = self.rng.choice(FAMILY)
        sex = self.rng.choice("12")
        given = self.rng.choice(GIVEN[sex])
        return Person(
            f"{family[0]}　{given[0]}", family[1] + given[1], sex, birth_date or self.rng.choice(self.birth_dates),
        )

    def household(self) -> list[Person]:
        head = self.person()
        people = [head]
        if self.chance(0.35):
            twin = self.person(head.birth_date)
            people.append(twin if self.chance(0.7) else replace(head, sex="2" if head.sex == "1" else "1"))
        if self.chance(0.4):
            people.append(self.person())
        return people

    def ho_insurer(self) -> str:
        return self.pick(HO_INSURERS)

    def build_people(self) -> None:
        for _ in range(max(3, self.n_claims // 7)):
            self.insure(self.household())

    def insure(self, people: list[Person]) -> None:
        """One to three stretches: chained, overlapping, with gaps, open or closed; the family shares the key."""
        start: date | None = self.rng.choice([None, date(2015, 4, 1), self.day_somewhere()])
        insurer = self.ho_insurer()
        symbol, number = self.rng.choice(SYMBOLS), self.rng.choice(NUMBERS)
        with_branch = self.chance(0.7)
        for _ in range(self.pick([(1, 5), (2, 4), (3, 2)])):
            end = self.day_somewhere() if self.chance(0.6) else None
            if start and end and end <= start:
                end = start + self.rng.randint(5, 200) * ONE_DAY
            for i, person in enumerate(people):
                branch = "" if not with_branch or insurer.startswith("39") else f"{i:02}"
                own_symbol = "" if insurer.startswith("39") else symbol
                self.coverages.append(Coverage(person, insurer, own_symbol, number, branch, start, end))
            if end:
                self.hot_days.append(end)
            start = (end + self.rng.choice([0, 0, 0, -10, 12]) * ONE_DAY) if end else self.day_somewhere()
            if self.chance(0.7):
                insurer = self.ho_insurer()
            if self.chance(0.6):
                symbol, number = self.rng.choice(SYMBOLS), self.rng.choice(NUMBERS)
        for person in people:
            if self.chance(0.2):
                self.coverages.append(Coverage(
                    person, self.pick(KO_INSURERS), "", self.rng.choice(KO_NUMBERS), "",
                    self.rng.choice([None, self.day_somewhere()]), None, is_public=True,
                ))

    # --- how a document spells things ---

    def spell_number(self, text: str, cp932_only: bool) -> str:
        """Hyphens, dots, full width, leading zeros, lower case: all fold to the same or zero-equal."""
        if not text:
            return self.pick([("", 30), ("0", 1)])
        how = self.rng.randint(0, 19)
        if how == 0:
            text = "0" + text
        elif how == 1:
            text = text.lstrip("0") or text
        elif how == 2 and len(text) > 1:
            dashes = "-－ー・―" if cp932_only else "-－ー・―‐−–·•."
            text = text[0] + self.rng.choice(dashes) + text[1:]
        elif how == 3:
            text = text.lower()
        elif how == 4:
            text = self.rng.choice(NUMBERS)
        if how in (5, 6, 7):
            text = full_width(text)
        return text

    def spell_insurer(self, insurer: str, in_claim: bool) -> str:
        if len(insurer) == 6:
            padded = [("  " + insurer, 5), ("00" + insurer, 2)]
            return self.pick(padded if in_claim else padded + [(insurer, 5)])
        return insurer

    def spell_kana(self, kana: str, in_claim: bool) -> str:
        how = self.rng.randint(0, 11)
        if how == 0:
            return ""
        if how == 1:
            kana = kana.translate(str.maketrans("ュョ", "ユヨ"))
        elif how == 2:
            kana = kana.translate(str.maketrans("ユヨ", "ュョ"))
        elif how == 3 and not in_claim:
            kana = "".join(chr(ord(c) - 0x60) for c in kana)
        elif how in (4, 5) and not in_claim:
            return half_width_kana(kana[:3] + " " + kana[3:])
        elif how == 6:
            kana = kana[:3] + "　" + kana[3:]
        elif how == 7 and self.chance(0.3):
            kana = self.person().kana
        return kana

    def spell(self, c: Coverage, in_claim: bool) -> Key:
        p = c.person
        birth_date = p.birth_date if not self.chance(0.04) else self.rng.choice(self.birth_dates)
        branch = c.branch
        if branch:
            branch = self.pick([(branch, 12), ("", 3), (branch.lstrip("0") or branch, 1), ("00", 1), ("01", 1)])
        name = p.name
        if not in_claim:
            name = self.pick([(name, 8), ("", 3), (name.replace("　", " "), 2), ("見本　花子", 1)])
        sex = p.sex if not self.chance(0.04) else self.rng.choice("12")
        if not in_claim:
            sex = self.pick([(sex, 12), ("", 2), ("3", 1)])
        return Key(
            insurer=self.spell_insurer(c.insurer, in_claim) if not self.chance(0.02) else self.ho_insurer(),
            symbol=self.spell_number(c.symbol, in_claim) if not c.is_public else "",
            number=self.spell_number(c.number, in_claim) if not c.is_public else c.number,
            branch=branch,
            birth_date=birth_date,
            name=name,
            kana=self.spell_kana(p.kana, in_claim),
            sex=sex,
        )

    # --- eligibility ---

    def eligibility(self) -> list[dict[str, str]]:
        rows = []
        for c in self.coverages:
            for _ in range(self.pick([(0, 2), (1, 5), (2, 4), (3, 2)])):
                rows.append(self.eligibility_row(c))
        self.rng.shuffle(rows)
        return rows

    def eligibility_row(self, c: Coverage) -> dict[str, str]:
        key = self.spell(c, in_claim=False)
        seen = self.as_of_near(self.day_somewhere())
        validity = self.pick([("1", 10), ("", 4), ("2", 2), ("3", 3), ("4", 1), ("5", 1)])
        if c.is_public:
            validity = self.pick([("1", 4), ("6", 3), ("", 1), ("4", 1)])
        # An early sighting often does not know the later loss.
        lost_on = c.lost_on if self.chance(0.7) else None
        qualified_on = c.qualified_on if self.chance(0.85) else None
        if validity in ("2", "3") and self.chance(0.5):
            lost_on = None
        return {
            "insurer_no": key.insurer,
            "symbol": key.symbol,
            "number": key.number,
            "branch": key.branch,
            "birth_date": self.spell_date(key.birth_date),
            "sex": key.sex,
            "name": key.name,
            "kana": key.kana,
            "as_of": self.spell_date(seen),
            "reference": self.pick([("1", 2), ("2", 5), ("", 3)]),
            "status": self.pick([("1", 8), ("", 3), ("2", 1)]),
            "validity": validity,
            "card_class": self.pick([("01", 8), ("", 3), ("05", 1)]),
            "qualified_on": self.spell_date(qualified_on),
            "lost_on": self.spell_date(lost_on),
            "card_valid_to": self.spell_date(self.day_somewhere() if self.chance(0.35) else None),
            "certificate_valid_to": self.spell_date(self.certificate_end() if self.chance(0.2) else None),
            "myna_registered": self.pick([("", 8), ("false", 2), ("true", 2)]),
        }

    def certificate_end(self) -> date:
        if self.chance(0.2):
            return self.check_date + self.rng.choice([-1, 0, 1, 30, 59, 60, 61]) * ONE_DAY
        return self.day_somewhere()

    def spell_date(self, d: date | None) -> str:
        if d is None:
            return ""
        how = self.rng.randint(0, 9)
        if how == 0 and d >= date(2019, 5, 1):
            return f"令和{d.year - 2018}年{d.month}月{d.day}日"
        if how == 1 and d >= date(2019, 5, 1):
            return f"R{d.year - 2018}.{d.month}.{d.day}"
        if how == 2 and date(1926, 12, 25) <= d < date(1989, 1, 8):
            return f"昭和{d.year - 1925}年{d.month}月{d.day}日"
        if how == 3:
            return d.strftime("%Y%m%d")
        return d.isoformat()

    # --- credential log ---

    def credentials(self) -> list[dict[str, str]]:
        rows = []
        for c in self.coverages:
            for _ in range(self.pick([(0, 6), (1, 4), (2, 2), (3, 1)])):
                rows.append(self.log_row(c))
        self.rng.shuffle(rows)
        return rows

    def log_row(self, c: Coverage) -> dict[str, str]:
        key = self.spell(c, in_claim=False)
        kind = self.rng.choice(list(LOG_KINDS))
        valid_to = self.certificate_end() if self.chance(0.55) else None
        if kind in ("myna", "smartphone") and valid_to and self.chance(0.6):
            valid_to = self.three_months_before(self.rng.choice(self.hot_days))
        word = LOG_KINDS[kind] if LOG_KINDS[kind] and self.chance(0.3) else kind
        return {
            "insurer_no": key.insurer,
            "symbol": key.symbol,
            "number": key.number,
            "branch": key.branch,
            "birth_date": self.spell_date(key.birth_date),
            "shown_on": self.spell_date(self.day_somewhere() if self.chance(0.6) else None),
            "kind": word,
            "valid_to": self.spell_date(valid_to),
            "issued_on": self.spell_date(self.day_somewhere() if self.chance(0.25) else None),
            "note": "",
        }

    def three_months_before(self, d: date) -> date:
        n = d.year * 12 + d.month - 1 - self.rng.choice([2, 3, 3, 4])
        return date(n // 12, n % 12 + 1, self.rng.randint(1, 28))

    # --- claims ---

    def claims(self) -> list[ClaimDraft]:
        drafts: list[ClaimDraft] = []
        while len(drafts) < self.n_claims:
            if drafts and self.chance(0.02):
                drafts.append(replace(self.rng.choice(drafts)))
            else:
                drafts.append(self.claim(self.rng.choice(self.coverages)))
        return drafts

    def claim(self, c: Coverage) -> ClaimDraft:
        key = self.spell(c, in_claim=True)
        oddity = self.rng.random()
        has_payer = True
        if oddity < 0.01:
            key = replace(key, insurer="77777777", symbol="", number="777777777")
        elif oddity < 0.015 and c.insurer.startswith("39"):
            key = replace(key, symbol="", number="77777777")
        elif oddity < 0.025:
            has_payer = False
        month = self.month_for(c)
        draft = ClaimDraft(key, month, self.days_in(month, c), c.is_public, has_payer)
        draft.payer = self.payer_for(draft)
        draft.lines = self.claim_lines(draft)
        return draft

    def month_for(self, c: Coverage) -> tuple[int, int]:
        """Often the month in which this coverage begins or ends."""
        ends = [d for d in (c.qualified_on, c.lost_on) if d and FIRST_MONTH <= (d.year, d.month) <= LAST_MONTH]
        if ends and self.chance(0.5):
            d = self.rng.choice(ends)
            return d.year, d.month
        return self.month()

    def days_in(self, month: tuple[int, int], c: Coverage) -> list[int]:
        length = calendar.monthrange(*month)[1]
        ends = [d for d in (c.qualified_on, c.lost_on) if d]
        near = [e + n * ONE_DAY for e in ends + BOUNDARIES for n in (-1, 0, 1)]
        hot = sorted({d.day for d in near if (d.year, d.month) == month})
        days = set(self.rng.sample(range(1, length + 1), self.rng.randint(0 if hot else 1, 3)))
        days |= set(self.rng.sample(hot, min(len(hot), self.rng.randint(1, 4))))
        return sorted(days)

    def payer_for(self, draft: ClaimDraft) -> str:
        insurer = draft.key.insurer.strip()
        to_kokuho = not draft.is_public and (
            len(insurer) == 6 or insurer.startswith("00") or insurer.startswith("39")
        )
        right = "2" if to_kokuho else "1"
        wrong = "1" if right == "2" else "2"
        return right if self.chance(0.96) else wrong

    def claim_lines(self, draft: ClaimDraft) -> list[list[str]]:
        jd, ka = self.care(draft)
        total = sum(int(line[5]) for line in ka)
        lines = [self.re_line(draft)]
        kos = self.ko_lines(draft, total, len(draft.days))
        if draft.has_payer and not draft.is_public:
            key = draft.key
            lines.append(["HO", key.insurer, key.symbol, key.number, str(len(draft.days)), str(total)] + [""] * 6)
        if draft.has_payer:
            lines += kos
            lines += self.sn_lines(draft, kos)
        lines += jd
        lines.append(["MF", "00"] + [""] * 31)
        lines += self.fixed_lines(draft)
        return lines + ka

    def re_line(self, draft: ClaimDraft) -> list[str]:
        key, n_kos = draft.key, 1 if draft.is_public else 0
        kind = "62" if draft.is_public else "63" if key.insurer.startswith("39") else "61"
        who = "2" if kind != "63" else "8"
        return [
            "RE", "0", f"{kind}{n_kos if draft.is_public else 1}{who}", f"{draft.month[0]}{draft.month[1]:02}",
            key.name, key.kana, key.sex, key.birth_date.strftime("%Y%m%d"),
        ] + [""] * 7

    def ko_lines(self, draft: ClaimDraft, total: int, days: int) -> list[list[str]]:
        if draft.is_public:
            return [["KO", draft.key.insurer, draft.key.number, "", str(days), str(total), "", ""]]
        if self.chance(0.1):
            return [["KO", self.pick(KO_INSURERS), self.rng.choice(KO_NUMBERS), "", str(days), str(total), "", ""]]
        return []

    def sn_lines(self, draft: ClaimDraft, kos: list[list[str]]) -> list[list[str]]:
        check = self.pick([("01", 30), ("02", 1), ("09", 1)])
        lines = []
        if not draft.is_public and (draft.key.branch or self.chance(0.3)):
            lines.append(["SN", "1", check, "", "", "", draft.key.branch, "", ""])
        if kos and kos[0][1].startswith("12") and self.chance(0.7):
            lines.append(["SN", "2", "01", "", "", "", "", "", ""])
        return lines

    def fixed_lines(self, draft: ClaimDraft) -> list[list[str]]:
        first = f"{draft.month[0]}{draft.month[1]:02}01"
        last = f"{draft.month[0]}{draft.month[1]:02}28"
        return [
            ["IH", "13", "1", "9999913", "架空病院", "見本　太郎", first],
            ["HJ", "01", first, last],
            ["JS", "架空の状態。", "03", "", "", ""],
            ["SY", "0000999", "", "架空病名", ""],
            ["RJ", first, "01"] + [""] * 26,
        ]

    def care(self, draft: ClaimDraft) -> tuple[list[list[str]], list[list[str]]]:
        """JD and KA lines, agreeing or not: codes 2 and 9, KA with and without 同日訪問回数, dates outside the month."""
        year, month = draft.month
        jd_days, ka_days = list(draft.days), list(draft.days)
        how = self.rng.randint(0, 29)
        if how == 0 and ka_days:
            ka_days.remove(self.rng.choice(ka_days))
        elif how == 1 and jd_days:
            jd_days.remove(self.rng.choice(jd_days))
        codes = {day: self.pick([("1", 30), ("2", 1), ("9", 1)]) for day in jd_days}
        if how == 2:
            codes[31] = "1"
        ka = []
        for day in ka_days:
            count = "" if how == 3 or self.chance(0.03) else "01"
            ka.append(["KA", f"{year}{month:02}{day:02}", "1", "510000110", "", "5550", "03", count, "01"])
        if how == 4:
            ka.append(["KA", f"{year}{month:02}31", "1", "510000110", "", "5550", "03", "01", "01"])
        if how == 5:
            outside = date(year, month, 1) - ONE_DAY
            ka.append(["KA", outside.strftime("%Y%m%d"), "1", "510000110", "", "5550", "03", "01", "01"])
        ka += [["KA", line[1], "1", "550000670", "", "6520", "", "", ""] for line in ka[:1]]
        if how == 6:
            ka = [["KA", "20230101", "1", "510000110", "", "5550", "03", "01", "01"]]
        without_jd = how in (3, 6) or self.chance(0.2)
        jd = [] if without_jd else self.jd_lines(draft, codes)
        return jd, ka

    def jd_lines(self, draft: ClaimDraft, codes: dict[int, str]) -> list[list[str]]:
        payer = "2" if draft.is_public else "1"
        own = ["JD", payer] + [codes.get(day, "") for day in range(1, 32)]
        if not draft.is_public and self.chance(0.05):
            return [own, ["JD", "2"] + ["1"] * 28 + [""] * 3]
        return [own]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--claims", type=int, required=True)
    parser.add_argument("--xml", action="store_true", help="put part of the records into XML files")
    parser.add_argument("-o", "--out", required=True)
    options = parser.parse_args()
    generator = Generator(options.seed, options.claims)
    generator.build_people()
    drafts, rows, log = generator.claims(), generator.eligibility(), generator.credentials()
    os.makedirs(options.out, exist_ok=True)
    write_claims(options.out, drafts, generator.rng)
    columns = list(generator.eligibility_row(generator.coverages[0]))
    if options.xml:
        in_xml = [row for row in rows if has_plain_dates(row) and generator.chance(0.5)]
        write_xml(options.out, in_xml, generator.rng)
        rows = [row for row in rows if not any(row is other for other in in_xml)]
    encodings = ["utf-8", "utf-8-sig", "cp932"]
    write_table(os.path.join(options.out, "eligibility.csv"), rows, columns, generator.rng.choice(encodings))
    log_columns = list(generator.log_row(generator.coverages[0]))
    write_table(os.path.join(options.out, "credentials.csv"), log, log_columns, generator.rng.choice(encodings))
    with open(os.path.join(options.out, "as-of.txt"), "w", encoding="ascii") as handle:
        handle.write(generator.check_date.isoformat() + "\n")


if __name__ == "__main__":
    main()
