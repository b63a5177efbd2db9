"""The details of an entry in the reader's language. What it was recorded with stays in the leaf.

The history keeps codes, which mean the same in every language and for ever. Codes that other apps
record are told here by those apps, since this one knows none of their records.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

NAMES: Words = {
    "absorbed": _("cases that went into another"),
    "answer": _("answer"),
    "as_of": _("as of"),
    "as_of_written": _("as of, as written"),
    "detail": _("more exactly"),
    "disclosure": _("disclosure"),
    "erasure": _("erasure"),
    "evidence": _("evidence"),
    "fields": _("fields"),
    "flag": _("flag"),
    "founded": _("new cases"),
    "ground": _("ground"),
    "judgement": _("judgement"),
    "kind": _("kind"),
    "line": _("line"),
    "list": _("list"),
    "message": _("message"),
    "number": _("number"),
    "reason": _("reason"),
    "is": _("in this version"),
    "returned": _("cases that came back"),
    "said_by": _("said by"),
    "sha256": _("hash of the file (SHA-256)"),
    "source": _("source"),
    "state": _("state"),
    "to": _("to"),
    "submitted_by": _("sent by"),
    "title": _("title"),
    "until": _("until"),
    "until_written": _("until, as written"),
    "verdict": _("verdict"),
    "written": _("as written"),
    "with": _("with the line"),
}
"""What each detail is called. A test fails on one that has no name."""

_values: dict[str, dict[str, str | Promise]] = {}
_fields: list[Callable[[str], str]] = []


def hold_words(values: Mapping[str, Words], *, field: Callable[[str], str] | None = None) -> None:
    """Say what an app's codes mean.

    Args:
        values: by the name of a detail, the codes it may have and their words.
        field: gives the name of a field of a line in the reader's language.
    """
    for name, words in values.items():
        _values.setdefault(name, {}).update(words)
    if field is not None:
        _fields[:] = [field]


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail of an entry, as a person reads it: a text, or the fields of a line."""

    name: str
    text: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def in_words(details: Mapping[str, Any]) -> list[Detail]:
    """Details with their names and values in the reader's language."""
    return [_detail(str(NAMES.get(name, name)), name, value) for name, value in details.items()]


def _detail(label: str, name: str, value: Any) -> Detail:
    if isinstance(value, Mapping):
        field = _fields[0] if _fields else str
        return Detail(label, fields=tuple((field(one), str(text)) for one, text in value.items()))
    if isinstance(value, list):
        return Detail(label, ", ".join(map(str, value)))
    return Detail(label, str(_values.get(name, {}).get(str(value), value)))
