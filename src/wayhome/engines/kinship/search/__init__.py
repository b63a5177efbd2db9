"""All profiles against all families, and among themselves: table look-ups."""

from wayhome.engines.kinship.search.lookups import Hits, weigh_above, weigh_all
from wayhome.engines.kinship.search.states import MarkerStates, StateSpace

__all__ = ["Hits", "MarkerStates", "StateSpace", "weigh_above", "weigh_all"]
