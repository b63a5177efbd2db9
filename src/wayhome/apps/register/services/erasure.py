"""Erasing lines: asked for by one approver, done by another. What was proven stays proven.

Keys are destroyed, and with them everything that lies sealed under them, also in old copies of
the database that are kept without its keys. The readable fields are blanked, the files of the
lists replaced. What stays: that there was a line, when, what was done with it; a keyed hash.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import Part, destroy_keys, new_key, open_sealed, record, seal
from wayhome.apps.audit.services.erasure import hold_back
from wayhome.apps.audit.services.history import Json
from wayhome.apps.register.models import (
    Answer,
    Assertion,
    CandidateMatch,
    ErasureRequest,
    Flag,
    Job,
    Judgement,
    ListEntry,
    NameKey,
    PersonList,
    Source,
)
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.selectors import entries_visible_to
from wayhome.apps.register.selectors.lists_content import written
from wayhome.apps.register.services.erasure_files import without_lines
from wayhome.apps.register.services.holding_back import digests_of
from wayhome.values import WayhomeError

State, Ground = ErasureRequest.State, ErasureRequest.Ground


class CannotErase(WayhomeError):
    """An erasure that cannot be asked for, approved or declined."""


@transaction.atomic
def ask_erasure(
    *, entries: Iterable[ListEntry], ground: str, by: User, at: datetime, reference: str = ""
) -> ErasureRequest:
    """Ask that these lines be erased.

    Args:
        entries: lines the asker may see, not erased yet.
        ground: of `ErasureRequest.Ground`.
        by: who asks.
        at: when.
        reference: the number of a letter or a decision; never a name.

    Raises:
        CannotErase: no lines, no ground, or lines for which it was asked already.
    """
    asked = list(entries_visible_to(by).filter(pk__in=[entry.pk for entry in entries]))
    if not asked:
        raise CannotErase(_("Choose at least one line that is not erased yet."))
    if ground not in Ground.values:
        raise CannotErase(_("Choose the ground."))
    if ErasureRequest.objects.filter(state=State.ASKED, entries__in=asked).exists():
        raise CannotErase(_("The erasure of one of these lines was asked for already."))
    made = ErasureRequest.objects.create(
        ground=ground, reference=reference.strip()[:60], asked_by=by, asked_at=at
    )
    made.entries.set(asked)
    facts: dict[str, Json] = {"erasure": str(made.uid), "ground": ground, "lines": len(asked)}
    record(
        act="erasure_asked", by=by, at=at, facts=facts,
        parts=[Part(entry.key, {"erasure": str(made.uid)}) for entry in asked],
    )  # fmt: skip
    return made


@transaction.atomic
def decline_erasure(*, request: ErasureRequest, by: User, at: datetime) -> None:
    """Do not erase, or take the own request back.

    Raises:
        CannotErase: somebody has decided already.
    """
    _decide(request, State.DECLINED, by=by, at=at)
    facts: dict[str, Json] = {"erasure": str(request.uid)}
    record(act="erasure_declined", by=by, at=at, facts=facts)


@transaction.atomic
def approve_erasure(*, request: ErasureRequest, by: User, at: datetime) -> None:
    """Erase, as somebody else than who asked for it. Nothing brings it back.

    Raises:
        CannotErase: asked for by oneself, or somebody has decided already.
        CannotRead: the file of a list cannot be read any more. Nothing was erased.
    """
    if request.asked_by_id == by.pk:
        raise CannotErase(_("You asked for this. Another approver must do it."))
    _decide(request, State.DONE, by=by, at=at)
    lines = list(request.entries.select_related("key", "partition").order_by("pk"))
    keys = [line.key for line in lines]
    replaced = [_replace_file(shown, lines, at) for shown in _lists_with(lines)]
    forgotten = [digest for line in lines for digest in _digests(line)]
    facts: dict[str, Json] = {
        "erasure": str(request.uid),
        "ground": request.ground,
        "lines": len(lines),
        "keys": sorted(str(key.uid) for key in [*keys, *(file.key for file in replaced)]),
        "files": [file.facts for file in replaced],
    }
    record(act="lines_erased", by=by, at=at, facts=facts, parts=[Part(key) for key in keys])
    _blank(lines, at)
    _blank_what_was_said(lines)
    destroy_keys([*keys, *(file.key for file in replaced)], at=at)
    hold_back(forgotten, at=at)


@dataclass(frozen=True, slots=True)
class _Replaced:
    """The file of a list that was replaced, and the key under which the old one lay."""

    key: SubjectKey
    facts: dict[str, Json]


def _decide(
    request: ErasureRequest, state: ErasureRequest.State, *, by: User, at: datetime
) -> None:
    """Move the state in one UPDATE, so that two people cannot both succeed."""
    asked = ErasureRequest.objects.filter(pk=request.pk, state=State.ASKED)
    if not asked.update(state=state, decided_by=by, decided_at=at):
        raise CannotErase(_("Somebody else has just decided about this. Reload the page."))
    request.refresh_from_db()


def _lists_with(lines: Sequence[ListEntry]) -> list[PersonList]:
    """Every version that has one of the lines, also those rolled back."""
    lists = PersonList.objects.filter(appearances__entry__in=lines).distinct()
    return list(lists.select_related("key", "file_key").order_by("pk"))


def _replace_file(shown: PersonList, lines: Sequence[ListEntry], at: datetime) -> _Replaced:
    """Keep the list's file without the lines, under a new key."""
    old = shown.key_of_file
    content = open_sealed(old, bytes(shown.file_sealed), purpose="file")
    here = [line for line in lines if line.appearances.filter(list=shown).exists()]
    kept = without_lines(content, shown, here)
    shown.file_key = new_key(SubjectKey.About.LIST)
    shown.file_sealed = seal(shown.file_key, kept, purpose="file")
    shown.file_name = PurePosixPath(shown.file_name).with_suffix(".csv").name
    shown.file_rewritten_at = at
    if old == shown.key:
        shown.key = new_key(SubjectKey.About.LIST)
    shown.save(update_fields=["key", "file_key", "file_sealed", "file_name", "file_rewritten_at"])
    # What was found in the old file, with samples of its cells, lay under the same key.
    Job.objects.filter(key=old).update(file_sealed=None, problems_sealed=None)
    facts: dict[str, Json] = {
        "list": str(shown.uid),
        "was": hashlib.sha256(content).hexdigest(),
        "is": hashlib.sha256(kept).hexdigest(),
    }
    return _Replaced(old, facts)


