"""A checked file becomes a list: the whole list in one transaction, or nothing."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import record, seal
from wayhome.apps.audit.services.rows import columns_of, insert_rows
from wayhome.apps.register.models import (
    Appearance,
    Flag,
    Job,
    ListEntry,
    NameKey,
    PersonList,
    SenderMapping,
)
from wayhome.apps.register.selectors.flags import PURPOSE, note_of
from wayhome.apps.register.services.canaries import note_marks
from wayhome.apps.register.services.imports.checking import Checked
from wayhome.apps.register.services.imports.preparing import Prepared, prepare
from wayhome.apps.register.services.imports.receiving import headers_digest, may_be_followed
from wayhome.apps.register.services.imports.refusals import SENTENCES, CannotImport
from wayhome.apps.register.services.imports.sealed_files import key_of
from wayhome.apps.register.services.imports.versions import Matched
from wayhome.apps.register.services.name_keys import COLUMNS
from wayhome.apps.register.services.pairs import reopen_pairs
from wayhome.apps.register.services.running import Run, running

BATCH = 5_000


def commit_import(*, job: Job, by: User, at: datetime) -> PersonList:
    """Make the list. A job in state `PREVIEW` becomes `DONE`.

    Raises:
        CannotImport: the job is at another step, or the list cannot be made any more.
    """
    ask_commit(job=job, by=by, at=at)
    write_list(job=job, at=at)
    if job.list is None:
        raise CannotImport(job.refusal if job.refusal in SENTENCES else "unexpected")
    return job.list


@transaction.atomic
def ask_commit(*, job: Job, by: User, at: datetime) -> Job:
    """Say that the list is wanted as the preview shows it: state `WAITING`."""
    looked_at = Job.objects.filter(pk=job.pk, state=Job.State.PREVIEW)
    parameters = job.parameters | {"committed_by": by.pk}
    if not looked_at.update(state=Job.State.WAITING, stage="committing", parameters=parameters):
        raise CannotImport("other_step")
    record(act="import_asked", by=by, at=at, facts={"job": str(job.uid)})
    job.refresh_from_db()
    return job


def write_list(*, job: Job, at: datetime) -> Job:
    """Read the file once more and write the list, its lines, flags and history: `DONE`.

    All rows are made ready first. What was erased meanwhile has them made ready again.
    """
    with running(job, "committing", at=at) as run:
        while not _written_at_once(job, run, prepare(job, run, at=at), at):
            pass
    return job


def _written_at_once(job: Job, run: Run, ready: Prepared, at: datetime) -> bool:
    """Write it without looking for garbage among all that is ready: a third of the time."""
    gc.freeze()
    try:
        return _written(job, run, ready, at)
    finally:
        gc.unfreeze()


@transaction.atomic
def _written(job: Job, run: Run, ready: Prepared, at: datetime) -> bool:
    """Write the whole list in one transaction; whether what was made ready still held."""
    if not ready.still_holds():
        return False
    checked = ready.checked
    made = _make_list(job, ready, at)
    aside = _step_aside(checked.matched)
    entries = _write_lines(made, ready)
    _write_flags(made, ready, entries, at)
    _carry_flags(made, ready.fresh, aside)
    reopen_pairs(
        {one.same for one in checked.matched.lines if one.same is not None and not one.current}
    )
    note_marks(ready.marks, by=job.by, at=at)
    _remember(job, checked, at)
    _record(made, ready, at)
    run.finish(
        Job.State.DONE,
        list=made,
        finished_at=at,
        result=checked.counts(),
        file_sealed=None,
        done=made.lines,
        total=made.lines,
    )
    return True


def _make_list(job: Job, ready: Prepared, at: datetime) -> PersonList:
    parameters = job.parameters
    before = None
    if parameters["predecessor"]:
        before = PersonList.objects.select_for_update().get(pk=parameters["predecessor"])
        if not may_be_followed(before):
            raise CannotImport("later_version")
    if job.organisation is None or job.file_sealed is None:
        raise CannotImport("other_step")
    series = {"series": before.series} if before else {}
    last = PersonList.objects.filter(series=before.series).count() if before else 0
    ready.key.save(force_insert=True)
    return PersonList.objects.create(
        uid=ready.uid,
        receipt=ready.receipt,
        partition=job.organisation.party,
        submitted_by=job.organisation,
        addressed_to_id=parameters["addressed_to"],
        kind=parameters["kind"],
        title=parameters["title"],
        as_of_date=parameters["as_of_date"],
        version=last + 1,
        predecessor=before,
        criteria=parameters["criteria"],
        mapping=parameters["mapping"],
        lines=ready.checked.matched.total,
        key=ready.key,
        file_key=key_of(job),
        file_name=job.file_name,
        file_sha256=job.file_sha256,
        file_sealed=job.file_sealed,
        imported_by_id=parameters["committed_by"],
        imported_at=at,
        **series,
    )


def _write_lines(made: PersonList, ready: Prepared) -> list[int]:
    """Write the new lines, what finds them, and where every line stands.

    Returns:
        The number of each line, in the order of the file.
    """
    matched = ready.checked.matched
    insert_rows(SubjectKey, columns_of(SubjectKey), ready.keys)
    insert_rows(ListEntry, columns_of(ListEntry), ready.lines)
    _number(ready.fresh)
    for match in matched.lines:
        if match.same is not None and match.follows is not None:  # rolled back, and here again
            ListEntry.objects.filter(pk=match.same).update(follows=match.follows)
    fresh = [entry.pk for entry in ready.fresh]
    written = iter(fresh)
    entries = [match.same if match.same is not None else next(written) for match in matched.lines]
    partition = made.partition_id
    insert_rows(
        NameKey,
        COLUMNS,
        (
            (partition, key, fresh[place])
            for key, places in ready.name_keys.items()
            for place in places
        ),
    )
    insert_rows(
        Appearance,
        ("list_id", "entry_id", "line"),
        ((made.pk, entry, line) for entry, line in _places(made, matched, entries)),
    )
    return entries


def _number(fresh: Sequence[ListEntry]) -> None:
    """Give lines that were inserted the number that the database gave them."""
    for start in range(0, len(fresh), BATCH):
        some = fresh[start : start + BATCH]
        keys = [entry.key_id for entry in some]
        numbers = dict(ListEntry.objects.filter(key__in=keys).values_list("key_id", "pk"))
        for entry in some:
            entry.pk = numbers[entry.key_id]


def _places(
    made: PersonList, matched: Matched, entries: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The row of each line and its number.

    That is the row in the file. Where the file only adds to the version before, lines that stood
    there keep their number, and what is new is counted on from the last.
    """
    if not made.predecessor or not matched.carried:
        for match, entry in zip(matched.lines, entries, strict=True):
            yield entry, match.line.number
        return
    before = dict(made.predecessor.appearances.values_list("entry_id", "line"))
    last = max(before.values())
    for match, entry in zip(matched.lines, entries, strict=True):
        stood = before.get(entry) or before.get(match.follows or 0)
        yield entry, stood or last + match.line.number
    for entry in matched.carried:
        yield entry, before[entry]


