"""Files and folders wherever Spark keeps them (local, HDFS, an object store): looked at, made, renamed."""

import json
from dataclasses import dataclass, field

from pyspark.sql import SparkSession

from .words import NOTHING_WRITTEN, USAGE, Failure

# A file is one value for Spark; above this one would not fit into an executor of usual size.
LARGEST = 512 << 20


@dataclass(frozen=True)
class Found:
    """A file that was found: its address, size and time."""

    path: str
    size: int
    modified: int


@dataclass(frozen=True)
class Root:
    """A path as given, and its full address."""

    given: str
    full: str

    def shown(self, path: str) -> str | None:
        """How a file below it is named in the results: as `houkan check` does, from the path as given."""
        if path == self.full:
            return self.given
        if path.startswith(self.full.rstrip("/") + "/"):
            return self.given.rstrip("/") + "/" + path[len(self.full.rstrip("/")) + 1 :]
        return None


@dataclass
class Inputs:
    """The files of one side, as they were found."""

    roots: list[Root]
    files: list[Found] = field(default_factory=list)
    # Folders of reports of the program, which are none of its inputs.
    reports: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def shown(roots: list[Root], path: str) -> str:
    """How a file is named in the results."""
    return next((name for root in roots if (name := root.shown(path)) is not None), path)


def refuse_odd(found: Found, below: list[str]) -> None:
    """Refuses a file that Spark would pass over, or could not hold."""
    name = found.path.rsplit("/", 1)[-1]
    if any(part.startswith("_") or part.endswith("._COPYING_") for part in (*below, name)):
        raise Failure(
            USAGE,
            f"{found.path}: 名前が _ で始まるもの（または ._COPYING_ で終わるもの）を Spark は読みません。名前を変えてください。",
            f"{found.path}: Spark passes over names that begin with _ (or end with ._COPYING_): rename it.",
        )
    if found.size > LARGEST:
        raise Failure(
            USAGE,
            f"{found.path} は大きすぎます（{found.size >> 20} MiB）。{LARGEST >> 20} MiB 以下に分けてください。",
            f"{found.path} has {found.size >> 20} MiB: split it into files of at most {LARGEST >> 20} MiB.",
        )


class Files:
    """The file systems of a session."""

    def __init__(self, spark: SparkSession):
        self.jvm = spark._jvm
        self.new_array = spark.sparkContext._gateway.new_array
        self.configuration = spark.sparkContext._jsc.hadoopConfiguration()

    def path(self, text: str):
        return self.jvm.org.apache.hadoop.fs.Path(text)

    def system(self, path):
        return path.getFileSystem(self.configuration)

    def full(self, text: str) -> str:
        path = self.path(text)
        return self.system(path).makeQualified(path).toString()

    def find(self, given: list[str]) -> "Inputs":
        """The files below paths.

        Hidden files and reports of the program in a folder below are passed over, as `houkan check` does. What Spark
        alone would pass over is refused: no claim is lost.
        """
        inputs = Inputs([Root(text, self._root(text)) for text in given])
        for at, root in enumerate(inputs.roots):
            for other in inputs.roots[at + 1 :]:
                if root.shown(other.full) or other.shown(root.full):
                    raise Failure(
                        USAGE,
                        f"{root.given} と {other.given} は重なっています。同じファイルは一度だけ指定してください。",
                        f"{root.given} and {other.given} overlap: give each file once.",
                    )
            self._walk(root, inputs)
        return inputs

    def _root(self, text: str) -> str:
        path = self.path(text)
        if not self.system(path).exists(path):
            raise Failure(USAGE, f"{text} がありません。", f"{text} is not there.")
        return self.full(text)

    def _walk(self, root: Root, inputs: "Inputs") -> None:
        path = self.path(root.full)
        statuses = self.system(path).listFiles(path, True)
        while statuses.hasNext():
            status = statuses.next()
            found = Found(status.getPath().toString(), status.getLen(), status.getModificationTime())
            below = found.path[len(root.full) :].strip("/").split("/")
            if any(part.startswith(".") for part in below):
                continue
            refuse_odd(found, below)
            inputs.files.append(found)
            if below[-1] == "summary.json" and len(below) > 1 and self._is_ours(status.getPath()):
                inputs.reports.append(found.path.removesuffix("summary.json"))

    def _is_ours(self, path) -> bool:
        try:
            return json.loads(self.read(path)).get("program") == "houkan"
        except (ValueError, AttributeError):
            return False

    def read(self, path) -> bytes:
        stream = self.system(path).open(path)
        try:
            return bytes(self.jvm.org.apache.commons.io.IOUtils.toByteArray(stream))
        finally:
            stream.close()


class Publication:
    """A result folder while it is made: it appears whole, by one rename, or not at all."""

    def __init__(self, files: Files, out: str, tag: str):
        self.files = files
        self.out = files.path(files.full(out))
        self.aside = files.path(f"{self.out.getParent()}/.{self.out.getName()}.{tag}")
        self.shown = out
        self.system = files.system(self.out)
        self.is_published = False

    def begin(self) -> None:
        """Sees that there is nothing yet where the results go, and makes the folder aside, for the owner alone."""
        if self.system.exists(self.out):
            raise Failure(
                USAGE,
                f"出力先 {self.shown} は、すでにあります。別の名前にするか、片付けてからやり直してください。",
                f"{self.shown} is there already: take another name, or move it away.",
            )
        permission = self.files.jvm.org.apache.hadoop.fs.permission.FsPermission("700")
        try:
            is_made = self.system.mkdirs(self.aside, permission)
        except Exception as error:
            raise self.refused(error) from None
        if not is_made:
            raise self.refused(None)

    def part(self, name: str) -> str:
        return f"{self.aside}/{name}"

    def write(self, name: str, contents: str) -> None:
        stream = self.system.create(self.files.path(self.part(name)), False)
        try:
            stream.write(contents.encode())
        finally:
            stream.close()

    def publish(self) -> None:
        """The rename; it refuses to go into a folder that has appeared meanwhile."""
        jvm = self.files.jvm
        options = self.files.new_array(getattr(jvm.org.apache.hadoop.fs, "Options$Rename"), 0)
        context = jvm.org.apache.hadoop.fs.FileContext.getFileContext(self.out.toUri(), self.files.configuration)
        context.rename(self.aside, self.out, options)
        self.is_published = True

    def drop(self) -> None:
        """Removes what was not published."""
        if not self.is_published:
            self.system.delete(self.aside, True)

    def refused(self, error: Exception | None) -> Failure:
        words = reason(error)
        return Failure(
            NOTHING_WRITTEN,
            f"出力先 {self.shown} に書けません（{words}）。空き容量と権限を確かめてください。何も公開していません。",
            f"{self.shown} cannot be written ({words}): see to its room and permissions. Nothing was published.",
        )


def reason(error: Exception | None) -> str:
    """The kind of an error, without words that may quote values."""
    if error is None:
        return "refused"
    java = getattr(error, "java_exception", None)
    return java.getClass().getSimpleName() if java is not None else type(error).__name__
