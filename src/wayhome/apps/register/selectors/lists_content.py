"""What stands on a version of a list, and what became of it since the version before."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.register.models import Appearance, Flag, ListEntry, PersonList
from wayhome.apps.register.models.lists import SEALED, WRITTEN
from wayhome.apps.register.policies import within
from wayhome.apps.register.selectors.answers import answers_visible_to
from wayhome.files.line_keys import rule_of

CHANGES = ("new", "changed", "same")


def open_flags(viewer: User) -> QuerySet[Flag]:
    """Open flags on lines of the viewer's partition; to the keeper, on all.

    A party sees no harm flag: those lie in the keeper's partition.
    """
    return Flag.objects.filter(within(viewer), resolved_at=None)


def lines_on(
    shown: PersonList, viewer: User, *, flag: str = "", answer: str = "", change: str = ""
) -> QuerySet[Appearance]:
    """The lines of a version in the order of the file, with flags and answers.

    Args:
        shown: the version, visible to the viewer.
        viewer: who looks.
        flag: a kind of flag they must have.
        answer: a verdict they must have; `none` for those without an answer.
        change: one of `CHANGES` they must be.
    """
    if not viewer.has_perm("register.see_line"):
        return Appearance.objects.none()
    flags, answers = open_flags(viewer), answers_visible_to(viewer)
    lines = since_before(shown, change).filter(entry__erased_at=None).order_by("line")
    of_line = {"entry": OuterRef("entry")}
    if flag:
        lines = lines.filter(Exists(flags.filter(kind=flag, **of_line)))
    if answer == "none":
        lines = lines.exclude(Exists(answers.filter(**of_line)))
    elif answer:
        lines = lines.filter(Exists(answers.filter(verdict=answer, **of_line)))
    return lines.select_related("entry").prefetch_related(
        Prefetch("entry__flags", queryset=flags.order_by("kind"), to_attr="open_flags"),
        Prefetch("entry__answers", queryset=answers, to_attr="standing_answers"),
    )


def since_before(shown: PersonList, change: str = "") -> QuerySet[Appearance]:
    """The lines of a version that are new, changed or the same since the version before, or all.

    Each has `stood` (the version before has it) and `follows` (it changes a line there).
    """
    before = Appearance.objects.filter(list=shown.predecessor_id)
    stood = Exists(before.filter(entry=OuterRef("entry")))
    follows = Exists(before.filter(entry=OuterRef("entry__follows")))
    lines = Appearance.objects.filter(list=shown)
    if change == "same":
        lines = lines.filter(stood)
    elif change == "changed":
        lines = lines.filter(~stood, follows)
    elif change == "new":
        lines = lines.filter(~stood, ~follows)
    return lines.annotate(stood=stood, follows=follows)


def dropped_from(shown: PersonList, viewer: User) -> QuerySet[Appearance]:
    """The lines of the version before that this one has neither as they were nor changed."""
    if not viewer.has_perm("register.see_line"):
        return Appearance.objects.none()
    here = Appearance.objects.filter(list=shown)
    before = Appearance.objects.filter(list=shown.predecessor_id, entry__erased_at=None)
    return (
        before.exclude(Exists(here.filter(entry=OuterRef("entry"))))
        .exclude(Exists(here.filter(entry__follows=OuterRef("entry"))))
        .select_related("entry")
        .order_by("line")
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a line, before and after. What lies sealed is not shown."""

    field: str
    before: str = ""
    after: str = ""
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that changes one of the version before; only what changed."""

    appearance: Appearance
    before: ListEntry
    rule: str  # of `files.line_keys.RULES`; '' for one a person linked
    changes: Sequence[Change] = field(default=())


def changed_lines(appearances: Sequence[Appearance]) -> Iterator[ChangedLine]:
    """What changed on each of these lines, which follow one."""
    for appearance in appearances:
        entry, before = appearance.entry, appearance.entry.follows
        if before is not None:
            yield ChangedLine(
                appearance=appearance,
                before=before,
                rule=rule_of(written(before), written(entry)),
                changes=differences(before, entry),
            )


def differences(before: ListEntry, after: ListEntry) -> list[Change]:
    """The fields in which two lines differ. Of what lies sealed only that it changed."""
    old, new = written(before), written(after)
    changes = [Change(name, old[name], new[name]) for name in WRITTEN if old[name] != new[name]]
    closed_old, closed_new = sealed_fields(before), sealed_fields(after)
    return changes + [
        Change(name, sealed=True)
        for name in SEALED
        if closed_old.get(name, "") != closed_new.get(name, "")
    ]


def written(entry: ListEntry) -> dict[str, str]:
    """The fields of a line that lie readable."""
    return {name: getattr(entry, name) for name in WRITTEN}


def sealed_fields(entry: ListEntry) -> dict[str, str]:
    """Health and next of kin of a line, opened to compare them; nothing once it was erased."""
    if entry.sealed is None:
        return {}
    try:
        text = open_sealed(entry.key, bytes(entry.sealed), purpose="line")
    except CannotOpen:
        return {}
    found: dict[str, str] = json.loads(text)
    return found
