"""Finding persons and lines: one box, any script, any order, in spite of slips."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Appearance, ListEntry, Membership, Person
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.apps.register.selectors.search.candidates import candidates
from wayhome.apps.register.selectors.search.reading import Query, read_query
from wayhome.apps.register.selectors.search.weighing import (
    Answer,
    How,
    Line,
    Reason,
    warm,
    weigh,
    words_and_initials,
)

__all__ = ["Found", "How", "Reason", "search", "warm"]


@dataclass(frozen=True, slots=True)
class Found:
    """A person of the viewer's partition, or a line without one, and why it is shown."""

    entry: ListEntry  # the line that answers best
    person: Person | None
    score: float
    reasons: tuple[Reason, ...]
    others: tuple[ListEntry, ...] = field(default=())  # further lines of the person that answer

    @property
    def lines(self) -> tuple[ListEntry, ...]:
        """Every line shown."""
        return (self.entry, *self.others)


def search(viewer: User, text: str, limit: int = 50) -> list[Found]:
    """Persons and lines that answer a text, the best first. The viewer is part of the query.

    Args:
        viewer: who looks.
        text: names in any script and order, a birth date or part of it, a personal or a case
            number.
        limit: how many are given at most.
    """
    if not viewer.has_perm("register.search_persons"):
        return []
    query = read_query(text)
    answers = _weighed(viewer, query)
    for pk in _lines_of_case(viewer, query):
        reason = Reason(query.case_number or "", How.CASE_NUMBER)
        answers[pk] = Answer(_CASE, (reason,))
    best = sorted(answers, key=lambda pk: (-answers[pk].score, pk))[: limit * _LINES_EACH]
    return _by_person(viewer, best, answers, limit)


_CASE = 100.0  # above whatever a name can weigh
_LINES_EACH = 3  # answering lines looked at for each person shown


def _standing(viewer: User, lines: Iterable[int]) -> QuerySet[ListEntry]:
    """Those of the lines that the viewer may see and that stand on a list, or were entered by hand.

    Asked in steps, because one question would have PostgreSQL read every list there is; and what
    stands on no list, which is rare, is named alone.
    """
    lines = set(lines)
    stand = Appearance.objects.filter(entry__in=lines, list__rolled_back_at=None)
    listed = set(stand.values_list("entry", flat=True))
    if unlisted := lines - listed:
        by_hand = ListEntry.objects.filter(pk__in=unlisted, source__isnull=False)
        listed |= set(by_hand.values_list("pk", flat=True))
    return entries_visible_to(viewer).filter(pk__in=listed).select_related(None)


def _weighed(viewer: User, query: Query) -> dict[int, Answer]:
    likely, worths = candidates(viewer, query)
    rows = _standing(viewer, likely).values_list(
        "pk", "surname", "given_names", "patronymic", "full_name", "birth_date", "number"
    )
    lines = [_line(*row) for row in rows]
    answers = weigh(query, lines, worths)
    return {
        line.pk: answer
        for line, answer in zip(lines, answers, strict=True)
        if answer.reasons and answer.score > 0
    }


def _line(
    pk: int, surname: str, given: str, patronymic: str, full: str, birth_date: str, number: str
) -> Line:
    cells = [cell for cell in (surname, given, patronymic) if cell] or [full]
    read = [words_and_initials(cell) for cell in cells]
    return Line(
        pk,
        tuple(word for words, _ in read for word in words),
        tuple(initial for _, initials in read for initial in initials),
        birth_date,
        number,
    )


def _lines_of_case(viewer: User, query: Query) -> list[int]:
    if query.case_number is None:
        return []
    members = Membership.objects.filter(own(viewer), person__number=query.case_number)
    lines = members.values_list("entry", flat=True)
    return list(_standing(viewer, lines).values_list("pk", flat=True))


def _by_person(
    viewer: User, best: list[int], answers: dict[int, Answer], limit: int
) -> list[Found]:
    """Lines of one person together, where his best line stands."""
    members = Membership.objects.filter(own(viewer), entry__in=best)
    person_of = dict(members.values_list("entry", "person"))
    groups: dict[tuple[str, int], list[int]] = {}
    for pk in best:
        group = ("person", person_of[pk]) if pk in person_of else ("line", pk)
        if group in groups or len(groups) < limit:
            groups.setdefault(group, []).append(pk)
    shown = [pk for group in groups.values() for pk in group]
    entries = entries_visible_to(viewer).defer("sealed").in_bulk(shown)
    persons = Person.objects.in_bulk([pk for kind, pk in groups if kind == "person"])
    return [
        Found(
            entry=entries[first],
            person=persons.get(person_of.get(first, 0)),
            score=answers[first].score,
            reasons=answers[first].reasons,
            others=tuple(entries[pk] for pk in others),
        )
        for first, *others in groups.values()
    ]
