"""Whom each side holds, put on its list; where they are held, and who is wounded."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from wayhome.apps.exchange.models import Category, Line
from wayhome.apps.exchange.selectors.terms import Terms
from wayhome.apps.exchange.services.exchanges import add_site, open_exchange, set_terms
from wayhome.apps.exchange.services.facts import Facts, set_site, state_facts, travel_together
from wayhome.apps.exchange.services.lists import draw_up_list, put_from_list
from wayhome.apps.register.models import ListEntry, PersonList
from wayhome.apps.register.selectors.lists_content import sealed_fields
from wayhome.apps.talks.models import Commitment, Side
from wayhome.web.demo.exchange.made import DAYS, OPENED, Made
from wayhome.web.demo.files import example_folder
from wayhome.web.demo.people import People

EACH, AHEAD = 1200, 20
SEATS = (25, 25, 290, 290, 290, 290)
"""Two small batches first, to try the way."""
STRETCHERS = (10, 10, 30, 30, 30, 30)
HELD = (
    ("northland_held_v1.xlsx", "northland_transfer.csv"),
    ("southland_held_v1.csv",),
)
SITES = (("Camp at the weir", "Camp on the heath"), ("Old barracks", "Harbour compound"))
SEEN = 16
"""Badly wounded whom a doctor has seen, on each side."""
BADLY = frozenset({"seriously wounded", "тяжело ранен"})


def prepare(people: People, commitment: Commitment) -> Made:
    """Open the exchange and set its terms."""
    north, south = Side.objects.filter(process=commitment.process).order_by("pk")
    made = Made(
        open_exchange(
            commitment=commitment, sides=(north, south), title="1,200 for 1,200 in six batches",
            by=people["Lantern Agency", "negotiator"], at=OPENED,
        ),
        (),
        people,
    )  # fmt: skip
    made = replace(made, sides=tuple(made.exchange.sides.order_by("number")))
    set_terms(exchange=made.exchange, terms=_terms(), **made.run(OPENED))
    return made


def _terms() -> Terms:
    criteria = json.loads((example_folder() / "criteria.json").read_text(encoding="utf-8"))
    taken = [one for one in criteria["criteria"] if one["code"] == "captured_between"]
    return Terms(
        days=DAYS, kind="exactly", numbers=(EACH, EACH), parity=AHEAD, seats=(SEATS, SEATS),
        stretchers=(STRETCHERS, STRETCHERS), quotas={(0, "u25"): 10, (1, "u25"): 10},
        criteria={**criteria, "criteria": taken},
    )  # fmt: skip


def list_people(made: Made, lists: Mapping[str, PersonList]) -> None:
    """Put everybody a side holds on its list, and say of them what a plan asks."""
    for side, files in zip(made.sides, HELD, strict=True):
        said = made.said(side, OPENED)
        drawn_up = draw_up_list(holder=side, drawn_up_by=side, **said)
        lines: list[Line] = []
        for file in files:
            lines += put_from_list(list=drawn_up, source=lists[file], **made.run(OPENED))
        half = len(lines) // 2
        for name, held in zip(SITES[side.number], (lines[:half], lines[half:]), strict=True):
            site = add_site(holder=side, name=name, **said)
            set_site(lines=held, site=site, **said)
        _say_wounded(made, lines)
        travel_together(lines=lines[100:103], **said)


def _say_wounded(made: Made, lines: Sequence[Line]) -> None:
    """Who is badly wounded travels first, beside the count; every second one lying."""
    entries = ListEntry.objects.select_related("key").in_bulk([line.entry_id for line in lines])
    badly = (x for x in lines if sealed_fields(entries[x.entry_id]).get("health") in BADLY)
    for number, line in enumerate(islice(badly, SEEN)):
        line.refresh_from_db()
        facts = Facts(
            categories=[*line.categories, Category.WOUNDED], stretcher=number % 2 == 0,
            held_since=line.held_since, site=line.site,
        )  # fmt: skip
        state_facts(line=line, facts=facts, **made.said(line.holder, OPENED))
