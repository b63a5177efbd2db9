"""Tables of allele frequencies: a column for each marker, or a row for each allele."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from wayhome.engines.kinship.frequencies import FrequencyTable
from wayhome.files.decoding import decode
from wayhome.files.kinship import fam
from wayhome.files.kinship.alleles import read_allele
from wayhome.files.kinship.calls import Finding
from wayhome.files.kinship.database import table_of
from wayhome.files.kinship.specimens import standard_marker
from wayhome.files.limits import Limits
from wayhome.files.reading import load
from wayhome.files.recognise import read_table
from wayhome.files.refusals import refuse
from wayhome.files.table import Table
from wayhome.values import CannotRead

MINIMUM = 0.001
_ALLELE, _MARKER = ("allele", "alleles"), ("marker", "locus", "system")
_FREQUENCY = ("frequency", "freq", "f", "p")


def read_frequencies(
    path: str | PathLike[str], *, minimum: float = MINIMUM
) -> tuple[FrequencyTable, list[Finding]]:
    """Read the frequencies of a population, with what was not taken.

    Args:
        path: a table (CSV, XLSX, ODS) with a column `Allele` and one for each marker, or with
            the columns marker, allele, frequency; or a Familias file.
        minimum: what an allele gets that is rarer or not listed.

    Raises:
        CannotRead: no such table, or a marker without an allele.
    """
    path = Path(path)
    data = load(path, Limits())
    if path.suffix.casefold() == ".fam":
        table = table_of(fam.read_content(decode(data).text), name=path.name)
        if table is None:
            raise refuse(CannotRead, "no_frequencies", name=path.name)
        return table, []
    published, findings = _published(read_table(data, Limits()), path.name)
    if not published:
        raise refuse(CannotRead, "no_frequencies", name=path.name)
    return FrequencyTable.of(published, source=path.name, minimum=minimum), findings


_Published = dict[str, dict[str, float]]


def _published(table: Table, file: str) -> tuple[_Published, list[Finding]]:
    rows = table.rows(0, table.cells.height)
    at = next((at for at, row in enumerate(rows) if _column(row, _ALLELE) >= 0), None)
    if at is None:
        raise refuse(CannotRead, "no_frequencies", name=file)
    head, body = rows[at], list(enumerate(rows[at + 1 :], start=table.first_row + at + 1))
    place, marker, value = (_column(head, words) for words in (_ALLELE, _MARKER, _FREQUENCY))
    published: _Published = {}
    findings: list[Finding] = []
    if marker >= 0 and value >= 0:
        entries = [(row, cells[marker], cells[place], cells[value]) for row, cells in body]
    else:
        entries = [
            (row, head[column], cells[place], cells[column])
            for row, cells in body
            for column in range(len(head))
            if column != place and head[column].strip()
        ]
    for row, written_marker, written, cell in entries:
        _take(published, findings, Finding(file=file, row=row, code="", marker=written_marker,
                                           value=written), cell)  # fmt: skip
    return published, findings


def _take(published: _Published, findings: list[Finding], entry: Finding, cell: str) -> None:
    """Add one frequency, or say why it is not taken: rows of sample sizes among them."""
    text = cell.strip().replace(",", ".")
    name, allele = standard_marker(entry.marker), read_allele(entry.value).name
    if not text or not entry.value.strip():
        return
    try:
        frequency = float(text)
    except ValueError:
        frequency = -1.0
    code = "" if name else "unknown_marker"
    code = code or ("" if allele and 0 <= frequency <= 1 else "no_frequency")
    if code:
        findings.append(
            Finding(file=entry.file, row=entry.row, code=code, marker=entry.marker, value=text)
        )
    elif frequency > 0:
        published.setdefault(name, {})[allele] = frequency


def _column(cells: Sequence[str], words: Sequence[str]) -> int:
    return next((at for at, cell in enumerate(cells) if cell.strip().casefold() in words), -1)
