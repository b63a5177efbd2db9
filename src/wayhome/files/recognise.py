"""What a file is, by its bytes; and a sentence for what is no list."""

import re
import zipfile

import polars as pl

from wayhome.files.decoding import Decoded, decode
from wayhome.files.delimited import read_delimited
from wayhome.files.limits import Limits
from wayhome.files.read_list import Problem, Severity
from wayhome.files.records import read_json
from wayhome.files.refusals import refuse
from wayhome.files.table import Table
from wayhome.files.workbook import calendar_of, check_zip, read_part, read_pfif, read_workbook
from wayhome.values import CannotRead

_SIGNATURES = (
    (b"%PDF-", "is_pdf"),
    (b"{\\rtf", "is_text_document"),
    (b"\x89PNG", "is_picture"),
    (b"\xff\xd8\xff", "is_picture"),
    (b"GIF8", "is_picture"),
    (b"II*\0", "is_picture"),
    (b"MM\0*", "is_picture"),
    (b"7z\xbc\xaf\x27\x1c", "is_archive"),
    (b"Rar!", "is_archive"),
    (b"\x1f\x8b", "is_archive"),
    (b"BZh", "is_archive"),
    (b"\xfd7zXZ", "is_archive"),
    (b"\x28\xb5\x2f\xfd", "is_archive"),
    (b"SQLite format 3\0", "is_database"),
    (b"PAR1", "is_parquet"),
    (b"MZ", "is_program"),
    (b"\x7fELF", "is_program"),
)
"""How files begin that are no lists, and the refusal of each."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = re.compile(r"\s*<(?:\?xml|!|[A-Za-z][\w:.-]*[\s>/])")


def read_table(data: bytes, limits: Limits) -> Table:
    """Read the cells of a file.

    Raises:
        CannotRead: a file that is no table, damaged, protected or too large.
    """
    if data.startswith(_ZIP):
        return _read_zip(data, limits)
    if data.startswith(_OLE):
        return _read_ole(data, limits)
    for signature, code in _SIGNATURES:
        if data.startswith(signature) and (len(signature) > 2 or b"\0" in data[:1000]):
            raise refuse(CannotRead, code)
    return _read_text(data, decode(data), limits)


def _read_zip(data: bytes, limits: Limits) -> Table:
    with check_zip(data, limits) as packed:
        names = set(packed.namelist())
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
            return read_workbook(data, "xlsx", limits, epoch_1904=calendar_of(packed))
        if "word/document.xml" in names:
            raise refuse(CannotRead, "is_text_document")
        if "ppt/presentation.xml" in names:
            raise refuse(CannotRead, "is_presentation")
        kind = _open_document_kind(packed)
        if kind.endswith("spreadsheet"):
            if _is_encrypted(packed):
                raise refuse(CannotRead, "password")
            return read_workbook(data, "ods", limits)
        if "opendocument" in kind:
            raise refuse(CannotRead, "is_text_document")
    raise refuse(CannotRead, "is_archive")


def _open_document_kind(packed: zipfile.ZipFile) -> str:
    return read_part(packed, "mimetype").decode("ascii", errors="replace").strip()


def _is_encrypted(packed: zipfile.ZipFile) -> bool:
    return b"encryption-data" in read_part(packed, "META-INF/manifest.xml")


def _read_ole(data: bytes, limits: Limits) -> Table:
    """Files of old Office programs; a protected XLSX hides in one too."""
    if _names_stream(data, "EncryptedPackage"):
        raise refuse(CannotRead, "password")
    if _names_stream(data, "WordDocument"):
        raise refuse(CannotRead, "is_text_document")
    if _names_stream(data, "Workbook") or _names_stream(data, "Book"):
        return read_workbook(data, "xls", limits)
    raise refuse(CannotRead, "is_old_document")


def _names_stream(data: bytes, name: str) -> bool:
    """Whether a directory entry (64 bytes of UTF-16, then its length) has this name."""
    packed = (name + "\0").encode("utf-16-le")
    return packed.ljust(64, b"\0") + len(packed).to_bytes(2, "little") in data


def _read_text(data: bytes, decoded: Decoded, limits: Limits) -> Table:
    head = decoded.text[:20_000].lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")):
        return read_json(decoded, limits)
    if _XML.match(head):
        return _read_markup(data, head.lower(), limits)
    table = read_delimited(decoded, limits)
    if decoded.damaged:
        table.problems.extend(_broken_rows(table))
    if decoded.twice:
        table.problems.append(
            Problem(row=0, column="", code="double_encoding", severity=Severity.MENDED)
        )
    return table


def _read_markup(data: bytes, head: str, limits: Limits) -> Table:
    if "zesty.ca/pfif" in head:
        return read_pfif(data, limits)
    if "<html" in head or "<table" in head or head.startswith("<!doctype html"):
        raise refuse(CannotRead, "is_web_page")
    if "schemas-microsoft-com:office:spreadsheet" in head:
        raise refuse(CannotRead, "is_xml_workbook")
    raise refuse(CannotRead, "is_other_xml")


def _broken_rows(table: Table) -> list[Problem]:
    """A report on each row with bytes that are no letters in the file's encoding."""
    holds = pl.any_horizontal(pl.all().str.contains("\ufffd", literal=True))
    broken = table.cells.select(holds).to_series().arg_true()
    return [
        Problem(
            row=table.first_row + at,
            column="",
            code="broken_encoding",
            severity=Severity.DOUBTFUL,
        )
        for at in broken
    ]
