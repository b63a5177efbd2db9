"""What a row of a draft looks like on a page, and the form by which it is confirmed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.register.forms.persons import PartialDateField
from wayhome.apps.register.selectors.dates import date_in_words
from wayhome.apps.talks.forms.filing import RecordForm
from wayhome.apps.talks.forms.reports import FORMS
from wayhome.apps.talks.models import Recorded, Report, ReportDraft
from wayhome.apps.talks.selectors.drafts.items import items_of
from wayhome.apps.talks.selectors.drafts.kept import decisions_on, draft_of
from wayhome.apps.talks.selectors.drafts.known import known_in
from wayhome.apps.talks.selectors.drafts.parts import KINDS, Field, Item
from wayhome.apps.talks.selectors.reports import text_of
from wayhome.apps.talks.selectors.words import name_of
from wayhome.apps.talks.services.filing import Filing

TITLES: Mapping[str, Promise] = {
    "round": _("Rounds"),
    "delegate": _("Who was there"),
    "commitment": _("Promised"),
    "proposal": _("Offered or asked"),
    "response": _("Answered"),
    "number": _("Numbers that are said"),
    "outcome": _("What the round ended with"),
    "statement": _("Said"),
}
SAYS_NOTHING = ("unknown", "unspecified", "other", "und")
"""What stands in a field of which the report says nothing."""
LETTERS = dict(zip(KINDS, "RDCPANOS", strict=True))
"""What stands with the colour of a kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A field as a reader sees it."""

    label: str
    text: str
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a draft: its values, what was decided, what stands in the way."""

    item: Item
    label: str
    digest: str
    values: Sequence[Value]
    errors: Sequence[str] = ()
    choice: str = ""
    became: Recorded | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return not self.choice

    @property
    def is_ready(self) -> bool:
        """Whether it may go on record just as it is shown."""
        return self.is_open and not self.errors

    @property
    def is_sure(self) -> bool:
        """Whether it may go on record together with others of its kind."""
        return self.is_ready and self.item.sure

    @property
    def called(self) -> str:
        """What it is in a few words, once somebody has decided."""
        if self.became is not None:
            return name_of(self.became)
        return self.values[0].text if self.values else ""

    @property
    def kind_of_row(self) -> str:
        """How addresses call what it became."""
        return str(self.became._meta.model_name) if self.became else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report with its draft, as whoever decides sees it."""

    report: Report
    draft: ReportDraft
    text: str
    rows: Sequence[Row]

    @property
    def decided(self) -> int:
        """Rows about which somebody has decided."""
        return sum(not row.is_open for row in self.rows)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to decide."""
        return self.decided == len(self.rows)

    def row(self, item: str) -> Row | None:
        """The row of an item."""
        return next((row for row in self.rows if row.item.id == item), None)


def reading_of(report: Report, viewer: User) -> Reading | None:
    """The draft of a report with every row and what was decided; None without a draft."""
    told = draft_of(report)
    if told is None:
        return None
    text, decided = text_of(report), decisions_on(report.draft, viewer)
    became = {item: row for item, (_choice, row) in decided.items() if row is not None}
    items = items_of(told, text, report, known_in(report, viewer, became))
    labels = labels_of(items)
    rows = []
    for item in items:
        choice, row = decided.get(item.id, ("", None))
        form = form_of(item, report, viewer)
        rows.append(
            Row(
                item=item, label=labels[item.id], digest=digest_of(item),
                values=_values(item, form), errors=[] if choice else _errors(item, form),
                choice=choice, became=row,
            )
        )  # fmt: skip
    return Reading(report=report, draft=report.draft, text=text, rows=rows)


def labels_of(items: Sequence[Item]) -> dict[str, str]:
    """A letter and a number for each item, counted by kind: C1, C2, S1."""
    counted: dict[str, int] = {}
    found = {}
    for item in items:
        counted[item.kind] = counted.get(item.kind, 0) + 1
        found[item.id] = f"{LETTERS[item.kind]}{counted[item.kind]}"
    return found


def form_of(item: Item, report: Report, viewer: User, data: Any = None) -> RecordForm:
    """The form of a row, filled with what was read, or with what somebody made of it."""
    given = initial_of(item, report) if data is None else data
    return FORMS[item.kind](report.process, viewer, given, initial=initial_of(item, report))


def initial_of(item: Item, report: Report) -> dict[str, Any]:
    """What was read, the report as the source, and who sees the talks."""
    process = report.process
    return {
        "publisher": report.publisher,
        "title_of_source": report.title,
        "dated": report.published_date,
        "confidentiality": process.confidentiality,
        "shared_with": [str(party.uid) for party in process.shared_with.all()],
        **item.initial,
    }


def filing_of(form: RecordForm, item: Item, report: Report) -> Filing:
    """As the form says, with the report and the passage."""
    return replace(form.filing, report=report, start=item.start, end=item.end)


def digest_of(item: Item) -> str:
    """Of the values, so that what is confirmed is what was shown."""
    shown = json.dumps([item.kind, item.start, item.end, item.initial], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def _values(item: Item, form: RecordForm) -> list[Value]:
    shown = []
    for field in item.fields:
        if field.start is None and field.value in SAYS_NOTHING:
            continue
        bound = form[field.name]
        shown.append(Value(label=str(bound.label), text=_said(bound, field.value), field=field))
    return shown


def _said(bound: BoundField, value: Any) -> str:
    """A value in the reader's words."""
    rows = getattr(bound.field, "queryset", None)
    if rows is not None:
        uids = value if isinstance(value, list) else [value]
        return ", ".join(name_of(row) for row in rows if str(row.uid) in uids)
    choices = dict(getattr(bound.field, "choices", ()))
    if value is True:
        return "✓"
    if isinstance(bound.field, PartialDateField):
        return date_in_words(value)
    if isinstance(bound.field, forms.DateField) and value:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if isinstance(bound.field, forms.IntegerField) and value is not None:
        return str(number_format(value, use_l10n=True, force_grouping=True))
    return str(choices.get(value, value))


def _errors(item: Item, form: RecordForm) -> list[str]:
    """What keeps it from going on record as it is."""
    if item.kind == "delegate" and "round" in form.errors:
        return [gettext("Confirm the round first: whoever was there was there at a round.")]
    if item.kind == "outcome" and "round" in form.errors:
        return [gettext("Confirm the round first: it is the round that ended so.")]
    if item.kind == "response" and "proposal" in form.errors:
        return [gettext("Confirm first what was offered or asked: this answers it.")]
    found = []
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label}: " if name in form.fields else ""
        found += [f"{label}{error}" for error in errors]
    return found