def _digests(line: ListEntry) -> list[bytes]:
    return digests_of(written(line), partition=line.partition)


def _blank(lines: Sequence[ListEntry], at: datetime) -> None:
    """Take the readable fields and the keys to find the line by."""
    blanks = dict.fromkeys(WRITTEN, "")
    ListEntry.objects.filter(pk__in=[line.pk for line in lines]).update(
        **blanks, sealed=None, digest=b"", erased_at=at
    )
    NameKey.objects.filter(entry__in=lines).delete()


def _blank_what_was_said(lines: Sequence[ListEntry]) -> None:
    """Take the free words of judgements, claims, answers, flags and of the documents they stand on.

    That they were made stays, and a document on which something else stands too.
    """
    either = Q(entry_a__in=lines) | Q(entry_b__in=lines)
    CandidateMatch.objects.filter(either).update(open=False, parts=[])
    Judgement.objects.filter(either).update(
        reason="", decided_reason="", withdrawn_reason="", withdrawal_reason=""
    )
    Assertion.objects.filter(entry__in=lines).update(
        evidence="", withdrawn_reason="", withdrawal_reason=""
    )
    Answer.objects.filter(entry__in=lines).update(detail="", source="")
    _blank_documents(lines)
    Flag.objects.filter(entry__in=lines).update(said_by="", note_sealed=None, resolved_reason="")


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
    Source.objects.filter(pk__in=theirs - of_others).update(publisher="", title="", sha256="")
