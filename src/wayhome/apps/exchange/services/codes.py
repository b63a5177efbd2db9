"""Short codes drawn at random: pseudonyms that say nothing of what they stand for."""

import secrets

from wayhome.apps.exchange.models import Exchange, Line, Site
from wayhome.values.case_number import ALPHABET, LENGTH, case_number


def draw_codes(model: type[Exchange] | type[Line] | type[Site], count: int = 1) -> list[str]:
    """So many codes that no row of this kind has yet. The database refuses a second use."""
    field = "number" if model is Exchange else "code"
    found: set[str] = set()
    while len(found) < count:
        drawn = {_draw() for _ in range(count - len(found))}
        taken = model._default_manager.filter(**{f"{field}__in": drawn})
        found |= drawn - set(taken.values_list(field, flat=True))
    return sorted(found, key=lambda _: secrets.randbits(64))


def _draw() -> str:
    return case_number(secrets.randbelow(len(ALPHABET) ** LENGTH))
