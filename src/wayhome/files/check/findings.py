"""What is found on each line of a list, gathered from its cells, its namesakes and other lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from wayhome.files import criteria as rules
from wayhome.files.check.found import GRAVITY, Doubt, Fact, Finds, Found, LineCheck
from wayhome.files.check.likenesses import Pair, doubles
from wayhome.files.check.rolls import Roll
from wayhome.files.whole_name import whole_name


class Findings:
    """What is found on each row of a list, put in order at the end."""

    def __init__(self, lines: Sequence[int], names: Sequence[str]) -> None:
        """Begin with nothing found.

        Args:
            lines: the number of each row's line.
            names: as written, of each row.
        """
        self._lines, self._names = lines, names
        self._found: list[list[Found]] = [[] for _ in lines]
        self._untold: list[tuple[str, ...]] = [()] * len(lines)

    def lines(self) -> tuple[LineCheck, ...]:
        """Each line with what was found on it, the gravest first, the surest of these first."""
        return tuple(
            LineCheck(
                row=row,
                line=line,
                name=self._names[row],
                found=tuple(sorted(self._found[row], key=_order)),
                untold=self._untold[row],
            )
            for row, line in enumerate(self._lines)
        )

    def add(self, row: int, found: Iterable[Found], *, untold: Sequence[str] = ()) -> None:
        """Add what was found on a row, and the criteria of which it does not say enough."""
        self._found[row] += found
        self._untold[row] += tuple(untold)

    def add_said(self, facts: Mapping[int, Sequence[Fact]]) -> None:
        """Add what is said of the rows' own persons."""
        for row, said in facts.items():
            self.add(row, (Found(finds=f.finds, detail=f.detail, fact=f) for f in said))

    def add_within(self, pairs: Sequence[Pair], doubles: Iterable[tuple[int, int]] = ()) -> None:
        """Add which lines stand twice, or may.

        Args:
            pairs: of rows that look like one person.
            doubles: pairs of rows that share a plain key.
        """
        twice = _both_ways([*doubles, *((p.row_a, p.row_b) for p in pairs if p.sure)])
        perhaps = _both_ways((p.row_a, p.row_b) for p in pairs if not p.sure)
        for row, others in twice.items():
            self.add(row, [Found(finds=Finds.DUPLICATE, lines=self._numbers(others))])
        for row, others in perhaps.items():
            if left := others - twice.get(row, set()):
                doubt = Found(
                    finds=Finds.IDENTITY_DOUBTFUL, detail=Doubt.TWICE, lines=self._numbers(left)
                )
                self.add(row, [doubt])

    def _numbers(self, rows: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(self._lines[row] for row in rows))

    def add_beside(
        self,
        facts: Mapping[int, Sequence[Fact]],
        pairs: Sequence[Pair],
        *,
        is_counter_list: bool,
    ) -> None:
        """Add what is said of the persons whom the rows look like.

        Args:
            facts: by row of the other list.
            pairs: of rows of the two lists.
            is_counter_list: that somebody may stand there at all makes a line doubtful.
        """
        settled = {pair.row_a for pair in pairs if pair.sure}
        for pair in pairs:
            said = facts.get(pair.row_b, ())
            if pair.sure:
                self.add(
                    pair.row_a,
                    (
                        Found(finds=f.finds, detail=f.detail, fact=f, likeness=pair.likeness)
                        for f in said
                    ),
                )
            elif pair.row_a not in settled:
                doubts = said or ((None,) if is_counter_list else ())
                self.add(pair.row_a, (_may_be(fact, pair) for fact in doubts))


def findings_of(
    roll: Roll, within: Sequence[Pair], *, as_of: str, criteria: Sequence[Mapping[str, Any]]
) -> Findings:
    """What a list says by itself: its cells, its criteria, lines that stand twice.

    Args:
        roll: the list.
        within: pairs of its rows.
        as_of: the day on which ages count, EDTF.
        criteria: to be met, as `files.criteria` has them.
    """
    fields = roll.rows()
    found = Findings(roll.lines, [whole_name(cells) for cells in fields])
    found.add_said(roll.facts)
    found.add_within(within, doubles(roll))
    for row, cells in enumerate(fields):
        met = {
            str(rule["code"]): rules.meets(rule, cells, roll.raw[row], as_of) for rule in criteria
        }
        found.add(row, _age(cells, as_of, roll.facts.get(row, ())))
        found.add(row, _doubts(cells, roll.damaged.get(row, ())))
        outside = [code for code, meets in met.items() if meets is False]
        found.add(
            row,
            (Found(finds=Finds.OFF_CRITERIA, detail=code) for code in outside),
            untold=[code for code, meets in met.items() if meets is None],
        )
    return found


def _both_ways(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for a, b in pairs:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found


def _may_be(fact: Fact | None, pair: Pair) -> Found:
    return Found(
        finds=Finds.IDENTITY_DOUBTFUL, detail=Doubt.MAY_BE, fact=fact, likeness=pair.likeness
    )


def _order(found: Found) -> tuple[int, float, str, str]:
    likeness = found.likeness
    source = found.fact.source if found.fact else ""
    return GRAVITY[found.finds], -(likeness.posterior if likeness else 2.0), found.detail, source


def _age(fields: Mapping[str, str], as_of: str, said: Sequence[Fact]) -> Iterator[Found]:
    born = fields.get("birth_date", "")
    under = rules.is_under(born, rules.ADULT, as_of) if born else False
    if under is not False and not any(fact.finds is Finds.CHILD for fact in said):
        yield Found(finds=Finds.CHILD, detail="age" if under else "age_not_certain")


def _doubts(fields: Mapping[str, str], damaged: Sequence[str]) -> Iterator[Found]:
    for name in damaged:
        yield Found(finds=Finds.IDENTITY_DOUBTFUL, detail=f"{Doubt.DAMAGED}:{name}")
    if not fields.get("birth_date") and not fields.get("number"):
        yield Found(finds=Finds.IDENTITY_DOUBTFUL, detail=Doubt.FEW)
