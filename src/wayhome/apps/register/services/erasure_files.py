"""The file of a list without some of its lines. Rows keep their numbers: an erased one is blank."""

import hashlib
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from django.db.models import QuerySet

from wayhome.apps.audit.services import open_sealed
from wayhome.apps.register.models import Appearance, ListEntry, PersonList
from wayhome.apps.register.services.imports.lines import lines_of, read_file, web_limits
from wayhome.files.recognise import read_table


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The file of a list as it will be kept, made of the one that lay under this key."""

    list: int
    key: uuid.UUID
    content: bytes

    @property
    def sha256(self) -> str:
        """Of the file as it will be kept, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def lists_with(lines: Sequence[ListEntry]) -> QuerySet[PersonList]:
    """Every version that has one of the lines, also those rolled back."""
    return PersonList.objects.filter(appearances__entry__in=lines).distinct()


def rewrite_files(lines: Sequence[ListEntry]) -> list[Rewritten]:
    """The file of every list that has one of these lines, without them. Nothing is saved.

    Raises:
        CannotOpen: somebody has just replaced one of them.
        CannotRead: one cannot be read any more.
    """
    lists = lists_with(lines).select_related("key", "file_key").order_by("pk")
    return [_rewritten(shown, lines) for shown in lists]


def _rewritten(shown: PersonList, lines: Sequence[ListEntry]) -> Rewritten:
    content = open_sealed(shown.key_of_file, bytes(shown.file_sealed), purpose="file")
    here = [line for line in lines if line.appearances.filter(list=shown).exists()]
    return Rewritten(shown.pk, shown.key_of_file.pk, without_lines(content, shown, here))


def without_lines(content: bytes, shown: PersonList, erased: list[ListEntry]) -> bytes:
    """The file as UTF-8 CSV, every cell as written, the rows of these lines blank.

    Args:
        content: the file as it is kept.
        shown: the list.
        erased: lines on it, not yet blanked.

    Raises:
        CannotRead: the file cannot be read any more.
    """
    rows = _rows_of(content, shown, erased)
    table = read_table(content, web_limits())
    numbers = pl.int_range(table.first_row, table.first_row + table.cells.height, eager=True)
    gone = numbers.is_in(sorted(rows))
    cells = table.cells.with_columns(
        pl.when(gone).then(pl.lit("")).otherwise(pl.col(name)).alias(name)
        for name in table.cells.columns
    )
    if table.header:
        header = dict(zip(cells.columns, table.header, strict=True))
        cells = pl.concat([pl.DataFrame([header]), cells])
    blank_above = "\r\n" * (table.first_row - 1)
    text = io.BytesIO()
    cells.write_csv(text, include_header=False, line_terminator="\r\n", quote_style="always")
    return blank_above.encode() + text.getvalue()


def _rows_of(content: bytes, shown: PersonList, erased: list[ListEntry]) -> set[int]:
    """The rows that are these lines: those that read the same, else where each one stood."""
    read = read_file(content, name=shown.file_name, mapping=shown.mapping)
    rows: dict[bytes, set[int]] = {}
    for line in lines_of(read):
        rows.setdefault(line.digest, set()).add(line.number)
    found: set[int] = set()
    carried = Appearance.objects.filter(list=shown.predecessor_id)
    for entry in erased:
        same = rows.get(bytes(entry.digest), set())
        if not same and not carried.filter(entry=entry).exists():
            stood = Appearance.objects.filter(list=shown, entry=entry)
            same = set(stood.values_list("line", flat=True))
        found |= same
    return found
