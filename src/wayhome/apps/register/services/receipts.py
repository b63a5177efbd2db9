"""The number of a receipt: short, drawn at random, readable over a phone."""

import secrets

from wayhome.apps.register.models import PersonList
from wayhome.values.case_number import ALPHABET, LENGTH, case_number


def draw_receipt() -> str:
    """A number that no list has yet. The database refuses a second use."""
    while True:
        number = case_number(secrets.randbelow(len(ALPHABET) ** LENGTH))
        if not PersonList.objects.filter(receipt=number).exists():
            return number
