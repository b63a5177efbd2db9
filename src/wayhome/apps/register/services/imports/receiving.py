"""A file is received: sealed at once, then read for its columns."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from django.conf import settings
from django.db import transaction

from wayhome.apps.audit.models import Organisation, Party, SubjectKey, User
from wayhome.apps.audit.services import Part, new_key, record, seal
from wayhome.apps.audit.services.history import Json
from wayhome.apps.register.models import Job, PersonList, SenderMapping
from wayhome.apps.register.services.imports.lines import read_file
from wayhome.apps.register.services.imports.refusals import CannotImport
from wayhome.apps.register.services.imports.sealed_files import key_of, opened
from wayhome.apps.register.services.running import running
from wayhome.files import ReadList
from wayhome.files.criteria import check_criteria
from wayhome.values import InvalidEvidence, PartialDate


def start_import(
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    title: str,
    as_of_date: str,
    file_name: str,
    content: bytes,
    at: datetime,
    addressed_to: Party | None = None,
    predecessor: PersonList | None = None,
    criteria: Mapping[str, Any] | None = None,
    adds: bool = False,
) -> Job:
    """Receive a file and read its columns: state `MAPPING`, or `FAILED` with the reason."""
    job = receive_file(
        by=by, organisation=organisation, kind=kind, title=title, as_of_date=as_of_date,
        file_name=file_name, content=content, at=at, addressed_to=addressed_to,
        predecessor=predecessor, criteria=criteria, adds=adds,
    )  # fmt: skip
    read_columns(job=job, at=at)
    return job


@transaction.atomic
def receive_file(
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    title: str,
    as_of_date: str,
    file_name: str,
    content: bytes,
    at: datetime,
    addressed_to: Party | None = None,
    predecessor: PersonList | None = None,
    criteria: Mapping[str, Any] | None = None,
    adds: bool = False,
) -> Job:
    """Take a file in, sealed under a key of its own: state `WAITING`.

    Args:
        by: who brings it.
        organisation: the office that sends it.
        kind: of `PersonList.Kind`.
        title: by which colleagues know the list.
        as_of_date: EDTF.
        file_name: what the file is called.
        content: the file.
        at: when.
        addressed_to: the party it is meant for, if any.
        predecessor: the version of the list that this one follows.
        criteria: see `files.criteria`; by default those of the version before.
        adds: the file has only lines to add to the version before or to change there.

    Raises:
        CannotImport: an office of another party, a date that is none, a file too large or empty,
            or a version of a list that has a later one.
    """
    if not by.keeps_register and organisation.party_id != by.organisation.party_id:
        raise CannotImport("not_your_office")
    if not content.strip():
        raise CannotImport("empty_upload")
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise CannotImport("upload_too_large")
    if not title.strip():
        raise CannotImport("title_missing")
    _check_date(as_of_date)
    if predecessor is not None:
        _check_predecessor(predecessor, organisation, kind)
        criteria = criteria or predecessor.criteria
    try:
        check_criteria(criteria or {})
    except InvalidEvidence as wrong:
        raise CannotImport("criteria", detail=wrong) from None
    key = new_key(SubjectKey.About.LIST)
    job = Job.objects.create(
        partition=by.party,
        kind=Job.Kind.IMPORT,
        stage="reading",
        by=by,
        asked_at=at,
        key=key,
        organisation=organisation,
        file_name=_base_name(file_name),
        file_sha256=hashlib.sha256(content).hexdigest(),
        file_sealed=seal(key, content, purpose="file"),
        parameters={
            "kind": PersonList.Kind(kind).value,
            "title": title.strip()[:200],
            "as_of_date": as_of_date,
            "addressed_to": addressed_to.pk if addressed_to else None,
            "predecessor": predecessor.pk if predecessor else None,
            "criteria": dict(criteria or {}),
            "adds": adds and predecessor is not None,
        },
    )
    facts: dict[str, Json] = {"job": str(job.uid), "kind": kind, "bytes": len(content)}
    hashed = Part(key, {"sha256": job.file_sha256})
    record(act="file_received", by=by, at=at, facts=facts, parts=[hashed])
    return job


def read_columns(*, job: Job, at: datetime) -> Job:
    """Read the file and guess which column is which: `MAPPING`, or `FAILED`."""
    with running(job, "reading", at=at) as run:
        read = read_file(opened(job), name=job.file_name, mapping=None)
        remembered = _remembered(job, read)
        sealed = {"columns": _columns(read), "remembered": remembered is not None}
        run.finish(
            Job.State.MAPPING,
            problems_sealed=seal(key_of(job), json.dumps(sealed).encode(), purpose="problems"),
            parameters=job.parameters | {"mapping": remembered or dict(read.mapping)},
            result={"lines": read.entries.height},
        )
    return job


def headers_digest(headers: list[str]) -> str:
    """By which the columns of a sender's next file are recognised."""
    return hashlib.sha256(json.dumps(headers, ensure_ascii=False).encode()).hexdigest()


def _remembered(job: Job, read: ReadList) -> dict[str, str] | None:
    headers = [use.header for use in read.columns]
    found = SenderMapping.objects.filter(
        organisation=job.organisation, headers=headers_digest(headers)
    ).first()
    return dict(found.mapping) if found else None


def _columns(read: ReadList) -> list[dict[str, object]]:
    """Each column with some of its cells, for the page on which they are mapped."""
    return [
        {
            "header": use.header,
            "found_by": use.found_by,
            "guessed": use.field or "",
            "samples": _samples(read, use.header),
        }
        for use in read.columns
    ]


def _samples(read: ReadList, header: str) -> list[str]:
    cells = read.as_written[header].head(200).unique(maintain_order=True)
    return [cell for cell in cells if cell.strip()][:3]


def _check_date(as_of_date: str) -> None:
    try:
        PartialDate.parse(as_of_date)
    except InvalidEvidence:
        raise CannotImport("as_of_date") from None


def _check_predecessor(predecessor: PersonList, organisation: Organisation, kind: str) -> None:
    if predecessor.submitted_by_id != organisation.pk:
        raise CannotImport("other_office")
    if predecessor.kind != kind:
        raise CannotImport("other_kind")
    if not may_be_followed(predecessor):
        raise CannotImport("later_version")


def may_be_followed(version: PersonList) -> bool:
    """Whether this is the latest version of its list, and was not rolled back."""
    return (
        version.rolled_back_at is None
        and not PersonList.objects.filter(predecessor=version, rolled_back_at=None).exists()
    )


def _base_name(file_name: str) -> str:
    """The name without folders, whatever system it came from."""
    return PurePosixPath(PureWindowsPath(file_name).name).name[-255:] or "list"
