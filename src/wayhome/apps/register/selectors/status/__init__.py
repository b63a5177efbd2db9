"""Who says what became of a person, as of any date: derived, never stored."""

from wayhome.apps.register.selectors.status.challenged import (
    Challenged,
    challenged_fates,
    fates_spoken_against,
)
from wayhome.apps.register.selectors.status.claims import (
    Said,
    assertions_visible_on,
    said_about,
    said_in,
    status_if,
    status_of,
)
from wayhome.apps.register.selectors.status.derived import Basis, Claim, Says, Status, derive
from wayhome.apps.register.selectors.status.sentences import claim_in_words, status_in_words

__all__ = [
    "Basis",
    "Challenged",
    "Claim",
    "Said",
    "Says",
    "Status",
    "assertions_visible_on",
    "challenged_fates",
    "claim_in_words",
    "derive",
    "fates_spoken_against",
    "said_about",
    "said_in",
    "status_if",
    "status_in_words",
    "status_of",
]
