"""Nothing is lost and nothing counts twice: what went in is held against what is written."""

from dataclasses import asdict, dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .words import NOTHING_WRITTEN, Failure


@dataclass(frozen=True)
class Totals:
    """Claims, their yen, and a sum over their places by which a claim in place of another is seen."""

    claims: int
    yen: int
    places: int

    def said(self) -> dict[str, int]:
        return {name: value for name, value in asdict(self).items() if name != "places"}


def totals(claims: DataFrame) -> Totals:
    """The totals of claims or of verdicts."""
    place = F.xxhash64("source_file", "line").cast("decimal(38,0)")
    yen = F.coalesce("total_yen", F.lit(0)).cast("decimal(38,0)")
    row = claims.agg(F.count("*").alias("claims"), F.sum(yen).alias("yen"), F.sum(place).alias("places")).first()
    return Totals(row["claims"], int(row["yen"] or 0), int(row["places"] or 0))


def compare(read: Totals, written: Totals) -> None:
    """Fails unless both are the same."""
    if read == written:
        return
    raise Failure(
        NOTHING_WRITTEN,
        f"読んだレセプト（{read.claims} 件、{read.yen} 円）と書いた判定（{written.claims} 件、{written.yen} 円）が合いません。"
        "何も公開していません。houkan の不具合として報告してください。",
        f"the claims read ({read.claims}, {read.yen} yen) and the verdicts written ({written.claims}, {written.yen} yen) "
        "are not the same. Nothing was published. Please report this as a fault of houkan.",
    )


def refuse_one_hash_for_two(rows: DataFrame) -> None:
    """Fails when two names of files have the same hash, by which files are told apart in joins."""
    names = rows.groupBy(F.xxhash64("source_file").alias("hash")).agg(
        F.min("source_file").alias("least"), F.max("source_file").alias("greatest")
    )
    if not names.where(F.col("least") != F.col("greatest")).isEmpty():
        raise Failure(
            NOTHING_WRITTEN,
            "二つのファイル名のハッシュ値が同じになりました。フォルダの名前を変えてやり直してください。何も公開していません。",
            "two names of files have the same hash: rename a folder and start again. Nothing was published.",
        )
