"""Which words name a party: countries, demonyms, capitals, offices, bodies, movements."""

from wayhome.engines.reading.gazetteer.found import Kind, Mention, find
from wayhome.engines.reading.gazetteer.places import City, armies_of, cities, state_of

__all__ = ["City", "Kind", "Mention", "armies_of", "cities", "find", "state_of"]
