"""Every row of a list is reckoned and sealed before the transaction that writes it.

On SQLite that transaction keeps everybody else from writing. So all that costs time and needs no
lock is done here, and what was seen meanwhile is looked at again inside it (`still_holds`).
"""

import unicodedata
import uuid
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import Part, SealedParts, make_keys, seal, seal_parts
from wayhome.apps.audit.services.erasure import last_held
from wayhome.apps.audit.services.rows import Row, ready_objects
from wayhome.apps.register.models import Job, ListEntry, PersonList
from wayhome.apps.register.services.canaries import marks_of
from wayhome.apps.register.services.imports.checking import Checked, check_file
from wayhome.apps.register.services.imports.refusals import CannotImport
from wayhome.apps.register.services.imports.sealed_files import key_of
from wayhome.apps.register.services.imports.versions import Match, Matched
from wayhome.apps.register.services.name_keys import keys_of_line
from wayhome.apps.register.services.receipts import draw_receipt
from wayhome.apps.register.services.running import Run

_STEP = 5_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list of which nothing is in the database yet."""

    checked: Checked
    uid: uuid.UUID
    receipt: str
    key: SubjectKey  # of the list
    keys: Sequence[Row]  # of the lines
    fresh: Sequence[ListEntry]  # the new lines, in the order of the file, without a number
    lines: Sequence[Row]
    name_keys: Mapping[str, Sequence[int]]  # places among the new lines, by key in its order
    told: SealedParts
    marks: set[bytes]  # by which a canary would be known
    last_held: int

    def still_holds(self) -> bool:
        """Whether nothing was erased meanwhile."""
        return self.last_held == last_held()


def prepare(job: Job, run: Run, *, at: datetime) -> Prepared:
    """Read a job's file once more and reckon what is written. Writes nothing but progress.

    Raises:
        CannotImport: no line of the file can be taken.
        CannotRun: somebody asked it to stop, or another attempt has taken over.
    """
    before = last_held()
    checked = check_file(job, run)
    (key,) = make_keys(SubjectKey.About.LIST, 1)
    receipt = draw_receipt()
    fresh = list(_fresh(job, checked.matched, run, at))
    return Prepared(
        checked=checked,
        uid=uuid.uuid4(),
        receipt=receipt,
        key=key,
        keys=ready_objects(SubjectKey, (line.key for line in fresh)),
        fresh=fresh,
        lines=ready_objects(ListEntry, fresh),
        name_keys=_name_keys(fresh, run),
        told=seal_parts(list(_parts(job, checked.matched, key, receipt, fresh))),
        marks=marks_of(fresh),
        last_held=before,
    )


def nfc(text: str) -> str:
    """The text in Unicode normal form C, as the history is written; the line keeps its own."""
    return unicodedata.normalize("NFC", text)


def _fresh(job: Job, matched: Matched, run: Run, at: datetime) -> Iterator[ListEntry]:
    """The new lines, each with a key of its own."""
    if job.organisation is None:
        raise CannotImport("other_step")
    to_write = [match for match in matched.lines if match.same is None]
    keys = make_keys(SubjectKey.About.LINE, len(to_write))
    for done, (match, key) in enumerate(zip(to_write, keys, strict=True)):
        if done % _STEP == 0:
            run.progress(done, 2 * len(to_write))
        yield ListEntry(
            partition=job.organisation.party,
            key=key,
            **match.line.written,
            sealed=seal(key, match.line.sealed_text(), purpose="line"),
            digest=match.line.digest,
            follows_id=match.follows,
            entered_at=at,
        )


def _name_keys(fresh: Sequence[ListEntry], run: Run) -> Mapping[str, Sequence[int]]:
    """The places of the lines filed under each key. In order, the index is filled in one sweep."""
    places: defaultdict[str, array[int]] = defaultdict(lambda: array("L"))
    for place, entry in enumerate(fresh):
        if place % _STEP == 0:
            run.progress(len(fresh) + place, 2 * len(fresh))
        for key in keys_of_line(entry):
            places[key].append(place)
    return dict(sorted(places.items()))


def _parts(
    job: Job, matched: Matched, key: SubjectKey, receipt: str, fresh: Sequence[ListEntry]
) -> Iterator[Part]:
    """What the history says of the list, of its file and of each of its lines.

    The hash of the file lies under the file's own key and goes with it: whoever knows the rest
    of a file could else try out what stood in a line that was erased.
    """
    sender = job.organisation.name if job.organisation else ""
    yield Part(key, {"title": nfc(job.parameters["title"]), "submitted_by": nfc(sender)})
    yield Part(key_of(job), {"list": receipt, "sha256": job.file_sha256})
    kept = _keys_of_kept(job, matched)
    keys = iter([line.key for line in fresh])
    for match in matched.lines:
        of_line = next(keys) if match.same is None else kept[match.same]
        yield Part(of_line, _about(match, receipt))
    for entry in matched.carried:
        yield Part(kept[entry], {"list": receipt, "is": "carried"})


def _keys_of_kept(job: Job, matched: Matched) -> Mapping[int, SubjectKey]:
    """The keys of the lines that earlier versions had, by their number."""
    if job.parameters["predecessor"] is None:
        return {}
    wanted = {match.same for match in matched.lines} | set(matched.carried)
    series = PersonList.objects.filter(pk=job.parameters["predecessor"]).values("series")
    versions = PersonList.objects.filter(series__in=series)
    lines = ListEntry.objects.filter(appearances__list__in=versions).select_related("key")
    return {line.pk: line.key for line in lines.only("key") if line.pk in wanted}


def _about(match: Match, receipt: str) -> Mapping[str, str | int | dict[str, str]]:
    """What the history says of one line, under that line's own key."""
    about: dict[str, str | int | dict[str, str]] = {
        "list": receipt,
        "line": match.line.number,
        "is": match.state,
    }
    if match.same is None:
        about["written"] = {field: nfc(value) for field, value in match.line.fields.items()}
    return about
