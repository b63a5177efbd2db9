"""Which words name a party: countries, demonyms, capitals, offices, bodies, movements."""

from wayhome.engines.reading.gazetteer.found import Kind, Mention, find
from wayhome.engines.reading.gazetteer.places import City, cities, state_of

__all__ = ["City", "Kind", "Mention", "cities", "find", "state_of"]
