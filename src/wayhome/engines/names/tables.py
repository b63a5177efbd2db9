"""The names engine's tables: tab-separated, commented, each with its source in its first lines."""

from collections.abc import Iterator
from importlib.resources import files

_FOLDER = "resources/names"


def rows_of(table: str) -> Iterator[list[str]]:
    """The rows of one table, each a list of its columns; comments and empty lines are left out."""
    text = files("wayhome").joinpath(_FOLDER, table).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
