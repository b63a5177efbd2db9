"""A list beside its counter-list: on ours not theirs, on theirs not ours, on both but differing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wayhome.files.check.found import Likeness
from wayhome.files.check.likenesses import Pair
from wayhome.files.check.rolls import Roll
from wayhome.files.whole_name import NAME_PARTS, whole_name


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A line that stands on one list alone."""

    row: int
    line: int
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A field that the two lists do not give alike."""

    field: str
    ours: str
    theirs: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Differing:
    """A line of either list, one person by all likelihood, not written alike."""

    ours: Named
    theirs: Named
    likeness: Likeness
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsure:
    """Two lines that may be one person. A person must look."""

    ours: Named
    theirs: Named
    likeness: Likeness


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What stands where."""

    name: str  # of the counter-list
    only_ours: tuple[Named, ...]
    only_theirs: tuple[Named, ...]
    differing: tuple[Differing, ...]
    unsure: tuple[Unsure, ...]
    alike: int  # pairs of lines on both, written alike

    def counts(self) -> Mapping[str, int]:
        """Every number by its name."""
        return {
            "only_ours": len(self.only_ours),
            "only_theirs": len(self.only_theirs),
            "differing": len(self.differing),
            "unsure": len(self.unsure),
            "alike": self.alike,
        }


def compare_lists(ours: Roll, theirs: Roll, pairs: Sequence[Pair]) -> Difference:
    """Lay a list beside its counter-list.

    Args:
        ours: the list that is checked.
        theirs: the counter-list.
        pairs: of their rows, as `likenesses.pairs_between` finds them.
    """
    here, there = _named(ours), _named(theirs)
    fields, other = ours.rows(), theirs.rows()
    differing, alike = [], 0
    settled_here = {pair.row_a for pair in pairs if pair.sure}
    settled_there = {pair.row_b for pair in pairs if pair.sure}
    open_pairs = [
        pair
        for pair in pairs
        if not (pair.sure or pair.row_a in settled_here or pair.row_b in settled_there)
    ]
    for pair in (pair for pair in pairs if pair.sure):
        values = tuple(_values(pair.differing, fields[pair.row_a], other[pair.row_b]))
        alike += not values
        if values:
            both = {"ours": here[pair.row_a], "theirs": there[pair.row_b]}
            differing.append(Differing(**both, likeness=pair.likeness, values=values))
    unsure = [
        Unsure(ours=here[p.row_a], theirs=there[p.row_b], likeness=p.likeness) for p in open_pairs
    ]
    met_here = settled_here | {pair.row_a for pair in open_pairs}
    met_there = settled_there | {pair.row_b for pair in open_pairs}
    return Difference(
        name=theirs.name,
        only_ours=tuple(one for row, one in enumerate(here) if row not in met_here),
        only_theirs=tuple(one for row, one in enumerate(there) if row not in met_there),
        differing=tuple(sorted(differing, key=lambda one: one.ours.line)),
        unsure=tuple(sorted(unsure, key=lambda one: one.ours.line)),
        alike=alike,
    )


def _named(roll: Roll) -> list[Named]:
    rows = zip(roll.lines, roll.rows(), strict=True)
    return [
        Named(row=row, line=line, name=whole_name(fields))
        for row, (line, fields) in enumerate(rows)
    ]


def _values(
    differing: Iterable[str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> Iterable[Value]:
    """The fields at odds as written; parts of a whole name as the whole name, once."""
    seen = set()
    for field in differing:
        whole = field in NAME_PARTS and not (ours.get(field) and theirs.get(field))
        name = "full_name" if whole or field == "name_order" else field
        a = whole_name(ours) if name == "full_name" else ours.get(name, "")
        b = whole_name(theirs) if name == "full_name" else theirs.get(name, "")
        if name not in seen and a != b:
            seen.add(name)
            yield Value(field=name, ours=a, theirs=b)
