"""Lines and judgements for tests, made in as few words as possible."""

from datetime import timedelta

import pytest

from conftest import NOON
from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import new_keys
from wayhome.apps.register.models import Appearance, Judgement, ListEntry, PersonList
from wayhome.apps.register.services.judgements import confirm_judgement, propose_judgement


def lines(partition, names, **fields):
    """A line for every name, each a minute younger than the one before."""
    keys = new_keys(SubjectKey.About.LINE, len(names))
    made = [
        ListEntry(
            partition=partition,
            key=key,
            surname=name,
            digest=key.uid.bytes,
            entered_at=NOON + timedelta(minutes=n),
            **fields,
        )
        for n, (name, key) in enumerate(zip(names, keys, strict=True))
    ]
    return ListEntry.objects.bulk_create(made)


def person_list(office, user, kind, entries, **fields):
    """A list on which these lines stand, in this order."""
    made = PersonList.objects.create(
        receipt=fields.pop("receipt", f"R{PersonList.objects.count():06d}"),
        partition=office.party,
        submitted_by=office,
        kind=kind,
        title=f"List of the {kind}",
        as_of_date="2026-02",
        lines=len(entries),
        key=new_keys(SubjectKey.About.LIST, 1)[0],
        file_name="list.csv",
        file_sha256="0" * 64,
        file_sealed=b"",
        imported_by=user,
        imported_at=NOON,
        **fields,
    )
    Appearance.objects.bulk_create(
        Appearance(list=made, entry=entry, line=n) for n, entry in enumerate(entries, 2)
    )
    return made


def judged(a, b, people, verdict=Judgement.Verdict.SAME, *, knowingly=False):
    """A judgement that one proposed and another confirmed."""
    made = propose_judgement(
        entry_a=a, entry_b=b, verdict=verdict, reason="as seen", by=people["proposer"], at=NOON
    )
    confirm_judgement(judgement=made, by=people["signer"], at=NOON, knowingly=knowingly)
    made.refresh_from_db()
    return made


@pytest.fixture
def four(people, parties):
    return lines(parties["north"], ["Ardo", "Belt", "Crest", "Dune"])


def propose(a, b, people, verdict=Judgement.Verdict.SAME, **extra):
    return propose_judgement(
        entry_a=a, entry_b=b, verdict=verdict, reason="as seen", by=people["proposer"], at=NOON,
        **extra,
    )  # fmt: skip
