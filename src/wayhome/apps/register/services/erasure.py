"""Erasing lines: asked for by one approver, done by another. What was proven stays proven.

Keys are destroyed, and with them everything that lies sealed under them, also in old copies of
the database that are kept without its keys. The readable fields are blanked, the files of the
lists replaced. What stays: that there was a line, when, what was done with it; a keyed hash.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import CannotOpen, Part, destroy_keys, new_key, record, seal
from wayhome.apps.audit.services.erasure import hold_back
from wayhome.apps.audit.services.history import Json
from wayhome.apps.register.models import ErasureRequest, Job, ListEntry, NameKey, PersonList
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.selectors import entries_visible_to
from wayhome.apps.register.selectors.lists_content import written
from wayhome.apps.register.services.erasure_files import Rewritten, lists_with, rewrite_files
from wayhome.apps.register.services.erasure_words import blank_what_was_said
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


def approve_erasure(*, request: ErasureRequest, by: User, at: datetime) -> None:
    """Erase, as somebody else than who asked for it. Nothing brings it back.

    The files of the lists are read and written anew beforehand, so that nobody waits for it.

    Raises:
        CannotErase: asked for by oneself, somebody has decided already, or another erasure has
            changed one of the lists meanwhile.
        CannotRead: the file of a list cannot be read any more. Nothing was erased.
    """
    if request.asked_by_id == by.pk:
        raise CannotErase(_("You asked for this. Another approver must do it."))
    try:
        rewritten = rewrite_files(_lines_of(request))
        _erase(request, rewritten, by=by, at=at)
    except CannotOpen as gone:
        raise CannotErase(_changed_meanwhile()) from gone


@transaction.atomic
def _erase(
    request: ErasureRequest, rewritten: Sequence[Rewritten], *, by: User, at: datetime
) -> None:
    _decide(request, State.DONE, by=by, at=at)
    lists = _locked_lists_with(request)
    lines = _lines_of(request)
    if not lines:
        raise CannotErase(_("These lines were erased already. Decline this request."))
    kept = {one.list: one for one in rewritten}
    if {one.pk: one.key_of_file.pk for one in lists} != {pk: one.key for pk, one in kept.items()}:
        raise CannotErase(_changed_meanwhile())
    old_files = [_replace_file(shown, kept[shown.pk].content, at) for shown in lists]
    forgotten = [digest for line in lines for digest in _digests(line)]
    keys = [line.key for line in lines]
    destroyed = [*keys, *old_files, *blank_what_was_said(lines)]
    facts: dict[str, Json] = {
        "erasure": str(request.uid),
        "ground": request.ground,
        "lines": len(lines),
        "keys": sorted(str(key.uid) for key in destroyed),
        "files": [str(one.uid) for one in lists],
    }
    parts = [Part(key) for key in keys]
    parts += [
        Part(one.key_of_file, {"list": one.receipt, "sha256": kept[one.pk].sha256}) for one in lists
    ]
    record(act="lines_erased", by=by, at=at, facts=facts, parts=parts)
    _blank(lines, at)
    destroy_keys(destroyed, at=at)
    hold_back(forgotten, at=at)


def _changed_meanwhile() -> str:
    return _("Another erasure has just changed one of these lists. Nothing was done; do it again.")


def _lines_of(request: ErasureRequest) -> list[ListEntry]:
    """Those that nobody has erased yet."""
    lines = request.entries.filter(erased_at=None).select_related("key", "partition")
    return list(lines.order_by("pk"))


def _locked_lists_with(request: ErasureRequest) -> list[PersonList]:
    """Every version that has one of the lines, ours alone until the transaction ends."""
    found = lists_with(_lines_of(request)).values("pk")
    return list(PersonList.objects.select_for_update().filter(pk__in=found).order_by("pk"))


def _decide(
    request: ErasureRequest, state: ErasureRequest.State, *, by: User, at: datetime
) -> None:
    """Move the state in one UPDATE, so that two people cannot both succeed."""
    asked = ErasureRequest.objects.filter(pk=request.pk, state=State.ASKED)
    if not asked.update(state=state, decided_by=by, decided_at=at):
        raise CannotErase(_("Somebody else has just decided about this. Reload the page."))
    request.refresh_from_db()


def _replace_file(shown: PersonList, kept: bytes, at: datetime) -> SubjectKey:
    """Keep the list's file without the lines, under a new key. Returns the old one.

    The hash of the old file goes: whoever knows the rest could try out what stood in the line.
    """
    old = shown.key_of_file
    shown.file_key = new_key(SubjectKey.About.LIST)
    shown.file_sealed = seal(shown.file_key, kept, purpose="file")
    shown.file_sha256 = ""
    shown.file_name = PurePosixPath(shown.file_name).with_suffix(".csv").name
    shown.file_rewritten_at = at
    if old == shown.key:
        shown.key = new_key(SubjectKey.About.LIST)
    shown.save(
        update_fields=[
            "key", "file_key", "file_sealed", "file_sha256", "file_name", "file_rewritten_at",
        ]
    )  # fmt: skip
    # What was found in the old file, with samples of its cells, lay under the same key.
    Job.objects.filter(key=old).update(file_sealed=None, file_sha256="", problems_sealed=None)
    return old


def _digests(line: ListEntry) -> list[bytes]:
    return digests_of(written(line), partition=line.partition)


def _blank(lines: Sequence[ListEntry], at: datetime) -> None:
    """Take the readable fields and the keys to find the line by."""
    blanks = dict.fromkeys(WRITTEN, "")
    ListEntry.objects.filter(pk__in=[line.pk for line in lines]).update(
        **blanks, sealed=None, digest=b"", erased_at=at
    )
    NameKey.objects.filter(entry__in=lines).delete()
