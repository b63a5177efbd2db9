"""What a plan is worth, reckoned a second time: the verifier takes no number of the planner's.

The planner reads its aims in `objectives`. Were one of them wrong there, a plan would be wrong and
not verify.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from wayhome.engines.planning.problem import Batch, Person

CATEGORIES_OF: Mapping[str, frozenset[str]] = {
    "wounded": frozenset({"sw"}),
    "civilians": frozenset({"civ"}),
    "children": frozenset({"child"}),
    "women": frozenset({"wom"}),
    "under_25": frozenset({"u25"}),
    "wounded_early": frozenset({"sw"}),
    "vulnerable_early": frozenset({"civ", "child", "wom", "u25"}),
}
EARLY = frozenset({"wounded_early", "vulnerable_early"})  # the later the batch, the worse
DAYS = "days_held"  # the one aim that sees more of a person than the categories


def weigh(aim: str, categories: frozenset[str], batch: Batch) -> int:
    """What a person of these categories, travelling in a batch, adds to an aim but for the days."""
    if aim == DAYS:
        return 0
    times = len(CATEGORIES_OF[aim] & categories)
    return -batch * times if aim in EARLY else times


def worth_of(aims: Iterable[str], lines: Iterable[tuple[Batch, Person]]) -> tuple[int, ...]:
    """The exact value of each aim over who travels when."""
    alike: Counter[tuple[Batch, frozenset[str]]] = Counter()
    days = 0
    for batch, person in lines:
        alike[batch, person.categories] += 1
        days += person.days_held
    return tuple(
        sum(times * weigh(aim, said, batch) for (batch, said), times in alike.items())
        + days * (aim == DAYS)
        for aim in aims
    )
