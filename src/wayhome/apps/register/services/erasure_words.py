"""The free words that may name an erased person go, wherever they stand. That they were said stays.

Sealed words about several lines lie under keys of their own record (a judgement, a disclosure), so
that erasing one of the lines destroys them without touching what is kept of the others.
"""

from collections.abc import Sequence

from django.db.models import Q

from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import new_key
from wayhome.apps.register.models import (
    Answer,
    Assertion,
    CandidateMatch,
    Disclosure,
    DisclosureItem,
    Flag,
    Judgement,
    ListEntry,
    Source,
)


def blank_what_was_said(lines: Sequence[ListEntry]) -> list[SubjectKey]:
    """Take the words of judgements, claims, answers, flags, documents and disclosures.

    A document on which something else stands too keeps its own.

    Returns:
        The keys under which such words lie in the history. They are to be destroyed.
    """
    Assertion.objects.filter(entry__in=lines).update(
        evidence="", as_of_written="", withdrawn_reason="", withdrawal_reason=""
    )
    Answer.objects.filter(entry__in=lines).update(
        detail="", source="", as_of_written="", until_written=""
    )
    Flag.objects.filter(entry__in=lines).update(said_by="", note_sealed=None, resolved_reason="")
    _blank_documents(lines)
    return [*_blank_judgements(lines), *_blank_disclosures(lines)]


def _blank_judgements(lines: Sequence[ListEntry]) -> list[SubjectKey]:
    either = Q(entry_a__in=lines) | Q(entry_b__in=lines)
    CandidateMatch.objects.filter(either).update(open=False, parts=[])
    made = Judgement.objects.filter(either)
    keys = list(SubjectKey.objects.filter(pk__in=made.exclude(key=None).values("key")))
    made.update(reason="", decided_reason="", withdrawn_reason="", withdrawal_reason="")
    return keys


def _blank_disclosures(lines: Sequence[ListEntry]) -> list[SubjectKey]:
    """The ground may name any one of those who were sent: it goes."""
    carried = DisclosureItem.objects.filter(entry__in=lines).values("disclosure")
    old = []
    for one in Disclosure.objects.filter(pk__in=carried).select_related("key").order_by("pk"):
        old.append(one.key)
        one.key = new_key(SubjectKey.About.RECORD)
        one.ground = one.decided_reason = one.recalled_reason = ""
        one.save(update_fields=["key", "ground", "decided_reason", "recalled_reason"])
    return old


def _blank_documents(lines: Sequence[ListEntry]) -> None:
    said = Assertion.objects.exclude(source=None)
    entered = ListEntry.objects.exclude(source=None)
    ids = [line.pk for line in lines]
    theirs = {
        *said.filter(entry__in=ids).values_list("source", flat=True),
        *entered.filter(pk__in=ids).values_list("source", flat=True),
    }
    of_others = {
        *said.filter(source__in=theirs).exclude(entry__in=ids).values_list("source", flat=True),
        *entered.filter(source__in=theirs).exclude(pk__in=ids).values_list("source", flat=True),
    }
    Source.objects.filter(pk__in=theirs - of_others).update(
        publisher="", title="", dated_written="", sha256=""
    )
