"""The session: settings, and what goes to the executors with it."""

import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from .words import NOTHING_WRITTEN, Failure

# Bytes and rows that Spark hands to Python at a time; a claim with its records has some 4 kB.
BATCH_BYTES = 32 << 20
BATCH_ROWS = 4_096

# Bytes of input for each of the parts in which claims and records are joined and judged.
PART_BYTES = 16 << 20

# Settings without which a claim could be lost or read by others. Nothing in a file of settings overrides them.
FIXED = {
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.hadoop.fs.permissions.umask-mode": "077",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH_ROWS),
    "spark.sql.execution.arrow.maxBytesPerBatch": str(BATCH_BYTES),
}

# Settings that `--conf` and a file of settings may change.
USUAL = {
    "spark.io.encryption.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
}


def start(master: str | None, settings: dict[str, str]) -> SparkSession:
    """A session; without a master that of the environment (`spark-submit`, `SPARK_CONF_DIR`)."""
    builder = SparkSession.builder.appName("houkan-spark check")
    if (master or "").startswith("local"):
        # Executors on this machine have what this Python has.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if master is not None:
        builder = builder.master(master)
    given = pyspark.SparkConf()
    for name, value in USUAL.items():
        if not given.contains(name):
            builder = builder.config(name, value)
    for name, value in {**settings, **FIXED}.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise failed(error) from None
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def cut(spark: SparkSession, size: int, settings: dict[str, str]) -> None:
    """Cuts the work by the size of the inputs, unless a setting says how."""
    name = "spark.sql.shuffle.partitions"
    if name not in settings and not spark.sparkContext.getConf().contains(name):
        parts = max(spark.sparkContext.defaultParallelism, -(-size // PART_BYTES))
        spark.conf.set(name, str(parts))


def failed(error: Exception) -> Failure:
    """Why Spark gave up, in words that quote nothing of the data."""
    told = re.findall(r"WorkerFailed: ([^\n]+)", str(error))
    java = getattr(error, "java_exception", None)
    kinds = re.findall(r"(?:Caused by: |: )([\w.$]+(?:Exception|Error))\b", str(error))
    kind = kinds[-1] if kinds else (java.getClass().getName() if java is not None else type(error).__name__)
    words = told[-1] if told else kind.rsplit(".", 1)[-1]
    return Failure(
        NOTHING_WRITTEN,
        f"Spark での処理が失敗しました（{words}）。何も公開していません。実行ノードのログを確かめて、やり直してください。",
        f"the work on Spark failed ({words}). Nothing was published. See the logs of the executors, and start again.",
    )


@contextmanager
def shipped_package(spark: SparkSession) -> Iterator[None]:
    """Has executors use this very package; on their machines it need not be installed."""
    package = Path(__file__).parent
    # Spark serves it from here for as long as executors may start.
    with tempfile.TemporaryDirectory(prefix="houkan-spark-") as folder:
        path = Path(folder, f"{package.name}.zip")
        with zipfile.ZipFile(path, "w") as archive:
            for source in sorted(package.glob("*.py")):
                archive.write(source, f"{package.name}/{source.name}")
        spark.sparkContext.addPyFile(str(path))
        yield
