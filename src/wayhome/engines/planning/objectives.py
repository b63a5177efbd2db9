"""What a plan is chosen for: named rules in order, each an integer to be made as large as can be.

A rule weighs each person who travels. `by_batch` rules take away the weight times the number of
the batch, so that a higher value means an earlier one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wayhome.engines.planning.problem import Batch, Person

VULNERABLE = ("civ", "child", "wom", "u25")


@dataclass(frozen=True, slots=True)
class Objective:
    """One rule: its name in the problem file, what it weighs, what it is called in a sentence."""

    name: str
    said: str
    weight: Callable[[Person], int]
    by_batch: bool = False

    def worth(self, person: Person, batch: Batch) -> int:
        """What this person, travelling in this batch, adds to the value."""
        return -batch * self.weight(person) if self.by_batch else self.weight(person)


def _in(category: str) -> Callable[[Person], int]:
    return lambda person: int(category in person.categories)


OBJECTIVES: Mapping[str, Objective] = {
    rule.name: rule
    for rule in (
        Objective("wounded", "severely wounded and sick who go home", _in("sw")),
        Objective("civilians", "civilians who go home", _in("civ")),
        Objective("children", "children who go home", _in("child")),
        Objective("women", "women who go home", _in("wom")),
        Objective("under_25", "persons under 25 who go home", _in("u25")),
        Objective("days_held", "days held, summed over all who go home", lambda p: p.days_held),
        Objective("wounded_early", "how early the wounded and sick go", _in("sw"), by_batch=True),
        Objective(
            "vulnerable_early",
            "how early civilians, children, women and the young go",
            lambda p: sum(category in p.categories for category in VULNERABLE),
            by_batch=True,
        ),
    )
}

DEFAULT = (
    "wounded",
    "civilians",
    "women",
    "under_25",
    "days_held",
    "wounded_early",
    "vulnerable_early",
)
