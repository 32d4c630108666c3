"""The program: its version, and the columns that it gives."""

import os
import shutil
import subprocess

import pyarrow as pa

from . import VERSION
from .pipe import WorkerFailed, check_metadata, metadata, scrub
from .words import NOTHING_WRITTEN, USAGE, Failure


def environment() -> dict[str, str]:
    """What a worker finds in its environment: messages in English, so that only names of persons are not ASCII."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}


def find(program: str) -> str:
    """Where the program is on this machine."""
    found = shutil.which(program)
    if found is None:
        raise Failure(
            USAGE,
            f"プログラム {program} がないか、実行できません。--houkan で houkan の場所を指定してください。",
            f"the program {program} is not there or cannot be run: say with --houkan where houkan is.",
        )
    return os.path.abspath(found)


def version(program: str) -> str:
    """The version of the program; refuses one that this package is not for."""
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, timeout=60, check=True, env=environment()
        ).stdout.decode(errors="replace")
    except (OSError, subprocess.SubprocessError):
        said = ""
    name, _, number = said.strip().partition(" ")
    if name != "houkan" or number != VERSION:
        other = scrub(f"{name} {number}") or "no version"
        raise Failure(
            USAGE,
            f"houkan-spark {VERSION} には houkan {VERSION} が必要ですが、{program} は {other} です。版をそろえてください。",
            f"houkan-spark {VERSION} needs houkan {VERSION}, and {program} is {other}: use the two of one version.",
        )
    return number


def columns(command: list[str], given: pa.Schema, version: str) -> pa.Schema:
    """The columns that a worker makes of an empty stream of these, in types that Spark knows."""
    sink = pa.BufferOutputStream()
    pa.ipc.new_stream(sink, given.with_metadata(metadata(version))).close()
    name = " ".join(["houkan", *command[1:3]])
    try:
        done = subprocess.run(
            command, input=sink.getvalue().to_pybytes(), capture_output=True, timeout=60, env=environment()
        )
        if done.returncode != 0:
            raise WorkerFailed(f"{name} ended with status {done.returncode}: {scrub(done.stderr.decode(errors='replace'))}")
        schema = pa.ipc.open_stream(done.stdout).schema
        check_metadata(schema, version, name)
    except (OSError, subprocess.SubprocessError, pa.ArrowException, WorkerFailed) as error:
        words = str(error) if isinstance(error, WorkerFailed) else f"{name}: {type(error).__name__}"
        raise Failure(
            NOTHING_WRITTEN,
            f"houkan worker を使えません（{words}）。houkan の版を確かめてください。",
            f"houkan worker cannot be used ({words}): see whether this is the houkan of this package.",
        ) from None
    return pa.schema([pa.field(field.name, plain(field.type)) for field in schema])


# Spark has no unsigned numbers.
SIGNED = {pa.uint8(): pa.int16(), pa.uint16(): pa.int32(), pa.uint32(): pa.int64(), pa.uint64(): pa.int64()}


def plain(kind: pa.DataType) -> pa.DataType:
    """The type in which Spark keeps a column of this one."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(pa.field("item", plain(kind.value_type)))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(field.name, plain(field.type)) for field in kind])
    if pa.types.is_dictionary(kind):
        return plain(kind.value_type)
    if pa.types.is_large_string(kind):
        return pa.string()
    if pa.types.is_large_binary(kind):
        return pa.binary()
    return SIGNED.get(kind, kind)
