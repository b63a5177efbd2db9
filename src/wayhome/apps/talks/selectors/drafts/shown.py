"""The text of a report in pieces, each with the row of the draft that stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from wayhome.apps.talks.selectors.drafts.parts import Item


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters; `item` where they belong to a row, `is_value` where a field was read."""

    text: str
    item: Item | None = None
    is_value: bool = False
    opens: bool = False  # the row begins here
    label: str = ""


def pieces_of(text: str, items: Sequence[Item], labels: dict[str, str]) -> list[Piece]:
    """The whole text, cut where rows and values begin and end. The shortest row wins.

    Args:
        text: of the report.
        items: the rows of the draft.
        labels: by item, what marks it.
    """
    values = [
        (field.start, field.end, item)
        for item in items
        for field in item.fields
        if field.start is not None and field.end is not None
    ]
    rows = [(item.start, item.end, item) for item in items]
    cuts = sorted({0, len(text), *(cut for row in (*rows, *values) for cut in row[:2])})
    opened: set[str] = set()
    found: list[Piece] = []
    for start, end in pairwise(cuts):
        over = [row for row in (*rows, *values) if row[0] <= start and end <= row[1]]
        item = min(over, key=lambda row: (row[1] - row[0], row[2].id))[2] if over else None
        is_value = any(a <= start and end <= b and one is item for a, b, one in values)
        opens = item is not None and item.id not in opened and start >= item.start
        opened |= {item.id} if item is not None and opens else set()
        label = labels[item.id] if item is not None and opens else ""
        found.append(Piece(text[start:end], item, is_value, opens, label))
    return found
