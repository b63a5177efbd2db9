"""Tables of the register. Written only by this app's services."""

from wayhome.apps.register.models.claims import Answer, Assertion, Flag
from wayhome.apps.register.models.disclosure import Alert, Canary, Disclosure, DisclosureItem
from wayhome.apps.register.models.erasure import ErasureRequest
from wayhome.apps.register.models.jobs import Job
from wayhome.apps.register.models.judgements import CandidateMatch, Judgement, Lease
from wayhome.apps.register.models.lists import (
    Appearance,
    ListEntry,
    PersonList,
    SenderMapping,
    Source,
)
from wayhome.apps.register.models.persons import Membership, NameKey, Person
