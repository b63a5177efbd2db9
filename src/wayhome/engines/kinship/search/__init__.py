"""All profiles against all families, and among themselves: table look-ups."""

from wayhome.engines.kinship.search.candidates import Candidate, SearchTables
from wayhome.engines.kinship.search.direct import DirectMatch, direct_matches, weigh_direct
from wayhome.engines.kinship.search.lookups import Hits, weigh_above, weigh_all
from wayhome.engines.kinship.search.states import MarkerStates, StateSpace
from wayhome.engines.kinship.search.streaming import search
from wayhome.engines.kinship.search.tables import Place, place_weights, state_space

__all__ = [
    "Candidate",
    "DirectMatch",
    "Hits",
    "MarkerStates",
    "Place",
    "SearchTables",
    "StateSpace",
    "direct_matches",
    "place_weights",
    "search",
    "state_space",
    "weigh_above",
    "weigh_all",
    "weigh_direct",
]
