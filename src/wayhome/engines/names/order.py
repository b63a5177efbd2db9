"""Whether the names of a list put the surname first: one list, one habit."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from wayhome.engines.names.person_name import Label, PersonName
from wayhome.engines.names.reading import read_name

_LOOKED_AT = 2000  # names: enough to tell a habit
_CLEAR = 0.85  # certainty of every part of a name that may vote
_FEWEST = 5  # votes
_AGREEING = 0.8  # share of the votes


def order_of(names: Iterable[str]) -> str | None:
    """The order in which whole names in one column are written.

    Args:
        names: cells of the column, of which the first 2,000 are looked at.

    Returns:
        `surname_first` or `surname_last`, to be given to `read_name`; None if too few names are
        clear by themselves, or if they disagree.
    """
    votes: Counter[str] = Counter()
    for text in islice(names, _LOOKED_AT):
        if vote := _order_in(read_name(text)):
            votes[vote] += 1
    if votes.total() < _FEWEST:
        return None
    order, agreeing = votes.most_common(1)[0]
    return order if agreeing >= _AGREEING * votes.total() else None


def _order_in(name: PersonName) -> str | None:
    """The order of one name, None unless it is clear."""
    told = name.parts_labelled(Label.SURNAME, Label.GIVEN)
    labels = [part.label for part in told]
    if len(set(labels)) < 2 or min(part.certainty for part in told) < _CLEAR:
        return None
    return "surname_first" if labels[0] is Label.SURNAME else "surname_last"
