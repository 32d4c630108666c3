"""polars: rival_polars.py iconv|python CLAIMS REGISTER; iconv decodes beforehand, or Python's cp932."""

import io
import sys
from contextlib import contextmanager

import polars as pl

from claimfiles import answer, claim_files, decoded

DROPPED = r"[\s\-‐-―−ー·・•.]+"
FIELDS = {name: pl.String for name in ("tag", "a", "b", "c")}


def plain(column):
    """A 記号 or 番号 as it is compared: width, blanks, dashes and leading zeros are of no account."""
    text = pl.col(column).fill_null("").str.normalize("NFKC").str.replace_all(DROPPED, "")
    return text.str.to_uppercase().str.strip_chars_start("0")


def key(insurer, symbol, number):
    insurer = pl.col(insurer).str.strip_chars().str.zfill(8)
    return pl.concat_str(insurer, plain(symbol), plain(number), separator="|").alias("key")


def day(column):
    return pl.col(column).str.replace_all("-", "", literal=True)


@contextmanager
def decoded_in_python(claims):
    text = b"".join(path.read_bytes() for path in claim_files(claims)).decode("cp932")
    yield io.BytesIO(text.encode())


def main(how, claims, register):
    rows = (
        pl.scan_csv(register, infer_schema=False)
        .filter(pl.col("qualified_on").is_not_null())
        .select(
            key("insurer_no", "symbol", "number"),
            day("qualified_on").alias("start"),
            day("lost_on").fill_null("99999999").alias("end"),
        )
    )
    with (decoded if how == "iconv" else decoded_in_python)(claims) as source:
        lines = (
            pl.scan_csv(
                source,
                has_header=False,
                schema=FIELDS,
                quote_char=None,
                extra_columns="ignore",
            )
            .filter(pl.col("tag").is_in(["RE", "HO", "KO", "KA"]))
            .with_columns(claim=(pl.col("tag") == "RE").cum_sum())
            .collect()
            .lazy()
        )
    payers = lines.filter(pl.col("tag").is_in(["HO", "KO"])).unique("claim", keep="first", maintain_order=True)
    public = pl.col("tag") == "KO"
    keys = payers.with_columns(
        b=pl.when(public).then(pl.lit("")).otherwise("b"), c=pl.when(public).then("b").otherwise("c")
    ).select("claim", key("a", "b", "c"))
    days = lines.filter(pl.col("tag") == "KA").select("claim", day="a").unique()
    found = keys.join(rows, on="key")
    covered = days.join(found, on="claim").filter(
        (pl.col("start") <= pl.col("day")) & (pl.col("day") < pl.col("end"))
    )
    uncovered = days.join(covered, on=["claim", "day"], how="anti")
    answer(
        *(
            table.item()
            for table in pl.collect_all(
                [
                    lines.select((pl.col("tag") == "RE").sum()),
                    found.select(pl.col("claim").n_unique()),
                    uncovered.select(pl.col("claim").n_unique()),
                ]
            )
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
