"""What a laboratory's file says, call by call, as written: what every reader gives."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wayhome.files.read_list import SourceFile


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One marker of one specimen."""

    row: int  # 1-based row of a table; in XML the number of the specimen
    specimen: str  # laboratory number
    marker: str
    alleles: tuple[str, ...]  # blanks left out
    category: str = ""  # what the file calls the specimen: 'Unidentified Person'
    sex: str = ""
    part: int = 0  # the place within the file that is one typing of the specimen


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was not taken as it stands. `code` names its sentence, `finding.CODE`."""

    file: str
    row: int  # 0: the whole file
    code: str
    specimen: str = ""
    marker: str = ""
    value: str = ""  # as written


@dataclass(frozen=True, kw_only=True, slots=True)
class Raw:
    """The calls of one file."""

    source: SourceFile
    calls: Iterable[Call]
    findings: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Call]:
        return iter(self.calls)


_BLANKS = frozenset(("", "-", "--", "0", "n/a", "na", "nr", "nd", "n.d.", "null", "none", "."))


def is_blank(cell: str) -> bool:
    """Whether a cell of alleles says that nothing was seen."""
    return cell.strip().casefold() in _BLANKS


def is_number(written: str) -> bool:
    """Whether an id is a laboratory number: one without a digit, or with a blank, may be a name."""
    return bool(re.search(r"\d", written)) and not re.search(r"\s", written.strip())
