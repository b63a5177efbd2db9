"""What a fact of a draft becomes: a commitment, a proposal, a number that somebody says, words.

A promise binds only the side that made it. What one side says another promised is a number that
it says; what a side asks or offers is a proposal.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wayhome.apps.talks.models import Recorded, Report, Side, Unit, What
from wayhome.apps.talks.selectors.drafts.known import BOTH, Known
from wayhome.apps.talks.selectors.drafts.parts import (
    Field,
    Item,
    Told,
    flat,
    found,
    given,
)
from wayhome.values import InvalidEvidence, PartialDate

PER = frozenset({"total", "each_side"})
PLAIN = frozenset(
    {"body", "bodies", "captive", "captives", "child", "children", "civilian", "civilians",
     "meeting", "meetings", "name", "names", "vehicle", "vehicles"}
)  # fmt: skip
"""Words of a report that say no more than the unit does."""
FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")


ANCHORS: Mapping[str, Promise] = {
    "publication": gettext_lazy("the day of publication"),
    "dateline": gettext_lazy("the day the report was written"),
    "signing": gettext_lazy("the signing"),
    "event": gettext_lazy("another event that the report names"),
    "calendar": gettext_lazy("the calendar"),
}
"""What a deadline is counted from, in words; a reader calls them by these codes."""


def item_of_fact(fact: Told, draft: Told, text: str, report: Report, known: Known) -> Item:
    """The row that a fact would become on record."""
    asserted, act = fact["asserted_by"], fact["act"]["value"]
    speaker = known.side(asserted["party"])
    givers = known.sides_of(fact["giver"]["value"] if fact["giver"] else None)
    if act == "promise" and speaker in givers:
        return _commitment(fact, draft, text, known, givers)
    if act == "ask":
        return _proposal(fact, draft, text, known)
    return _number(fact, draft, text, report, known)


def _commitment(fact: Told, draft: Told, text: str, known: Known, bound: list[Side]) -> Item:
    alone = len(bound) > 1
    return _item(
        fact,
        "commitment",
        given(fact["act"], title=_title(fact, text)),
        given(fact["giver"], bound=[str(side.uid) for side in bound]),
        _round(draft, known),
        _speaker(fact, draft, known),
        _terms(fact, text, known),
        why=_("It binds the side that says it. The other is bound once it says so itself.")
        if alone
        else "",
    )


def _proposal(fact: Told, draft: Told, text: str, known: Known) -> Item:
    """Offered by whom would give, asked by who says so."""
    asserted, gives = fact["asserted_by"], fact["giver"]
    offers = gives and gives["value"] != BOTH and fact["act_detail"]["value"] == "proposed"
    side = known.side(gives["value"]) if offers else known.side(asserted["party"])
    read = gives if offers else asserted
    return _item(
        fact,
        "proposal",
        given(read, proposed_by=_uid(side)) or [_missing("proposed_by")],
        given(None, to=[_uid(other) for other in known.others(side)]),
        given(fact["act"], gist=_title(fact, text)),
        _round(draft, known),
        _terms(fact, text, known),
        why=_("A side offers or asks this. It is a promise only once it is accepted."),
    )


def _number(fact: Told, draft: Told, text: str, report: Report, known: Known) -> Item:
    asserted, promised = fact["asserted_by"], fact["act"]["value"] == "promise"
    side, people = known.side(asserted["party"]), {one["id"]: one for one in draft["people"]}
    person = people.get(asserted["person"])
    said_by = person["name"] if person else "" if side else asserted["party"] or report.publisher
    why = _("It is said of another side, or nobody bound says it: so it is no promise on record.")
    return _item(
        fact,
        "number",
        given(fact["act_detail"], topic=_topic(fact)),
        _quantity(fact, text),
        given(fact["quantity"], as_said=_words(fact, text)),
        given(asserted, side=_uid(side), said_by=said_by),
        why=why if promised else "",
    )


def _item(fact: Told, kind: str, *fields: list[Field], why: str = "") -> Item:
    return Item(id=fact["id"], kind=kind, **fact["span"], fields=flat(*fields), why=why)


def _terms(fact: Told, text: str, known: Known) -> list[Field]:
    quantity = fact["quantity"]
    amount = quantity["value"]
    per = amount["per"]
    counted = given(quantity, per=per) if per in PER else [_missing("per", "total")]
    sides = {
        name: known.sides_of(fact[name]["value"] if fact[name] else None)
        for name in ("giver", "receiver")
    }
    return [
        *found("what", fact["what"]),
        *_quantity(fact, text),
        *counted,
        *given(quantity, increment=amount["increment"]),
        *(
            field
            for name, named in sides.items()
            if len(named) == 1
            for field in given(fact[name], **{name: _uid(named[0])})
        ),
        *found("condition", fact["condition"]),
        *deadline_of(fact["deadline"]),
    ]


def _quantity(fact: Told, text: str) -> list[Field]:
    amount = fact["quantity"]["value"]
    return [
        *given(fact["quantity"], comparator=amount["comparator"]),
        *(one for one in given(fact["quantity"], value_max=amount["value_max"])),
        *([_zero(fact["quantity"])] if amount["value"] == 0 else []),
        *given(fact["quantity"], value=amount["value"] or None),
        *found("unit", fact["unit"], value=_unit(fact)),
        *given(fact["unit"], unit_detail=_noun(fact, text)),
    ]


def _noun(fact: Told, text: str) -> str:
    """What is counted in the report's own words; nothing where that is the unit's plain name."""
    span, number = fact["unit"]["span"], fact["quantity"]["span"]
    begin = max(span["start"], number["end"] if number else 0) if span else 0
    written = text[begin : span["end"]].strip() if span else ""
    written = written or str(fact["unit_detail"])
    return "" if written.casefold() in PLAIN else written[:200]


def _unit(fact: Told) -> str:
    """What is counted. Civilians are counted as civilians, whoever holds them."""
    unit: str = fact["unit"]["value"]
    return str(Unit.CIVILIAN) if "civilian" in fact["unit_detail"].lower() else unit


def _zero(read: Told) -> Field:
    """A zero is a number too."""
    return Field(name="value", value=0, rule=read["rule"], sure=read["sure"], **read["span"])


def deadline_of(due: Told | None) -> list[Field]:
    """A deadline with what it was counted from; one that has no day stays as it was said."""
    if due is None:
        return []
    days = {name: _day(due[name]) for name in ("earliest", "latest")}
    anchor = {
        "anchor": str(ANCHORS.get(due["anchor"], "")),
        "anchor_date": _day(due["anchor_date"].partition("/")[0]),
    }
    basis = due["basis"] if any(days.values()) else "unresolved"
    if basis == "computed" and not all(anchor.values()):
        basis, days = "unresolved", dict.fromkeys(days, "")
    told: dict[str, Any] = {
        "raw": due["raw"][:200], "sense": due["sense"], **days, "basis": basis, **anchor,
    }  # fmt: skip
    return given(due, **{f"deadline_{name}": value for name, value in told.items()})


def _day(written: str) -> str:
    """A whole day, or nothing."""
    try:
        return written if FULL_DAY.fullmatch(written) and PartialDate.parse(written) else ""
    except InvalidEvidence:
        return ""


def _speaker(fact: Told, draft: Told, known: Known) -> list[Field]:
    asserted = fact["asserted_by"]
    people = {one["id"]: one for one in draft["people"]}
    person, delegate = people.get(asserted["person"]), known.delegate(asserted["person"])
    return given(
        asserted,
        side=_uid(known.side(asserted["party"])),
        delegate=_uid(delegate),
        speaker=person["name"] if person else "",
    )


def _round(draft: Told, known: Known) -> list[Field]:
    met = known.round(draft["rounds"][0]["id"]) if draft["rounds"] else None
    return given(None, round=_uid(met))


def _title(fact: Told, text: str) -> str:
    """What is to be done, and the words for how much of what."""
    what = str(What(fact["what"]["value"]).label)
    return f"{what}: {_words(fact, text)}"[:200]


def _words(fact: Told, text: str) -> str:
    """The number and the noun as the report writes them."""
    spans = [one["span"] for one in (fact["quantity"], fact["unit"]) if one["span"]]
    if not spans:
        return str(fact["unit_detail"])
    return text[min(one["start"] for one in spans) : max(one["end"] for one in spans)][:300]


def _topic(fact: Told) -> str:
    unit, how = Unit(_unit(fact)).label, fact["act_detail"]["value"]
    told = {
        "held": pgettext("talks", "held"),
        "missing": _("missing"),
        "deported": _("said to have been taken away"),
        "listed": _("on a list"),
        "identified": _("identified"),
        "done": _("said to be done"),
        "partly_done": _("said to be partly done"),
        "refused": pgettext("talks", "refused"),
        "suspended": _("put off"),
        "planned": _("planned"),
        "agreed": _("said to be agreed"),
        "pledged": _("said to be promised"),
    }.get(how)
    is_told_already = fact["unit"]["value"] == Unit.NAME and how == "listed"
    return f"{unit}, {told}" if told and not is_told_already else str(unit)


def _missing(name: str, value: str = "") -> Field:
    return Field(name=name, value=value, rule="not in the text", sure=False)


def _uid(row: Recorded | None) -> str:
    return str(row.uid) if row else ""
