"""Names in Cyrillic letters made readable to those who read another script.

Below each stands a romanisation by a published standard. It is for the eye only: nothing is
compared by it, and it replaces nothing that was written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import polars as pl

from wayhome.engines.linkage.fields import FIELDS, Kind
from wayhome.engines.names import Standard
from wayhome.engines.names.romanise import romanise
from wayhome.files.read_list import ReadList
from wayhome.files.report.letters import script_of

_READ_CYRILLIC = frozenset({"uk", "ru"})  # languages whose readers need no romanisation
_STANDARDS = {"uk": Standard.CMU_55, "ru": Standard.ICAO_9303}
_ONLY_IN = {"uk": frozenset("іїєґ"), "ru": frozenset("ыэъё")}
NAME_FIELDS = tuple(field for field, kind in FIELDS.items() if kind is Kind.NAME)


@dataclass(frozen=True, kw_only=True, slots=True)
class Romaniser:
    """How the names of one list are romanised for readers of one language."""

    reader: str  # code of the report's language
    language: str  # `uk` or `ru`: of names whose letters do not tell
    standards: tuple[Standard, ...]  # used for the names of the list

    @classmethod
    def of(cls, listed: ReadList, *, reader: str) -> Self:
        """The romaniser of a list: most names whose letters tell say what the others are in."""
        return cls.of_names(_cyrillic_names(listed), reader=reader)

    @classmethod
    def of_names(cls, names: Iterable[str], *, reader: str) -> Self:
        """The romaniser of these names; of those in other scripts nothing is told."""
        if reader in _READ_CYRILLIC:
            return cls(reader=reader, language="uk", standards=())
        told = Counter(_language(name) for name in names if script_of(name) == "Cyrl")
        language = "ru" if told["ru"] > told["uk"] else "uk"
        used = {one or language for one in told}
        standards = tuple(standard for code, standard in _STANDARDS.items() if code in used)
        return cls(reader=reader, language=language, standards=standards)

    def __call__(self, name: str) -> str:
        """The name in Latin letters; '' where its script needs none or has no standard here."""
        if self.reader in _READ_CYRILLIC or script_of(name) != "Cyrl":
            return ""
        return self.with_standard(name)[0]

    def with_standard(self, name: str) -> tuple[str, Standard]:
        """A name in Cyrillic letters put into Latin ones, and the standard it was put by."""
        language = self.language_of(name)
        standard = _STANDARDS[language]
        return romanise(name, standard=standard, language=language).text, standard

    def language_of(self, name: str) -> str:
        """`uk` or `ru`: of a name in Cyrillic letters by its own ones, else as most of the list."""
        return _language(name) or self.language


def _language(name: str) -> str:
    """The language whose own letters a name holds, '' if none or both."""
    letters = set(name.lower())
    found = [code for code, own in _ONLY_IN.items() if letters & own]
    return found[0] if len(found) == 1 else ""


def _cyrillic_names(listed: ReadList) -> Iterator[str]:
    for field in NAME_FIELDS:
        if field in listed.entries.columns:
            names: Iterable[str] = listed.entries[field].cast(pl.String).drop_nulls().unique()
            yield from (name for name in names if script_of(name) == "Cyrl")
