"""How far a list has come: lines, put to the other side, answered, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import (
    Answer,
    Appearance,
    Disclosure,
    DisclosureItem,
    PersonList,
)
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.answers import answered_by, answers_visible_to

WIDTH = 1000  # of the bar, in its own units


@dataclass(frozen=True, slots=True)
class Speaker:
    """One office's answers as one partition has them: never added to another's."""

    key: str
    office: str
    taken_down_by: str  # the partition that wrote them down, where it is not the office's own
    answered: int
    verdicts: Sequence[tuple[str, str, int]]  # code, name, lines


@dataclass(frozen=True, slots=True)
class Bar:
    """A stage of the funnel as it is drawn."""

    code: str
    lines: int
    width: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """The counts of one version of a list, as the viewer knows them."""

    lines: int
    put: int
    answered: int
    none: int  # put to the other side and without an answer
    speakers: Sequence[Speaker]

    @property
    def bars(self) -> list[Bar]:
        """Lines, put, answered: each as wide as its share of the lines."""
        stages = (("lines", self.lines), ("put", self.put), ("answered", self.answered))
        return [Bar(code, n, WIDTH * n // max(self.lines, 1)) for code, n in stages]


def funnel_of(shown: PersonList, viewer: User) -> Funnel:
    """Count a version that the viewer may see.

    What was put to the other side is, to a party, what itself put there, and what it was answered;
    the keeper knows what actually went.
    """
    put, answered = _rows(shown, viewer, "put"), _rows(shown, viewer, "answered")
    return Funnel(
        lines=_rows(shown, viewer, "lines").count(),
        put=put.count(),
        answered=answered.count(),
        none=_rows(shown, viewer, "none").count(),
        speakers=_speakers(shown, viewer),
    )


def rows_behind(
    shown: PersonList, viewer: User, *, stage: str, speaker: str = ""
) -> QuerySet[Appearance]:
    """The lines behind a count of the funnel, in the order of the file.

    Args:
        shown: a version the viewer may see.
        viewer: who looks.
        stage: `lines`, `put`, `answered`, `none`, or a verdict.
        speaker: only what this one says (`Speaker.key`).
    """
    if not viewer.has_perm("register.see_line"):
        return Appearance.objects.none()
    rows = _rows(shown, viewer, stage, speaker)
    return rows.select_related("entry").order_by("line")


def _rows(shown: PersonList, viewer: User, stage: str, speaker: str = "") -> QuerySet[Appearance]:
    lines = Appearance.objects.filter(list=shown, entry__erased_at=None)
    answers = answered_by(answers_visible_to(viewer), speaker).filter(entry=OuterRef("entry"))
    put = _put(viewer).filter(entry=OuterRef("entry"))
    if stage == "put":
        return lines.filter(Exists(put) | Exists(answers))
    if stage == "none":
        return lines.filter(Exists(put), ~Exists(answers))
    if stage == "answered":
        return lines.filter(Exists(answers))
    if stage in Answer.Verdict.values:
        return lines.filter(Exists(answers.filter(verdict=stage)))
    return lines


def _put(viewer: User) -> QuerySet[DisclosureItem]:
    """Lines released to another party: the viewer's own releases; to the keeper, what went."""
    items = DisclosureItem.objects.filter(
        disclosure__what=Disclosure.What.LIST, disclosure__state=Disclosure.State.RELEASED
    ).exclude(disclosure__to__party=viewer.organisation.party_id)
    if viewer.keeps_register:
        return items.filter(withheld=False)
    return items.filter(own(viewer, "disclosure__partition"))


def _speakers(shown: PersonList, viewer: User) -> list[Speaker]:
    lines = Appearance.objects.filter(list=shown, entry__erased_at=None).values("entry")
    counted = (
        answers_visible_to(viewer)
        .filter(entry__in=lines)
        .values(
            "given_by__uid", "given_by__name", "given_by__party", "partition",
            "partition__uid", "partition__name", "verdict",
        )
        .annotate(lines=Count("entry", distinct=True))
        .order_by("given_by__name", "partition__name")
    )  # fmt: skip
    grouped: dict[str, list[Mapping[str, object]]] = {}
    for row in counted:
        key = f"{row['given_by__uid']}.{row['partition__uid']}"
        grouped.setdefault(key, []).append({**row})
    return [_speaker(key, rows) for key, rows in grouped.items()]


def _speaker(key: str, rows: Sequence[Mapping[str, object]]) -> Speaker:
    first = rows[0]
    told = {str(row["verdict"]): int(str(row["lines"])) for row in rows}
    own_words = first["given_by__party"] == first["partition"]
    return Speaker(
        key=key,
        office=str(first["given_by__name"]),
        taken_down_by="" if own_words else str(first["partition__name"]),
        answered=sum(told.values()),
        verdicts=[
            (code, str(name), told[code]) for code, name in Answer.Verdict.choices if code in told
        ],
    )
