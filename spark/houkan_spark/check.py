"""`houkan-spark check`: from the files to the published folder."""

import json
import os
from dataclasses import dataclass, field

import pyarrow
import pyspark
from py4j.protocol import Py4JError
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from . import VERSION, WORKER, binary, plan, session
from .files import Files, Inputs, Publication
from .tables import FINDINGS, VERDICTS
from .totals import Totals, compare, refuse_one_hash_for_two, totals
from .words import NOTHING_WRITTEN, UNREADABLE, USAGE, Failure

# Options of `houkan worker judge` that are handed through; the files among them go to every executor.
OPTIONS = ("policy", "credentials", "stations", "master", "map")


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    claims: list[str]
    eligibility: list[str]
    out: str
    as_of: str
    # Of OPTIONS those that were given.
    options: dict[str, str] = field(default_factory=dict)
    program: str = "houkan"
    is_shipped: bool = False
    is_masked: bool = False
    master: str | None = None
    language: str = "ja"
    settings: dict[str, str] = field(default_factory=dict)

    def beside(self) -> list[str]:
        """Files and folders named beside claims and eligibility. A policy may be a name and none."""
        is_there = {"policy": os.path.isfile}
        return [value for name, value in self.options.items() if is_there.get(name, os.path.exists)(value)]


@dataclass(frozen=True)
class Done:
    """What was published."""

    totals: Totals
    findings: int
    unreadable: int

    @property
    def status(self) -> int:
        return UNREADABLE if self.unreadable else 0


def check(request: Request) -> Done:
    """Judges all claims, and publishes the results or fails with nothing published."""
    # Executors on this machine and what they write follow it.
    os.umask(0o077)
    program = binary.find(request.program)
    version = binary.version(program)
    spark = session.start(request.master, request.settings)
    try:
        with session.shipped_package(spark):
            return publish(request, spark, Workers.of(request, spark, program, version))
    except (PySparkException, Py4JError) as error:
        raise session.failed(error) from None
    finally:
        spark.stop()


@dataclass(frozen=True)
class Workers:
    """The three ways in which the program works here."""

    parse: plan.Work
    records: plan.Work
    judge: plan.Work
    # What `judge` reads.
    groups: pyarrow.Schema

    @staticmethod
    def of(request: Request, spark: SparkSession, path: str, version: str) -> "Workers":
        """Asks the program for its columns, and has Spark bring to the executors what they need."""
        name = plan.ship(spark, path) if request.is_shipped else path
        shipped = {it: plan.ship(spark, it) for it in request.beside()}
        program = plan.Program(name, request.is_shipped, version, tuple(shipped.values()))
        # A task has one core.
        common = ["--threads", "1"]
        # Without it tables are in Japanese, and by the environment messages are in English.
        common += ["--lang", "en"] if request.language == "en" else []

        def work(arguments: list[str], given: pyarrow.Schema) -> plan.Work:
            # On this machine, the driver's, shipped files are found like on every other.
            found = binary.columns([path, *program.here(arguments)[1:]], given, version)
            return plan.Work(program, arguments, found)

        def options(*names: str) -> list[str]:
            given = [(name, request.options[name]) for name in names if name in request.options]
            return [word for name, value in given for word in (f"--{name}", shipped.get(value, value))]

        parse = work(["worker", "parse", *common], plan.FILES)
        records = work(["worker", "records", *common, *options("map")], plan.FILES)
        groups = plan.group_schema(parse.columns, records.columns)
        judge = ["worker", "judge", *common, "--as-of", request.as_of, *options(*OPTIONS)]
        judge += ["--mask"] if request.is_masked else []
        return Workers(parse, records, work(judge, groups), groups)


def publish(request: Request, spark: SparkSession, workers: Workers) -> Done:
    """Makes the results aside; they get their name when everything is right."""
    files = Files(spark)
    publication = Publication(files, request.out, spark.sparkContext.applicationId)
    claims, eligibility = files.find(request.claims), files.find(request.eligibility)
    refuse_inside(publication, claims, eligibility)
    session.cut(spark, claims.size + eligibility.size, request.settings)
    publication.begin()
    try:
        done = write(request, spark, workers, publication, claims, eligibility)
        if (files.find(request.claims), files.find(request.eligibility)) != (claims, eligibility):
            raise Failure(
                NOTHING_WRITTEN,
                "読んでいる間に入力が変わりました。何も公開していません。書き込みが終わってからやり直してください。",
                "the inputs changed while they were read. Nothing was published. Start again when they are at rest.",
            )
        publication.publish()
        return done
    finally:
        publication.drop()


