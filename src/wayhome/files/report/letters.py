"""Which letters of two spellings agree, for marking those that do not."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import permutations
from unicodedata import name as character_name

ExplainLetters = Callable[[str, str], Sequence[tuple[str, str, bool]]]
"""Two words, aligned: (piece of a, piece of b, agree). Empty where nothing is known of them."""
Pieces = tuple[tuple[str, bool], ...]
"""Consecutive pieces of one spelling, each with whether it agrees with the other's."""

_MOST_WORDS = 4  # of a name whose words are tried against each other in every order
_Words = tuple[Pieces, Pieces, float]  # both words in pieces, and the share of letters agreeing


def compare_letters(a: str, b: str, explain: ExplainLetters | None) -> tuple[Pieces, Pieces]:
    """Both spellings in pieces that agree or differ; joined, each gives the spelling back.

    Runs of blanks become one. Words are set against each other in the order in which most letters
    agree. Without `explain`, or where it knows nothing, only words in the same script are compared.
    What is not compared, initials and words the other side lacks among them, comes back as
    agreeing: it is not marked.
    """
    words_a, words_b = a.split(), b.split()
    if a.casefold() == b.casefold() or max(len(words_a), len(words_b)) > _MOST_WORDS:
        return ((a, True),), ((b, True),)
    shorter, longer = sorted((words_a, words_b), key=len)
    turned = shorter is not words_a
    compared = {
        (i, j): _compare_words(*((y, x) if turned else (x, y)), explain)
        for i, x in enumerate(shorter)
        for j, y in enumerate(longer)
    }
    best = max(
        permutations(range(len(longer)), len(shorter)),
        key=lambda order: sum(compared[i, j][2] for i, j in enumerate(order)),
    )
    pieces: tuple[dict[int, Pieces], dict[int, Pieces]] = ({}, {})
    for i, j in enumerate(best):
        pieces[0][j if turned else i], pieces[1][i if turned else j], _ = compared[i, j]
    return _laid_over(words_a, a, pieces[0]), _laid_over(words_b, b, pieces[1])


def _compare_words(a: str, b: str, explain: ExplainLetters | None) -> _Words:
    if a.casefold() == b.casefold():
        return ((a, True),), ((b, True),), 1.0
    if "." in a + b or min(len(a), len(b)) == 1:
        return ((a, True),), ((b, True),), 0.5 * (a[0].casefold() == b[0].casefold())
    aligned = explain(a, b) if explain else ()
    if not aligned and script_of(a) == script_of(b):
        aligned = _same_script(a, b)
    pieces_a = _pieces(a, [(piece, agree) for piece, _, agree in aligned])
    pieces_b = _pieces(b, [(piece, agree) for _, piece, agree in aligned])
    agreeing = sum(len(x) + len(y) for x, y, agree in aligned if agree) / (len(a) + len(b))
    if aligned and agreeing < 0.5:  # another word: its letters are not worth picking apart
        return ((a, False),), ((b, False),), agreeing
    return pieces_a, pieces_b, agreeing


def _laid_over(words: Sequence[str], whole: str, pieces: dict[int, Pieces]) -> Pieces:
    """Pieces of the words, and the blanks between them, as pieces of the whole."""
    chunks: list[tuple[str, bool]] = []
    for place, word in enumerate(words):
        chunks += [(" ", True)] * bool(place)
        chunks += pieces.get(place, ((word, True),))
    return _pieces(" ".join(whole.split()), chunks)


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


def compare_dates(a: str, b: str) -> tuple[Pieces, Pieces]:
    """Two dates in EDTF, part by part; a part only one gives is not marked.

    Where two years, months or days differ in one digit that digit is marked, else the whole part.
    """
    return _date_pieces(a, b), _date_pieces(b, a)


def _date_pieces(own: str, other: str) -> Pieces:
    others = other.split("-")
    marked: list[tuple[str, bool]] = []
    for place, part in enumerate(own.split("-")):
        marked += [("-", True)] * bool(place)
        marked += _date_part(part, others[place] if place < len(others) else part)
    return _pieces(own, marked)


def _date_part(own: str, other: str) -> Iterator[tuple[str, bool]]:
    same = [x == y for x, y in zip(own, other, strict=False)]
    if len(own) == len(other) and same.count(False) <= 1:
        yield from zip(own, same, strict=True)
    else:
        yield own, False
