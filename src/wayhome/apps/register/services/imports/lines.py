"""The lines of a file as the register takes them: fields, raw row, and what makes them the same."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl
from django.conf import settings

from wayhome.apps.register.models import ListEntry
from wayhome.apps.register.models.lists import SEALED, WRITTEN
from wayhome.files import Limits, Problem, ReadList, Severity
from wayhome.files.reading import read_bytes

FIELDS = (*WRITTEN, *SEALED)
_LONGEST = {
    field.name: field.max_length
    for field in ListEntry._meta.concrete_fields
    if field.name in WRITTEN and field.max_length
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file. `fields`: those it fills; `raw`: every column as written."""

    number: int  # 1-based row in the file
    fields: Mapping[str, str]
    raw: Mapping[str, str]
    digest: bytes

    @property
    def written(self) -> dict[str, str]:
        """The fields that lie readable."""
        return {field: self.fields.get(field, "") for field in WRITTEN}

    def sealed_text(self) -> bytes:
        """What lies sealed: the raw row and the fields nobody searches for, as JSON."""
        sealed = {field: self.fields[field] for field in SEALED if field in self.fields}
        return json.dumps({"raw": dict(self.raw), **sealed}, ensure_ascii=False).encode()


def web_limits() -> Limits:
    """How much of a file is taken that came over the web."""
    return Limits(
        rows=settings.UPLOAD_LIMIT_ROWS,
        file_bytes=settings.UPLOAD_LIMIT_BYTES,
        unpacked_bytes=20 * settings.UPLOAD_LIMIT_BYTES,
        cell_bytes=10 * settings.UPLOAD_LIMIT_BYTES,
        parser_seconds=60,
        parser_bytes=2_000_000_000,
    )


def read_file(content: bytes, *, name: str, mapping: Mapping[str, str] | None) -> ReadList:
    """Read a list within the limits of the web; with a mapping by its columns and no others.

    Raises:
        CannotRead: what is wrong with the file, in a sentence.
    """
    read = read_bytes(
        content, name=name, mapping=mapping, exact=mapping is not None, limits=web_limits()
    )
    return _without_unkept(read) if mapping is not None else read


def lines_of(read: ReadList) -> list[Line]:
    """The lines of a list that was read, in its order."""
    fields = [name for name in read.entries.columns if name in FIELDS]
    key = digest_key()
    lines = []
    for entry, raw in zip(
        read.entries.select("line", *fields).iter_rows(), read.as_written.to_dicts(), strict=True
    ):
        filled = {f: v for f, v in zip(fields, entry[1:], strict=True) if v}
        lines.append(Line(entry[0], filled, raw, digest_of(filled, key=key)))
    return lines


def digest_key() -> bytes:
    """The key of the lines' digests: it lies outside the database."""
    key: bytes = settings.INSTALLATION.secret("digest")
    return key


def digest_of(fields: Mapping[str, str], *, key: bytes) -> bytes:
    """HMAC-SHA256 of the filled fields in their order: equal means the same line."""
    text = json.dumps([[f, fields[f]] for f in FIELDS if fields.get(f)], ensure_ascii=False)
    return hmac.digest(key, text.encode(), hashlib.sha256)


def _without_unkept(read: ReadList) -> ReadList:
    """Turn away lines with a cell its field cannot hold: cutting it would not be as written."""
    checked = [field for field in _LONGEST if field in read.entries.columns]
    header = read.mapping
    long = {
        field: read.entries.filter(pl.col(field).str.len_chars() > _LONGEST[field])["line"]
        for field in checked
    }
    # JSON can hold the character zero, which no database keeps in a text.
    zero = {
        field: read.entries.filter(pl.col(field).str.contains("\0", literal=True))["line"]
        for field in checked
    }
    problems = [
        Problem(row=row, column=header[field], code=code, severity=Severity.REFUSED)
        for code, found in (("cell_too_long", long), ("broken_encoding", zero))
        for field, rows in found.items()
        for row in rows
    ]
    if not problems:
        return read
    kept = ~read.entries["line"].is_in([problem.row for problem in problems])
    numbered = read.as_written.with_columns(read.entries["line"].alias("wayhome_row"))
    return replace(
        read,
        entries=read.entries.filter(kept),
        as_written=read.as_written.filter(kept),
        refused=pl.concat([read.refused, numbered.filter(~kept)], how="diagonal"),
        problems=tuple(sorted((*read.problems, *problems), key=lambda p: (p.row, p.column))),
    )