def _write_flags(
    made: PersonList,
    ready: Prepared,
    entries: Sequence[int],
    at: datetime,
) -> None:
    """Flag what the machine found. A line that is the same keeps the flags it has."""
    new = {entry.pk for entry in ready.fresh}
    Flag.objects.bulk_create(
        [
            Flag(
                partition=made.partition,
                entry_id=entries[place],
                kind=finding.kind,
                criterion=finding.criterion,
                raised_at=at,
            )
            for place, found in ready.checked.findings.items()
            for finding in found
            if entries[place] in new
        ],
        batch_size=BATCH,
    )


def _step_aside(matched: Matched) -> dict[int, int]:
    """Let go of what lines of rolled back versions changed, where the new ones change it too.

    Returns the line that steps aside by the line that both change.
    """
    wanted = {match.follows: match.same for match in matched.lines if match.follows is not None}
    aside = {
        follows: pk
        for pk, follows in ListEntry.objects.filter(followed_by=None, follows__isnull=False)
        .filter(appearances__list__rolled_back_at__isnull=False)
        .values_list("pk", "follows_id")
        if follows in wanted and wanted[follows] != pk
    }
    ListEntry.objects.filter(pk__in=aside.values()).update(follows=None)
    return aside


def _carry_flags(made: PersonList, fresh: Sequence[ListEntry], aside: Mapping[int, int]) -> None:
    """What people flagged on a line holds for its changed form too.

    A harm flag protects every wording of a line wherever it stands in their chain; it is carried
    from a wording that left the chain.
    """
    changed = {entry.follows_id: entry for entry in fresh if entry.follows_id is not None}
    changed |= {aside[pk]: entry for pk, entry in changed.items() if pk in aside}
    # Asked by what is rare, flags of people: the lines that changed may be the whole list.
    by_people = Flag.objects.filter(
        entry__partition=made.partition, raised_by__isnull=False, resolved_at=None
    ).select_related("entry__key")
    flags = [
        flag
        for flag in by_people
        if flag.entry_id in changed
        and (flag.entry_id in aside.values() or flag.kind != Flag.Kind.HARM)
    ]
    Flag.objects.bulk_create(
        [
            Flag(
                partition_id=flag.partition_id,
                entry=changed[flag.entry_id],
                kind=flag.kind,
                said_by=flag.said_by,
                criterion=flag.criterion,
                note_sealed=_resealed(flag, changed[flag.entry_id].key),
                due_date=flag.due_date,
                raised_by_id=flag.raised_by_id,
                raised_at=flag.raised_at,
            )
            for flag in flags
        ],
        ignore_conflicts=True,  # on both, or flagged by the machine already
        batch_size=BATCH,
    )


def _resealed(flag: Flag, key: SubjectKey) -> bytes | None:
    """The message on a flag, sealed under the key of another line."""
    note = note_of(flag)
    return seal(key, note.encode(), purpose=PURPOSE) if note else None


def _remember(job: Job, checked: Checked, at: datetime) -> None:
    """Remember this office's columns for its next file."""
    SenderMapping.objects.update_or_create(
        organisation=job.organisation,
        headers=headers_digest([use.header for use in checked.read.columns]),
        defaults={"mapping": job.parameters["mapping"], "used_at": at},
    )


def _record(made: PersonList, ready: Prepared, at: datetime) -> None:
    """One entry in the history for the list, with a part for every line."""
    counts = ready.checked.counts()
    record(
        act="list_imported",
        by=made.imported_by,
        at=at,
        facts={
            "list": str(made.uid),
            "receipt": made.receipt,
            "kind": made.kind,
            "version": made.version,
            **{
                name: counts[name]
                for name in ("lines", "new", "changed", "same", "returned", "dropped", "held_back")
            },
        },
        parts=ready.told,
    )
