"""Disclosures for tests, in as few words as possible."""

from bringing import bring

from conftest import NOON
from wayhome.apps.audit.models import Organisation, Party, User
from wayhome.apps.register.models import ListEntry
from wayhome.apps.register.services.answers import record_answer
from wayhome.apps.register.services.disclosures import approve_disclosure, ask_disclosure

NORTH, SOUTH, AGENCY = "Northland Bureau", "Southland Bureau", "Lantern Agency"


def office(name):
    return Organisation.objects.get(name=name)


def sought(people, *rows, **other):
    """Northland's list, addressed to Southland, and its lines in their order."""
    south = Party.objects.get(name="Southland")
    made = bring(people, *rows, addressed_to=south, **other)
    return made, list(
        ListEntry.objects.filter(appearances__list=made).order_by("appearances__line")
    )


def ask(people, *, by="registrar", to=SOUTH, what="list", **other):
    return ask_disclosure(
        what=what,
        to=office(to),
        ground="asked for by the families",
        by=people[by],
        at=NOON,
        **other,
    )


def release(people, *, by="registrar", approver="signer", **other):
    """Asked for by one, approved by another."""
    made = ask(people, by=by, **other)
    approve_disclosure(
        disclosure=made, by=people[approver], at=NOON, content_sha256=made.content_sha256
    )
    return made


def invented_in(disclosure):
    """The lines invented for a disclosure, in their order."""
    items = disclosure.items.filter(entry__invented=True).order_by("position")
    return [item.entry for item in items.select_related("entry__key")]


def answer(people, entry, verdict="held", *, by="outsider", given_by=SOUTH, **other):
    told = {"as_of_date": "2026-03-01", "source": "letter 1"} | other
    return record_answer(
        entry=entry, given_by=office(given_by), verdict=verdict, by=people[by], at=NOON, **told
    )


def fresh(user):
    """The account as another request would find it."""
    return User.objects.get(pk=user.pk)


def release_answers(people, *answers, by="outsider", approver="outsider_signer", to=NORTH):
    """Answers of Southland's, released by its two people."""
    return release(
        people, by=by, approver=approver, what="answers", to=to,
        answers=answers,
    )  # fmt: skip
