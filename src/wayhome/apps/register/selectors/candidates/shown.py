"""A pair as a reader sees it: both lines as written, field by field, and in words what it says."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.register.models import Appearance, CandidateMatch, ListEntry
from wayhome.apps.register.models.lists import SEALED, WRITTEN
from wayhome.engines.linkage import Finding
from wayhome.engines.names import align_letters
from wayhome.files.messages import LANGUAGES, message
from wayhome.files.report import field_label
from wayhome.files.report.pairs import Cell, FieldFinding, FieldRow, Line, field_rows
from wayhome.files.report.words import chance_in_words, evidence_in_words, factor_sign

FIRST_KINDS = ("sought", "children", "deceased", "remains", "held", "transfer")
ON_A = "_on_a"  # ends the name of an order in which the parts of the first line changed places
KIN, NAMESAKES = "kin", "namesakes"
_FATHER = frozenset({"patronymic", "father_name"})
ORDER = "name_order"  # how a name was written says nothing of whose it is
SPEAKS_AGAINST = -log10(1.5)  # what weighs less than this speaks against one person
BADGES: Mapping[str, str] = {"agree": "agree", "close": "wait", "differ": "differ", "missing": ""}


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownLine:
    """One line of a pair, and where it stands."""

    entry: ListEntry
    appearance: Appearance | None  # None: entered by hand
    written: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownFinding:
    """What one field says, in the reader's language."""

    label: str  # names the part, where the row is a whole name; else empty
    badge: str
    tone: str
    finding: str
    factor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownRow:
    """One field of both lines."""

    label: str
    a: Cell | None
    b: Cell | None
    places: tuple[str, str]  # the fields in which the two values stood, where that is unexpected
    findings: tuple[ShownFinding, ...]
    differs: bool
    against: tuple[str, ...]  # the fields of the row that speak against one person


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownPair:
    """A pair, ready to be shown."""

    candidate: CandidateMatch | None
    a: ShownLine
    b: ShownLine
    rows: tuple[ShownRow, ...]
    evidence: str  # sentences; empty where the machine did not weigh the pair
    chance: str
    odds: str  # the chance in a few words
    why: str
    reordered: str
    follows: bool  # one line is the other, changed by its sender
    kin: str  # KIN, or NAMESAKES, where what differs is what differs between such; else empty

    @property
    def against(self) -> tuple[ShownRow, ...]:
        """The fields that speak against one person, to be read before any odds."""
        return tuple(row for row in self.rows if row.against)

    @property
    def entries(self) -> tuple[ListEntry, ListEntry]:
        """Both lines."""
        return self.a.entry, self.b.entry


def show_pairs(
    pairs: Iterable[tuple[ListEntry, ListEntry, CandidateMatch | None]],
) -> list[ShownPair]:
    """Pairs as the reader of the current language sees them. Reading is logged by the view."""
    wanted = list(pairs)
    lines = show_lines([line for a, b, _ in wanted for line in (a, b)])
    lang = (get_language() or "en").partition("-")[0]
    lang = lang if lang in LANGUAGES else "en"
    return [_shown(lines[a.pk], lines[b.pk], candidate, lang) for a, b, candidate in wanted]


def show_lines(entries: Sequence[ListEntry]) -> dict[int, ShownLine]:
    """Each line with where it stands now, by primary key: one query for all of them."""
    standing: dict[int, list[Appearance]] = {}
    for one in (
        Appearance.objects.filter(entry__in=entries, list__rolled_back_at=None)
        .select_related("list__submitted_by", "list__partition")
        .defer("list__file_sealed")
        .order_by("list__version", "pk")
    ):
        standing.setdefault(one.entry_id, []).append(one)
    by_hand = [entry for entry in entries if entry.pk not in standing]
    prefetch_related_objects(by_hand, "partition", "source")
    return {
        entry.pk: ShownLine(
            entry=entry,
            appearance=found[-1] if (found := standing.get(entry.pk, [])) else None,
            written=as_written(entry, found),
        )
        for entry in entries
    }


def as_written(entry: ListEntry, standing: Sequence[Appearance]) -> Line:
    """The line as its source wrote it: from the sealed row, laid out by the list it came with.

    Args:
        entry: the line.
        standing: where it stands on versions that were not rolled back, the first version first.
    """
    understood = {field: getattr(entry, field) for field in WRITTEN if getattr(entry, field)}
    mapping = standing[0].list.mapping if standing else {}
    # Of a person entered by hand the dates are kept as they were written, by field.
    raw = raw_of(entry) if mapping or entry.source_id else {}
    shown = {field: _headers(mapping.get(field, field)) for field in WRITTEN}
    used = {
        field: headers
        for field, headers in shown.items()
        if field in understood or any(raw.get(header, "").strip() for header in headers)
    }
    number = standing[-1].line if standing else 0
    return Line(number=number, headers=used, entry=understood, row=raw)


