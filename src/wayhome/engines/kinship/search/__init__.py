"""All profiles against all families, and among themselves: table look-ups."""

from wayhome.engines.kinship.search.lookups import Hits, weigh_above, weigh_all
from wayhome.engines.kinship.search.states import MarkerStates, StateSpace
from wayhome.engines.kinship.search.tables import Place, place_tables, place_weights, state_space

__all__ = [
    "Hits",
    "MarkerStates",
    "Place",
    "StateSpace",
    "place_tables",
    "place_weights",
    "state_space",
    "weigh_above",
    "weigh_all",
]
