"""pandas: rival_pandas.py iconv|own CLAIMS REGISTER; iconv decodes beforehand, or pandas itself."""

import csv
import sys
from contextlib import contextmanager

import pandas as pd

from claimfiles import answer, claim_files, decoded

DROPPED = r"[\s\-‐-―−ー·・•.]+"


def plain(text):
    """A 記号 or 番号 as it is compared: width, blanks, dashes and leading zeros are of no account."""
    text = text.fillna("").str.normalize("NFKC").str.replace(DROPPED, "", regex=True)
    return text.str.upper().str.lstrip("0")


def key(insurer, symbol, number):
    return insurer.str.strip().str.zfill(8) + "|" + plain(symbol) + "|" + plain(number)


def read_register(path):
    columns = ["insurer_no", "symbol", "number", "qualified_on", "lost_on"]
    rows = pd.read_csv(path, usecols=columns, dtype=str, encoding="utf-8-sig")
    rows = rows[rows["qualified_on"].notna()]
    start = rows["qualified_on"].str.replace("-", "", regex=False)
    end = rows["lost_on"].str.replace("-", "", regex=False).fillna("99999999")
    identity = key(rows["insurer_no"], rows["symbol"], rows["number"])
    return pd.DataFrame({"key": identity, "start": start.astype(int), "end": end.astype(int)})


def read_lines(path, encoding):
    lines = pd.read_csv(
        path,
        header=None,
        names=range(4),
        usecols=range(4),  # of those that a record has
        dtype=str,
        encoding=encoding,
        quoting=csv.QUOTE_NONE,
        keep_default_na=False,
        na_values=[""],
    )
    return lines[lines[0].isin(["RE", "HO", "KO", "KA"])]


@contextmanager
def as_they_are(claims):
    yield claim_files(claims)


def main(how, claims, register):
    by_iconv = how == "iconv"
    rows = read_register(register)
    with (decoded if by_iconv else as_they_are)(claims) as paths:
        encoding = "utf-8" if by_iconv else "cp932"
        lines = pd.concat((read_lines(path, encoding) for path in paths), ignore_index=True)
    heads = (lines[0] == "RE").astype(int)
    lines["claim"] = heads.cumsum()
    payers = lines[lines[0].isin(["HO", "KO"])].drop_duplicates("claim")
    public = payers[0] == "KO"
    symbol, number = payers[2].mask(public, ""), payers[3].mask(public, payers[2])
    keys = pd.DataFrame({"claim": payers["claim"], "key": key(payers[1], symbol, number)})
    found = keys.merge(rows, on="key")
    items = lines[lines[0] == "KA"]
    days = pd.DataFrame({"claim": items["claim"], "day": items[1].astype(int)}).drop_duplicates()
    days = days.merge(found[["claim", "start", "end"]], on="claim", how="left")
    days["covered"] = (days["start"] <= days["day"]) & (days["day"] < days["end"])
    covered = days.groupby(["claim", "day"], sort=False)["covered"].any()
    uncovered = covered[~covered].index.get_level_values("claim").nunique()
    answer(heads.sum(), found["claim"].nunique(), uncovered)


if __name__ == "__main__":
    main(*sys.argv[1:])
