"""How many people the promise names that an exchange stands under, as its wordings say."""

from wayhome.apps.audit.models import User
from wayhome.apps.exchange.models import Exchange
from wayhome.apps.talks.models import CommitmentWording, Unit
from wayhome.apps.talks.models.terms import Per
from wayhome.apps.talks.selectors.rows import visible

PEOPLE = (Unit.CAPTIVE, Unit.CHILD, Unit.CIVILIAN)
"""What the promises count that an exchange can be opened under."""


def promised_of(exchange: Exchange, viewer: User) -> list[int] | None:
    """How many each side promised, side 0 first; none where a wording names no one number."""
    words = visible(CommitmentWording, viewer).filter(
        commitment=exchange.commitment_id, unit__in=PEOPLE
    )
    said = list(words.values_list("per", "giver", "value"))
    numbers = [
        {value for per, giver, value in said if per == Per.EACH_SIDE or giver == side}
        for side in exchange.sides.order_by("number").values_list("side", flat=True)
    ]
    found = [value for one in numbers if len(one) == 1 for value in one if value is not None]
    return found if len(found) == len(numbers) else None
