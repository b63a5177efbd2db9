"""A checked file becomes a list: the whole list in one transaction, or nothing."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import Part, new_key, new_keys, record, seal
from wayhome.apps.register.models import (
    Appearance,
    Flag,
    Job,
    ListEntry,
    PersonList,
    SenderMapping,
)
from wayhome.apps.register.selectors.flags import PURPOSE, note_of
from wayhome.apps.register.services.canaries import note_import
from wayhome.apps.register.services.imports.checking import Checked, check_file
from wayhome.apps.register.services.imports.receiving import headers_digest, may_be_followed
from wayhome.apps.register.services.imports.refusals import SENTENCES, CannotImport
from wayhome.apps.register.services.imports.sealed_files import key_of
from wayhome.apps.register.services.imports.versions import Match, Matched
from wayhome.apps.register.services.name_keys import write_name_keys
from wayhome.apps.register.services.receipts import draw_receipt
from wayhome.apps.register.services.rows import insert_rows
from wayhome.apps.register.services.running import running

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
    """Read the file once more and write the list, its lines, flags and history: `DONE`."""
    with running(job, "committing", at=at) as run:
        checked = check_file(job, run)
        with transaction.atomic():
            made = _make_list(job, checked, at)
            aside = _step_aside(checked.matched)
            entries, fresh = _write_lines(made, checked.matched, at)
            _write_flags(made, checked, entries, fresh, at)
            _carry_flags(fresh, aside)
            write_name_keys(fresh)
            note_import(entries=fresh, by=job.by, at=at)
            _remember(job, checked, at)
            _record(made, checked, entries, at)
            run.finish(
                Job.State.DONE,
                list=made,
                finished_at=at,
                result=checked.counts(),
                file_sealed=None,
                done=made.lines,
                total=made.lines,
            )
    return job


def _make_list(job: Job, checked: Checked, at: datetime) -> PersonList:
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
    return PersonList.objects.create(
        receipt=draw_receipt(),
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
        lines=checked.matched.total,
        key=new_key(SubjectKey.About.LIST),
        file_key=key_of(job),
        file_name=job.file_name,
        file_sha256=job.file_sha256,
        file_sealed=job.file_sealed,
        imported_by_id=parameters["committed_by"],
        imported_at=at,
        **series,
    )


def _write_lines(
    made: PersonList, matched: Matched, at: datetime
) -> tuple[list[int], list[ListEntry]]:
    """Write the new lines and where every line stands.

    Returns:
        The row of each line, in the order of the file, and the rows that are new.
    """
    to_write = [match for match in matched.lines if match.same is None]
    keys = new_keys(SubjectKey.About.LINE, len(to_write))
    fresh = ListEntry.objects.bulk_create(
        [
            ListEntry(
                partition=made.partition,
                key=key,
                **match.line.written,
                sealed=seal(key, match.line.sealed_text(), purpose="line"),
                digest=match.line.digest,
                follows_id=match.follows,
                entered_at=at,
            )
            for match, key in zip(to_write, keys, strict=True)
        ],
        batch_size=BATCH,
    )
    for match in matched.lines:
        if match.same is not None and match.follows is not None:  # rolled back, and here again
            ListEntry.objects.filter(pk=match.same).update(follows=match.follows)
    written = iter(fresh)
    entries = [
        match.same if match.same is not None else next(written).pk for match in matched.lines
    ]
    insert_rows(
        Appearance,
        ("list_id", "entry_id", "line"),
        ((made.pk, entry, line) for entry, line in _places(made, matched, entries)),
    )
    return entries, fresh


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
    checked: Checked,
    entries: Sequence[int],
    fresh: Sequence[ListEntry],
    at: datetime,
) -> None:
    """Flag what the machine found. A line that is the same keeps the flags it has."""
    new = {entry.pk for entry in fresh}
    Flag.objects.bulk_create(
        [
            Flag(
                partition=made.partition,
                entry_id=entries[place],
                kind=finding.kind,
                criterion=finding.criterion,
                raised_at=at,
            )
            for place, found in checked.findings.items()
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


def _carry_flags(fresh: Sequence[ListEntry], aside: Mapping[int, int]) -> None:
    """What people flagged on a line holds for its changed form too.

    A harm flag protects every wording of a line wherever it stands in their chain; it is carried
    from a wording that left the chain.
    """
    changed = {entry.follows_id: entry for entry in fresh if entry.follows_id is not None}
    changed |= {aside[pk]: entry for pk, entry in changed.items() if pk in aside}
    by_people = Flag.objects.filter(raised_by__isnull=False, resolved_at=None)
    left = by_people.filter(entry__in=[pk for pk in changed if pk in aside.values()])
    before = by_people.filter(entry__in=changed.keys() - set(aside.values()))
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
            for flag in [*before.exclude(kind=Flag.Kind.HARM), *left]
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


def _record(made: PersonList, checked: Checked, entries: Sequence[int], at: datetime) -> None:
    """One entry in the history for the list, with a part for every line."""
    keys = {
        entry.pk: entry.key
        for entry in ListEntry.objects.filter(appearances__list=made).select_related("key")
    }
    about_list = {"title": nfc(made.title), "submitted_by": nfc(made.submitted_by.name)}
    parts = [Part(made.key, about_list)]
    parts += [
        Part(keys[entry], _about(match, made))
        for match, entry in zip(checked.matched.lines, entries, strict=True)
    ]
    parts += [
        Part(keys[entry], {"list": made.receipt, "is": "carried"})
        for entry in checked.matched.carried
    ]
    counts = checked.counts()
    record(
        act="list_imported",
        by=made.imported_by,
        at=at,
        facts={
            "list": str(made.uid),
            "receipt": made.receipt,
            "kind": made.kind,
            "version": made.version,
            "sha256": made.file_sha256,
            **{
                name: counts[name]
                for name in ("lines", "new", "changed", "same", "returned", "dropped", "held_back")
            },
        },
        parts=parts,
    )


def _about(match: Match, made: PersonList) -> Mapping[str, str | int | dict[str, str]]:
    """What the history says of one line, under that line's own key."""
    about: dict[str, str | int | dict[str, str]] = {
        "list": made.receipt,
        "line": match.line.number,
        "is": match.state,
    }
    if match.same is None:
        about["written"] = {field: nfc(value) for field, value in match.line.fields.items()}
    return about


def nfc(text: str) -> str:
    """The text in Unicode normal form C, as the history is written; the line keeps its own."""
    return unicodedata.normalize("NFC", text)
