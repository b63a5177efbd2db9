"""A name in the letters of whoever is to read it aloud, and by which rule it was put so.

As written where the script is the reader's already; else as the other list writes the same person;
else romanised by a published standard, or spelt letter by letter by a table of our own, which is
named as that. What is written without vowels (Arabic, Hebrew) is spelt by no rule here: there the
other list's writing stands or nothing. The name as written always stands beside it.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

from wayhome.files.messages import message
from wayhome.files.report.letters import script_of
from wayhome.files.report.romanised import Romaniser

SCRIPTS: Mapping[str, str] = {"en": "Latn", "uk": "Cyrl", "ru": "Cyrl", "ar": "Arab"}
"""The script (ISO 15924) in which each language is read."""

_ANYWHERE, _FIRST = "", "^"
_VOWELLESS = ("Arab", "Hebr")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A name in the reader's letters; `text` is empty where no rule puts it so."""

    text: str
    rule: str  # in the reader's words; empty where it stands as written


@dataclass(frozen=True, kw_only=True, slots=True)
class Speller:
    """How the names of one list are put for readers of one language."""

    reader: str
    romaniser: Romaniser

    @classmethod
    def of(cls, names: Iterable[str], *, reader: str) -> Self:
        """The speller of a list's names: most whose letters tell say what the others are in."""
        return cls(reader=reader, romaniser=Romaniser.of_names(names, reader=reader))

    def __call__(self, name: str, *, elsewhere: Sequence[tuple[str, str]] = ()) -> Spoken:
        """The name in the reader's letters.

        Args:
            name: as written.
            elsewhere: how others write the same person: the name, and who writes it so.
        """
        wanted, script = SCRIPTS[self.reader], script_of(name)
        if not name or script in (wanted, "Zyyy"):
            return Spoken(name, "")
        for other, whose in elsewhere:
            if script_of(other) == wanted:
                return Spoken(other, message("check.spelt_by", self.reader, who=whose))
        if wanted == "Latn" and script == "Cyrl":
            text, standard = self.romaniser.with_standard(name)
            return Spoken(text, str(standard))
        if script in _VOWELLESS:
            return Spoken("", "")
        written = f"{script}-{self.romaniser.language_of(name)}" if script == "Cyrl" else script
        return Spoken(_spell(name, written, self.reader), message("check.own_letters", self.reader))


def _spell(name: str, script: str, reader: str) -> str:
    """Letter by letter, the longest group first; what the table lacks is left out."""
    return " ".join(_spell_word(word, script, reader) for word in name.split())


def _spell_word(word: str, script: str, reader: str) -> str:
    table = _table(script, reader)
    once = _DOUBLED if SCRIPTS[reader] == "Arab" else frozenset()
    plain = _plain(word, script)
    at, out = 0, ""
    while at < len(plain):
        for length in range(min(4, len(plain) - at), 0, -1):
            group = plain[at : at + length]
            place = _FIRST if at == 0 else _ANYWHERE
            put = table.get((place, group), table.get((_ANYWHERE, group)))
            if put is not None:
                out, at = out + put, at + length
                break
        else:
            out, at = out + ("" if plain[at].isalpha() else plain[at]), at + 1
        if len(plain) > at > 0 and plain[at] == plain[at - 1] and plain[at] in once:
            at += 1  # a doubled consonant is written once
    return out[:1].upper() + out[1:]


_DOUBLED = frozenset("bcdfgklmnprstzбвгдклмнпрстц")


def _plain(word: str, script: str) -> str:
    """Small letters; Latin ones without their marks."""
    text = word.casefold().translate(dict.fromkeys(map(ord, "'’ʼ`´"), ""))
    if script != "Latn":
        return unicodedata.normalize("NFC", text)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@cache
def _table(script: str, reader: str) -> Mapping[tuple[str, str], str]:
    """Place and letters to what stands for them: `resources/check/letters.tsv`."""
    text = files("wayhome").joinpath("resources/check/letters.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {
        (_FIRST if letters.startswith(_FIRST) else _ANYWHERE, letters.lstrip(_FIRST)): put
        for of, readers, letters, put in sorted(rows, key=lambda row: len(row[0]))
        if of in (script, script.partition("-")[0]) and reader in readers.split(",")
    }
