"""Lines of a list as somebody names them: by their numbers on it."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Answer, Appearance, PersonList
from wayhome.apps.register.selectors.answers import answers_visible_to
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.values import WayhomeError

_RUN = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)


class NoSuchLines(WayhomeError):
    """Numbers that are none, or of lines that do not stand on the list."""


def appearances_named(shown: PersonList, written: str, viewer: User) -> list[Appearance]:
    """The lines of a list that `2-307, 310` names, as the viewer may see them; all for nothing.

    Raises:
        NoSuchLines: it is not written so, or no line of the list has such a number.
    """
    on_list = Appearance.objects.filter(list=shown, entry__in=entries_visible_to(viewer))
    lines = {one.line: one for one in on_list.order_by("line")}
    if not written.strip():
        return list(lines.values())
    named: dict[int, Appearance] = {}
    for first, last in _runs(written):
        within = {line: one for line, one in lines.items() if first <= line <= last}
        if not {first, last} <= within.keys():
            told = {"first": first, "last": last}
            raise NoSuchLines(_("The list has no lines %(first)s to %(last)s.") % told)
        named |= within
    return [named[line] for line in sorted(named)]


def answers_to_lines(lines: Sequence[Appearance], viewer: User) -> list[Answer]:
    """The answers to these lines that stand, as the viewer may see them."""
    answers = answers_visible_to(viewer).filter(replaced_by=None)
    return list(answers.filter(entry__in=[one.entry_id for one in lines]).order_by("pk"))


def _runs(written: str) -> Iterator[tuple[int, int]]:
    for part in re.split(r"[,;،؛\s]+", re.sub(r"\s*[-–]\s*", "-", written.strip(",;،؛ \n\t"))):
        found = _RUN.fullmatch(part)
        if found is None:
            raise NoSuchLines(_("Write the numbers of the lines as 2-307, 310."))
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            raise NoSuchLines(_("Write the smaller number of a run first."))
        yield first, last