def refuse_inside(publication: Publication, *sides: Inputs) -> None:
    """Results are no inputs of the next run."""
    out = publication.out.toString()
    for root in (root for side in sides for root in side.roots):
        if root.shown(out) is not None:
            raise Failure(
                USAGE,
                f"出力先 {publication.shown} が入力 {root.given} の中にあります。外に指定してください。",
                f"{publication.shown} is inside of the input {root.given}: name a folder elsewhere.",
            )


def write(
    request: Request, spark: SparkSession, workers: Workers, publication: Publication, *sides: Inputs
) -> Done:
    """Parses, judges and writes, and holds what is written against what was read."""
    claim_files, eligibility_files = sides
    # What was parsed and judged is kept on the executors' disks; what is lost with one of them is made again.
    parsed = plan.rows(plan.read(spark, claim_files), claim_files.roots, workers.parse, False)
    parsed = parsed.persist(StorageLevel.DISK_ONLY)
    records = plan.rows(plan.read(spark, eligibility_files), eligibility_files.roots, workers.records, True)
    records = records.persist(StorageLevel.DISK_ONLY)
    refuse_one_hash_for_two(parsed)
    refuse_one_hash_for_two(records)
    read = totals(parsed.where(F.col("kind") == "claim"))
    compare_files(parsed, read)

    judged = plan.judged(plan.groups(parsed, records), workers.judge, workers.groups)
    judged = judged.persist(StorageLevel.DISK_ONLY)
    refuse_errors(judged)
    for name, kind, columns in (("verdicts", "verdict", VERDICTS), ("findings", "finding", FINDINGS)):
        judged.where(F.col("kind") == kind).select(*columns).write.parquet(publication.part(name))
    unread = unreadable(parsed, records)
    unread.coalesce(1).write.parquet(publication.part("unreadable"))

    verdicts = spark.read.parquet(publication.part("verdicts"))
    compare(read, totals(verdicts))
    findings = spark.read.parquet(publication.part("findings")).count()
    found = judged.where(F.col("kind") == "finding").count()
    if findings != found:
        raise Failure(
            NOTHING_WRITTEN,
            f"指摘は {found} 件ですが、書けたのは {findings} 件です。何も公開していません。",
            f"there are {found} findings, and {findings} were written. Nothing was published.",
        )
    done = Done(read, findings, unread.count())
    publication.write("manifest.json", manifest(request, workers, done, sides, verdicts))
    return done


def compare_files(parsed: DataFrame, read: Totals) -> None:
    """Every file tells the sum of its claims: none was lost on the way."""
    of_files = totals(parsed.where(F.col("kind") == "file"))
    compare(read, Totals(read.claims, of_files.yen, read.places))


def refuse_errors(judged: DataFrame) -> None:
    """A group that could not be judged has no verdicts; then there is no result."""
    errors = judged.where(F.col("kind") == "error").count()
    if errors:
        raise Failure(
            NOTHING_WRITTEN,
            f"{errors} 件を判定できませんでした。何も公開していません。houkan の不具合として報告してください。",
            f"{errors} groups of claims could not be judged. Nothing was published. Please report this as a fault of houkan.",
        )


def unreadable(parsed: DataFrame, records: DataFrame) -> DataFrame:
    """The files that could not be read, with the reason."""
    sides = [
        rows.where(F.col("error").isNotNull()).select(F.lit(side).alias("side"), "source_file", "error")
        for side, rows in (("claims", parsed), ("eligibility", records))
    ]
    return sides[0].union(sides[1])


def manifest(
    request: Request, workers: Workers, done: Done, sides: tuple[Inputs, ...], verdicts: DataFrame
) -> str:
    """What the folder holds, from what, and by which programs."""
    counts = {row["verdict"]: row["count"] for row in verdicts.groupBy("verdict").count().collect()}
    told = {
        "program": "houkan-spark",
        "version": VERSION,
        "houkan": workers.judge.program.version,
        "worker": WORKER,
        "pyspark": pyspark.__version__,
        "as_of": request.as_of,
        "policy": request.options.get("policy", "current"),
        "is_masked": request.is_masked,
        "totals": {**done.totals.said(), "findings": done.findings},
        "verdicts": dict(sorted(counts.items())),
        "inputs": {
            side: {"files": len(inputs.files), "bytes": inputs.size}
            for side, inputs in zip(("claims", "eligibility"), sides, strict=True)
        },
        "unreadable": done.unreadable,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
