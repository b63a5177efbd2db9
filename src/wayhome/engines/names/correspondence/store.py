"""Correspondences as text: one context per line, probabilities with three significant digits.

    longest     3
    source      abcdefghijklmnopqrstuvwxyz
    target      абвгдежзийклмнопрстуфхцчшщъыьэюяё
    ^[sch]w     ш 0.98      сх 0.012        `sch` at the beginning before w becomes ш or сх
    ^|sch       3 0.9       1 0.08          there the next chunk has three letters, or one
    ^a>         b 0.1       $ 0.01          in a letter model: after a at the beginning comes b

Tabs separate the parts; ^ and $ are the boundaries of a name, ? any letter that is not listed,
- nothing. What a line does not name it inherits from the line of the next shorter context.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.names.correspondence import kernels
from wayhome.engines.names.correspondence.backoff import BackoffTable, Row, from_rows
from wayhome.engines.names.correspondence.direction import CUT_WINDOWS, WINDOWS, Direction
from wayhome.engines.names.correspondence.letters import EMPTY, Alphabet, Coded
from wayhome.values import CannotRead

Shape = tuple[int, int, int]  # letters before, in the chunk, after


@dataclass(frozen=True)
class LetterModel:
    """How likely a string of letters is in the names of one script.

    Attributes:
        alphabet: the letters known.
        order: letters that the probability of a letter is made of, itself included.
        table: distributions of the next letter.
    """

    alphabet: Alphabet
    order: int
    table: BackoffTable

    @cached_property
    def dense(self) -> NDArray[np.float32]:
        """Probability of each next letter, contexts x letters."""
        return self.table.dense()

    def log10_p(self, coded: Coded) -> NDArray[np.float64]:
        """log10 P of each string, its end included."""
        steps = self.steps(coded)
        return (
            np.add.reduceat(steps, coded.start[:-1] + np.arange(len(coded)))
            if len(coded)
            else steps
        )

    def steps(self, coded: Coded) -> NDArray[np.float64]:
        """log10 P of each letter after those before it, then of the end, string after string."""
        return kernels.letter_steps(
            coded.codes, coded.start, self.order, self.table.keys, self.dense
        )


def _unpack(key: int, shapes: Iterable[Shape]) -> tuple[Shape, list[int]]:
    """The shape of a context key and its letter codes."""
    for before, chunk, after in shapes:
        size = before + chunk + after
        if key >> (kernels.BITS * size) == (chunk * 4 + before) * 4 + after:
            codes = [(key >> (kernels.BITS * (size - 1 - i))) & 127 for i in range(size)]
            return (before, chunk, after), codes
    raise CannotRead("A context key of an unknown shape.")


def _pack(shape: Shape, codes: Sequence[int]) -> int:
    before, chunk, after = shape
    key = (chunk * 4 + before) * 4 + after
    for code in codes:
        key = (key << kernels.BITS) | code
    return key


def _spell(codes: Sequence[int], alphabet: Alphabet, boundary: str) -> str:
    return "".join(boundary if code == 0 else alphabet.write([code]) for code in codes)


def _entries(table: BackoffTable, row: int, names: Sequence[str]) -> str:
    order = range(int(table.start[row]), int(table.start[row + 1]))
    ranked = sorted(order, key=lambda e: (-table.values[e], table.columns[e]))
    return "\t".join(f"{names[table.columns[e]]} {table.values[e]:.3g}" for e in ranked)


def _lines(
    table: BackoffTable,
    shapes: Sequence[Shape],
    alphabet: Alphabet,
    form: str,
    names: Sequence[str],
) -> list[str]:
    """One line per context, its letters before, in and after the chunk put into `form`."""
    out = []
    for row, key in enumerate(table.keys):
        (before, chunk, _), codes = _unpack(int(key), shapes)
        parts = codes[:before], codes[before : before + chunk], codes[before + chunk :]
        text = [_spell(part, alphabet, bound) for part, bound in zip(parts, "^^$", strict=True)]
        out.append(f"{form.format(*text)}\t{_entries(table, row, names)}")
    return sorted(out)


def _rendering_shapes(longest: int) -> list[Shape]:
    return [(b, k, a) for k in range(1, longest + 1) for b, a in WINDOWS]


_CUT_SHAPES: list[Shape] = [(b, 0, a) for b, a in CUT_WINDOWS]


def write_direction(direction: Direction, notes: Sequence[str]) -> str:
    """A direction as text, `notes` as comments above it."""
    names = [direction.target.write(chunk) or EMPTY for chunk in direction.chunks]
    lines = [f"# {note}" for note in notes]
    lines += [
        f"longest\t{direction.longest}",
        f"source\t{direction.source.letters}",
        f"target\t{direction.target.letters}",
    ]
    lines += _lines(
        direction.renderings,
        _rendering_shapes(direction.longest),
        direction.source,
        "{}[{}]{}",
        names,
    )
    lines += _lines(
        direction.cuts,
        _CUT_SHAPES,
        direction.source,
        "{}|{}{}",
        [str(k) for k in range(1, direction.longest + 1)],
    )
    return "\n".join(lines) + "\n"


def write_letters(model: LetterModel, notes: Sequence[str]) -> str:
    """A letter model as text."""
    shapes = [(before, 0, 0) for before in range(model.order)]
    names = ["$", *model.alphabet.letters, "?"]
    lines = [f"# {note}" for note in notes]
    lines += [f"order\t{model.order}", f"letters\t{model.alphabet.letters}"]
    return "\n".join(lines + _lines(model.table, shapes, model.alphabet, "{}{}{}>", names)) + "\n"


def _parse(file: Traversable) -> Iterator[list[str]]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(f"The correspondence file {file.name} cannot be read.") from error
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _table(
    rows: dict[int, tuple[list[int], list[float]]], chain: Sequence[Shape], width: int
) -> BackoffTable:
    """Rows with their parents found again: the next shorter context of the chain that is there."""
    out: dict[int, Row] = {}
    for key, (columns, values) in rows.items():
        parent = -1
        (before, chunk, after), codes = _unpack(key, chain)
        shorter = [s for s in chain if s[1] == chunk]
        for b, _, a in reversed(shorter[: shorter.index((before, chunk, after))]):
            inner = _pack((b, chunk, a), codes[before - b : before + chunk + a])
            if inner in rows:
                parent = inner
                break
        out[key] = (parent, np.array(columns), np.array(values))
    return from_rows(out, width)


def _split(entries: Sequence[str], column: dict[str, int]) -> tuple[list[int], list[float]]:
    pairs = [entry.rsplit(" ", 1) for entry in entries]
    return [column[name] for name, _ in pairs], [float(value) for _, value in pairs]


def read_direction(file: Traversable) -> Direction:
    """Read what `write_direction` wrote.

    Raises:
        CannotRead: no such file, or not of this form.
    """
    head: dict[str, str] = {}
    renderings: list[tuple[str, list[str]]] = []
    cuts: list[tuple[str, list[str]]] = []
    for context, *entries in _parse(file):
        if "[" in context:
            renderings.append((context, entries))
        elif "|" in context:
            cuts.append((context, entries))
        else:
            head[context] = entries[0]
    try:
        source, target = Alphabet(head["source"]), Alphabet(head["target"])
        longest = int(head["longest"])
        chunks = _chunks(renderings, target)
        names = {target.write(chunk) or EMPTY: i for i, chunk in enumerate(chunks)}
        rows = {_rendering_key(c, source): _split(e, names) for c, e in renderings}
        lengths = {str(k + 1): k for k in range(longest)}
        cut_rows = {_cut_key(c, source): _split(e, lengths) for c, e in cuts}
        return Direction(
            source,
            target,
            longest,
            chunks,
            _table(rows, _rendering_shapes(longest), len(chunks)),
            _table(cut_rows, _CUT_SHAPES, longest),
        )
    except (KeyError, ValueError, IndexError) as error:
        raise CannotRead(f"The correspondence file {file.name} is damaged.") from error


def _chunks(
    renderings: Iterable[tuple[str, list[str]]], target: Alphabet
) -> tuple[tuple[int, ...], ...]:
    use: dict[str, float] = {}
    for _, entries in renderings:
        for entry in entries:
            text, value = entry.rsplit(" ", 1)
            use[text] = use.get(text, 0.0) + float(value)
    longer = [text for text in use if text != EMPTY and len(text) > 1]
    longer.sort(key=lambda text: (-use[text], text))  # what is often looked up lies together
    singles = [(code,) for code in range(1, target.size)]
    return ((), *singles, *(target.read(text) for text in longer))


def _rendering_key(context: str, source: Alphabet) -> int:
    before, rest = context.split("[")
    chunk, after = rest.split("]")
    return _pack((len(before), len(chunk), len(after)), source.read(before + chunk + after))


def _cut_key(context: str, source: Alphabet) -> int:
    before, after = context.split("|")
    return _pack((len(before), 0, len(after)), source.read(before + after))


def read_letters(file: Traversable) -> LetterModel:
    """Read what `write_letters` wrote.

    Raises:
        CannotRead: no such file, or not of this form.
    """
    head: dict[str, str] = {}
    contexts: list[tuple[str, list[str]]] = []
    for context, *entries in _parse(file):
        if context.endswith(">"):
            contexts.append((context[:-1], entries))
        else:
            head[context] = entries[0]
    try:
        alphabet, order = Alphabet(head["letters"]), int(head["order"])
        names = {letter: code for code, letter in enumerate(["$", *alphabet.letters, "?"])}
        rows = {_pack((len(c), 0, 0), alphabet.read(c)): _split(e, names) for c, e in contexts}
        chain = [(before, 0, 0) for before in range(order)]
        return LetterModel(alphabet, order, _table(rows, chain, alphabet.size))
    except (KeyError, ValueError, IndexError) as error:
        raise CannotRead(f"The letter model {file.name} is damaged.") from error