def _headers(mapped: str | Sequence[str]) -> tuple[str, ...]:
    """The columns a field stands in: one, or several for a date in day, month and year."""
    return (mapped,) if isinstance(mapped, str) else tuple(mapped)


def raw_of(entry: ListEntry) -> Mapping[str, str]:
    """The row of a line as its source wrote it; nothing once it was erased."""
    if entry.sealed is None:
        return {}
    try:
        text = open_sealed(entry.key, bytes(entry.sealed), purpose="line")
    except CannotOpen:  # erased since: what was sealed is gone
        return {}
    raw: dict[str, str] = json.loads(text).get("raw", {})
    return raw


def turned(order: str) -> str:
    """The same order of name parts, told of the lines the other way round."""
    if order == "as_given":
        return order
    return order.removesuffix(ON_A) if order.endswith(ON_A) else order + ON_A


def _place(line: ShownLine) -> tuple[int, uuid.UUID, int, int]:
    """Which line stands first: the sought before the held, an older version before a newer."""
    if line.appearance is None:
        return len(FIRST_KINDS), uuid.UUID(int=0), 0, line.entry.pk
    listed = line.appearance.list
    return FIRST_KINDS.index(listed.kind), listed.series, listed.version, line.entry.pk


def _shown(a: ShownLine, b: ShownLine, candidate: CandidateMatch | None, lang: str) -> ShownPair:
    order = candidate.order if candidate and candidate.order else "as_given"
    if _place(b) < _place(a):
        a, b, order = b, a, turned(order)
    said: dict[str, object] = {"order": order}
    for part in candidate.parts if candidate else []:
        said[f"finding_{part['field']}"] = part["finding"]
        said[f"weight_{part['field']}"] = part["weight"]
    rows = [
        row
        for row in field_rows(said, a.written, b.written, align_letters)
        if row.field not in SEALED
    ]
    return ShownPair(
        candidate=candidate,
        a=a,
        b=b,
        rows=tuple(_row(row, lang) for row in rows),
        evidence=evidence_in_words(candidate.weight, lang) if candidate else "",
        chance=_chance(candidate.posterior, lang) if candidate else "",
        odds=chance_in_words(candidate.posterior, lang) if candidate else "",
        why=message(f"reason.{candidate.reason}", lang) if candidate else "",
        reordered=message("reordered", lang) if order != "as_given" else "",
        follows=a.entry.follows_id == b.entry.pk or b.entry.follows_id == a.entry.pk,
        kin=_kin([one for row in rows for one in row.findings]),
    )


def _kin(findings: Iterable[FieldFinding]) -> str:
    """Whom one finds with such names and such differences: brothers and sisters, or namesakes."""
    speaks = {one.field: one for one in findings if one.tone != "missing"}
    against = {field for field, one in speaks.items() if _speaks_against(one)}
    shared = speaks.keys() - against
    if "surname" in shared and "given_names" in against and not _FATHER & against:
        return KIN
    if "birth_date" in against and {"surname", "given_names"} <= shared:
        return NAMESAKES
    return ""


def speaks_against(candidate: CandidateMatch) -> bool:
    """Whether a field of a pair speaks against one person."""
    return any(
        part["weight"] < SPEAKS_AGAINST or part["finding"] == Finding.DIFFERS
        for part in candidate.parts
        if part["field"] != ORDER
    )


def _speaks_against(one: FieldFinding) -> bool:
    if one.field == ORDER:
        return False
    return one.tone == "differ" or (one.tone != "missing" and one.log10_lr < SPEAKS_AGAINST)


def _chance(posterior: float, lang: str) -> str:
    return message("posterior", lang, chance=chance_in_words(posterior, lang))


def _row(row: FieldRow, lang: str) -> ShownRow:
    a, b = (field_label(c.field, lang) if c and c.field else "" for c in (row.a, row.b))
    values = ["".join(text for text, _ in c.pieces).casefold() if c else "" for c in (row.a, row.b)]
    return ShownRow(
        label=field_label(row.field, lang),
        a=row.a,
        b=row.b,
        places=(a, b),
        findings=tuple(_finding(one, row.field, lang) for one in row.findings),
        differs=values[0] != values[1],
        against=tuple(field_label(f.field, lang) for f in row.findings if _speaks_against(f)),
    )


def _finding(one: FieldFinding, field: str, lang: str) -> ShownFinding:
    return ShownFinding(
        label=field_label(one.field, lang) if one.field != field else "",
        badge=BADGES[one.tone],
        tone=message(f"tone.{one.tone}", lang),
        finding=message(f"finding.{one.finding}", lang) if one.tone in ("agree", "close") else "",
        factor="" if one.finding == "missing" else factor_sign(one.log10_lr, lang),
    )
