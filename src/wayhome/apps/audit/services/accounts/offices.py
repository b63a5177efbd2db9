"""Parties and the organisations that belong to them."""

import unicodedata
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wayhome.apps.audit.models import Organisation, Party, User
from wayhome.apps.audit.services.accounts.refusals import CannotCreateAccount
from wayhome.apps.audit.services.history import record


@transaction.atomic
def create_party(
    *, name: str, kind: str, by: User | None, at: datetime, keeps_register: bool = False
) -> Party:
    """Add a partition to the register.

    Raises:
        CannotCreateAccount: a party of that name is there.
    """
    name = unicodedata.normalize("NFC", name.strip())
    if Party.objects.filter(name=name).exists():
        raise CannotCreateAccount(gettext("A party of that name is already there."))
    party = Party.objects.create(name=name, kind=kind, keeps_register=keeps_register)
    record(act="party_created", by=by, at=at, facts={"party": str(party.uid), "kind": kind})
    return party


@transaction.atomic
def create_organisation(*, name: str, party: Party, by: User | None, at: datetime) -> Organisation:
    """Add an office that sends or receives lists.

    Raises:
        CannotCreateAccount: an organisation of that name is there.
    """
    name = unicodedata.normalize("NFC", name.strip())
    if Organisation.objects.filter(name=name).exists():
        raise CannotCreateAccount(gettext("An organisation of that name is already there."))
    made = Organisation.objects.create(name=name, party=party)
    facts = {"organisation": str(made.uid), "party": str(party.uid)}
    record(act="organisation_created", by=by, at=at, facts=facts)
    return made
