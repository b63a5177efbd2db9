"""Which letters of two spellings agree, for marking those that do not."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from unicodedata import name as character_name

ExplainLetters = Callable[[str, str], Sequence[tuple[str, str, bool]]]
Pieces = tuple[tuple[str, bool], ...]
"""Consecutive pieces of one spelling, each with whether it agrees with the other's."""


def compare_letters(a: str, b: str, explain: ExplainLetters | None) -> tuple[Pieces, Pieces]:
    """Both spellings in pieces that agree or differ; joined, each gives the spelling back.

    `explain` aligns the spellings: (piece of a, piece of b, agree). Without it only spellings in
    the same script are compared; others come back whole, as agreeing: nothing is marked then.
    """
    if a.casefold() == b.casefold():
        return ((a, True),), ((b, True),)
    if explain is not None:
        aligned = explain(a, b)
    elif script_of(a) == script_of(b):
        aligned = _same_script(a, b)
    else:
        aligned = ()
    return (
        _pieces(a, [(piece, agree) for piece, _, agree in aligned]),
        _pieces(b, [(piece, agree) for _, piece, agree in aligned]),
    )


def text_of(pieces: Pieces) -> str:
    """The spelling that the pieces make up."""
    return "".join(piece for piece, _ in pieces)


def _same_script(a: str, b: str) -> list[tuple[str, str, bool]]:
    matcher = SequenceMatcher(None, a.lower(), b.lower(), autojunk=False)
    return [
        (a[start_a:end_a], b[start_b:end_b], tag == "equal")
        for tag, start_a, end_a, start_b, end_b in matcher.get_opcodes()
    ]


def _pieces(whole: str, chunks: Sequence[tuple[str, bool]]) -> Pieces:
    """Lay chunks, perhaps normalised, over the spelling itself; nothing marked if they miss it."""
    if "".join(chunk for chunk, _ in chunks).casefold() != whole.casefold():
        return ((whole, True),)
    pieces: list[tuple[str, bool]] = []
    start = 0
    for chunk, agree in chunks:
        piece = whole[start : start + len(chunk)]
        start += len(chunk)
        if pieces and pieces[-1][1] == agree:
            pieces[-1] = (pieces[-1][0] + piece, agree)
        elif piece:
            pieces.append((piece, agree))
    return tuple(pieces)


_SCRIPTS = {"CYRILLIC": "Cyrl", "ARABIC": "Arab", "HEBREW": "Hebr", "LATIN": "Latn"}


def script_of(text: str) -> str:
    """The script (ISO 15924) of the first letter, `Zyyy` if none is known."""
    for character in text:
        if character.isalpha():
            return _SCRIPTS.get(character_name(character, "").split(" ", 1)[0], "Zyyy")
    return "Zyyy"


def compare_positions(a: str, b: str) -> tuple[Pieces, Pieces]:
    """Two dates of one pattern, compared sign by sign; a part only one gives is not marked."""
    agree = [one == other for one, other in zip(a, b, strict=False)]

    def pieces(whole: str) -> Pieces:
        padded = agree + [True] * (len(whole) - len(agree))
        return _pieces(whole, list(zip(whole, padded, strict=False)))

    return pieces(a), pieces(b)
