"""A cell cut into words, none of its letters and digits left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category

from wayhome.engines.names.script import normal_form

_JOINS = frozenset("'’ʼ‘`´ʹ′ʻ＇-‐‑‒–−/\"")  # inside a word, between two letters
_SOFT_SIGNS = frozenset("'’ʼʹ′")  # at the end of a romanised word: Kobel'
_OPENING_QUOTE = re.compile(r"(?<!\w)['’ʼʹ′](?=\w)")
_PLAIN = re.compile(r"[A-Za-z\u0400-\u0481\u048a-\u052f ]*")  # letters and blanks: most cells
_WORD = re.compile(r"[^ ]+")
_COMMAS = frozenset(",;،；，")
_BRACKETS = frozenset("([{«“„")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a cell and what stands around it."""

    text: str
    normal: str
    start: int
    end: int
    has_dot: bool  # a full stop follows at once
    segment: int  # how many commas stand before it
    in_brackets: bool

    @property
    def letters(self) -> int:
        """How many letters it has."""
        return sum(map(str.isalpha, self.text))


def tokens_of(text: str) -> list[Token]:
    """Cut a cell into words. Every letter and digit of it is in exactly one."""
    if _PLAIN.fullmatch(text):
        return [
            Token(
                word.group(), normal_form(word.group()), word.start(), word.end(), False, 0, False
            )
            for word in _WORD.finditer(text)
        ]
    return _tokens_among_marks(text)


def _tokens_among_marks(text: str) -> list[Token]:
    found: list[Token] = []
    segment, seen, opened = 0, 0, False
    for start, end in _spans(text):
        between = text[seen:start]
        segment += sum(mark in _COMMAS for mark in between)
        if any(mark in _BRACKETS for mark in between):
            opened = True
        if any(mark in ")]}»”" for mark in between):
            opened = between[-1:] in _BRACKETS
        word = text[start:end]
        dot = text[end : end + 1] in {".", "․"}
        found.append(Token(word, normal_form(word), start, end, dot, segment, opened))
        seen = end
    return found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at, quoted = 0, bool(_OPENING_QUOTE.search(text))
    while at < len(text):
        if not text[at].isalnum():
            at += 1
            continue
        start = at
        while at < len(text) and _continues(text, at):
            at += 1
        if not quoted and text[at : at + 1] in _SOFT_SIGNS:
            at += 1
        yield start, at


def _continues(text: str, at: int) -> bool:
    mark = text[at]
    if mark.isalnum() or category(mark) in {"Mn", "Mc", "Me", "Cf"}:
        return True
    return mark in _JOINS and at + 1 < len(text) and text[at + 1].isalnum()
