"""Whether a number of the body becomes a fact at all, and what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from wayhome.engines.reading.draft import Fact, Unit
from wayhome.engines.reading.facts.clauses import Place
from wayhome.engines.reading.facts.elliptic import goes_on_counting, is_a_mention, is_of_the_dead
from wayhome.engines.reading.facts.scope import bare_is_fact, is_in_scope, noun_of
from wayhome.engines.reading.quantities import Counted
from wayhome.engines.reading.text import Text


@dataclass(frozen=True, slots=True)
class Admitted:
    """What a number in scope counts; `follows` where it goes on from an earlier one."""

    unit: Unit
    detail: str
    follows: bool = False
    dead: bool = False  # dead among those held


def admit(text: Text, counted: Counted, place: Place, before: Sequence[Fact]) -> Admitted | None:
    """What a number counts, or None where it is no fact of the parties' dealings."""
    if is_a_mention(text, counted, before):
        return None
    ruled_out = place.trigger is not None and place.trigger.what is None
    previous = before[-1] if before else None
    if counted.unit is not None:
        if ruled_out or not is_in_scope(text, counted, place, previous):
            return None
        return Admitted(counted.unit, counted.detail)
    follows = goes_on_counting(text, counted, place, before)
    dead = follows and is_of_the_dead(text, place)
    if (ruled_out and not dead) or not (follows or bare_is_fact(text, counted, place, previous)):
        return None
    unit, detail = noun_of(text, counted, before)
    return Admitted(unit, detail, follows, dead)
