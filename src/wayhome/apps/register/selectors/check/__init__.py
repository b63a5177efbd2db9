"""What a check of a list shows: the checks there are, and what is said of the lines' persons."""

from wayhome.apps.register.selectors.check.facts import Sight, facts_about
from wayhome.apps.register.selectors.check.jobs import checks_visible_to, latest_checks_of

__all__ = ["Sight", "checks_visible_to", "facts_about", "latest_checks_of"]
