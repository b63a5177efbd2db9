"""The lines of a file are checked against the columns a person confirmed, and counted."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import open_sealed, record, seal
from wayhome.apps.register.models import Appearance, Job, ListEntry, PersonList
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.services.holding_back import held_back
from wayhome.apps.register.services.imports.lines import FIELDS, Line, lines_of, read_file
from wayhome.apps.register.services.imports.refusals import CannotImport
from wayhome.apps.register.services.imports.sealed_files import key_of, opened
from wayhome.apps.register.services.imports.versions import Known, Matched, match_versions, twice
from wayhome.apps.register.services.running import Run, running
from wayhome.files import Problem, ReadList, Severity
from wayhome.files.columns.assign import NAMING
from wayhome.files.criteria import Finding, findings_on

MOST_PROBLEMS = 2_000
"""Problems kept for the page; the file of rows to correct has them all."""
NOT_A_PERSON = frozenset({"blank_row", "repeated_header", "column_numbers", "total_row"})
"""Rows that are turned away and are no error."""


def confirm_mapping(*, job: Job, mapping: Mapping[str, str], by: User, at: datetime) -> Job:
    """Confirm which column is which and check the lines: `PREVIEW`, or `FAILED`."""
    accept_mapping(job=job, mapping=mapping, by=by, at=at)
    return check_lines(job=job, at=at)


@transaction.atomic
def accept_mapping(*, job: Job, mapping: Mapping[str, str], by: User, at: datetime) -> Job:
    """Confirm which column is which: state `WAITING`. May be done again from `PREVIEW`.

    Args:
        job: an import in state `MAPPING` or `PREVIEW`.
        mapping: field to header.
        by: who confirms.
        at: when.

    Raises:
        CannotImport: a field or column there is not, one column for two fields, no column that
            names anybody, or a job at another step.
    """
    headers = {column["header"] for column in sealed_findings(job).get("columns", [])}
    if not set(mapping) <= set(FIELDS):
        raise CannotImport("no_such_field")
    if not set(mapping.values()) <= headers:
        raise CannotImport("no_such_column")
    if len(set(mapping.values())) < len(mapping):
        raise CannotImport("column_twice")
    if not set(mapping) & set(NAMING):
        raise CannotImport("nobody_named")
    open_states = [Job.State.MAPPING, Job.State.PREVIEW]
    moved = Job.objects.filter(pk=job.pk, state__in=open_states).update(
        state=Job.State.WAITING,
        stage="checking",
        parameters=job.parameters | {"mapping": dict(mapping)},
    )
    if not moved:
        raise CannotImport("other_step")
    facts = {"job": str(job.uid), "fields": sorted(mapping)}
    record(act="columns_mapped", by=by, at=at, facts=facts)
    job.refresh_from_db()
    return job


def check_lines(*, job: Job, at: datetime) -> Job:
    """Read the file by its mapping and say what would become of every line."""
    with running(job, "checking", at=at) as run:
        checked = check_file(job, run)
        sealed = sealed_findings(job) | {
            "problems": [
                [p.row, p.column, p.code, str(p.severity)] for p in worst_first(checked.read)
            ]
        }
        text = json.dumps(sealed, ensure_ascii=False).encode()
        run.finish(
            Job.State.PREVIEW,
            result=checked.counts(),
            problems_sealed=seal(key_of(job), text, purpose="problems"),
        )
    return job


@dataclass(frozen=True, slots=True)
class Checked:
    """A file and what would become of each of its lines."""

    read: ReadList
    matched: Matched
    findings: Mapping[int, Sequence[Finding]]  # by place of the line
    held_back: int

    def counts(self) -> dict[str, int]:
        """The numbers of the preview."""
        kinds = [finding.kind for found in self.findings.values() for finding in found]
        return {
            "lines": self.matched.total,
            **{what: self.matched.count(what) for what in ("new", "changed", "same", "returned")},
            "dropped": len(self.matched.dropped),
            "carried": len(self.matched.carried),
            "held_back": self.held_back,
            "errors": len(rows_with(self.read, Severity.REFUSED)),
            "left_out": len(rows_with(self.read, Severity.LEFT_OUT)),
            "doubtful": len(rows_with(self.read, Severity.DOUBTFUL, Severity.MENDED)),
            **{kind: kinds.count(kind) for kind in ("duplicate", "child", "off_criteria")},
        }


def check_file(job: Job, run: Run) -> Checked:
    """Read and match a job's file. Reads the database, writes nothing but progress."""
    parameters = job.parameters
    read = read_file(opened(job), name=job.file_name, mapping=parameters["mapping"])
    run.progress(0, read.entries.height)
    lines, held_back = without_held_back(lines_of(read), job)
    if not lines:
        raise CannotImport("no_line_left")
    matched = match_versions(lines, known_lines(parameters["predecessor"]))
    if parameters["adds"]:
        matched = replace(matched, dropped=(), carried=matched.dropped)
    run.progress(len(lines), len(lines))
    findings = _findings(lines, parameters)
    return Checked(read, matched, findings, held_back)


def _findings(lines: Sequence[Line], parameters: Mapping[str, Any]) -> dict[int, list[Finding]]:
    """What the machine would flag, by place of the line."""
    stated = {name: parameters[name] for name in ("kind", "as_of_date", "criteria")}
    found = {
        place: findings_on(line.fields, line.raw, **stated) for place, line in enumerate(lines)
    }
    for place, rule in twice(lines).items():
        found[place].append(Finding("duplicate", rule))
    return {place: findings for place, findings in found.items() if findings}


def known_lines(predecessor_id: int | None) -> list[Known]:
    """The lines of all earlier versions of a list; erased ones are gone."""
    if predecessor_id is None:
        return []
    series = PersonList.objects.values_list("series", flat=True).get(pk=predecessor_id)
    current = set(
        Appearance.objects.filter(list_id=predecessor_id).values_list("entry_id", flat=True)
    )
    rows = (
        ListEntry.objects.filter(appearances__list__series=series, erased_at=None)
        .distinct()
        .values_list("pk", "digest", *WRITTEN)
    )
    return [
        Known(pk, bytes(digest), dict(zip(WRITTEN, fields, strict=True)), pk in current)
        for pk, digest, *fields in rows.iterator(chunk_size=5000)
    ]


def without_held_back(lines: Sequence[Line], job: Job) -> tuple[list[Line], int]:
    """The lines without those that were erased once, and how many those are."""
    if job.organisation is None:
        raise CannotImport("other_step")
    held = held_back((line.fields for line in lines), partition=job.organisation.party)
    return [line for line, is_held in zip(lines, held, strict=True) if not is_held], sum(held)


def sealed_findings(job: Job) -> dict[str, Any]:
    """What was found in a job's file: its columns with samples, its problems."""
    if job.problems_sealed is None:
        return {}
    text = open_sealed(key_of(job), bytes(job.problems_sealed), purpose="problems")
    found: dict[str, Any] = json.loads(text)
    return found


def worst_first(read: ReadList) -> Iterable[Problem]:
    """The problems worth showing: rows turned away first, then what is left out, then doubts."""
    order = list(reversed(Severity))
    shown = [p for p in read.problems if p.code not in NOT_A_PERSON]
    return sorted(shown, key=lambda p: (order.index(p.severity), p.row))[:MOST_PROBLEMS]


def rows_with(read: ReadList, *severities: Severity) -> set[int]:
    """The rows with a problem of that severity."""
    return {
        p.row
        for p in read.problems
        if p.severity in severities and p.row and p.code not in NOT_A_PERSON
    }
