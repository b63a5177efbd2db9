"""What is said of a person, gathered for a viewer from lists, answers and assertions."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Answer, Appearance, Assertion, ListEntry, PersonList
from wayhome.apps.register.policies import within
from wayhome.apps.register.selectors.answers import answers_visible_to
from wayhome.apps.register.selectors.search.keys import read_date
from wayhome.apps.register.selectors.status.derived import Basis, Claim, Says, Status, derive
from wayhome.apps.register.selectors.status.sentences import claim_in_words

LISTS: Mapping[str, Says] = {
    PersonList.Kind.SOUGHT: Says.SOUGHT,
    PersonList.Kind.CHILDREN: Says.SOUGHT,
    PersonList.Kind.HELD: Says.ACKNOWLEDGED_HELD,
    PersonList.Kind.DECEASED: Says.LISTED_DEAD,
}
"""What standing on a list says. A transfer list plans, a list of remains names nobody."""

ANSWERS: Mapping[str, Says] = {
    Answer.Verdict.HELD: Says.ACKNOWLEDGED_HELD,
    Answer.Verdict.NOT_HELD: Says.DENIED,
    Answer.Verdict.DIED: Says.LISTED_DEAD,
    Answer.Verdict.RETURNED: Says.SAID_HOME,
}
"""What an answer says of the person; the others say something of the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim and the row it stands in."""

    claim: Claim
    recorded_at: datetime
    appearance: Appearance | None = None
    answer: Answer | None = None
    assertion: Assertion | None = None

    @property
    def words(self) -> str:
        """The claim as a clause in the reader's language."""
        text = claim_in_words(self.claim)
        return text[:1].upper() + text[1:]


def status_of(entries: Collection[ListEntry], *, viewer: User, as_of: date | None = None) -> Status:
    """The status of the person these lines are, from what the viewer may know."""
    said = said_about(entries, viewer=viewer)
    return derive([one.claim for one in said], as_of=as_of)


def status_if(
    entries: Collection[ListEntry], *, viewer: User, assertion: Assertion, stands: bool
) -> Status:
    """The status there would be if that assertion stood, or did not."""
    claims = [
        replace(one.claim, confirmed=stands, withdrawn=not stands)
        if one.assertion is not None and one.assertion.pk == assertion.pk
        else one.claim
        for one in said_about(entries, viewer=viewer)
    ]
    return derive(claims)


def said_about(entries: Collection[ListEntry], *, viewer: User) -> list[Said]:
    """Everything said of these lines that the viewer may know, the latest day first."""
    lines = [entry.pk for entry in entries]
    stands = Appearance.objects.filter(
        within(viewer, "list__partition"), entry__in=lines, list__rolled_back_at=None
    ).select_related("list__submitted_by")
    answers = answers_visible_to(viewer).filter(entry__in=lines)
    assertions = assertions_visible_on(lines, viewer)
    return said_in(stands.defer("list__file_sealed"), answers, assertions)


def said_in(
    stands: Iterable[Appearance], answers: Iterable[Answer], assertions: Iterable[Assertion]
) -> list[Said]:
    """What these say, the latest day first: rows that were selected for one viewer."""
    found = [*_from_lists(stands), *_from_answers(answers), *_from_assertions(assertions)]
    return sorted(found, key=lambda one: one.claim.order, reverse=True)


def assertions_visible_on(lines: Iterable[int], viewer: User) -> QuerySet[Assertion]:
    """Assertions on lines that the viewer may know, withdrawn and declined ones too."""
    said = Assertion.objects.filter(within(viewer), entry__in=lines)
    people = ("said_by", "source", "recorded_by", "decided_by", "withdrawn_by", "entry")
    return said.select_related(*people).order_by("-recorded_at", "-pk")


def _from_lists(stands: Iterable[Appearance]) -> Iterator[Said]:
    for appearance in stands:
        says, as_of = LISTS.get(appearance.list.kind), read_date(appearance.list.as_of_date)
        if says is not None and as_of is not None:
            claim = Claim(
                says=says,
                said_by=appearance.list.submitted_by.name,
                as_of=as_of,
                basis=Basis.LIST,
                source=f"{appearance.list.receipt}/{appearance.line}",
            )
            yield Said(claim=claim, recorded_at=appearance.list.imported_at, appearance=appearance)


def _from_answers(answers: Iterable[Answer]) -> Iterator[Said]:
    for answer in answers:
        says, as_of = ANSWERS.get(answer.verdict), read_date(answer.as_of_date)
        if says is not None and as_of is not None:
            claim = Claim(
                says=says,
                said_by=answer.given_by.name,
                as_of=as_of,
                basis=Basis.ANSWER,
                source=answer.source,
            )
            yield Said(claim=claim, recorded_at=answer.recorded_at, answer=answer)


def _from_assertions(assertions: Iterable[Assertion]) -> Iterator[Said]:
    states = Assertion.State
    for assertion in assertions:
        as_of = read_date(assertion.as_of_date)
        if as_of is not None and assertion.state != states.DECLINED:
            claim = Claim(
                says=Says(assertion.kind),
                said_by=assertion.said_by.name,
                as_of=as_of,
                basis=Basis.REPORT,
                source=assertion.source.title if assertion.source else "",
                withdrawn=assertion.state == states.WITHDRAWN,
                confirmed=assertion.state == states.STANDING,
                asked_back=assertion.state == states.STANDING
                and assertion.withdrawal_asked_by_id is not None,
            )
            yield Said(claim=claim, recorded_at=assertion.recorded_at, assertion=assertion)
