"""What may be written to a terminal: no text out of a file steers it."""

import re

_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]")


def shown(text: str) -> str:
    """The text, with a mark in place of every sign that a terminal obeys.

    A name on a list could otherwise clear the screen, hide the line that warns of it or write
    over another. So could one that turns the direction of writing round.
    """
    return _STEERS.sub("\ufffd", text)
