"""What stands in the way of somebody who stays: a rule, the draw, or an aim that would lose.

Answered from the problem and the plan that are kept. To the keeper and to the side that holds the
person; of the other side's people the reader learns nothing. A line that is not available is so
for no cause that stands here.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Line, Plan
from wayhome.apps.exchange.selectors.changes import lines_called
from wayhome.apps.exchange.selectors.clashes import ClashTold, clashes_in_words, kept_of
from wayhome.apps.exchange.selectors.plans import PlannedLine, plan_lines
from wayhome.engines import planning
from wayhome.engines.planning.problem import Problem
from wayhome.files.messages import message

MUST = "must"
"""What kind of rule it is that the agreement names somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """What stands in the way of somebody."""

    planned: PlannedLine
    said: str
    clashes: Sequence[ClashTold] = ()  # rules that cannot be kept with this person in
    instead: Sequence[Line] = ()  # of the same side: who would stay then, in one plan of many
    days_held: Mapping[str, int] = field(default_factory=dict)  # of these, by code


def why_not(line: Line, plan: Plan, viewer: User) -> WhyNot | None:
    """What would have to change for somebody who stays to go; none where that is not to be told.

    Raises:
        NeedsSolver: the extra `plan` is not installed.
        NotProven: the solver ended without a proof.
    """
    planned = next(iter(plan_lines(plan, viewer, only=line)), None)
    if planned is None or planned.seen is None or planned.batch is not None:
        return None
    if planned.row.code in AT_ONCE:
        return WhyNot(planned=planned, said=AT_ONCE[planned.row.code](planned))
    problem, known = planning.read_problem(plan.problem), planning.read_plan(plan.document)
    answer = planning.Answers(problem, known).why_not(line.code)
    if answer.code == "rules":
        clashes = _clashes(problem, line, viewer)
        return WhyNot(planned=planned, said=str(RULES), clashes=clashes)
    stay = stay_then(problem, known, answer, line)
    return WhyNot(
        planned=planned,
        said=str(DRAW) if answer.code == "draw" else _worse(answer.values),
        instead=lines_called(stay, plan, viewer),
        days_held={str(one.id): one.days_held for one in problem.persons if one.id in stay},
    )


def stay_then(
    problem: Problem, known: planning.Plan, answer: "planning.Answer", line: Line
) -> set[str]:
    """Codes of those of the same side who would stay, but for swaps of people alike to the aims."""
    goes = {code for _batch, side, code in known.lines if side == line.holder.number}
    then = {code for _batch, code in answer.instead}
    held = [one for one in problem.persons if one.side == line.holder.number]
    come = Counter(
        (one.categories, one.days_held) for one in held
        if one.id in then - goes and one.id != line.code
    )  # fmt: skip
    stay: set[str] = set()
    for one in sorted((one for one in held if one.id in goes - then), key=lambda one: str(one.id)):
        alike = (one.categories, one.days_held)
        if come[alike]:
            come[alike] -= 1
        else:
            stay.add(str(one.id))
    return stay


def _clashes(problem: Problem, line: Line, viewer: User) -> Sequence[ClashTold]:
    """The rules that cannot be kept together once the agreement named this person."""
    named = replace(problem, must=problem.must | {line.code})
    found = planning.find_conflict(named)
    alone = not problem.must
    return clashes_in_words(
        kept_of(one for one in found if not (alone and one.rule[0] == MUST)), line.exchange, viewer
    )


def _worse(values: Mapping[str, Any]) -> str:
    said = _(
        "With this person in, what both sides agreed to aim for would be reached less well: "
        "%(aim)s, %(then)s instead of %(now)s."
    )
    aim = message(f"plan.aim_{values['aim']}", get_language() or "en")
    then, now = (localize(values[name]) for name in ("then", "now"))
    worse = said % {"aim": aim, "then": then, "now": now}
    before = values.get("place", 0) - values["go"] - 1
    if values["aim"] != "days_held" or before < 1:
        return worse
    more = ngettext(
        "%(n)s other who stays was held longer.", "%(n)s others who stay were held longer.", before
    )
    return f"{worse} {more % {'n': localize(before)}}"


RULES = gettext_lazy("With this person in, no plan keeps all the rules.")
DRAW = gettext_lazy(
    "There are plans as good with this person in: the draw that both sides made decided."
)


def _equals(planned: PlannedLine) -> str:
    go = planned.row.values["go"]
    said = ngettext(
        "Nothing tells this person apart from %(n)s who goes: the draw that both sides made "
        "decided. If that one drops out, the plan made again takes the next by the draw.",
        "Nothing tells this person apart from %(n)s who go: the draw that both sides made "
        "decided. If one of them drops out, the plan made again takes the next by the draw.",
        go,
    )
    return said % {"n": go}


def _always(said: Promise) -> Callable[[PlannedLine], str]:
    return lambda _planned: str(said)


AT_ONCE: Mapping[str, Callable[[PlannedLine], str]] = {
    "not_available": _always(
        gettext_lazy(
            "This person is not available. A plan asks for no cause, and none stands in it."
        )
    ),
    "medical": _always(
        gettext_lazy(
            "Every day of this exchange is before the day from which this person is fit to travel: "
            "a later day would have to be agreed."
        )
    ),
    "group": _always(
        gettext_lazy(
            "Somebody who travels with this person is not available: all would have to be, or they "
            "would have to travel apart."
        )
    ),
    "draw_among_equals": _equals,
}
"""Where no other plan has to be looked for, by the code of the planner's answer."""
