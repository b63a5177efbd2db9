"""Why a line goes or stays, in words a negotiator and a family understand.

The side that holds a person reads what the rules see of the person, how many of the same standing
go, and which aim of the agreed order decided. All of it stands in the problem file as well. A
family reads the rule alone: no number, and nobody else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wayhome.apps.exchange.models import Category, PlanLine

AIMS: Mapping[str, tuple[str, Promise]] = {
    Category.WOMAN: ("women", gettext_lazy("By the agreed order women go before others.")),
    Category.UNDER_25: (
        "under_25", gettext_lazy("By the agreed order those under 25 go before others."),
    ),
}  # fmt: skip
"""By category: the aim of a plan that puts its people first, and what it says."""
FAMILY: Mapping[bool, Promise] = {
    True: gettext_lazy(
        "Your relative is on the agreed list. The list follows the rules both sides agreed to."
    ),
    False: gettext_lazy(
        "Your relative is not on this list. The list follows the rules both sides agreed to: the "
        "wounded and sick first, then the agreed order, as far as places allow."
    ),
}
"""What a family is told, by whether the person goes: the same whatever the cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the rules of a plan see of a person."""

    facts: Mapping[str, Any]  # of the problem file
    site: str  # by its name where the reader knows it, else by its code; empty: not stated
    companions: int  # who travel with the person or not at all
    aims: frozenset[str]  # of the plan, by name

    @property
    def standing(self) -> str:
        """What makes the standing: categories, place, stretcher, from when fit to travel."""
        parts = [str(label) for code, label in Category.choices if self.facts.get(code)]
        if self.facts.get("st"):
            parts.append(_("on a stretcher"))
        if self.site:
            parts.append(_("held at %(site)s") % {"site": self.site})
        if self.facts.get("e"):
            parts.append(_("fit to travel from batch %(n)s on") % {"n": self.facts["e"] + 1})
        return capfirst(_(", ").join(parts)) or _("Nothing sets this person apart")


def reason_in_words(row: PlanLine, seen: Seen) -> str:
    """Why a line goes or stays, in the reader's language; else as the planner said it."""
    told = REASONS.get(row.code)
    if told is None:
        return str(row.sentence)
    said = [f"{seen.standing}.", told(row.values, seen)]
    if seen.companions and row.code != "not_available":
        said.append(_travels_with(seen.companions))
    return " ".join(said) if row.code != "not_available" else told(row.values, seen)


def family_in_words(row: PlanLine) -> str:
    """What a family may be told of a line: the rule."""
    return str(FAMILY[row.batch is not None])


def _goes(values: Mapping[str, Any], seen: Seen) -> str:
    if seen.companions:
        return ""
    go, of_all = values["go"], values["all"]
    if go == of_all:
        many = ngettext("The one of this standing goes.", "All %(n)s of this standing go.", of_all)
        return f"{many % {'n': of_all}} {_aim(seen)}".rstrip()
    return _counted(values, seen)


def _counted(values: Mapping[str, Any], seen: Seen) -> str:
    told = {"go": values["go"], "all": values["all"], "days": seen.facts["d"]}
    if "place" not in values or "days_held" not in seen.aims:
        return _("%(go)s of %(all)s of this standing go.") % told
    said = _(
        "%(go)s of %(all)s of this standing go, those held longest first; this person is number "
        "%(place)s by time held (%(days)s days)."
    )
    return said % {**told, "place": values["place"]}


def _drawn(values: Mapping[str, Any], seen: Seen) -> str:
    said = _(
        "Of %(all)s whom no rule tells apart %(go)s go; the draw that both sides made decided."
    )
    return said % {"go": values["go"], "all": values["all"]}


def _aim(seen: Seen) -> str:
    for category, (aim, said) in AIMS.items():
        if seen.facts.get(category) and aim in seen.aims:
            return str(said)
    return ""


def _travels_with(companions: int) -> str:
    return ngettext(
        "Travels with %(n)s other, or not at all.",
        "Travels with %(n)s others, or not at all.",
        companions,
    ) % {"n": companions}


def _fixed(said: Promise) -> Callable[[Mapping[str, Any], Seen], str]:
    return lambda _values, _seen: str(said)


REASONS: Mapping[str, Callable[[Mapping[str, Any], Seen], str]] = {
    "in": _goes,
    "standing": _counted,
    "draw_among_equals": _drawn,
    "must": _fixed(gettext_lazy("The agreement names this person.")),
    "beside": _fixed(
        gettext_lazy("Goes first and beside the count: nobody is given for this person.")
    ),
    "all": _fixed(gettext_lazy("The agreement releases everybody of this standing.")),
    "not_available": _fixed(gettext_lazy("Not available.")),
    "medical": _fixed(gettext_lazy("Fit to travel only after the last batch of this exchange.")),
    "group": _fixed(gettext_lazy("Somebody of the group is not available.")),
    "group_stays": _fixed(
        gettext_lazy("Taking the whole group would keep others back whom the agreed order prefers.")
    ),
}
"""Why a line goes or stays, by the code of the planner's answer."""
