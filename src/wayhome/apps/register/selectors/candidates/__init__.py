"""Pairs that wait for a person: which there are, which is next, and how each is shown."""

from wayhome.apps.register.selectors.candidates.queue import (
    Narrowed,
    candidates_visible_to,
    next_candidate,
    rivals_of,
    waiting_for,
)
from wayhome.apps.register.selectors.candidates.shown import (
    ShownLine,
    ShownPair,
    as_written,
    show_lines,
    show_pairs,
    speaks_against,
)

__all__ = [
    "Narrowed",
    "ShownLine",
    "ShownPair",
    "as_written",
    "candidates_visible_to",
    "next_candidate",
    "rivals_of",
    "show_lines",
    "show_pairs",
    "speaks_against",
    "waiting_for",
]
