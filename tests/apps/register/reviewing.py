"""A pair to review, a proposal to confirm, and who does it, for the tests of their pages."""

import json

import pytest
from judging import lines, person_list

from conftest import NOON
from wayhome.apps.audit.services import seal
from wayhome.apps.register.models import CandidateMatch, Job

PARTS = [
    {"field": "surname", "weight": 3.1, "finding": "rendering"},
    {"field": "given_names", "weight": 1.2, "finding": "same_name"},
    {"field": "birth_date", "weight": -0.5, "finding": "swapped"},
]


def candidate(a, b, people, **fields):
    job = Job.objects.get_or_create(
        partition=people["proposer"].party, kind=Job.Kind.MATCH, by=people["proposer"],
        asked_at=NOON,
    )[0]  # fmt: skip
    values = {
        "weight": 3.8, "posterior": 0.98, "zone": "review", "reason": "doubtful",
        "order": "as_given", "parts": PARTS, "disagreeing": " birth_date ", "model": "linkage 1",
    } | fields  # fmt: skip
    return CandidateMatch.objects.create(
        partition=people["proposer"].party, entry_a=a, entry_b=b, job=job, **values
    )


@pytest.fixture
def sought(people, parties):
    made = lines(parties["north"], ["Лисиченко", "Лисиченко", "Дубовик"], given_names="Микола")
    for one, born in zip(made, ("1991-03-07", "1994", "1980-01-01"), strict=True):
        one.birth_date = born
        raw = {
            "Прізвище": one.surname,
            "Ім'я": "Микола",
            "Народж.": ".".join(born.split("-")[::-1]),
        }
        one.sealed = seal(one.key, json.dumps({"raw": raw}).encode(), purpose="line")
        one.save()
    mapping = {"surname": "Прізвище", "given_names": "Ім'я", "birth_date": "Народж."}
    office = people["northern"].organisation
    person_list(office, people["northern"], "sought", made, mapping=mapping, receipt="SOUGHT1")
    return made


@pytest.fixture
def held(people, parties):
    made = lines(parties["south"], ["Lysychenko"], given_names="Nikolai", birth_date="1991-07-03")
    person_list(people["outsider"].organisation, people["outsider"], "held", made)
    return made


@pytest.fixture
def pair(sought, held, people):
    return candidate(sought[0], held[0], people)


@pytest.fixture
def reviewer(client, people, signed_in):
    return signed_in(client, people["proposer"])


def verdict(one, value, reason="as seen"):
    return {f"{one.uid}-verdict": value, f"{one.uid}-reason": reason}


@pytest.fixture
def proposed(pair, people):
    from wayhome.apps.register.services.judgements import propose_judgement  # noqa: PLC0415

    return propose_judgement(
        entry_a=pair.entry_a, entry_b=pair.entry_b, candidate=pair, verdict="same",
        reason="as seen", by=people["proposer"], at=NOON,
    )  # fmt: skip


@pytest.fixture
def approver(client, people, signed_in):
    return signed_in(client, people["signer"])
