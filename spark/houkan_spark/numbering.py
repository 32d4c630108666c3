"""The place of each row within its file, in the order in which the program gives them."""

from collections.abc import Iterator

import pyarrow as pa


def numbered(batches: Iterator[pa.RecordBatch], name: str) -> Iterator[pa.RecordBatch]:
    """Adds a column `name`: 0, 1, 2, … for each `source_file`. A file is given whole, and to one process."""
    following: dict[str, int] = {}
    for batch in batches:
        places = []
        for file in batch.column("source_file").to_pylist():
            place = following.get(file, 0)
            places.append(place)
            following[file] = place + 1
        yield batch.append_column(name, pa.array(places, pa.int64()))
