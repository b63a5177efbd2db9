"""The facts of a report: a number of people, bodies or names, and what was said of it."""

from wayhome.engines.reading.facts.attribution import Accounts
from wayhome.engines.reading.facts.found import find_facts
from wayhome.engines.reading.facts.sides import BOTH, Sides

__all__ = ["BOTH", "Accounts", "Sides", "find_facts"]
