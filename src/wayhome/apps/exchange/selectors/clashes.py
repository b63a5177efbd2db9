"""Rules that cannot all be kept, in the reader's words: whose they are, and what giving way takes.

What a plan asks of people is told of them to the side that holds them and to the keeper. To the
other side such a rule is one of that side's lists, no more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Category, Exchange
from wayhome.apps.exchange.policies import side_of
from wayhome.apps.exchange.selectors.documents import WITHOUT_SITE
from wayhome.apps.exchange.selectors.exchanges import name_of, sites_of

if TYPE_CHECKING:
    from wayhome.engines.planning import Clash

RULES: Mapping[str, Promise] = {
    "clash_parity": gettext_lazy("After each batch nobody is ahead by more than %(most)s."),
    "clash_ratio": gettext_lazy("The sides release in the ratio %(left)s to %(right)s."),
    "clash_number": gettext_lazy("%(side)s releases %(number)s prisoners of war."),
    "clash_number_at_least": gettext_lazy(
        "%(side)s releases at least %(number)s prisoners of war."
    ),
    "clash_quota": gettext_lazy(
        "Of those %(side)s releases at least %(least)s are of this category: %(category)s."
    ),
    "clash_sites": gettext_lazy("So many can leave each place where %(side)s holds people."),
    "clash_seats": gettext_lazy("So many seats are there for those %(side)s holds."),
    "clash_stretchers": gettext_lazy("So many stretchers are there for those %(side)s holds."),
    "clash_days": gettext_lazy("So many can travel on each day from %(side)s."),
    "clash_medical": gettext_lazy(
        "Of those %(side)s holds, %(persons)s are fit to travel from batch %(batch)s on."
    ),
    "clash_must": gettext_lazy(
        "Of those %(side)s holds at %(site)s, the agreement names %(persons)s who must go."
    ),
    "clash_group": gettext_lazy(
        "Of those %(side)s holds, %(size)s of one group travel together. Held at: %(sites)s."
    ),
}
"""A rule, by the code of the planner's sentence."""
OF_PEOPLE = {"clash_medical", "clash_must", "clash_group"}
"""Rules that tell of the people of one side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashTold:
    """One of the rules that cannot all be kept, and what giving way on it alone would take."""

    rule: str
    way: str  # empty: a rule of the other side's lists


def kept_of(clashes: Iterable["Clash"]) -> list[dict[str, Any]]:
    """Clashes as they are kept with a job: codes and numbers, to be said in any language."""
    return [{"code": one.code, "values": dict(one.values), "way": one.give_way} for one in clashes]


def clashes_in_words(
    kept: Iterable[Mapping[str, Any] | str], exchange: Exchange, viewer: User
) -> list[ClashTold]:
    """Clashes that `kept_of` gave, as this viewer may read them; a sentence kept as one is one."""
    sides = {side.number: side for side in exchange.sides.select_related("party")}
    sites = {site.code: name_of(site) for site in sites_of(exchange, viewer)}
    own = side_of(viewer, exchange)
    told: list[ClashTold] = []
    for one in kept:
        if isinstance(one, str):
            told.append(ClashTold(rule=one, way=""))
            continue
        side = sides.get(one["values"].get("side", -1))
        if one["code"] in OF_PEOPLE and side is not None and own not in {None, side}:
            said = _("A rule of the list of those %(side)s holds.") % {"side": side.party}
            told.append(ClashTold(rule=said, way=""))
        else:
            told.append(_told(one, str(side.party) if side else "", sites))
    return list(dict.fromkeys(told))


def _told(one: Mapping[str, Any], side: str, sites: Mapping[str, str]) -> ClashTold:
    values = {**one["values"], "side": side}
    if "category" in values:
        values["category"] = Category(values["category"]).label
    if "site" in values:
        values["site"] = _place(values["site"], sites)
    if "sites" in values:
        places = (_place(code, sites) for code in values["sites"].split(", "))
        values["sites"] = _(", ").join(places)
    return ClashTold(rule=RULES[one["code"]] % values, way=_way(one["code"], one["way"]))


def _place(code: str, sites: Mapping[str, str]) -> str:
    """A place by the name the viewer may read; those whose place is not stated share a code."""
    if code in WITHOUT_SITE:
        return _("a place that is not stated")
    return sites.get(code, code)


def _way(code: str, least: int | None) -> str:
    if code == "clash_medical":
        return _("Nobody travels before being fit: a later day of travel would help.")
    if least is None:
        return _("Giving way on this rule alone is not enough.")
    if code == "clash_group":
        return _("If they may travel apart, there is a plan.")
    return _WAYS.get(code, _somehow)(least) % {"n": least}


def _somehow(_n: int) -> str:
    return _("If it gives way by %(n)s, there is a plan.")


def _more(n: int) -> str:
    return ngettext(
        "With %(n)s more, over all days together, there is a plan.",
        "With %(n)s more, over all days together, there is a plan.",
        n,
    )


def _fewer(n: int) -> str:
    return ngettext(
        "If %(n)s fewer has to be, there is a plan.", "If %(n)s fewer have to be, there is a plan.",
        n,
    )  # fmt: skip


def _ahead(_n: int) -> str:
    return _("If a side may be ahead by %(n)s more, there is a plan.")


def _differs(n: int) -> str:
    return ngettext(
        "If the number differs by %(n)s, there is a plan.",
        "If the number differs by %(n)s, there is a plan.",
        n,
    )


_WAYS: Mapping[str, Callable[[int], str]] = {
    "clash_number": _differs,
    "clash_seats": _more,
    "clash_stretchers": _more,
    "clash_sites": _more,
    "clash_days": _more,
    "clash_quota": _fewer,
    "clash_must": _fewer,
    "clash_number_at_least": _fewer,
    "clash_parity": _ahead,
}
