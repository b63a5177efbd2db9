"""A name as it was read: its parts as written, each with what it is and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wayhome.values import InvalidEvidence


class Label(StrEnum):
    """What a part of a name is."""

    SURNAME = "surname"
    GIVEN = "given"
    PATRONYMIC = "patronymic"  # the father's name, in whatever form
    INITIAL = "initial"
    PARTICLE = "particle"  # ibn, al, de: belongs to a neighbour
    RANK = "rank"
    HONORIFIC = "honorific"
    KUNYA = "kunya"  # abu, umm and a child's name
    UNLABELLED = "unlabelled"


@dataclass(frozen=True, slots=True)
class Likely:
    """A reading and how sure it is, from 0 to 1."""

    text: str
    certainty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePart:
    """One word of a name.

    Raises:
        InvalidEvidence: a certainty outside 0 to 1, or a span that is empty.
    """

    text: str  # as written
    normal: str  # normal form, for comparison
    label: Label
    certainty: float  # of the label
    span: tuple[int, int]  # where in its cell, first and past the last character
    column: str = "full_name"  # the field of the cell it stands in
    rule: str  # which rule labelled it
    stands_for: Label | None = None  # what an initial abbreviates
    nominatives: tuple[Likely, ...] = ()  # if declined: basic forms, likeliest first

    def __post_init__(self) -> None:
        if not 0 <= self.certainty <= 1:
            raise InvalidEvidence("The certainty of a name part lies between 0 and 1.")
        if not 0 <= self.span[0] < self.span[1]:
            raise InvalidEvidence("The span of a name part holds at least one character.")

    @property
    def basic_form(self) -> str:
        """The likeliest basic form; the text as written unless it is declined."""
        return self.nominatives[0].text if self.nominatives else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """All parts of a name, in the order written. Nothing written is missing from them."""

    parts: tuple[NamePart, ...]
    sex: str | None = None  # `m` or `f`, as given or as the patronymic says
    fathers_names: tuple[Likely, ...] = ()  # inferred from the patronymic, likeliest first

    def parts_labelled(self, *labels: Label) -> tuple[NamePart, ...]:
        """The parts with one of these labels."""
        return tuple(part for part in self.parts if part.label in labels)

    def words(self, *labels: Label) -> str:
        """The parts with one of these labels as written, joined by blanks."""
        return _joined(self.parts_labelled(*labels))

    @property
    def surname(self) -> str:
        """The surname as written, with its particles; empty if none was found."""
        return _joined(self._with_particles(Label.SURNAME))

    @property
    def given_names(self) -> str:
        """The given names as written; empty if none was found."""
        return _joined(self._with_particles(Label.GIVEN))

    @property
    def patronymic(self) -> str:
        """The patronymic, or the father's name, or its initial, as written; without particles."""
        return _joined(
            part
            for part in self.parts
            if part.label is Label.PATRONYMIC
            or (part.label is Label.INITIAL and part.stands_for is Label.PATRONYMIC)
        )

    @property
    def is_declined(self) -> bool:
        """Whether the name stands in another case than the nominative."""
        return any(part.nominatives for part in self.parts)

    def _with_particles(self, label: Label) -> list[NamePart]:
        """The parts with a label, and initials and particles that belong to them."""
        return [
            part
            for part in self.parts
            if part.label is label
            or (part.label in {Label.INITIAL, Label.PARTICLE} and part.stands_for is label)
        ]


def _joined(parts: Iterable[NamePart]) -> str:
    return " ".join(part.text for part in parts)
