"""Talks of invented parties for tests, in as few words as possible."""

from conftest import NOON
from wayhome.apps.audit.models import Organisation, Role, RoleGrant, User
from wayhome.apps.talks.models import Confidentiality, Side
from wayhome.apps.talks.services.commitments import Put, record_commitment
from wayhome.apps.talks.services.filing import Filing, Words
from wayhome.apps.talks.services.processes import Named, open_process
from wayhome.apps.talks.services.terms import Given

PUBLIC = Filing(confidentiality=Confidentiality.PUBLIC)
IN_CONFIDENCE = Filing()


def shared(*parties):
    return Filing(confidentiality=Confidentiality.SHARED, shared_with=parties)


def negotiator(office="Lantern Agency", *more):
    """A negotiator of an office, with more roles if named."""
    user = User.objects.create_user(
        f"negotiator{User.objects.count()}@example.org",
        "correct horse battery",
        display_name="negotiator",
        organisation=Organisation.objects.get(name=office),
    )
    for role in (Role.NEGOTIATOR, *more):
        RoleGrant.objects.create(user=user, role=role, granted_at=NOON)
    return user


def talks(by, *, filing=PUBLIC, title="Talks at the ford", parties=None):
    """A process between Northland and Southland, and its two sides."""
    known = parties or {}
    named = [Named("Northland", known.get("north")), Named("Southland", known.get("south"))]
    made = open_process(title=title, sides=named, by=by, at=NOON, filing=filing)
    return made, *Side.objects.filter(process=made).order_by("pk")


def promise(side, by, *, filing=PUBLIC, bound=None, wordings=None, title="Captives", **terms):
    """A commitment that a side put in its own words."""
    given = Given(**{"what": "exchange", "unit": "captive", "giver": side, **terms})
    put = Put(terms=given, side=side, words=Words(text="We shall.", language="en"))
    return record_commitment(
        title=title, bound=bound or [side], wordings=wordings or [put], by=by, at=NOON,
        filing=filing,
    )  # fmt: skip
