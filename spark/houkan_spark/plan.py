"""What Spark does: reads files, brings claims and records together by hashes, and has both worked on by the program."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from . import binary
from .files import Inputs, Root, shown
from .numbering import numbered
from .pipe import shaped, through
from .words import NOTHING_WRITTEN, Failure

# Of a claim and of a record what `houkan worker judge` reads.
JUDGED = ("kind", "source_file", "line", "encoding", "shape", "header", "body", "issues")
CANDIDATE = ("source_file", "form", "row", "body")

# What `houkan worker parse` and `records` read.
FILES = pa.schema([("path", pa.string()), ("content", pa.binary())])

# The place of a record within its file.
PLACE = "at"

# What makes a group: a `twin`, or the file and line of the claim.
GROUP = ["group_of", "group_line"]

# What a record is known by: the hash of its file, and its place there.
RECORD = ["record_of", PLACE]


@dataclass(frozen=True)
class Program:
    """The program as the executors find it."""

    # A path on every machine, or the name of a file that Spark brings there.
    path: str
    is_shipped: bool
    version: str
    # Files among the arguments that Spark brings there.
    shipped: tuple[str, ...] = ()

    def here(self, arguments: list[str]) -> list[str]:
        """The command line on the machine where this runs."""
        path = SparkFiles.get(self.path) if self.is_shipped else self.path
        return [path, *(SparkFiles.get(it) if it in self.shipped else it for it in arguments)]


@dataclass(frozen=True)
class Work:
    """A `houkan worker` with its arguments, and the columns that it gives."""

    program: Program
    arguments: list[str]
    columns: pa.Schema

    def run(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        command = self.program.here(self.arguments)
        given = through(batches, command, self.program.version, binary.environment())
        return shaped(given, self.columns)


def read(spark: SparkSession, inputs: Inputs) -> DataFrame:
    """The files, each a row with its name as in the results and its bytes."""
    files = (
        spark.read.format("binaryFile")
        .option("recursiveFileLookup", "true")
        # Names are meant as they are.
        .option("__globPaths__", "false")
        .load([root.full for root in inputs.roots])
    )
    seen = len(files.inputFiles())
    if seen != len(inputs.files):
        raise Failure(
            NOTHING_WRITTEN,
            f"ファイルは {len(inputs.files)} 件ありますが、Spark が見つけたのは {seen} 件です。入力が置き換わっていないか確かめてください。",
            f"there are {len(inputs.files)} files, and Spark finds {seen}: see whether the inputs are being changed.",
        )
    for folder in inputs.reports:
        files = files.where(~F.col("path").startswith(folder))
    return files.select("path", "content")


def rows(files: DataFrame, roots: list[Root], work: Work, is_numbered: bool) -> DataFrame:
    """Files through a worker; rows get their place within the file if asked for."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        given = work.run(named(batches, roots))
        return numbered(given, PLACE) if is_numbered else given

    columns = work.columns.append(pa.field(PLACE, pa.int64())) if is_numbered else work.columns
    return files.mapInArrow(run, from_arrow_schema(columns))


def named(batches: Iterator[pa.RecordBatch], roots: list[Root]) -> Iterator[pa.RecordBatch]:
    """Files with their names as in the results in place of their addresses."""
    for batch in batches:
        names = [shown(roots, path) for path in batch.column("path").to_pylist()]
        yield pa.RecordBatch.from_arrays(
            [pa.array(names, pa.string()), batch.column("content").cast(pa.binary())], schema=FILES
        )


def hashes(*columns: Column) -> Column:
    """Lists of hashes as one without doubles; a missing one is empty."""
    empty = F.array().cast("array<bigint>")
    lists = [F.coalesce(column, empty) for column in columns]
    return F.array_distinct(F.concat(*lists))


def one(column: str) -> Column:
    """A hash as a list."""
    return F.when(F.col(column).isNotNull(), F.array(column))


def grouped(claims: DataFrame) -> DataFrame:
    """Claims and files with the group in which they are judged. A line is 1 at least, so nothing else is -1 or -2."""
    is_alone = F.col("twin").isNull()
    line = F.when(F.col("kind") == "file", -2).otherwise(F.col("line"))
    return claims.withColumns(
        {
            GROUP[0]: F.coalesce("twin", F.xxhash64("source_file")),
            GROUP[1]: F.when(is_alone, line).otherwise(-1).cast("bigint"),
        }
    )


def candidates(claims: DataFrame, records: DataFrame) -> DataFrame:
    """Pairs of group and record: the records that a claim of the group finds, and those found around them.

    Both joins are on one hash, which a few rows share at most: the insurer with half of all members is spread like all.
    """
    wanted = claims.select(*GROUP, F.explode(hashes(one("touch_key"), F.col("people"))).alias("hash")).distinct()
    filed = records.select(
        *RECORD, "around", F.explode(hashes(one("touch_key"), F.col("people"))).alias("hash")
    )
    found = wanted.join(filed, "hash")
    persons = found.select(*GROUP, F.explode(hashes(F.col("around"))).alias("hash")).distinct()
    further = persons.join(filed.drop("around"), "hash")
    return found.select(*GROUP, *RECORD).union(further.select(*GROUP, *RECORD)).distinct()


def sorted_rows(place: list[str], kept: tuple[str, ...]) -> Column:
    """The rows of a group as a list in the order of their places, whatever order they came in."""
    row = F.struct(*place, F.struct(*kept).alias("row"))
    return F.transform(F.sort_array(F.collect_list(row)), lambda it: it["row"])


def groups(claims: DataFrame, records: DataFrame) -> DataFrame:
    """What is judged together: claims of a group, and the records of their persons."""
    records = records.where(F.col("body").isNotNull()).withColumn(RECORD[0], F.xxhash64("source_file"))
    claims = grouped(claims)
    pairs = candidates(claims, records)
    of_records = (
        pairs.join(records.select(*RECORD, *CANDIDATE), RECORD)
        .groupBy(*GROUP)
        .agg(sorted_rows(["source_file", PLACE], CANDIDATE).alias("records"))
    )
    of_claims = claims.groupBy(*GROUP).agg(sorted_rows(["source_file", "line"], JUDGED).alias("claims"))
    both = of_claims.join(of_records, GROUP, "left")
    # Without a record the list is empty, not missing.
    nobody = F.filter(F.array(F.struct(*(F.lit(None).cast(records.schema[it].dataType).alias(it) for it in CANDIDATE))),
                      lambda _: F.lit(False))
    return both.select(
        F.xxhash64(*GROUP).alias("group"), "claims", F.coalesce("records", nobody).alias("records")
    )


def group_schema(claims: pa.Schema, records: pa.Schema) -> pa.Schema:
    """The columns of the groups, as the program reads them."""

    def listed(columns: pa.Schema, kept: tuple[str, ...]) -> pa.DataType:
        return pa.list_(pa.field("item", pa.struct([columns.field(name) for name in kept])))

    return pa.schema(
        [("group", pa.int64()), ("claims", listed(claims, JUDGED)), ("records", listed(records, CANDIDATE))]
    )


def judged(groups: DataFrame, work: Work, given: pa.Schema) -> DataFrame:
    """Groups through `houkan worker judge`: verdicts, findings and errors, each a row."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return work.run(shaped(batches, given))

    return groups.mapInArrow(run, from_arrow_schema(work.columns))


def ship(spark: SparkSession, path: str) -> str:
    """Has Spark bring a file or folder to every executor; gives the name under which it is found there."""
    path = os.path.abspath(path)
    spark.sparkContext.addFile(path, recursive=os.path.isdir(path))
    return os.path.basename(path)
