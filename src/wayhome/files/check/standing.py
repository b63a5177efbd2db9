"""What a list's own cells say of somebody's fate or category: exchanged, died, civilian, child.

Only columns whose header says that they hold such a thing are read, and only cells that begin with
a word that is known: a cell that says more, or denies it, says nothing here.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from wayhome.files.cells.date_column import read_date_column
from wayhome.files.check.found import Finds
from wayhome.files.columns.words import normal_form
from wayhome.files.read_list import ReadList

_HEADER = "header"  # in the table: a word that heads such a column
_SINCE = "since_"  # and a fate: a header under which the day of the fate stands
_NOT = "not"  # a word that denies what stands beside it
_MOST_WORDS = 5
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")


@cache
def _table() -> Mapping[str, Mapping[tuple[str, ...], str]]:
    """The words of each standing, in their normal form, longest first."""
    text = files("wayhome").joinpath("resources/check/standing.tsv").read_text("utf-8")
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            standing, _language, word = line.split("\t")
            found.setdefault(standing, {})[tuple(normal_form(word).split())] = word
    return found


def standing_columns(read: ReadList) -> list[str]:
    """The columns that hold fates and categories and are not mapped to a field."""
    return heads_standing([use.header for use in read.columns if use.field is None])


def heads_standing(headers: Iterable[str]) -> list[str]:
    """Those of these headers whose columns hold fates and categories."""
    heads = {words[0] for words in _table()[_HEADER] if len(words) == 1}
    return [header for header in headers if heads & set(normal_form(header).split())]


def standing_of(cell: str) -> tuple[Finds, str] | None:
    """What a cell says, and the day it gives (EDTF, '' if none); None if it says nothing known."""
    plain = _DATE.sub(" ", cell)
    words = tuple(normal_form(plain).split())
    if not words or len(words) > _MOST_WORDS:
        return None
    if any((word,) in _table()[_NOT] for word in words):
        return None
    for finds in Finds:
        phrases = _table().get(finds, {})
        if any(words[: len(phrase)] == phrase for phrase in phrases):
            return finds, day_in(cell)
    return None


def since_columns(read: ReadList, finds: Finds) -> list[str]:
    """The columns that hold the day of a fate, and are not mapped to a field."""
    heads = _table().get(f"{_SINCE}{finds}", {})
    free = (use.header for use in read.columns if use.field is None)
    return [header for header in free if tuple(normal_form(header).split()) in heads]


def day_in(cell: str) -> str:
    """The first day a cell gives, as EDTF; '' if none."""
    written = _DATE.search(cell)
    if written is None:
        return ""
    day = written.group()
    read = read_date_column({day: 1}, epoch_1904=None, usual_order="dmy")
    return read.findings[day].value or ""
