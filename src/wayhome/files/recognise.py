"""What a file is, by its bytes; and a sentence for what is no list."""

import re
import zipfile

import polars as pl

from wayhome.files.decoding import Decoded, decode
from wayhome.files.delimited import read_delimited
from wayhome.files.limits import Limits
from wayhome.files.read_list import Problem, Severity
from wayhome.files.records import read_json
from wayhome.files.table import Table
from wayhome.files.workbook import calendar_of, check_zip, read_part, read_pfif, read_workbook
from wayhome.values import CannotRead

_COPY = "Copy the table into a spreadsheet and save it as XLSX or CSV."
_UNPACK = "Unpack it and give the list that is inside."
_SAVE = "Open it in the program that made it and save the list as XLSX or CSV."

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", _COPY),
    (b"{\\rtf", "a text document (RTF)", _COPY),
    (b"\x89PNG", "a picture", "Type the list into a spreadsheet, or ask its sender for the table."),
    (b"\xff\xd8\xff", "a picture", "Type the list into a spreadsheet, or ask for the table."),
    (b"GIF8", "a picture", "Type the list into a spreadsheet, or ask its sender for the table."),
    (b"II*\0", "a scanned page", "Type the list into a spreadsheet, or ask for the table."),
    (b"MM\0*", "a scanned page", "Type the list into a spreadsheet, or ask for the table."),
    (b"7z\xbc\xaf\x27\x1c", "a packed archive (7z)", _UNPACK),
    (b"Rar!", "a packed archive (RAR)", _UNPACK),
    (b"\x1f\x8b", "a packed file (gzip)", _UNPACK),
    (b"BZh", "a packed file (bzip2)", _UNPACK),
    (b"\xfd7zXZ", "a packed file (xz)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a packed file (zstd)", _UNPACK),
    (b"SQLite format 3\0", "a database", _SAVE),
    (b"PAR1", "a Parquet file", "Export it as CSV."),
    (b"MZ", "a program", "Choose the file that holds the list."),
    (b"\x7fELF", "a program", "Choose the file that holds the list."),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = re.compile(r"\s*<(?:\?xml|!|[A-Za-z][\w:.-]*[\s>/])")
_LOCKED = (
    "The workbook is protected by a password. "
    "Remove the password in Excel (File, Info, Protect Workbook) and save again."
)


def read_table(data: bytes, limits: Limits) -> Table:
    """Read the cells of a file.

    Raises:
        CannotRead: a file that is no table, damaged, protected or too large.
    """
    if data.startswith(_ZIP):
        return _read_zip(data, limits)
    if data.startswith(_OLE):
        return _read_ole(data, limits)
    for signature, what, then in _SIGNATURES:
        if data.startswith(signature) and (len(signature) > 2 or b"\0" in data[:1000]):
            raise CannotRead(f"The file is {what}, not a table. {then}")
    return _read_text(data, decode(data), limits)


def _read_zip(data: bytes, limits: Limits) -> Table:
    with check_zip(data, limits) as packed:
        names = set(packed.namelist())
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
            return read_workbook(data, "xlsx", limits, epoch_1904=calendar_of(packed))
        if "word/document.xml" in names:
            raise CannotRead(f"The file is a text document (Word), not a table. {_COPY}")
        if "ppt/presentation.xml" in names:
            raise CannotRead(f"The file is a presentation, not a table. {_COPY}")
        kind = _open_document_kind(packed)
        if kind.endswith("spreadsheet"):
            if _is_encrypted(packed):
                raise CannotRead(_LOCKED.replace("Excel", "the spreadsheet program"))
            return read_workbook(data, "ods", limits)
        if "opendocument" in kind:
            raise CannotRead(f"The file is a text document (OpenDocument), not a table. {_COPY}")
    raise CannotRead(f"The file is a packed archive (ZIP), not a table. {_UNPACK}")


def _open_document_kind(packed: zipfile.ZipFile) -> str:
    return read_part(packed, "mimetype").decode("ascii", errors="replace").strip()


def _is_encrypted(packed: zipfile.ZipFile) -> bool:
    return b"encryption-data" in read_part(packed, "META-INF/manifest.xml")


def _read_ole(data: bytes, limits: Limits) -> Table:
    """Files of old Office programs; a protected XLSX hides in one too."""
    if _names_stream(data, "EncryptedPackage"):
        raise CannotRead(_LOCKED)
    if _names_stream(data, "WordDocument"):
        raise CannotRead(f"The file is a text document (Word), not a table. {_COPY}")
    if _names_stream(data, "Workbook") or _names_stream(data, "Book"):
        return read_workbook(data, "xls", limits)
    raise CannotRead(f"The file is an old Office document, not a workbook. {_SAVE}")


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
        raise CannotRead(
            "The file is a web page, whatever its name says. "
            "Open it in a spreadsheet program and save it as XLSX."
        )
    if "schemas-microsoft-com:office:spreadsheet" in head:
        raise CannotRead(
            "The file is a workbook in the XML format of 2003. "
            "Open it in Excel and save it as XLSX."
        )
    raise CannotRead("The file is XML but not PFIF. Export the list as CSV, XLSX or PFIF 1.4.")


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
