"""A member register of N rows and 40 columns as Parquet: the rows of a `houkan synth` month, spread among
made-up members. Same arguments, same bytes.

    python benches/register/make.py MONTH/eligibility.csv 10000000 register.parquet
"""

import csv
import re
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

GROUP = 1_000_000
KANA = [a + b for a in ("ｱｵ", "ｲｼ", "ｳｴ", "ｻﾄ", "ﾀﾅ", "ﾅｶ", "ﾔﾏ", "ﾏﾂ", "ﾐﾎ", "ﾓﾘ") for b in ("ｷ", "ﾀﾞ", "ﾓﾄ", "ｶﾜ", "ﾑﾗ")]
GIVEN = [a + b for a in ("ﾊﾅ", "ﾀﾛ", "ﾖｼ", "ｶｽﾞ", "ﾐﾁ", "ﾏｻ", "ﾋﾛ", "ｻﾁ", "ﾄﾓ", "ﾕｷ") for b in ("ｺ", "ｵ", "ｴ", "ｳ", "ﾐ", "ﾔ")]
FAMILY = ["見本", "架空", "例示", "仮名", "試験", "雛形", "模擬", "想定"]
NAME = ["花子", "太郎", "一郎", "良子", "次郎", "幸子", "三郎", "和子"]


ERAS = {"T": 1911, "S": 1925, "H": 1988, "R": 2018, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}


def iso(text):
    """A date as `synth` writes it, among others in the Japanese calendar, as ISO."""
    era = re.fullmatch(r"([TSHR]|大正|昭和|平成|令和)(元|\d+)[.年](\d+)[.月](\d+)日?", text)
    if era:
        year = ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
        return f"{year:04d}-{int(era[3]):02d}-{int(era[4]):02d}"
    if re.fullmatch(r"\d{8}", text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text


def others(rows, random, columns):
    """Columns of made-up members."""

    def pick(words):
        words = np.array(words, dtype=object)
        return pa.array(words[random.integers(0, len(words), rows)])

    def joined(first, second, between):
        first, second = np.array(first, dtype=object), np.array(second, dtype=object)
        return pa.array(first[random.integers(0, len(first), rows)] + between + second[random.integers(0, len(second), rows)])

    def digits(low, high):
        return pa.array(random.integers(low, high, rows)).cast(pa.string())

    def dates(first, last):
        days = random.integers(np.datetime64(first).astype(int), np.datetime64(last).astype(int), rows)
        return pa.array(days.astype("int32")).cast(pa.date32())

    made = {
        "insurer_no": pick([f"{6_130_000 + 7 * n:08d}" for n in range(900)]),
        "symbol": digits(1, 4000),
        "number": digits(1, 9_999_999),
        "branch": pick(["00", "01", "02", "03"]),
        "birth_date": dates("1930-01-01", "2024-12-31"),
        "sex": pick(["1", "2"]),
        "name": joined(FAMILY, NAME, "　"),
        "kana": joined(KANA, GIVEN, " "),
        "relation": pick(["1", "2"]),
        "qualified_on": dates("2000-01-01", "2025-10-01"),
        "insurer_name": pick([f"架空健康保険組合{n}" for n in range(900)]),
        "limit_class": pick(["A01", "A02", "A03", "A04", "A05"]),
    }
    for name in columns:
        if name.startswith("extra_date"):
            made[name] = dates("2010-01-01", "2026-01-01")
        elif name.startswith("extra_number"):
            made[name] = pa.array(random.integers(0, 1_000_000, rows))
        elif name.startswith("extra_text"):
            made[name] = digits(0, 100_000_000)
        elif name not in made:
            made[name] = pa.nulls(rows, pa.string())
    return made


def main():
    source, count, target = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with open(source, encoding="utf-8-sig", newline="") as file:
        members = list(csv.DictReader(file))
    columns = list(members[0]) + [f"extra_date_{n}" for n in range(4)] + [f"extra_number_{n}" for n in range(4)] + [f"extra_text_{n}" for n in range(4)]
    random = np.random.default_rng(1)
    dates = {"birth_date", "qualified_on"} | {name for name in columns if name.startswith("extra_date")}
    types = {name: pa.date32() if name in dates else pa.int64() if name.startswith("extra_number") else pa.string() for name in columns}
    schema = pa.schema([(name, types[name]) for name in columns])
    groups = max(1, count // GROUP)
    share = -(-len(members) // groups)
    with pq.ParquetWriter(target, schema) as writer:
        for group in range(groups):
            rows = count // groups
            own = members[group * share : (group + 1) * share]
            made = others(rows - len(own), random, columns)
            order = pa.array(random.permutation(rows))
            arrays = []
            for name in columns:
                values = [row.get(name) or None for row in own]
                if name in dates:
                    values = [value and iso(value) for value in values]
                known = pa.array(values, pa.string()).cast(types[name])
                both = pa.concat_arrays([known, made[name].cast(types[name])])
                arrays.append(both.take(order))
            writer.write_table(pa.table(arrays, schema=schema), row_group_size=rows)
    print(f"{count} rows, {len(columns)} columns, {len(members)} of the month")


if __name__ == "__main__":
    main()
