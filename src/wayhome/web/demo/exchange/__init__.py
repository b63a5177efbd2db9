"""An exchange under the promise of 1,200 from each side: listed, agreed, planned, begun."""

from collections.abc import Mapping
from importlib.util import find_spec

from wayhome.apps.register.models import PersonList
from wayhome.apps.talks.models import Commitment
from wayhome.web.demo.exchange.agreed import agree
from wayhome.web.demo.exchange.carried import carry_out
from wayhome.web.demo.exchange.listed import list_people, prepare
from wayhome.web.demo.exchange.planned import plan
from wayhome.web.demo.people import People


def exchange_people(
    people: People, commitment: Commitment, lists: Mapping[str, PersonList]
) -> None:
    """Bring an exchange as far as this machine can: two batches, if there is a solver.

    Args:
        people: who works in the example.
        commitment: that the exchange stands under.
        lists: those of the example, by their file.
    """
    made = prepare(people, commitment)
    list_people(made, lists)
    draw = agree(made)
    if find_spec("ortools"):
        carry_out(made, plan(made, draw))
