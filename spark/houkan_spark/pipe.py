"""Batches through a process `houkan worker …`. This is what runs on the executors.

Writing to the process and reading from it go on at once, so that neither waits for the other for ever, and at most a
batch on each side is in memory. Whatever ends the process other than well fails the task, and Spark tries it again.
"""

import itertools
import re
import subprocess
import threading
from collections.abc import Iterator

import pyarrow as pa

from . import WORKER

# How much of what a process said on its standard error is kept: its end.
STDERR_BYTES = 4096


class WorkerFailed(Exception):
    """A process ended other than well, or is another one than the driver's."""


def scrub(text: str) -> str:
    """A text without what could tell of a person: numbers, and whatever is not ASCII (names, kana)."""
    text = re.sub(r"[^\x20-\x7e\n]+", "?", text)
    return re.sub(r"\d{3,}", "#", text).strip()


def metadata(version: str) -> dict[bytes, bytes]:
    """What every stream says of itself."""
    return {b"houkan.version": version.encode(), b"houkan.worker": WORKER.encode()}


def check_metadata(schema: pa.Schema, version: str, name: str) -> None:
    """Refuses a stream of another version of the program or of the streams."""
    found = schema.metadata or {}
    for key, wanted in metadata(version).items():
        value = found.get(key, b"(none)")
        if value != wanted:
            raise WorkerFailed(
                f"{name}: {key.decode()} is {value.decode(errors='replace')} here, and {wanted.decode()} on the driver"
            )


def through(
    batches: Iterator[pa.RecordBatch], command: list[str], version: str, environment: dict[str, str] | None = None
) -> Iterator[pa.RecordBatch]:
    """The batches that the process makes of these. Nothing is started when there are none."""
    first = next(batches, None)
    if first is None:
        return
    process = _Process(command, version, environment)
    try:
        process.feed(itertools.chain([first], batches), first.schema)
        yield from process.read()
        process.finish()
    finally:
        process.stop()


class _Process:
    """A running worker, with a thread that feeds it and one that listens to its standard error."""

    def __init__(self, command: list[str], version: str, environment: dict[str, str] | None):
        self.name = " ".join(["houkan", *command[1:3]])
        self.version = version
        try:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
            )
        except OSError as error:
            raise WorkerFailed(f"{self.name}: the program cannot be started here: {error.strerror}") from None
        self.said = b""
        self.upstream: BaseException | None = None
        self.is_all_fed = False
        self.feeder: threading.Thread | None = None
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def feed(self, batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> None:
        """Starts writing."""
        schema = schema.with_metadata(metadata(self.version))
        self.feeder = threading.Thread(target=self._feed, args=(batches, schema), daemon=True)
        self.feeder.start()

    def _feed(self, batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> None:
        stdin = self.process.stdin
        try:
            writer = pa.ipc.new_stream(stdin, schema)
            for batch in batches:
                writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
            writer.close()
            stdin.close()
            self.is_all_fed = True
        except OSError:
            # The process is gone; its status says why.
            pass
        except BaseException as error:  # whatever Spark's side says is told by the reading thread
            self.upstream = error
            # Without an end of stream nothing of it counts.
            self.process.kill()

    def _listen(self) -> None:
        try:
            while block := self.process.stderr.read1(STDERR_BYTES):
                self.said = (self.said + block)[-STDERR_BYTES:]
        except (OSError, ValueError):
            # It was closed when the process was stopped.
            pass

    def read(self) -> Iterator[pa.RecordBatch]:
        """What the process writes, until it ends."""
        try:
            reader = pa.ipc.open_stream(self.process.stdout)
        except (pa.ArrowInvalid, OSError):
            self.finish()
            raise WorkerFailed(f"{self.name}: its output is no Arrow stream") from None
        check_metadata(reader.schema, self.version, self.name)
        while True:
            try:
                batch = reader.read_next_batch()
            except StopIteration:
                return
            except (pa.ArrowInvalid, OSError):
                self.finish()
                raise WorkerFailed(f"{self.name}: its output is broken off") from None
            yield batch

    def finish(self) -> None:
        """Waits for the end, and fails unless it is a good one."""
        status = self.process.wait()
        self.feeder.join()
        if self.upstream is not None:
            raise self.upstream
        if status != 0:
            self.listener.join()
            how = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
            said = scrub(self.said.decode(errors="replace"))
            raise WorkerFailed(f"{self.name} {how}" + (f": {said}" if said else ""))
        if not self.is_all_fed:
            raise WorkerFailed(f"{self.name} ended before it had read everything")

    def stop(self) -> None:
        """Leaves nothing behind, however it went."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.listener.join(timeout=5)
        if self.feeder is not None:
            self.feeder.join(timeout=5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                pipe.close()
            except OSError:
                # What was not written when the process went cannot be written now.
                pass


def shaped(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Batches with the columns of this schema, in its order and types."""
    for batch in batches:
        columns = []
        for field in schema:
            try:
                columns.append(batch.column(field.name).cast(field.type))
            except (KeyError, pa.ArrowException):
                # The words of the error may quote a value.
                raise WorkerFailed(f"column {field.name} is not there or is no {field.type}") from None
        yield pa.RecordBatch.from_arrays(columns, schema=schema)
