"""Who is counted with nobody: as the frozen lists say, whatever is stated of a person later.

Both sides agreed to the lists by their hash, so a later correction changes no count of a batch. It
is told apart (`counted_otherwise`), and stops the line until a person decides.
"""

import json
from collections.abc import Iterable

from django.db.models import Q

from wayhome.apps.exchange.models import Category, Draw, Exchange, ExchangeList, Line

BESIDE = (Category.WOUNDED, Category.CIVILIAN, Category.CHILD)
"""Who travels beside the count, first: nobody is given for them."""


def beside_of(exchange: Exchange) -> frozenset[str]:
    """Codes of those who travel beside the count: of the lists of the draw, as they were frozen.

    Before there is a draw, of the newest versions that are frozen.
    """
    frozen = _frozen([exchange.pk]).get(exchange.pk, {})
    return frozenset(code for code, is_beside in frozen.items() if is_beside)


def counted_otherwise(lines: Iterable[Line]) -> frozenset[int]:
    """Primary keys of those who would be counted otherwise if their list were frozen now."""
    lines = list(lines)
    frozen = _frozen({line.exchange_id for line in lines})
    return frozenset(
        line.pk
        for line in lines
        if frozen.get(line.exchange_id, {}).get(line.code, states_beside(line))
        is not states_beside(line)
    )


def states_beside(line: Line) -> bool:
    """Whether what is stated of somebody now puts him or her beside the count."""
    return not set(BESIDE).isdisjoint(line.categories)


def _frozen(exchanges: Iterable[int]) -> dict[int, dict[str, bool]]:
    """By exchange and code of a line on its frozen lists: whether it is beside the count."""
    draws = Draw.objects.filter(exchange__in=exchanges).order_by("pk")
    drawn = {draw.exchange_id: (draw.list_0_id, draw.list_1_id) for draw in draws}
    newest = Q(holder__exchange__in=set(exchanges) - drawn.keys(), successor=None)
    lists = ExchangeList.objects.filter(
        newest | Q(pk__in=[pk for two in drawn.values() for pk in two])
    )
    found: dict[int, dict[str, bool]] = {}
    rows = lists.exclude(document="").values_list("holder__exchange", "document")
    for exchange, document in rows:
        told = found.setdefault(exchange, {})
        told |= {
            row["i"]: any(row.get(code) for code in BESIDE) for row in json.loads(document)["lines"]
        }
    return found
