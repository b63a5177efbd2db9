"""Three rounds of talks between the parties, from the first meeting to what was kept of it."""

from collections.abc import Mapping

from wayhome.apps.register.models import PersonList
from wayhome.apps.talks.models import Commitment
from wayhome.web.demo.people import People
from wayhome.web.demo.talks.delivered import deliver
from wayhome.web.demo.talks.promised import promise
from wayhome.web.demo.talks.said import tell
from wayhome.web.demo.talks.table import meet


def hold_talks(people: People, lists: Mapping[str, PersonList]) -> Mapping[str, Commitment]:
    """Write the talks down as the agency's negotiator and registrar would.

    Args:
        people: who works in the example.
        lists: those of the example, by their file.

    Returns:
        What was promised, by what it is about.
    """
    table = meet(people)
    tell(table)
    promised = promise(table)
    deliver(table, promised, lists)
    return promised
