"""Invented persons in every disclosure of lines: whoever reads one of them here had its file.

To the receiver they are lines like the others, on every page, in every count, to be answered; to
everybody else they are not there. They deter and they tell; they stop nobody.
"""

from wayhome.apps.register.services.canaries.hiding import hide_canaries
from wayhome.apps.register.services.canaries.noticing import (
    marks_of,
    note_answers,
    note_import,
    note_marks,
    note_search,
)

__all__ = [
    "hide_canaries",
    "marks_of",
    "note_answers",
    "note_import",
    "note_marks",
    "note_search",
]
