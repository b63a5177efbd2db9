"""Answers to lines that were put to somebody: written down, never changed; the latest stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Organisation, User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.register.models import Answer, ListEntry
from wayhome.apps.register.models.lists import SEALED, WRITTEN
from wayhome.apps.register.selectors.answers import lines_to_answer, offices_answering
from wayhome.apps.register.services.canaries import note_answers
from wayhome.apps.register.services.clusters import lock_work_of
from wayhome.apps.register.services.sources import CannotKeepSource, beside, plain, read_day
from wayhome.values import WayhomeError

Verdict = Answer.Verdict
FIELDS = frozenset((*WRITTEN, *SEALED))


class CannotAnswer(WayhomeError):
    """An answer that cannot be written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was answered. `detail`: the fields that are needed (codes), or the reason."""

    verdict: str
    as_of_date: str  # as written; EDTF once checked
    source: str
    detail: str = ""
    until_date: str = ""
    as_of_written: str = ""
    until_written: str = ""

    def checked(self) -> "Told":
        """The same, as it is kept.

        Raises:
            CannotAnswer: in a sentence, what is missing or wrong.
        """
        if self.verdict not in Verdict.values:
            raise CannotAnswer(_("This is no answer there is: choose one of those offered."))
        source = plain(self.source)
        if not source:
            raise CannotAnswer(_("Say where the answer comes from: a letter, a call, a meeting."))
        if len(source) > 300 or len(self.detail) > 500:
            raise CannotAnswer(_("The source or the reason is too long."))
        return Told(
            verdict=self.verdict,
            as_of_date=_day(self.as_of_date),
            source=source,
            detail=_detail(self.verdict, self.detail),
            until_date=_until(self.verdict, self.until_date),
            as_of_written=plain(self.as_of_date),
            until_written=plain(self.until_date),
        )


@transaction.atomic
def record_answer(
    *,
    entry: ListEntry,
    given_by: Organisation,
    verdict: str,
    as_of_date: str,
    source: str,
    by: User,
    at: datetime,
    detail: str = "",
    until_date: str = "",
) -> Answer:
    """Write down what an office answers about a line.

    It belongs to the partition of whoever writes it, and nobody else sees it before two people
    release it. An earlier answer of the same party in the same partition stays and is replaced.

    Args:
        entry: a line that was put to the party; the keeper may take answers to any line down.
        given_by: who answers.
        verdict: one of `Answer.Verdict`.
        as_of_date: of the answer, in any usual way of writing it; kept so beside its reading.
        source: a letter, a call, a meeting.
        by: who writes it down.
        at: when.
        detail: the fields needed, as codes, for "particulars not sufficient"; else a reason,
            which "refused" must have.
        until_date: until when it is verified, written likewise; only for "under verification".

    Raises:
        CannotAnswer: something is missing, or the line or the office is not theirs to answer for.
    """
    told = Told(
        verdict=verdict, as_of_date=as_of_date, source=source, detail=detail, until_date=until_date
    ).checked()
    if not lines_to_answer(by).filter(pk=entry.pk).exists():
        raise CannotAnswer(_("This line was not put to you. Reload the page."))
    refuse_speaker(given_by, [entry], by)
    (made,) = write_answers([(entry, told)], given_by=given_by, by=by, at=at)
    record(
        act="answer_recorded",
        by=by,
        at=at,
        facts={"answer": str(made.uid), "verdict": made.verdict},
        parts=[part_of(made)],
    )
    return made


def refuse_speaker(given_by: Organisation, entries: Sequence[ListEntry], by: User) -> None:
    """Nobody answers for another's office, or about its own lines.

    Raises:
        CannotAnswer: the office is none of those the account may write answers of.
    """
    if not offices_answering(by).filter(pk=given_by.pk).exists():
        raise CannotAnswer(_("You cannot write down an answer of that office."))
    if any(entry.partition_id == given_by.party_id for entry in entries):
        raise CannotAnswer(_("An office does not answer about the lines of its own party."))


def write_answers(
    told: Sequence[tuple[ListEntry, Told]], *, given_by: Organisation, by: User, at: datetime
) -> list[Answer]:
    """Save checked answers, one for each line, and let them replace those before. No history.

    Two answers to one line, written at once, would each miss the other, and both would stand.
    """
    partition = by.party
    lock_work_of(partition)
    before = {
        answer.entry_id: answer
        for answer in Answer.objects.filter(
            partition=partition,
            given_by__party=given_by.party_id,
            replaced_by=None,
            entry__in=[entry.pk for entry, _said in told],
        )
    }
    made = Answer.objects.bulk_create(
        Answer(
            partition=partition,
            entry=entry,
            given_by=given_by,
            verdict=said.verdict,
            detail=said.detail,
            until_date=said.until_date,
            as_of_date=said.as_of_date,
            as_of_written=said.as_of_written,
            until_written=said.until_written,
            source=said.source,
            recorded_by=by,
            recorded_at=at,
        )
        for entry, said in told
    )
    replaced = []
    for answer in made:
        if answer.entry_id in before:
            before[answer.entry_id].replaced_by = answer
            replaced.append(before[answer.entry_id])
    Answer.objects.bulk_update(replaced, ["replaced_by"], batch_size=500)
    note_answers([entry for entry, _said in told], by=by, at=at)
    return made


def part_of(answer: Answer) -> Part:
    """What the history says of an answer, under its line's key."""
    return Part(
        answer.entry.key,
        {
            "answer": str(answer.uid),
            "verdict": answer.verdict,
            "detail": answer.detail,
            "until": answer.until_date,
            "as_of": answer.as_of_date,
            "source": answer.source,
            **beside("until_written", answer.until_written, answer.until_date),
            **beside("as_of_written", answer.as_of_written, answer.as_of_date),
        },
    )


def _day(written: str) -> str:
    try:
        return read_day(written.strip())
    except CannotKeepSource as wrong:
        raise CannotAnswer(str(wrong)) from wrong


def _detail(verdict: str, written: str) -> str:
    detail = plain(written)
    if verdict == Verdict.PARTICULARS:
        needed = [name.strip() for name in detail.split(";") if name.strip()]
        if not needed:
            raise CannotAnswer(_("Say which particulars are needed."))
        if unknown := sorted(set(needed) - FIELDS):
            raise CannotAnswer(
                _("No field is called “%(name)s”; fields are: %(fields)s.")
                % {"name": unknown[0], "fields": ", ".join(sorted(FIELDS))}
            )
        return "; ".join(needed)
    if verdict == Verdict.REFUSED and not detail:
        raise CannotAnswer(_("A refusal needs a reason."))
    return detail


def _until(verdict: str, written: str) -> str:
    if verdict != Verdict.VERIFYING:
        if written.strip():
            raise CannotAnswer(_("Only “under verification” has a date until when."))
        return ""
    if not written.strip():
        raise CannotAnswer(_("Say until when it is verified."))
    return _day(written)
